"""What the cost matrix editor shows."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.arrays import Floats
from confmat_gui.present import texts


@dataclass(frozen=True, eq=False)
class CostState:
    """The price of each cell, and what the prices amount to.

    `costs` and `contribution` (price times count) are (K, K); zeros while no price is given (`priced` False).
    `summary` are plain sentences: "the same rule as weights 1 : 20", total, what the default rule would cost.
    """

    classes: tuple[str, ...]
    priced: bool
    costs: Floats
    contribution: Floats
    summary: tuple[str, ...]
    selected_cell: tuple[int, int] | None = None

    def sentence(self, true: int, pred: int) -> str:
        """Say what a cell costs: "a true crack predicted ok costs 20"."""
        price = texts.amount(float(self.costs[true, pred]))
        if true == pred:
            return f"a true {self.classes[true]} predicted rightly costs {price}"
        return f"a true {self.classes[true]} predicted {self.classes[pred]} costs {price}"
