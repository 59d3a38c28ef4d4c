"""The row of headline figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["better", "worse", "same"]


@dataclass(frozen=True)
class FigureCard:
    """One headline figure with its interval and its change against the default rule."""

    key: str
    name: str
    value: str
    interval: str
    change: str
    direction: Direction
    explanation: str
    """Meaning, formula and source; shown on hover."""
    mark: str = ""
    """"re-weighted" where the figure is that of other shares of the classes."""
