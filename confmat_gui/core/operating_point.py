"""Everything a user decides about one set of predictions: frozen and hashable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from confmat_gui.core.rules import CostMatrix, Rule, cost_matrix


@dataclass(frozen=True)
class OperatingPoint:
    """A rule, what errors cost, and which class counts as positive.

    Attributes
    ----------
    rule : Rule
    costs : CostMatrix or None
        Prices, rows = true class; a square array is taken and kept as nested tuples. They only price: the
        decisions change only if the rule is "min-cost" without a matrix of its own. None while no price is
        given (then expected cost is undefined).
    positive : int or None
        Index of the positive class of a binary problem, None for K > 2.
    """

    rule: Rule
    costs: CostMatrix | None = None
    positive: int | None = None

    def __post_init__(self) -> None:
        given: Any = self.costs
        if given is not None and not isinstance(given, tuple):
            object.__setattr__(self, "costs", cost_matrix(given))

    def with_rule(self, rule: Rule) -> OperatingPoint:
        """Return the same prices and positive class under another rule."""
        return replace(self, rule=rule)

    def with_costs(self, costs: CostMatrix | None) -> OperatingPoint:
        """Return the same rule at other prices."""
        return replace(self, costs=costs)
