"""Everything a user decides about one set of predictions: frozen and hashable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from confmat_gui.core.prevalence import Prevalence
from confmat_gui.core.rules import CostMatrix, Rule, cost_matrix


@dataclass(frozen=True)
class OperatingPoint:
    """A rule, what errors cost, which class counts as positive, and how common the classes are.

    Attributes
    ----------
    rule : Rule
    costs : CostMatrix or None
        Prices, rows = true class; K x K, or K x (K + 1) with the cost of no decision; an array is taken and
        kept as nested tuples. They only price: the decisions change only if the rule is "min-cost" without a
        matrix of its own. None while no price is given (then expected cost is undefined).
    positive : int or None
        Index of the positive class of a binary problem, None for K > 2.
    prevalence : Prevalence or None
        Share of each true class where the rule will be used, in class order; a class with None shares what is
        left in proportion to the samples. They weight the rows of the matrix and change no decision. None:
        the shares of the samples.
    """

    rule: Rule
    costs: CostMatrix | None = None
    positive: int | None = None
    prevalence: Prevalence | None = None

    def __post_init__(self) -> None:
        given: Any = self.costs
        if given is not None and not isinstance(given, tuple):
            object.__setattr__(self, "costs", cost_matrix(given))
        if self.prevalence is not None:
            shares = tuple(None if share is None else float(share) for share in self.prevalence)
            named = any(share is not None for share in shares)
            object.__setattr__(self, "prevalence", shares if named else None)

    @property
    def prices(self) -> CostMatrix | None:
        """What errors cost: the prices given, else those of a rule of lowest expected cost."""
        return self.costs if self.costs is not None else self.rule.costs

    @property
    def deciding_costs(self) -> CostMatrix | None:
        """The prices by which lowest expected cost decides: the rule's own, else those given."""
        return self.rule.costs if self.rule.costs is not None else self.costs

    @property
    def may_abstain(self) -> bool:
        """Whether the rule can leave a sample without a decision."""
        if self.rule.kind != "min-cost":
            return self.rule.no_decision
        costs = self.deciding_costs
        return costs is not None and len(costs[0]) > len(costs)

    def with_rule(self, rule: Rule) -> OperatingPoint:
        """Return the same prices and positive class under another rule."""
        return replace(self, rule=rule)

    def with_costs(self, costs: CostMatrix | None) -> OperatingPoint:
        """Return the same rule at other prices."""
        return replace(self, costs=costs)

    def with_prevalence(self, prevalence: Prevalence | None) -> OperatingPoint:
        """Return the same rule and prices where the true classes have other shares."""
        return replace(self, prevalence=prevalence)
