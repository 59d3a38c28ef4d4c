"""What the Decide table shows: the rule, and one row per class."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.rules import Boundary, RuleForm
from confmat_gui.present import texts

_COUNTS = ("tp", "fp", "fn", "tn")


@dataclass(frozen=True)
class RuleChoice:
    """One rule that can be chosen; greyed with `reason` where it is not possible."""

    kind: RuleForm
    label: str
    possible: bool
    reason: str
    selected: bool


@dataclass(frozen=True)
class DecideColumn:
    """A column of the table: `key` is "class", "support", "threshold", "cost_weight" or a metric's key."""

    key: str
    header: str
    explanation: str


@dataclass(frozen=True, eq=False)
class DecideState:
    """The whole table as arrays; texts are made on demand, for the visible rows only.

    Attributes
    ----------
    thresholds : (K,) float64 or None
        As displayed (normalised to sum 1 for K > 2, unless `thresholds_absolute`); nan where the row has
        none of its own.
    threshold_low, threshold_high : ends of the sliders
    thresholds_editable : whether there are thresholds to move (moving one under another rule switches to it)
    thresholds_absolute : whether each is a number on the scores of its own class, whatever the others are
    threshold_note : how to read the thresholds, one sentence (score >= threshold, or relative for K > 2)
    cost_weights : (K,) float64; nan where the class's errors have different prices or none is given
    share_of_cost : (K,) float64 in [0, 1], nan without prices
    shares_set : (K,) float64, how common each class is where the rule is used; nan where that was not said
    shares : (K,) float64, how common each class is as the figures have it, nan without samples
    """

    rules: tuple[RuleChoice, ...]
    boundary: Boundary
    boundary_applies: bool
    columns: tuple[DecideColumn, ...]
    classes: tuple[str, ...]
    positive: int | None
    support: Counts
    thresholds: Floats | None
    threshold_low: float
    threshold_high: float
    thresholds_editable: bool
    threshold_note: str
    cost_weights: Floats
    figures: dict[str, Floats]
    share_of_cost: Floats
    selected_class: int | None
    thresholds_absolute: bool = False
    shares_set: Floats = field(default_factory=lambda: np.empty(0))
    shares: Floats = field(default_factory=lambda: np.empty(0))

    def share_is_set(self, row: int) -> bool:
        """Whether somebody said how common a class is."""
        return row < len(self.shares_set) and not math.isnan(self.shares_set[row])

    def text(self, row: int, key: str) -> str:
        """Text of a cell."""
        own = {
            "class": self._class_text, "support": self._support_text, "prevalence": self._share_text,
            "threshold": self._threshold_text,
        }.get(key)
        if own is not None:
            return own(row)
        if key == "cost_weight":
            return texts.amount(float(self.cost_weights[row]))
        if key == "share_of_cost":
            return texts.percent(float(self.share_of_cost[row]))
        return self._figure_text(row, key)

    @cached_property
    def longest_cost(self) -> str:
        """The text of the cost column that needs most room."""
        costs = self.figures.get("cost", np.empty(0))
        finite = costs[np.isfinite(costs)]
        ends = (float(finite.min()), float(finite.max())) if len(finite) else ()
        return max((texts.amount(value, self._cost_decimals) for value in ends), key=len, default="")

    @cached_property
    def _share_decimals(self) -> int:
        return texts.decimals_of(self.shares.tolist(), texts.share)

    @cached_property
    def _cost_decimals(self) -> int:
        costs = self.figures.get("cost", np.empty(0))
        return texts.decimals_of(costs[np.isfinite(costs)].tolist(), texts.amount)

    def _class_text(self, row: int) -> str:
        return self.classes[row]

    def _support_text(self, row: int) -> str:
        return texts.count(int(self.support[row]))

    def _share_text(self, row: int) -> str:
        if row >= len(self.shares):
            return texts.UNDEFINED
        return texts.share(float(self.shares[row]), self._share_decimals)

    def _threshold_text(self, row: int) -> str:
        return texts.threshold(math.nan if self.thresholds is None else float(self.thresholds[row]))

    def _figure_text(self, row: int, key: str) -> str:
        values = self.figures.get(key)
        value = math.nan if values is None else float(values[row])
        if key == "cost":
            return texts.amount(value, self._cost_decimals)
        return texts.count(value) if key in _COUNTS else texts.figure(value)
