"""Rows that are there twice, told apart from rows that are equal by chance."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.threads import by_blocks

SHORTEST = 4
"""A repeated stretch has at least this many different rows."""
LEAST_SHARED = 5
"""A batch has at least this many rows of earlier ones, and ten times what chance would give."""
BLOCK_ROWS = 65_536
_UNLIKELY = 1e9
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


def repeated_rows(predictions: Predictions, rows: NDArray[np.intp] | None = None) -> Bools:
    """Return which of `rows`, all where None, were there before, (n,); of equal rows the first counts.

    With ids, a row whose id was there. Without, rows are equal in label and in all scores, and since rows of
    few different scores are often equal by chance, only two things count: a stretch of different rows that
    comes again in the same order, too long for chance, and a batch that shares far more rows with earlier
    batches than rows within one batch are equal. Nothing is repeated where there are neither ids nor scores,
    or where rows stand for many samples.
    """
    if predictions.sample_id is not None:
        return _seen_before(predictions.sample_id if rows is None else predictions.sample_id[rows])
    n = predictions.n_rows if rows is None else len(rows)
    if predictions.y_score is None or predictions.count is not None or n < 2 * SHORTEST:
        return np.zeros(n, dtype=np.bool_)
    batch = predictions.batch if rows is None or predictions.batch is None else predictions.batch[rows]
    # Most files have nothing twice, and then one array of numbers is all that is held.
    if not _any_twice(_row_hashes(predictions, rows, at_once=SHORTEST if batch is None else 1)):
        return np.zeros(n, dtype=np.bool_)
    same = _Equal(_row_hashes(predictions, rows))
    found = same.in_stretches()
    if batch is not None:
        found |= same.in_batches(batch, ~found)
    return found


def name_samples(predictions: Predictions, again: Bools) -> bool:
    """Tell whether the ids of the rows that were there before name samples; true where there are no ids.

    They do if label and scores are those of the first row with the id, or if all labels are and that is no
    chance. Numbers that begin again in every file name no samples.
    """
    ids = predictions.sample_id
    if ids is None:
        return True
    rows = np.flatnonzero(np.isin(ids, ids[again]))
    _, first, place = np.unique(ids[rows], return_index=True, return_inverse=True)
    labels = predictions.y_true[rows]
    if (labels != labels[first][place]).any():
        return False
    if predictions.y_score is not None:
        hashes = _row_hashes(predictions, rows)
        if (hashes == hashes[first][place]).all():
            return True
    shares = np.bincount(predictions.y_true, minlength=predictions.n_classes) / predictions.n_rows
    return bool(-np.log(shares[predictions.y_true[again]]).sum() > math.log(_UNLIKELY))


def _seen_before(ids: NDArray[np.str_]) -> Bools:
    hashes = np.zeros(len(ids), dtype=np.uint64)
    width = ids.dtype.itemsize // 4
    letters = np.ascontiguousarray(ids).view(np.uint32).reshape(len(ids), width)
    for place in range(width):
        hashes = _mixed(hashes, letters[:, place])
    order = np.argsort(hashes, kind="stable")
    result = np.zeros(len(ids), dtype=np.bool_)
    result[order[1:]] = hashes[order[1:]] == hashes[order[:-1]]
    return result


def _row_hashes(predictions: Predictions, rows: NDArray[np.intp] | None, at_once: int = 1) -> Hashes:
    """Return a number for each row, or for each stretch of rows, the same for equal labels and scores.

    Two different rows have the same one with a chance of n^2 / 2^65, one in thirty million at a million rows.
    """
    n = (predictions.n_rows if rows is None else len(rows)) - at_once + 1
    hashes = np.empty(n, dtype=np.uint64)

    def fill(block: slice) -> None:
        longer = slice(block.start, block.stop + at_once - 1)
        each = _hashes_of_block(predictions, longer if rows is None else rows[longer])
        size = block.stop - block.start
        mixed = each[:size]
        for later in range(1, at_once):
            mixed = _mixed(mixed, each[later : later + size])
        hashes[block] = mixed

    for _ in by_blocks(fill, n, BLOCK_ROWS):
        pass
    return hashes


def _hashes_of_block(predictions: Predictions, rows: slice | NDArray[np.intp]) -> Hashes:
    hashes = predictions.y_true[rows].astype(np.uint64)
    if predictions.y_pred is not None:
        hashes = _mixed(hashes, predictions.y_pred[rows].view(np.uint32))
    assert predictions.y_score is not None
    bits: Any = np.uint32 if predictions.y_score.dtype == np.float32 else np.uint64
    for k in range(predictions.y_score.shape[1]):
        column = np.ascontiguousarray(predictions.y_score[rows, k])
        hashes = _mixed(hashes, column.view(bits))
    return hashes


def _any_twice(numbers: Hashes) -> bool:
    """Tell whether two are equal; they are sorted where they stand."""
    numbers.sort()
    before, after = numbers[:-1], numbers[1:]
    blocks = (slice(start, start + BLOCK_ROWS) for start in range(0, len(before), BLOCK_ROWS))
    return any(bool((before[block] == after[block]).any()) for block in blocks)


def _mixed(hashes: Hashes, values: NDArray[Any]) -> Hashes:
    """Return the numbers with one more column in them."""
    result: Hashes = hashes ^ (hashes >> np.uint64(29))
    result ^= values
    result *= _MULTIPLIER
    result ^= result >> np.uint64(32)
    return result


class _Equal:
    """Which rows are equal, and how far apart."""

    def __init__(self, hashes: Hashes) -> None:
        n = len(hashes)
        self.order = np.argsort(hashes, kind="stable")
        ordered = hashes[self.order]
        self._same = np.zeros(n, dtype=np.bool_)
        self._same[1:] = ordered[1:] == ordered[:-1]
        self._kind = np.cumsum(~self._same) - 1
        """Number of the kind of row, in `order`."""
        self._back = np.zeros(n, dtype=np.intp)
        later = self.order[self._same]
        self._back[later] = later - self.order[np.flatnonzero(self._same) - 1]
        """How far back the last equal row is, 0 for none."""

    def in_stretches(self) -> Bools:
        """Return the rows of stretches that come again too long for chance.

        Every row of a stretch has its last equal row at the same distance d, so min(length, d) rows of it
        are different. Chance is judged by the equal pairs outside of such stretches.
        """
        n, back = len(self._back), self._back
        starts = np.flatnonzero(np.concatenate(([True], back[1:] != back[:-1])))
        length = np.diff(np.append(starts, n))
        different = np.minimum(length, back[starts])
        sizes = np.bincount(self._kind).astype(np.float64)
        pairs = (sizes * (sizes - 1) / 2).sum()
        by_chance = (pairs - length[different >= SHORTEST].sum() + 1) / (n * (n - 1) / 2)
        chance = min(0.95, 8 * by_chance)  # eight times: equal rows may gather in one part of the file
        needed = max(SHORTEST, math.ceil(math.log(n * _UNLIKELY) / -math.log(chance)))
        return np.repeat(different >= needed, length)

    def in_batches(self, batch: Codes, others: Bools) -> Bools:
        """Return the rows of batches that share too many rows with earlier ones, in any order.

        Rows that are equal by chance are so within a batch as often as across batches.
        """
        n_batches = int(batch.max()) + 1
        sizes = np.bincount(batch, minlength=n_batches).astype(np.float64)
        _, each = np.unique(self._kind * n_batches + batch[self.order], return_counts=True)
        pairs = (each * (each - 1.0) / 2).sum() + 1
        by_chance = pairs / max(1.0, (sizes * (sizes - 1) / 2).sum())
        first_batch = batch[self.order][~self._same][self._kind]
        earlier = np.zeros(len(batch), dtype=np.bool_)
        earlier[self.order] = first_batch < batch[self.order]
        earlier &= others
        shared = np.bincount(batch[earlier], minlength=n_batches)
        before = np.cumsum(sizes) - sizes
        too_many = (shared >= LEAST_SHARED) & (shared > 10 * sizes * before * by_chance)
        return np.asarray(earlier & too_many[batch])
