"""What the Scores tab shows: how the scores of a class lie for its samples and for all others."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.present import texts
from confmat_gui.session.state import ScoreAxis, ScoreScale

ABOVE, BELOW = 1.2, 1.06
"""The axis ends this far beyond the highest bar, above with room for the words at the threshold."""


@dataclass(frozen=True, eq=False)
class ScoreLayer:
    """Bars of one true class, or of all others together.

    Attributes
    ----------
    name : of the class, or "all others"
    class_index : None for all others together
    low, high : (B,) lower and upper end of each bar; samples of other classes lie below 0. The highest bar of
        each side is drawn with a height of 1 where bars are shares.
    """

    name: str
    class_index: int | None
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class ScoresState:
    """Scores of one class.

    Attributes
    ----------
    title : names the class, and how to read the bars
    sentence : exact counts at the threshold
    edges : (B + 1,) ends of the bins
    counts : (K, B) samples by true class
    layers : the class's own above the line, others below it
    y_ticks : (height, text), both ways from 0
    y_range : lowest and highest height
    line : where the threshold is; nan where there is none
    line_text : the threshold in words
    movable : whether the line can be dragged
    axis, scale : as chosen and possible
    why_no_decision : why the axis of decisions cannot be chosen; None: there is nothing to choose
    unavailable : why there is nothing to draw; empty where there is
    """

    classes: tuple[str, ...]
    class_index: int
    title: str
    sentence: str
    x_label: str
    edges: Floats
    counts: Counts
    layers: tuple[ScoreLayer, ...]
    y_ticks: tuple[tuple[float, str], ...]
    y_range: tuple[float, float]
    line: float
    line_text: str
    movable: bool
    axis: ScoreAxis
    scale: ScoreScale
    why_no_decision: str | None
    unavailable: str = ""

    def bin_at(self, x: float) -> int:
        """Return the bin of a place on the axis, -1 outside."""
        if not len(self.edges) or not self.edges[0] <= x <= self.edges[-1]:
            return -1
        return min(int(np.searchsorted(self.edges, x, side="right")) - 1, len(self.edges) - 2)

    def words(self, place: int) -> tuple[str, ...]:
        """Return what a bin holds, in lines."""
        own, others = split_counts(self.counts, self.class_index)
        name = self.classes[self.class_index]
        low, high = float(self.edges[place]), float(self.edges[place + 1])
        lines = [
            f"{texts.figure(low)} to {texts.figure(high)}",
            f"{name}: {_part(int(own[place]), int(own.sum()))}",
            f"all others: {_part(int(others[place]), int(others.sum()))}",
        ]
        if len(self.classes) > 2:
            column = self.counts[:, place].copy()
            column[self.class_index] = 0
            most = int(column.argmax())
            if column[most]:
                lines.append(f"most of them {self.classes[most]}: {texts.count(int(column[most]))}")
        return tuple(lines)


def split_counts(counts: Counts, class_index: int) -> tuple[Counts, Counts]:
    """Return the class's own samples and those of all others in each bin, (B,) each."""
    own = counts[class_index]
    return own, counts.sum(axis=0) - own


def heights(counts: Counts, total: int, scale: ScoreScale) -> Floats:
    """Return how high a bar of so many of `total` samples is: a share in percent, or log10(1 + count)."""
    if scale == "log":
        return np.asarray(np.log10(1.0 + counts))
    return np.asarray(counts * (100.0 / total), dtype=np.float64) if total else np.zeros(counts.shape)


def height_ticks(above: float, below: float, scale: ScoreScale) -> tuple[tuple[float, str], ...]:
    """Return ticks both ways from 0: whole shares, or powers of ten.

    `above` and `below` are the highest bars as shares in percent, which are drawn at 1, or as logarithms.
    """
    ticks = [(0.0, "0")]
    for most, sign in ((above, 1), (below, -1)):
        unit = most if scale == "share" and most > 0 else 1.0
        ticks += [(sign * height / unit, text) for height, text in _ticks_up_to(most, scale)]
    return tuple(sorted(ticks))


def _ticks_up_to(most: float, scale: ScoreScale) -> list[tuple[float, str]]:
    if scale == "log":
        step = 1 if most <= 4 else 2
        powers = range(1 if most >= 1 else 0, math.floor(most) + 1, step)
        return [(math.log10(1 + 10**power), texts.count(10**power)) for power in powers]
    steps = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50)
    step_wide = next((wide for wide in steps if most / wide <= 2.6), 50.0)
    n = math.floor(most / step_wide + 1e-9)
    return [(step_wide * i, f"{step_wide * i:g} %") for i in range(1, n + 1)]


def _part(count: int, total: int) -> str:
    share = f" ({texts.percent(count / total)})" if total else ""
    return f"{texts.count(count)} of {texts.count(total)}{share}"
