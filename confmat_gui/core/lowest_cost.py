"""What the rule of lowest expected cost would do at given prices, whichever rule is in force."""

from __future__ import annotations

import threading
import weakref

from confmat_gui.core.arrays import Counts, read_only
from confmat_gui.core.confusion import outcome_counts
from confmat_gui.core.decide import decide
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.rules import CostMatrix, Rule

_known: weakref.WeakKeyDictionary[Prepared, tuple[CostMatrix, Counts]] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def lowest_cost_outcomes(evaluation: Evaluation, costs: CostMatrix) -> Counts:
    """Return the (K, K) or (K, K + 1) counts of that rule; the last ones are kept.

    Raises
    ------
    InputError
        There are no probabilities.
    """
    prepared, point = evaluation.prepared, evaluation.point
    if point.rule.kind == "min-cost" and point.deciding_costs == costs:
        return evaluation.outcomes
    with _lock:
        known = _known.get(prepared)
    if known is not None and known[0] == costs:
        return known[1]
    predictions = prepared.predictions
    asked = OperatingPoint(Rule.min_cost(), costs, point.positive)
    decided, _ = decide(predictions, asked)
    found = outcome_counts(predictions.y_true, decided, predictions.n_classes, predictions.count)
    outcomes = read_only(found if asked.may_abstain else found[:, : predictions.n_classes])
    with _lock:
        _known[prepared] = costs, outcomes
    return outcomes
