"""What the cost matrix editor shows."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.arrays import Floats
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.present import texts


@dataclass(frozen=True, eq=False)
class CostState:
    """The price of each cell, and what the prices amount to.

    `costs` and `contribution` (price times count) are (K, K), or (K, K + 1) where no decision has a price;
    zeros while no price is given (`priced` False).
    `summary` are plain sentences: "the same rule as weights 1 : 20", total, what the default rule would cost.
    """

    classes: tuple[str, ...]
    priced: bool
    costs: Floats
    contribution: Floats
    summary: tuple[str, ...]
    selected_cell: tuple[int, int] | None = None

    @property
    def abstaining_priced(self) -> bool:
        """Whether no decision has a price."""
        return len(self.costs[0]) > len(self.classes)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns: the classes, and no decision where it has a price."""
        return (*self.classes, NO_DECISION) if self.abstaining_priced else self.classes

    def sentence(self, true: int, pred: int) -> str:
        """Say what a cell costs: "a true crack predicted ok costs 20"."""
        price = texts.amount(float(self.costs[true, pred]))
        if true == pred:
            return f"a true {self.classes[true]} predicted rightly costs {price}"
        if pred == len(self.classes):
            return f"a true {self.classes[true]} without a decision costs {price}"
        return f"a true {self.classes[true]} predicted {self.classes[pred]} costs {price}"
