"""How far constraints reach and which bind, against looking at every threshold."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.objectives import Objective
from confmat_gui.core.rules import costs_from_weights
from confmat_gui.core.strata import with_rows
from confmat_gui.core.suggest import suggest
from confmat_gui.core.tuning import Tuning
from tests.core.suggesting import decisions_of_two, plain_figure, problem

ALL = Tuning(1.0)


def test_that_a_bound_that_costs_something_binds_and_another_does_not() -> None:
    predictions = problem(200, 2, 3, positive=1)
    constraints = (Constraint("recall", 1, ">=", 0.97), Constraint("accuracy", None, ">=", 0.01))
    found = suggest(predictions, None, Objective("accuracy"), constraints, ALL, n_bootstrap=0)
    assert found.feasible
    assert [reach.binds for reach in found.reaches] == [True, False]
    assert found.reaches[0].value == found.suggested.tuned.constraints[0].value >= 0.97
    assert found.reaches[0].alone == 1


@pytest.mark.parametrize("figure", ["recall", "precision", "fpr", "specificity", "f1", "predicted"])
def test_that_the_nearest_reachable_value_is_that_of_the_best_threshold_that_keeps_the_others(
    figure: Any,
) -> None:
    predictions = problem(120, 2, 7, positive=1)
    upper = figure in ("fpr", "predicted")
    one = Constraint(figure, 1, "<=", 0.0) if upper else Constraint(figure, 1, ">=", 1.0)
    other = Constraint("recall", 1 if upper or figure in ("precision", "specificity") else 0, ">=", 0.9)
    found = suggest(predictions, None, Objective("mcc"), (one, other), ALL, n_bootstrap=0)
    everywhere = decisions_of_two(predictions.score_of(1), 1)
    rows = [(predictions.y_true, codes, np.ones(120)) for codes in everywhere]
    values = [plain_figure(figure, 1, row) for row in rows]
    kept = [plain_figure("recall", other.class_index, row) >= 0.9 for row in rows]
    best = min if upper else max
    assert found.reaches[0].alone == pytest.approx(best(v for v in values if not math.isnan(v)))
    together = best(v for v, k in zip(values, kept, strict=True) if k and not math.isnan(v))
    assert found.reaches[0].with_others == pytest.approx(together)
    assert found.feasible == (together == one.limit)
    if not found.feasible:
        assert all(reach.binds for reach in found.reaches) == (found.reaches[1].with_others >= 0)


def test_that_what_no_rule_keeps_is_said_with_what_binds() -> None:
    predictions = problem(150, 2, 5, positive=1)
    constraints = (
        Constraint("recall", 1, ">=", 0.99),
        Constraint("fpr", 1, "<=", 0.01),
        Constraint("mcc", None, ">=", -1),
    )
    found = suggest(predictions, None, Objective("f1", class_index=1), constraints, ALL, n_bootstrap=0)
    assert not found.feasible
    assert [reach.binds for reach in found.reaches] == [True, True, False]
    assert found.reaches[0].with_others < 0.99
    assert found.reaches[1].with_others > 0.01
    assert math.isnan(found.reaches[2].with_others)


def test_that_figures_of_an_absent_class_cannot_be_kept_and_are_undefined() -> None:
    predictions = problem(60, 4, 2)
    rows = np.flatnonzero(predictions.y_true != 3)
    part = with_rows(predictions, rows)
    constraints = (Constraint("recall", 3, ">=", 0.5), Constraint("accuracy", None, ">=", 0.2))
    found = suggest(part, None, Objective("macro_f1"), constraints, ALL, n_bootstrap=0)
    assert not found.feasible
    assert found.suggested.tuned.kept == (False, True)
    assert math.isnan(found.suggested.tuned.constraints[0].value)
    assert math.isnan(found.reaches[0].alone)
    assert [reach.binds for reach in found.reaches] == [True, False]


def test_that_costs_reach_the_best_constant_answer_at_least() -> None:
    predictions = problem(100, 3, 2)
    costs = costs_from_weights([1, 10, 2])
    constraints = (Constraint("cost", None, "<=", 0.0), Constraint("recall", 0, ">=", 0.5))
    found = suggest(
        predictions, None, Objective("expected_cost", costs=costs), constraints, ALL, n_bootstrap=0
    )
    assert not found.feasible
    dear = predictions.support * [1, 10, 2]
    constant = float(dear.sum() - dear.max()) / 100
    assert found.reaches[0].alone <= constant
    assert found.reaches[0].alone <= found.reaches[0].with_others
