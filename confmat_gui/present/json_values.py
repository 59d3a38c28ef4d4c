"""Numbers as JSON has them."""

from __future__ import annotations

import math
from collections.abc import Iterable

WHOLE = ("support", "no_decision", "tp", "fp", "fn", "tn")
"""Figures of a class that are counts."""


def number(value: float) -> float | None:
    """Return a number as JSON has it: null where it is undefined or not finite."""
    return float(value) if math.isfinite(value) else None


def ends(interval: Iterable[float]) -> list[float | None]:
    """Return the ends of an interval."""
    return [number(float(end)) for end in interval]
