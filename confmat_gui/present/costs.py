"""What the cost matrix editor shows."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.arrays import Floats


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
        """"a true crack predicted ok costs 20"."""
        raise NotImplementedError
