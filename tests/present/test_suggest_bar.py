"""The bar with which a rule is asked for."""

from __future__ import annotations

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.tuning import Tuning
from confmat_gui.present.suggest_bar import SuggestBarState, constraint_words, suggest_bar_state, tuning_words
from confmat_gui.session.changes import select_class
from confmat_gui.session.wish import Wish
from tests.present.building import WEIGHTS, binary, defects, labels_only, session_from

CRACK = Constraint("recall", 3, ">=", 0.95)


def bar(wish: Wish | None = None) -> SuggestBarState:
    return suggest_bar_state(session_from(defects(600)), wish or Wish())


def test_that_what_cannot_be_best_is_grey_with_its_reason() -> None:
    state = bar()
    reasons = {choice.key: choice.reason for choice in state.objectives}
    assert "needs prices" in reasons["expected_cost"]
    assert "Select a class" in reasons["f1"]
    assert reasons["mcc"] == reasons["macro_f1"] == ""
    assert state.objective == "macro_f1"
    priced = suggest_bar_state(select_class(session_from(defects(600), costs=WEIGHTS), 3), Wish())
    assert all(not choice.reason for choice in priced.objectives)
    assert {choice.key: choice.name for choice in priced.objectives}["f1"] == "F1 of crack"
    assert priced.objective == "expected_cost"
    assert priced.selected_class == 3


def test_that_bounds_stand_in_words() -> None:
    assert bar().constraint_text == ""
    assert bar(Wish(constraints=(CRACK,))).constraint_text == "recall(crack) ≥ 0.95"
    two = bar(Wish(constraints=(CRACK, Constraint("balanced_accuracy", None, ">=", 0.8))))
    assert two.constraint_text == "recall(crack) ≥ 0.95 and 1 more"
    assert two.constraints == ("recall(crack) ≥ 0.95", "balanced accuracy ≥ 0.8")
    assert constraint_words(Constraint("fpr", 0, "<=", 0.01), ("ok",)) == "fpr(ok) ≤ 0.01"


def test_that_figures_that_cannot_be_bounded_are_grey() -> None:
    reasons = {bound.figure: bound.reason for bound in bar().bounds}
    assert "needs prices" in reasons["cost"]
    assert reasons["recall"] == reasons["coverage"] == ""
    without = suggest_bar_state(session_from(labels_only()), Wish())
    assert "needs probabilities" in {bound.figure: bound.reason for bound in without.bounds}["coverage"]
    assert {bound.figure for bound in bar().bounds if bound.at_most} == {"fpr", "predicted", "cost"}
    priced = suggest_bar_state(session_from(defects(600), costs=WEIGHTS), Wish())
    assert all(not bound.reason for bound in priced.bounds)


def test_that_the_samples_stand_in_words() -> None:
    assert tuning_words(Tuning(), None) == "tuned on 50 % of the samples, shown on the rest"
    whole = tuning_words(Tuning(0.25, 0, "batch"), None)
    assert whole == "tuned on 25 % of the samples, whole batches, shown on the rest"
    assert tuning_words(Tuning(1.0), None) == "tuned on all samples, none held back"
    assert tuning_words(Tuning(by="group"), 5) == "cross-fitted in 5 folds, whole groups"


def test_that_samples_are_drawn_only_by_what_there_is() -> None:
    assert {drawn.by: bool(drawn.reason) for drawn in bar().drawn_by} == {
        "rows": False, "batch": False, "group": True,
    }  # fmt: skip


def test_that_labels_alone_have_no_rule_to_suggest() -> None:
    assert "no scores" in suggest_bar_state(session_from(labels_only()), Wish()).reason
    assert suggest_bar_state(session_from(binary()), Wish()).reason == ""
