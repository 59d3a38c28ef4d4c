"""Bounds that a rule has to keep: recall of a class, what share is predicted as it, coverage, cost, ..."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

import numpy as np

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.errors import InputError

ClassFigure: TypeAlias = Literal["recall", "precision", "fpr", "specificity", "f1", "predicted"]
OverallFigure: TypeAlias = Literal["accuracy", "balanced_accuracy", "macro_f1", "mcc", "coverage", "cost"]
BoundFigure: TypeAlias = ClassFigure | OverallFigure
Bound: TypeAlias = Literal[">=", "<="]

CLASS_FIGURES: tuple[ClassFigure, ...] = get_args(ClassFigure)
"""Figures of one class that can be bounded; "predicted" is the share of all samples predicted as it."""
OVERALL_FIGURES: tuple[OverallFigure, ...] = get_args(OverallFigure)
"""Overall figures that can be bounded; "cost" is the expected cost a sample."""

UNDEFINED = 1.0
"""How far an undefined figure is from its bound: as far as a rate can be."""
_ROUNDING = 1e-12
_LOWEST: Mapping[str, float] = MappingProxyType({"mcc": -1.0})


@dataclass(frozen=True)
class Constraint:
    """A figure that must be at least, or at most, as high as a limit.

    Attributes
    ----------
    figure : one of `CLASS_FIGURES` or `OVERALL_FIGURES`
    class_index : the class whose figure it is; None for an overall figure
    bound : ">=" or "<="
    limit : float
        A share of 1 (MCC from -1 to 1), a cost in the unit of the prices.
    """

    figure: BoundFigure
    class_index: int | None
    bound: Bound
    limit: float

    def __post_init__(self) -> None:
        if self.figure not in CLASS_FIGURES + OVERALL_FIGURES:
            known = ", ".join(CLASS_FIGURES + OVERALL_FIGURES)
            raise InputError(f"“{self.figure}” cannot be bounded; what can is {known}.")
        if self.bound not in get_args(Bound):
            raise InputError(f"A bound is written as >= or <=, not as “{self.bound}”.")
        if (self.figure in CLASS_FIGURES) != (self.class_index is not None):
            raise InputError(f"Only {', '.join(CLASS_FIGURES)} are bounded for one class.")
        self._check_limit()

    def _check_limit(self) -> None:
        lowest = _LOWEST.get(self.figure, 0.0)
        if not np.isfinite(self.limit):
            raise InputError(f"The limit of {self.figure} must be a finite number.")
        if self.figure != "cost" and not lowest <= self.limit <= 1:
            raise InputError(
                f"The limit of {self.figure} is {self.limit:g}; it must be from {lowest:g} to 1."
            )

    def shortfall(self, values: Floats, unit: float = 1.0) -> Floats:
        """Return how far values of the figure are on the wrong side of the limit, 0 where it is kept.

        An undefined figure (nan) keeps no limit. Differences of rounding count as kept.

        unit : what a difference is divided by, so that costs and rates can be added up
        """
        beyond = (self.limit - values if self.bound == ">=" else values - self.limit) / unit
        beyond = np.where(beyond <= _ROUNDING * max(1.0, abs(self.limit) / unit), 0.0, beyond)
        return np.where(np.isnan(beyond), UNDEFINED, beyond)

    def kept(self, values: Floats) -> Bools:
        """Return whether values of the figure keep the limit."""
        result: Bools = self.shortfall(values) == 0
        return result
