"""Decision rules as values: how scores become a predicted class.

The four rules and their ties are defined in docs/numbers.md, section 2. `decide` (in `decide.py`) carries
a rule out; everything that shows, exports or saves a rule uses this one value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike

from confmat_gui.core.errors import InputError

RuleKind: TypeAlias = Literal["predicted", "argmax", "thresholds", "min-cost"]
RuleForm: TypeAlias = Literal["predicted", "argmax", "thresholds", "no-decision", "min-cost"]
"""A kind of rule as a person chooses it: thresholds with no decision are a choice of their own."""

Boundary: TypeAlias = Literal[">=", ">"]
CostMatrix: TypeAlias = tuple[tuple[float, ...], ...]
"""K rows (true class) of K costs (predicted class), or of K + 1: the last is the cost of no decision."""

NO_DECISION = "no decision"
"""What stands in the place of a predicted class where a rule gives none."""


@dataclass(frozen=True)
class Rule:
    """A decision rule as the user states it; hashable, independent of any data.

    Attributes
    ----------
    kind : "predicted", "argmax", "thresholds" or "min-cost"
    named_thresholds : tuple of (class name, threshold)
        Raw values as typed, in the order given; empty for other kinds.
    costs : CostMatrix or None
        For "min-cost": its own matrix, or None to use the prices of the operating point.
    boundary : ">=" or ">"
        Whether a score equal to the threshold is positive; concerns binary thresholds, and thresholds with
        no decision.
    no_decision : bool
        For "thresholds": each is on its own class's probability, and a sample that reaches none is left
        without a decision (rule 3).
    """

    kind: RuleKind
    named_thresholds: tuple[tuple[str, float], ...] = ()
    costs: CostMatrix | None = None
    boundary: Boundary = ">="
    no_decision: bool = False

    def __post_init__(self) -> None:
        kinds = get_args(RuleKind)
        if self.kind not in kinds:
            raise InputError(f"There is no rule “{self.kind}”; the rules are {', '.join(kinds)}.")
        if self.boundary not in get_args(Boundary):
            raise InputError(f"The boundary “{self.boundary}” is neither >= nor >.")
        if self.no_decision and self.kind != "thresholds":
            raise InputError(
                f"The rule “{self.kind}” has no thresholds, so it cannot leave out samples that reach none."
            )

    @classmethod
    def predicted(cls) -> Rule:
        """Rule 0: the file's own labels."""
        return cls("predicted")

    @classmethod
    def argmax(cls) -> Rule:
        """Rule 1: the highest score; ties go to the first class in class order."""
        return cls("argmax")

    @classmethod
    def thresholds(
        cls, by_class: Mapping[str, float], *, boundary: Boundary = ">=", no_decision: bool = False
    ) -> Rule:
        """Rule 2, with `no_decision` rule 3: a threshold for each named class.

        See `resolve_thresholds` for the classes that are not named.
        """
        values = tuple((str(name), float(value)) for name, value in by_class.items())
        if any(not np.isfinite(value) for _, value in values):
            raise InputError("A threshold must be a finite number.")
        return cls("thresholds", values, boundary=boundary, no_decision=no_decision)

    @classmethod
    def min_cost(cls, costs: ArrayLike | None = None) -> Rule:
        """Rule 4: the class with the lowest expected cost, argmin_j sum_i p_i C[i, j]; ties to the first.

        With K + 1 columns the last is the cost of no decision, which is chosen where it is strictly lowest.
        """
        return cls("min-cost", costs=None if costs is None else cost_matrix(costs))

    @property
    def form(self) -> RuleForm:
        """The kind, thresholds with no decision apart from thresholds."""
        return "no-decision" if self.no_decision else self.kind

    @property
    def thresholds_by_class(self) -> dict[str, float]:
        """The named thresholds as a new dict."""
        return dict(self.named_thresholds)


def cost_matrix(costs: ArrayLike) -> CostMatrix:
    """Return K x K or K x (K + 1) finite costs as nested tuples (rows = true class, columns = predicted).

    The further column is the cost of no decision.
    """
    array = np.asarray(costs, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] - array.shape[0] not in (0, 1):
        raise InputError(
            "A cost matrix must be square, or have one more column for no decision; this one has the shape "
            f"{array.shape}."
        )
    if not np.isfinite(array).all():
        raise InputError("Every cost must be a finite number.")
    return tuple(tuple(float(value) for value in row) for row in array)


def with_price_of_no_decision(costs: CostMatrix) -> CostMatrix:
    """Return costs with a column for no decision: as dear as the dearest answer to each true class.

    At this price no sample is left without a decision to save cost; a matrix that has the column stays.
    """
    if len(costs[0]) > len(costs):
        return costs
    return tuple((*row, max(row)) for row in costs)


def costs_from_weights(weights: Sequence[float]) -> CostMatrix:
    """Return the matrix in which every error on true class i costs weights[i] and a right answer costs 0."""
    array = np.repeat(np.asarray(weights, dtype=np.float64)[:, None], len(weights), axis=1)
    np.fill_diagonal(array, 0.0)
    return cost_matrix(array)
