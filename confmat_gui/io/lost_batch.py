"""Whether the rows that are missing are the last batch of a prediction run."""

from __future__ import annotations

USUAL_SIZES = (32, 64, 128, 16, 256, 100, 50, 512, 8, 10, 20, 1024)
"""Sizes of batches, the usual ones first."""


def lost_batch(n: int, expected: int) -> str:
    """Return a sentence where `n` rows are whole batches and the rest of `expected` rows is less than one.

    That is what a loader leaves that drops the last, incomplete batch, or a prediction over a number of whole
    steps; else an empty text. The sizes of batches are a guess, so it says "most likely".
    """
    missing = expected - n
    for size in USUAL_SIZES:
        if 0 < missing < size and n >= 2 * size and n % size == 0:
            of_it = "1 row, was" if missing == 1 else f"{missing} rows, was"
            return (
                f"{n:,} rows are {n // size:,} batches of {size}, so the last, incomplete batch, {of_it} "
                "most likely left out (drop_last, or a number of whole steps): predict it too."
            )
    return ""
