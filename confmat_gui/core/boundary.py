"""Comparing scores with a threshold."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools
from confmat_gui.core.rules import Boundary


def passes(score: NDArray[Any], threshold: float, boundary: Boundary) -> Bools:
    """Compare scores with a threshold that is first rounded to their own type."""
    rounded = rounded_threshold(score, threshold)
    result: Bools = score >= rounded if boundary == ">=" else score > rounded
    return result


def rounded_threshold(score: NDArray[Any], threshold: float) -> np.floating[Any]:
    """Return the value of the score's own type that is nearest to the threshold."""
    with np.errstate(over="ignore", under="ignore"):
        rounded: np.floating[Any] = score.dtype.type(threshold)
    return rounded
