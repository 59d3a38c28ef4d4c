"""An objective under constraints, judged on one matrix, on many along a line, or on drawn ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.costs import cost_by_cell, priced
from confmat_gui.core.errors import InputError
from confmat_gui.core.matrix_figures import class_figures_of_sums, figure_of_class, overall_figures, ratio
from confmat_gui.core.objectives import Objective
from confmat_gui.core.prevalence import Prevalence
from confmat_gui.core.rules import CostMatrix
from confmat_gui.core.weighted_sums import RowWeights, row_weights_at

SHORTFALL_ROUNDING = 1e-12
"""Sums of shortfalls that differ by less are equal but for rounding."""
MERIT_ROUNDING = 1e-12
"""Merits that differ by less, relative to the largest, are equal but for rounding."""


@dataclass(frozen=True, eq=False)
class Sums:
    """What every figure of a matrix follows from, for any number of matrices at once.

    Where the true classes have other shares than among the samples, all are sums of weighted samples.

    Attributes
    ----------
    tp : (..., K) diagonal
    decided : (..., K) row sums without no decision
    predicted : (..., K) column sums
    support : (..., K) row sums
    cost : (...) total cost, None without prices
    """

    tp: NDArray[Any]
    decided: NDArray[Any]
    predicted: NDArray[Any]
    support: NDArray[Any]
    cost: NDArray[Any] | None = None


class Rank(NamedTuple):
    """How good a matrix is: first how far it is from keeping all constraints, then the objective."""

    shortfall: float
    merit: float

    def is_better_than(self, other: Rank) -> bool:
        """Whether this is nearer to keeping the constraints, or as near and better in the objective."""
        if abs(self.shortfall - other.shortfall) > SHORTFALL_ROUNDING:
            return self.shortfall < other.shortfall
        return self.merit > other.merit

    @property
    def order(self) -> tuple[float, float]:
        """Higher is better."""
        return -round(self.shortfall / SHORTFALL_ROUNDING), self.merit


@dataclass(frozen=True)
class Goal:
    """What a rule is searched for.

    Attributes
    ----------
    objective : what is to be best
    constraints : what has to be kept; where not all can be, the sum of shortfalls is to be least
    costs : prices of a bounded cost; None: those of the objective
    prevalence : shares of the true classes where the rule is used; None: those of the samples
    """

    objective: Objective
    constraints: tuple[Constraint, ...] = ()
    costs: CostMatrix | None = None
    prevalence: Prevalence | None = None

    def __post_init__(self) -> None:
        if self.prices is None and any(constraint.figure == "cost" for constraint in self.constraints):
            raise InputError("A bound on the cost needs prices; say what each error costs.")

    @property
    def prices(self) -> CostMatrix | None:
        """What errors cost, None where nothing depends on it."""
        return self.objective.costs if self.costs is None else self.costs

    @cached_property
    def price_unit(self) -> float:
        """The largest price: what a shortfall of cost is measured in, so that rates compare with it."""
        return float(np.abs(np.array(self.prices)).max()) or 1.0

    def without(self, constraint: int) -> Goal:
        """Return the goal without one of its constraints."""
        kept = (*self.constraints[:constraint], *self.constraints[constraint + 1 :])
        return replace(self, constraints=kept, costs=self.prices)

    def aiming_at(self, objective: Objective, constraints: tuple[Constraint, ...] = ()) -> Goal:
        """Return another objective, at the same prices and shares of the classes."""
        return replace(self, objective=objective, constraints=constraints, costs=self.prices)

    def weights(self, support: Counts) -> RowWeights | None:
        """Return what samples of each true class count; None where they count as they are.

        support : (K,) of the samples that are judged, to whose shares those where the rule is used compare
        """
        return row_weights_at(self.prevalence, support)

    def sums(self, outcomes: Counts) -> Sums:
        """Return the sums of one matrix, K x K or K x (K + 1)."""
        weights = self.weights(outcomes.sum(axis=1))
        if weights is None:
            return sums_of(outcomes, self.prices)
        return weighted_sums(outcomes, weights, self.prices)

    def value(self, outcomes: Counts) -> float:
        """Return the objective of one matrix, nan where undefined."""
        if self.prevalence is None:
            return self.objective.value(outcomes)
        return float(figures(self.sums(outcomes), [_of_objective(self.objective)])[0])

    def merit(self, sums: Sums) -> Floats:
        """Return the objective with the sign that makes higher better, -inf where undefined."""
        (values,) = figures(sums, [_of_objective(self.objective)])
        return np.where(np.isnan(values), -np.inf, self.objective.sign * values)

    def shortfall(self, sums: Sums) -> Floats:
        """Return the sum of the shortfalls of all constraints; 0 where all are kept."""
        values = figures(sums, [(c.figure, c.class_index) for c in self.constraints])
        total = np.zeros(sums.tp.shape[:-1])
        for constraint, value in zip(self.constraints, values, strict=True):
            total += self.shortfall_of(constraint, value)
        return total

    def shortfall_of(self, constraint: Constraint, values: Floats) -> Floats:
        """Return how far values of a bounded figure are on the wrong side of its limit."""
        return constraint.shortfall(values, self.price_unit if constraint.figure == "cost" else 1.0)

    def rank(self, outcomes: Counts) -> Rank:
        """Return how good one matrix is."""
        sums = self.sums(outcomes)
        merit = self.objective.merit(outcomes) if self.prevalence is None else float(self.merit(sums))
        return Rank(float(self.shortfall(sums)), merit)


def as_goal(wanted: Goal | Objective) -> Goal:
    """Return an objective as a goal without constraints."""
    return Goal(wanted) if isinstance(wanted, Objective) else wanted


def sums_of(outcomes: NDArray[Any], costs: CostMatrix | None = None) -> Sums:
    """Return the sums of one matrix, K x K or K x (K + 1)."""
    square = outcomes[:, : len(outcomes)]
    cost = None if costs is None else np.asarray(cost_by_cell(outcomes, costs).sum(axis=1).sum())
    return Sums(
        np.diagonal(square).astype(np.float64), square.sum(axis=1, dtype=np.float64),
        square.sum(axis=0, dtype=np.float64), outcomes.sum(axis=1, dtype=np.float64), cost,
    )  # fmt: skip


def weighted_sums(outcomes: NDArray[Any], weights: RowWeights, costs: CostMatrix | None = None) -> Sums:
    """Return the sums of any number of matrices of whole counts, (..., K, K) or (..., K, K + 1)."""
    n_classes, columns = outcomes.shape[-2:]
    square = outcomes[..., :n_classes]
    cost = None
    if costs is not None:
        prices = weights.prices(priced(costs, columns))
        cost = np.multiply(outcomes, prices, out=np.zeros(outcomes.shape), where=outcomes != 0)
        cost = np.asarray(cost.sum(axis=-1).sum(axis=-1))
    return Sums(
        weights.of_rows(np.diagonal(square, axis1=-2, axis2=-1)), weights.of_rows(square.sum(axis=-1)),
        weights.of_columns(square), weights.of_rows(outcomes.sum(axis=-1)), cost,
    )  # fmt: skip


FigureKey: TypeAlias = tuple[str, int | None]
"""Key of the figure of an objective or a constraint, and of which class."""


def figures(sums: Sums, keys: list[FigureKey]) -> list[Floats]:
    """Return figures of every matrix, (...) each; nan where undefined."""
    by_class = class_figures_of_sums(sums.tp, sums.decided, sums.predicted, sums.support)
    overall = overall_figures(by_class) if any(key in _OVERALL for key, _ in keys) else {}
    found = []
    for key, index in keys:
        if key in ("cost", "expected_cost"):
            assert sums.cost is not None
            found.append(ratio(sums.cost, sums.support.sum(axis=-1)))
        elif index is None:
            found.append(overall[key])
        else:
            found.append(figure_of_class(by_class, key)[..., index])
    return found


_OVERALL = frozenset({"accuracy", "balanced_accuracy", "macro_f1", "mcc", "cohen_kappa", "coverage"})


def _of_objective(objective: Objective) -> FigureKey:
    return objective.key, objective.class_index
