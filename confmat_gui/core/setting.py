"""All that decides under a rule, and the one number of it that a slider moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.decide import deciding_prices
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, RuleKind


@dataclass(frozen=True)
class Path:
    """Which class moves while what stays: equal for all positions of one slider."""

    kind: RuleKind
    class_index: int
    rest: bytes = b""
    abstaining: Boundary | None = None
    """Under thresholds with no decision their boundary."""


@dataclass(frozen=True, eq=False)
class Setting:
    """A rule with its numbers resolved for some samples.

    Attributes
    ----------
    kind : of the rule
    numbers : (K,) thresholds, or prices with a row for each class; empty for the other rules
    boundary : as the rule has it
    positive : the class whose threshold a binary rule has, None where each class has its own
    no_decision : whether thresholds may leave a sample without one
    """

    kind: RuleKind
    numbers: Floats
    boundary: Boundary
    positive: int | None
    no_decision: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for settings that decide alike."""
        return self.kind, self.numbers.tobytes(), self.boundary, self.positive, self.no_decision

    def path(self, class_index: int) -> Path | None:
        """Return the path on which this class moves, None if it has no such number."""
        if self.kind == "min-cost" and self.numbers.size:
            return self._weight_path(class_index)
        if self.kind != "thresholds":
            return None
        if self.positive is not None:
            return Path(self.kind, class_index) if class_index == self.positive else None
        others = self.numbers.copy()
        others[class_index] = np.nan
        return Path(self.kind, class_index, others.tobytes(), self.boundary if self.no_decision else None)

    def place(self, class_index: int) -> float:
        """Return where on its path this class is: its threshold, or the price of its errors."""
        if self.kind == "min-cost":
            return float(self.numbers[class_index, 1 if class_index == 0 else 0])
        return float(self.numbers[class_index])

    def moved_from(self, before: Setting) -> Path | None:
        """Return the path if exactly one class changed its number, and nothing else changed."""
        if (self.kind, self.no_decision) != (before.kind, before.no_decision):
            return None
        if not self.numbers.size or self.numbers.shape != before.numbers.shape:
            return None
        changed = self.numbers != before.numbers
        if self.positive is not None:  # the other class has 1 - t, or nan
            moved = [self.positive] if changed[self.positive] else []
        else:
            moved = np.flatnonzero(changed.reshape(len(changed), -1).any(axis=1)).tolist()
        path = self.path(moved[0]) if len(moved) == 1 else None
        return path if path is not None and path == before.path(path.class_index) else None

    def _weight_path(self, class_index: int) -> Path | None:
        errors = np.arange(len(self.numbers)) != class_index
        row = self.numbers[class_index, : len(errors)]
        if len(errors) < 2 or (row[errors] != row[errors][0]).any():
            return None
        rest = self.numbers.copy()
        rest[class_index, : len(errors)][errors] = np.nan
        return Path(self.kind, class_index, rest.tobytes())


def setting_of(predictions: Predictions, point: OperatingPoint, thresholds: Floats | None) -> Setting:
    """Return what decides at a point; `thresholds` are the (K,) raw ones of the rule, None under another."""
    kind, boundary = point.rule.kind, point.rule.boundary
    if kind == "min-cost" and predictions.has_probabilities:
        return Setting(kind, deciding_prices(point, predictions.n_classes), boundary, None)
    if thresholds is None:  # nothing that moves, or a rule that will be refused
        return Setting(kind, np.empty(0), boundary, None)
    positive = predictions.positive if point.positive is None else point.positive
    one_threshold = predictions.is_binary and not point.rule.no_decision
    return Setting(kind, thresholds, boundary, positive if one_threshold else None, point.rule.no_decision)
