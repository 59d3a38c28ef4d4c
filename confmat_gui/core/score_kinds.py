"""What kind of scores an array holds, and whether it is what it is said to be."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Scores
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import ScoreKind

SUM_TOLERANCE = 1e-3
"""How far the probabilities of a row may be from summing to 1 (printed digits, float32)."""
BLOCK = 1 << 14
"""Rows that are summed at a time: their scores stay in the cache."""
ONE_TOLERANCE = 1e-4
"""How far a probability may be above 1 (fastText writes 1.00001)."""


def score_array(y_score: ArrayLike, n_rows: int) -> Scores:
    """Return scores as (n, C) float32 or float64 with contiguous columns; InputError names row and fault."""
    try:
        array = np.asarray(y_score)
        if array.dtype not in (np.dtype(np.float32), np.dtype(np.float64)):
            array = array.astype(np.float64)
    except (TypeError, ValueError):
        raise InputError("The scores must be numbers, with as many columns in every row.") from None
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] == 0:
        raise InputError(f"The scores must have one row a sample; these have the shape {array.shape}.")
    if array.shape[0] != n_rows:
        raise InputError(f"There are {n_rows} true labels but {array.shape[0]} rows of scores.")
    keep = array.flags.f_contiguous and not array.flags.writeable
    scores: Scores = array if keep else np.array(array, order="F", copy=True)
    _refuse_not_finite(scores)
    return scores


def detect_kind(scores: Scores, n_classes: int) -> ScoreKind:
    """Return "probability", "sigmoid" or "score"; logits are never assumed."""
    sums = True
    for start in range(0, len(scores), BLOCK):  # both are looked at while a block is in the cache
        block = scores[start : start + BLOCK]
        if not all(_within_unit(block[:, j]) for j in range(scores.shape[1])):
            return "score"
        sums = sums and (scores.shape[1] == 1 or _sums_to_one(block) is None)
    if scores.shape[1] == 1:
        return "probability" if n_classes <= 2 else "score"
    return "probability" if sums else "sigmoid"


def check_kind(scores: Scores, kind: ScoreKind) -> None:
    """Raise InputError with the first row that contradicts the kind that was given."""
    if kind not in ("probability", "sigmoid"):
        return
    for j in range(scores.shape[1]):
        if not _within_unit(scores[:, j]):
            row = int(np.argmax((scores[:, j] < 0) | (scores[:, j] > 1 + ONE_TOLERANCE)))
            raise InputError(
                f"Row {row + 1}: the score {float(scores[row, j])!r} is no probability; "
                "say that the scores are of the kind logit or score."
            )
    row_off = _sums_to_one(scores) if kind == "probability" and scores.shape[1] > 1 else None
    if row_off is not None:
        total = float(scores[row_off].sum(dtype=np.float64))
        raise InputError(
            f"Row {row_off + 1}: the probabilities sum to {total:.4g} instead of 1; "
            "say that the scores are of the kind sigmoid or score."
        )


def _refuse_not_finite(scores: Scores) -> None:
    for j in range(scores.shape[1]):
        column: NDArray[Any] = scores[:, j]
        if not np.isfinite(column).all():
            row = int(np.argmin(np.isfinite(column)))
            raise InputError(
                f"Row {row + 1}, score column {j + 1}: {float(column[row])!r} is no usable score; "
                "leave the row out or correct it."
            )


def _within_unit(column: NDArray[Any]) -> bool:
    return bool(column.min() >= 0 and column.max() <= 1 + ONE_TOLERANCE)


def _sums_to_one(scores: Scores) -> int | None:
    """Return the first row whose scores do not sum to 1, or None."""
    for start in range(0, len(scores), BLOCK):
        if _surely_one(scores[start : start + BLOCK]):
            continue
        total = np.zeros(len(scores[start : start + BLOCK]))
        for j in range(scores.shape[1]):
            total += scores[start : start + BLOCK, j]
        total -= 1
        off = np.abs(total, out=total) > SUM_TOLERANCE
        if off.any():
            return start + int(np.argmax(off))
    return None


def _surely_one(scores: Scores) -> bool:
    """Whether sums in the scores' own type are so near to 1 that rounding cannot matter; scores are >= 0.

    A computed sum of K numbers that are not negative is within K eps of the sum, relatively (Higham, Accuracy
    and Stability of Numerical Algorithms, section 4.2).
    """
    n_columns = scores.shape[1]
    near = SUM_TOLERANCE - 2 * n_columns * float(np.finfo(scores.dtype).eps)
    total = scores[:, 0].copy()
    for j in range(1, n_columns):
        total += scores[:, j]
    total -= 1
    return bool(-near <= total.min() and total.max() <= near)
