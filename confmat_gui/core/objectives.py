"""What a search makes best: one figure of the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.costs import among_classes, cost_by_cell
from confmat_gui.core.errors import InputError
from confmat_gui.core.matrix_figures import class_figures, figure_of_class, overall_figures
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.rules import CostMatrix

ObjectiveKey: TypeAlias = Literal[
    "accuracy", "balanced_accuracy", "macro_f1", "mcc", "cohen_kappa", "f1", "youden", "expected_cost"
]

ReachKey: TypeAlias = Literal["recall", "precision", "fpr", "specificity", "predicted", "coverage"]
"""Figures that are only made best to learn how far they reach; alone they have trivial rules."""

OF_ONE_CLASS = frozenset({"f1", "youden", "recall", "precision", "fpr", "specificity", "predicted"})
CLASS_KEYS: tuple[ObjectiveKey, ...] = ("f1", "youden")
"""Objectives of one class against the rest; youden is Youden's J = recall - false positive rate."""


@dataclass(frozen=True)
class Objective:
    """A figure that is to be as high, or as low, as it can be.

    Attributes
    ----------
    key : key of the figure in `METRICS`, "youden", or "predicted", the share of all samples
    class_index : the class whose figure it is, for `CLASS_KEYS` and `ReachKey`; None for all other figures
    costs : prices of "expected_cost", K x K, or K x (K + 1) with the price of no decision; None for all
        other figures
    direction : 1 if higher is better, -1 if lower; None: as `METRICS` says
    """

    key: ObjectiveKey
    class_index: int | None = None
    costs: CostMatrix | None = None
    direction: int | None = None

    def __post_init__(self) -> None:
        if self.key not in get_args(ObjectiveKey) + get_args(ReachKey):
            known = ", ".join(get_args(ObjectiveKey))
            raise InputError(f"“{self.key}” cannot be searched for; what can is {known}.")
        of_class = self.key in OF_ONE_CLASS
        if of_class != (self.class_index is not None):
            kind = "searched for one class" if of_class else "not searched for one class"
            raise InputError(f"“{self.key}” is {kind}; name {'the class' if of_class else 'none'}.")
        if (self.key == "expected_cost") != (self.costs is not None):
            raise InputError("The lowest expected cost needs prices, and no other figure does.")

    @property
    def sign(self) -> int:
        """1 if a higher value is better, -1 if a lower one is."""
        if self.direction is not None:
            return self.direction
        return -1 if self.key in METRICS and METRICS[self.key].better == "lower" else 1

    @cached_property
    def prices(self) -> Floats:
        """`costs` of predicting a class, (K, K) float64."""
        assert self.costs is not None
        return among_classes(self.costs)

    def value(self, confusion: Counts) -> float:
        """Return the figure of a (K, K) or (K, K + 1) matrix, nan where undefined."""
        if self.costs is not None:
            return float(cost_by_cell(confusion, self.costs).sum(axis=1).sum() / confusion.sum())
        figures = class_figures(confusion)
        if self.class_index is not None:
            return float(figure_of_class(figures, self.key)[self.class_index])
        return float(overall_figures(figures)[self.key])

    def merit(self, confusion: Counts) -> float:
        """Return the value with the sign that makes higher better; -inf where undefined."""
        value = self.value(confusion)
        return -np.inf if np.isnan(value) else self.sign * value
