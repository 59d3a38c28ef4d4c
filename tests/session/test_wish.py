"""What a person wishes for, and what accepting changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.arrays import Counts
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.objectives import Objective
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.core.suggest import suggest
from confmat_gui.core.tuning import Tuning
from confmat_gui.session.changes import (
    select_class,
    set_cost_weight,
    set_costs,
    set_rule,
    set_rule_kind,
    set_threshold,
)
from confmat_gui.session.state import Session
from confmat_gui.session.wish import (
    Wish,
    accept_suggestion,
    class_of,
    fewer_of,
    proposed,
    suggestion,
    why_no_suggestion,
    why_not_drawn,
    why_not_fewer,
    why_not_objective,
    wished_key,
)
from tests.session.made import binary_session, ranking_session, session_of


def three_classes(n: int = 90, **more: Any) -> Session:
    generator = np.random.default_rng(2)
    truth = generator.integers(0, 3, n)
    scores = generator.random((n, 3)) + 0.7 * np.eye(3)[truth]
    scores /= scores.sum(axis=1, keepdims=True)
    return session_of(Predictions.from_arrays(truth, scores, classes=["ok", "dent", "crack"], **more))


def busiest(matrix: Counts) -> tuple[int, int]:
    true, predicted = np.unravel_index(int((matrix * (1 - np.eye(3))).argmax()), (3, 3))
    return int(true), int(predicted)


def labels_only() -> Session:
    return session_of(Predictions.from_arrays([0, 1, 1], y_pred=[0, 1, 0], classes=["ok", "crack"]))


def test_that_cost_is_wished_for_where_there_are_prices_and_macro_f1_elsewhere() -> None:
    session = three_classes()
    assert wished_key(session, Wish()) == "macro_f1"
    assert wished_key(set_cost_weight(session, 2, 5.0), Wish()) == "expected_cost"
    assert wished_key(session, Wish("mcc")) == "mcc"


def test_that_the_class_of_f1_is_the_chosen_the_selected_or_the_positive_one() -> None:
    session = three_classes()
    assert class_of(session, Wish()) is None
    assert class_of(select_class(session, 2), Wish()) == 2
    assert class_of(select_class(session, 2), Wish(class_index=0)) == 0
    assert class_of(binary_session(), Wish()) == 1
    assert "Select a class" in why_not_objective(session, Wish(), "f1")
    assert why_not_objective(select_class(session, 0), Wish(), "youden") == ""


@pytest.mark.parametrize(
    ("session", "part"),
    [
        (labels_only(), "no scores"),
        (session_of(Predictions.from_arrays([0, 0], [[1.0], [1.0]], classes=["a"])), "only one class"),
        (session_of(Predictions.from_arrays([0, 1], [[5, 1, 1], [1, 5, 1]], classes=["a", "b", "c"])),
         "need probabilities"),
    ],
)  # fmt: skip
def test_that_what_cannot_be_searched_says_why(session: Session, part: str) -> None:
    assert part in why_no_suggestion(session)
    with pytest.raises(InputError, match=part):
        suggestion(session, Wish())
    assert part in why_not_fewer(session, None, (0, 1))


def test_that_a_cost_needs_prices() -> None:
    with pytest.raises(InputError, match="needs prices"):
        suggestion(three_classes(), Wish("expected_cost"))


def test_that_batches_and_groups_need_two() -> None:
    session = three_classes(batch=["a"] * 90, group=np.arange(90) % 4)
    assert why_not_drawn(session, "rows") == ""
    assert why_not_drawn(session, "group") == ""
    assert "not two batches" in why_not_drawn(session, "batch")
    assert "not two groups" in why_not_drawn(three_classes(), "group")


def test_that_a_suggestion_is_that_of_the_core_on_all_samples() -> None:
    session = select_class(set_cost_weight(three_classes(), 2, 5.0), 1)
    wish = Wish("f1", constraints=(Constraint("recall", 2, ">=", 0.5),), tuning=Tuning(0.6, 4))
    found = suggestion(session, wish)
    prepared = session.data.prepared
    again = suggest(prepared, session.point, Objective("f1", 1), wish.constraints, wish.tuning, seed=4)
    assert found.rule == again.rule
    assert found.suggested.tuned.objective == again.suggested.tuned.objective


def test_that_accepting_takes_rule_and_tuning_and_shows_the_held_back_part() -> None:
    session, rule = three_classes(), Rule.thresholds({"ok": 2.0, "dent": 1.0, "crack": 0.5})
    accepted = accept_suggestion(session, rule, Tuning(0.5, 3))
    assert accepted.point.rule == rule
    assert accepted.tuning == Tuning(0.5, 3)
    assert accepted.samples_of == "held-back"
    on_all = accept_suggestion(accepted, rule, Tuning(1.0))
    assert (on_all.tuning, on_all.samples_of) == (Tuning(1.0), "all")


def test_that_errors_become_fewer_from_any_rule_that_thresholds_can_say() -> None:
    session = three_classes()
    matrix = evaluate(session.data.prepared, session.point).outcomes
    true, predicted = busiest(matrix)
    found = fewer_of(session, (true, predicted), 0.5)
    assert found.before.tolist() == matrix.tolist()
    after = evaluate(session.data.prepared, set_rule(session, found.best.rule).point).outcomes
    assert after.tolist() == found.best.outcomes.tolist()
    assert after[true, predicted] <= matrix[true, predicted] // 2


def test_that_fewer_errors_are_refused_with_the_reason() -> None:
    session = three_classes(y_pred=np.zeros(90, dtype=int))
    evaluation = evaluate(session.data.prepared, session.point)
    assert why_not_fewer(session, evaluation, busiest(evaluation.outcomes)) == ""
    assert why_not_fewer(set_threshold(session, 0, 0.5), None, (0, 1)) == ""
    for cell in (None, (1, 1), (0, 3)):
        assert "Select a cell" in why_not_fewer(session, evaluation, cell)
    none_there = replace(evaluation, outcomes=np.diag([30, 30, 30]))
    assert "no errors of this kind" in why_not_fewer(session, none_there, (0, 1))
    assert "taken as they are" in why_not_fewer(set_rule_kind(session, "predicted"), None, (0, 1))
    far = set_costs(session, [[0, 1, 2], [1, 0, 1], [2, 1, 0]])
    assert "none of thresholds" in why_not_fewer(set_rule_kind(far, "min-cost"), None, (0, 1))
    near = set_cost_weight(session, 0, 3.0)
    assert why_not_fewer(set_rule_kind(near, "min-cost"), None, (0, 1)) == ""


def test_that_ranking_scores_of_two_classes_have_a_rule_to_suggest() -> None:
    assert why_no_suggestion(ranking_session()) == ""
    found = suggestion(ranking_session(), Wish("balanced_accuracy", tuning=Tuning(1.0)))
    assert found.rule.kind == "thresholds"


def test_that_most_of_a_hidden_class_is_proposed_once() -> None:
    wish = proposed(Wish(constraints=(Constraint("fpr", 0, "<=", 0.1),)), 2)
    assert wish.constraints == (Constraint("fpr", 0, "<=", 0.1), Constraint("recall", 2, ">=", 0.9))
    assert proposed(wish, 2) == wish
