"""Random predictions of every awkward sort, for the tests of properties."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.predictions import Predictions

LEVELS = {"distinct": 0, "coarse": 4, "decimals": 10}


@st.composite
def binary_scores(draw: st.DrawFn) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Return (y, score): few to many rows, ties or none, float32 or float64, positive or of both signs."""
    n = draw(st.integers(1, 60))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y = generator.integers(0, 2, n)
    score = generator.random(n)
    levels = LEVELS[draw(st.sampled_from(sorted(LEVELS)))]
    score = np.round(score * levels) / levels if levels else score
    if draw(st.booleans()):
        score = score * 2 - 1
    return y, score.astype(draw(st.sampled_from([np.float32, np.float64])))


@st.composite
def probability_predictions(draw: st.DrawFn, smallest: int = 3, largest: int = 6) -> Predictions:
    """Return K columns of probabilities with ties, zeros, absent classes and perhaps counts."""
    n, k = draw(st.integers(1, 50)), draw(st.integers(smallest, largest))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y = generator.integers(0, draw(st.integers(1, k)), n)
    levels = draw(st.sampled_from([2, 3, 8, 1000]))
    raw = generator.multinomial(levels, np.full(k, 1 / k), n).astype(np.float64) / levels
    scores = raw.astype(draw(st.sampled_from([np.float32, np.float64])))
    count = generator.integers(1, 5, n) if draw(st.booleans()) else None
    names = [f"c{i}" for i in range(k)]
    return Predictions.from_arrays(y, scores, classes=names, score_kind="probability", count=count)


def slow_auc(y: NDArray[Any], score: NDArray[Any]) -> float:
    """Return the Mann-Whitney probability by looking at every pair."""
    above = score[y == 1][:, None] - score[y == 0][None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def slow_delong_variance(y: NDArray[Any], score: NDArray[Any]) -> float:
    """Return DeLong's variance from the full table of pairs, as in the paper of 1988."""
    above = score[y == 1][:, None] - score[y == 0][None, :]
    kernel = (above > 0) + 0.5 * (above == 0)
    of_positives, of_negatives = kernel.mean(axis=1), kernel.mean(axis=0)
    return float(of_positives.var(ddof=1) / len(of_positives) + of_negatives.var(ddof=1) / len(of_negatives))
