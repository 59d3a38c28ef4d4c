"""What decisions cost: of answers that are always the same, of single cells, and which prices differ most."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.costs import Costs, among_classes


def constant_costs(support: Counts, costs: Costs) -> Floats:
    """Return the total cost of giving all samples the same answer, for each column of `costs`.

    `support` are the (K,) true samples of each class; the result is (K,) or (K + 1,), the last without any
    decision. The lowest is what a model has to beat: the value of a model is that cost minus its own.
    """
    counts = np.asarray(support, dtype=np.float64)
    return np.asarray((counts[:, None] * np.asarray(costs, dtype=np.float64)).sum(axis=0))


def cost_shares(cost: NDArray[Any]) -> Floats:
    """Return the share of each cell in all that is paid; 0 for what is free, a gain or unpriced.

    Gains (costs below 0) are not set against it, so that the shares sum to 1; all are 0 where nothing is
    paid.
    """
    paid = np.where(cost > 0, cost, 0.0)
    total = paid.sum()
    return paid / total if total > 0 else paid


def largest_asymmetry(costs: Costs) -> tuple[int, int] | None:
    """Return the cell (true, predicted) that costs most above the cell with both classes exchanged.

    The first in reading order of equal ones; None where the prices are the same both ways.
    """
    square = among_classes(costs)
    above = square - square.T
    if not (above > 0).any():
        return None
    true, pred = divmod(int(np.argmax(above)), len(square))
    return true, pred
