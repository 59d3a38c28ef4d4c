"""Where slider, field and steps lie in a cell of the Decide table, and how wide its columns are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from confmat_gui.present.decide import DecideColumn, DecideState

FIELD_WIDTH = 68
STEPS_WIDTH = 18
HANDLE = 7
"""Radius of the slider's handle."""
_SLIDER_LEAST = 84
_EVENLY = 5
"""Most classes for which the slider is even."""
_CELL_PADDING = 20


@dataclass(frozen=True)
class ThresholdCell:
    """Parts of one threshold cell."""

    slider: QRect
    field: QRect
    higher: QRect
    lower: QRect

    @classmethod
    def inside(cls, cell: QRect) -> ThresholdCell:
        """Divide a cell."""
        right = cell.right() - STEPS_WIDTH - 8
        field = _field(QRect(right - FIELD_WIDTH, cell.top(), FIELD_WIDTH, cell.height()))
        left = cell.left() + HANDLE + 6
        slider = QRect(left, cell.top(), max(10, field.left() - 12 - HANDLE - left), cell.height())
        steps = QRect(field.right() + 2, field.top(), STEPS_WIDTH, field.height())
        half = steps.height() // 2
        return cls(
            slider, field,
            QRect(steps.left(), steps.top(), STEPS_WIDTH, half),
            QRect(steps.left(), steps.top() + half, STEPS_WIDTH, steps.height() - half),
        )

    def place(self, value: float, scale: SliderScale) -> float:
        """Return the x of a threshold on the slider."""
        return self.slider.left() + scale.share(value) * self.slider.width()

    def value(self, x: float, scale: SliderScale) -> float:
        """Return the threshold at an x on the slider, kept between its ends."""
        return scale.value((x - self.slider.left()) / max(1, self.slider.width()))


@dataclass(frozen=True)
class SliderScale:
    """Thresholds along a slider: even, or with more room for the small ones.

    The thresholds of many classes lie near 1/K; on an even scale a pixel would pass over all of them.
    """

    low: float
    high: float
    power: float = 1.0

    @classmethod
    def of(cls, state: DecideState) -> SliderScale:
        """Return the scale of a state: with more than five classes that share 1, 1/K stands at a fifth."""
        n, (low, high) = len(state.classes), (state.threshold_low, state.threshold_high)
        even = n <= _EVENLY or (low, high) != (0.0, 1.0) or state.thresholds_absolute
        return cls(low, high, 1.0 if even else math.log(n) / math.log(_EVENLY))

    def share(self, value: float) -> float:
        """Return how far along the slider a threshold lies, from 0 to 1."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return float(min(max(share, 0.0), 1.0) ** (1.0 / self.power))

    def value(self, share: float) -> float:
        """Return the threshold that lies so far along the slider, kept between its ends."""
        return float(self.low + min(max(share, 0.0), 1.0) ** self.power * (self.high - self.low))


def weight_field(cell: QRect) -> QRect:
    """Return the frame of the price in a cell, in line with the right edge of its header."""
    return _field(QRect(cell.right() - FIELD_WIDTH - 8, cell.top(), FIELD_WIDTH, cell.height()))


def _field(area: QRect) -> QRect:
    inset = max(2, (area.height() - 24) // 2)
    return area.adjusted(0, inset, 0, -inset)


def column_widths(state: DecideState, metrics: QFontMetrics, room: int) -> list[int]:
    """Return the widths of all columns; what is left over goes to the sliders and to the share of cost."""
    widths = [_least_width(column, state, metrics) for column in state.columns]
    keys = [column.key for column in state.columns]
    spare = max(0, room - sum(widths))
    for key, part, most in (("threshold", 0.7, 300), ("share_of_cost", 0.4, 110), ("class", 0.4, 100)):
        if key in keys:
            more = min(round(spare * part), most)
            widths[keys.index(key)] += more
            spare -= more
    for number in range(len(widths)):
        more = spare // (len(widths) - number)
        widths[number] += more
        spare -= more
    return widths


def class_title(state: DecideState, row: int) -> str:
    """Return the name of a class, and whether it is the positive one."""
    return state.classes[row] + (" (positive)" if row == state.positive else "")


def class_titles(state: DecideState) -> tuple[str, ...]:
    """Return the names of all classes as they are shown."""
    if state.positive is None:
        return state.classes
    return tuple(class_title(state, row) for row in range(len(state.classes)))


def _least_width(column: DecideColumn, state: DecideState, metrics: QFontMetrics) -> int:
    header = metrics.horizontalAdvance(column.header) + _CELL_PADDING
    if column.key == "class":
        longest = sorted(class_titles(state), key=len)[-10:]
        names = max((metrics.horizontalAdvance(name) for name in longest), default=0)
        return max(header, min(round(names * 1.1), 180) + 44)
    if column.key == "threshold":
        return max(header, _SLIDER_LEAST + FIELD_WIDTH + STEPS_WIDTH + 40)
    if column.key in ("cost_weight", "prevalence"):
        return max(header, FIELD_WIDTH + 20)
    if column.key == "share_of_cost":
        return max(header, 90)
    least = metrics.horizontalAdvance("0.0000")
    if column.key == "cost":
        least = max(least, metrics.horizontalAdvance(state.longest_cost))
    return max(header, least + _CELL_PADDING)
