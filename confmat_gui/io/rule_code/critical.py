"""Where a decision about a probability changes, to the last bit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools
from confmat_gui.io.rule_code.carried import ScoreType

_HIGHEST = 2.0
"""No probability is above it (1.0001 is refused)."""


def last_true(holds: Callable[[NDArray[np.floating]], Bools], score_type: ScoreType) -> float | None:
    """Return the largest probability of a type for which something holds that holds below it and not above.

    Parameters
    ----------
    holds : called with (1,) numbers of the type; true up to some probability and false from there on

    Returns
    -------
    float or None
        None where it does not even hold for 0; 2.0 where it holds for every probability.
    """
    kind = np.dtype(score_type).type
    bits = np.dtype(f"u{kind().itemsize}")

    def holds_at(place: int) -> bool:
        return bool(holds(np.array([place], dtype=bits).view(kind))[0])

    low, high = 0, int(np.array([_HIGHEST], dtype=kind).view(bits)[0])
    if not holds_at(low):
        return None
    if holds_at(high):
        return _HIGHEST
    while high - low > 1:  # numbers from 0 up are in the order of their bits
        middle = (low + high) // 2
        low, high = (middle, high) if holds_at(middle) else (low, middle)
    return float(np.array([low], dtype=bits).view(kind)[0])
