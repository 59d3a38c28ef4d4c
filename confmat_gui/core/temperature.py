"""Temperature scaling: one number that makes all probabilities of a model more or less certain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.losses import SMALLEST
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probability_block, softmax_in_place

COLDEST, HOTTEST = 0.01, 100.0
"""Between these a temperature is looked for."""
MOST_STEPS = 60
ROUNDING = 1e-11
"""A step that moves 1 / T by less, relative to itself, is the rounding of the sums over the rows."""
BLOCK_VALUES = 2**16
"""Values worked on at a time: they stay in the processor's cache."""


def log_block(predictions: Predictions, rows: slice) -> Floats:
    """Return ln p of some rows up to a constant of each row, (m, K) float64 with contiguous columns.

    Logits as they are; of probabilities ln(p + ε) with ε the smallest step of float64 at 1, so that 0 is as
    far away as the log loss puts it.
    """
    scores = predictions.y_score
    assert scores is not None
    if predictions.score_kind != "logit":
        block = probability_block(predictions, rows).astype(np.float64, order="F")
        block += SMALLEST
        return np.asarray(np.log(block, out=block))
    if scores.shape[1] > 1:
        return np.array(scores[rows], dtype=np.float64, order="F")
    own = predictions.score_class or 0
    block = np.zeros((len(scores[rows]), predictions.n_classes), order="F")
    block[:, own] = scores[rows, 0]
    return block


def fit_temperature(predictions: Predictions) -> float:
    """Return the T > 0 with the lowest mean log loss of softmax(ln p / T) (Guo et al. 2017).

    The log loss is convex in 1 / T; its one slope is brought to 0 by Newton's method, kept between ends that
    enclose the zero, up to the rounding of sums. 0.01 or 100 where the lowest is beyond; 1 where T changes
    nothing.
    """

    def slopes(inverse: float) -> tuple[float, float]:
        return _slopes(predictions, inverse)

    return 1 / _zero(slopes, 1 / HOTTEST, 1 / COLDEST)


def tempered(predictions: Predictions, rows: slice, temperature: float) -> Floats:
    """Return softmax(ln p / T) of some rows, (m, K)."""
    block = log_block(predictions, rows)
    block /= temperature
    softmax_in_place(block)
    return block


def blocks(n_rows: int, n_classes: int) -> list[slice]:
    """Return slices of rows whose values stay in the cache."""
    step = max(64, BLOCK_VALUES // n_classes)
    return [slice(start, min(start + step, n_rows)) for start in range(0, n_rows, step)]


def _slopes(predictions: Predictions, inverse: float) -> tuple[float, float]:
    """Return the first and second derivative by 1 / T of the summed log loss."""
    first = second = 0.0
    for rows in blocks(predictions.n_rows, predictions.n_classes):
        log = log_block(predictions, rows)
        log -= np.maximum.reduce(log, axis=1)[:, None]
        with np.errstate(under="ignore"):
            share = log * inverse
            softmax_in_place(share)
            mean = _row_sums(share, log)
            spread = _row_sums(share, np.square(log)) - np.square(mean)
        away = mean - log[np.arange(len(log)), predictions.y_true[rows]]
        weight = 1 if predictions.count is None else predictions.count[rows]
        first += float((away * weight).sum())
        second += float((np.maximum(spread, 0.0) * weight).sum())
    return first, second


def _row_sums(share: Floats, values: NDArray[np.float64]) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", share, values))


def _zero(slopes: Callable[[float], tuple[float, float]], low: float, high: float) -> float:
    """Return where a slope that never falls is 0: Newton's steps from 1, halved where they leave the ends."""
    at, (slope, rise) = 1.0, slopes(1.0)
    if slope == 0:
        return at
    end = low if slope > 0 else high
    at_end = slopes(end)[0]
    if at_end * slope >= 0:
        return end
    low, high = (end, at) if slope > 0 else (at, end)
    for _ in range(MOST_STEPS):
        step = at - slope / rise if rise > 0 else low
        if abs(step - at) <= ROUNDING * at or high - low <= ROUNDING * at:
            break
        at = step if low < step < high else (low + high) / 2
        slope, rise = slopes(at)
        low, high = (low, at) if slope > 0 else (at, high)
    return at
