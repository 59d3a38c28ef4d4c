from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.present.cost_editor import cost_state
from confmat_gui.present.decide_table import decide_state
from confmat_gui.present.figure_cards import cards_of, headline_cards
from confmat_gui.present.rule_words import rule_text
from confmat_gui.session.state import Session
from tests.present.building import (
    WEIGHTS,
    binary,
    defects,
    evaluated,
    labels_only,
    many_classes,
    session_from,
)


def weighted() -> Session:
    return session_from(defects(4000), Rule.thresholds({"crack": 0.05}), WEIGHTS)


def test_that_prices_bring_the_two_cards_of_cost() -> None:
    session = weighted()
    assert [card.name for card in headline_cards(session, evaluated(session))] == [
        "Accuracy",
        "Balanced accuracy",
        "Macro F1",
        "MCC",
        "Cost / sample",
        "Total cost",
    ]
    bare = session_from(defects(400))
    assert [card.key for card in headline_cards(bare, evaluated(bare))][4:] == [
        "macro_roc_auc",
        "no_information_rate",
    ]


def test_that_a_card_says_how_it_changed_against_the_default_rule_at_the_same_prices() -> None:
    session = weighted()
    evaluation = evaluated(session)
    default = session.data.default_evaluation
    cards = {card.key: card for card in headline_cards(session, evaluation)}
    before = float((default.confusion * np.array(WEIGHTS)).sum())
    after = float((evaluation.confusion * np.array(WEIGHTS)).sum())
    assert cards["total_cost"].value == f"{after:,.0f}"
    assert cards["total_cost"].change == f"−{before - after:,.0f} vs default"
    assert cards["total_cost"].direction == "better"
    assert cards["accuracy"].direction == "worse"
    assert cards["accuracy"].interval.startswith("[0.9")
    assert cards["expected_cost"].change == f"−{(before - after) / 4000:.3f} vs default"


def test_that_nothing_is_said_of_a_change_where_the_default_rule_is_in_force() -> None:
    session = session_from(binary())
    assert {card.change for card in headline_cards(session, evaluated(session))} == {""}
    assert {card.change for card in cards_of(evaluated(session))} == {""}


def test_that_an_undefined_card_explains_itself() -> None:
    session = session_from(labels_only())
    card = headline_cards(session, evaluated(session))[4]
    assert card.value == "–"
    assert card.interval == ""
    assert "only labels" in card.explanation


def test_that_a_row_of_the_table_says_what_the_matrix_says() -> None:
    session = weighted()
    evaluation = evaluated(session)
    state = decide_state(session, evaluation)
    row = {column.key: state.text(3, column.key) for column in state.columns}
    hits, support = int(evaluation.confusion[3, 3]), int(evaluation.confusion[3].sum())
    assert row["class"] == "crack"
    assert row["support"] == f"{support:,}"
    assert row["recall"] == f"{hits / support:.3f}"
    assert row["cost_weight"] == "20"
    assert row["cost"] == f"{20 * (support - hits):,}"
    assert row["threshold"] == "0.050"
    assert row["share_of_cost"].endswith("%")
    assert state.text(3, "tp") == "–"
    assert replace(state, figures={"tp": evaluation.per_class["tp"]}).text(3, "tp") == f"{hits:,}"


def test_that_every_column_is_explained() -> None:
    session = weighted()
    columns = decide_state(session, evaluated(session)).columns
    assert [column.header for column in columns] == [
        "Class",
        "Support",
        "Share here",
        "Threshold",
        "Cost of missing it",
        "Recall",
        "Precision",
        "F1",
        "FPR",
        "AUC",
        "AP",
        "Cost",
        "Share of cost",
    ]
    assert all(len(column.explanation) > 10 for column in columns)


def test_that_highest_score_has_equal_thresholds_to_start_from() -> None:
    session = session_from(defects(400))
    state = decide_state(session, evaluated(session))
    assert state.thresholds is not None
    np.testing.assert_allclose(state.thresholds, 0.2)
    assert state.thresholds_editable
    assert (state.threshold_low, state.threshold_high) == (0.0, 1.0)
    assert not state.boundary_applies


def test_that_lowest_cost_shows_the_thresholds_that_decide_the_same() -> None:
    session = session_from(defects(400), Rule.min_cost(), WEIGHTS)
    thresholds = decide_state(session, evaluated(session)).thresholds
    assert thresholds is not None
    inverse = 1 / np.array([1, 3, 4, 20, 2])
    np.testing.assert_allclose(thresholds, inverse / inverse.sum())


def test_that_lowest_cost_shows_no_thresholds_where_none_decide_the_same() -> None:
    distance: CostMatrix = tuple(tuple(float(abs(i - j)) for j in range(3)) for i in range(3))
    session = session_from(many_classes(3, 300), Rule.min_cost(), distance)
    state = decide_state(session, evaluated(session))
    assert state.thresholds is None
    assert state.text(0, "threshold") == "–"
    assert np.isnan(state.cost_weights[1]) == (distance[1][0] != distance[1][2])


def test_that_a_binary_threshold_says_how_it_is_read_and_has_a_boundary() -> None:
    session = session_from(binary(), Rule.thresholds({"crack": 0.52}, boundary=">"))
    state = decide_state(session, evaluated(session))
    assert state.threshold_note == "crack is predicted when its score > its threshold."
    assert state.boundary_applies
    assert state.positive == 1
    assert state.text(0, "threshold") == "0.480"


def test_that_a_rule_without_a_threshold_is_not_said_to_have_one() -> None:
    session = session_from(binary(), Rule.argmax())
    note = decide_state(session, evaluated(session)).threshold_note
    assert note == "The class with the highest score is predicted."
    session = session_from(labels_only(), Rule.predicted())
    assert "as they are" in decide_state(session, evaluated(session)).threshold_note


def test_that_rules_that_are_not_possible_say_why() -> None:
    session = session_from(labels_only())
    choices = decide_state(session, evaluated(session)).rules
    assert [choice.kind for choice in choices if choice.possible] == ["predicted"]
    assert all("only labels" in choice.reason for choice in choices if not choice.possible)
    bare = session_from(binary())
    priced = {choice.kind: choice for choice in decide_state(bare, evaluated(bare)).rules}
    assert "needs prices" in priced["min-cost"].reason
    assert priced["thresholds"].label == "Threshold"
    assert priced["predicted"].reason == "The files hold no predicted labels."


def test_that_ranking_scores_allow_only_the_rules_they_can_carry() -> None:
    scores = np.array([[3.0, -1.0, 0.5], [0.1, 2.0, 0.3], [0.2, 0.1, 9.0], [1.0, 0.0, 0.0]])
    predictions = Predictions.from_arrays([0, 1, 2, 0], scores, classes=("a", "b", "c"), score_kind="score")
    session = session_from(predictions)
    choices = {choice.kind: choice for choice in decide_state(session, evaluated(session)).rules}
    assert choices["argmax"].possible
    assert "needs probabilities" in choices["thresholds"].reason
    assert "needs probabilities" in choices["min-cost"].reason
    assert decide_state(session, evaluated(session)).thresholds is None


def test_that_a_single_column_of_ranking_scores_needs_a_threshold() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 1, 0], [-3.0, 4.0, 2.0, -1.0], classes=("ok", "crack"), positive="crack", score_kind="score"
    )
    session = session_from(predictions)
    state = decide_state(session, evaluated(session))
    choices = {choice.kind: choice for choice in state.rules}
    assert "needs a threshold" in choices["argmax"].reason
    assert (state.threshold_low, state.threshold_high) == (-3.0, 4.0)


def test_that_a_single_class_has_nothing_to_decide() -> None:
    session = session_from(Predictions.from_arrays([0, 0], [[1.0], [1.0]], classes=["a"]))
    choices = {choice.kind: choice for choice in decide_state(session, evaluated(session)).rules}
    assert "only one class" in choices["thresholds"].reason


def test_that_the_positive_class_chosen_by_the_user_sets_the_slider() -> None:
    session = session_from(binary())
    turned = replace(session, point=replace(session.point, positive=0, rule=Rule.thresholds({"ok": 0.5})))
    state = decide_state(turned, evaluated(turned))
    assert state.positive == 0
    assert "ok is predicted" in state.threshold_note


def test_that_prices_are_put_into_sentences() -> None:
    session = session_from(binary(), None, ((0, 1), (5, 0)))
    state = cost_state(session, evaluated(session))
    assert state.sentence(1, 0) == "a true crack predicted ok costs 5"
    assert state.sentence(1, 1) == "a true crack predicted rightly costs 0"
    assert state.summary == (
        "Lowest expected cost is the same rule as weights 1 : 5 (ok : crack).",
        "It is the same as thresholds ok 0.833, crack 0.167, but for exact ties.",
        "On these samples it predicts no ok.",
        "The prices only price: the decisions stay until the rule is changed.",
    )
    np.testing.assert_array_equal(state.contribution, [[0, 5], [0, 0]])


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        (((0, -1), (5, 0)), "A right answer must cost less"),
        (((1, 3), (5, 0)), "is the same as thresholds"),
        (((0, 0), (0, 0)), "A right answer must cost less"),
    ],
)
def test_that_senseless_prices_are_called_so(costs: CostMatrix, words: str) -> None:
    session = session_from(binary(), None, costs)
    assert any(words in sentence for sentence in cost_state(session, evaluated(session)).summary)


def test_that_prices_beyond_thresholds_are_said_to_be_so() -> None:
    distance: CostMatrix = tuple(tuple(float(abs(i - j)) for j in range(3)) for i in range(3))
    session = session_from(many_classes(3, 300), Rule.min_cost(), distance)
    summary = cost_state(session, evaluated(session)).summary
    assert any("cannot be expressed as thresholds" in sentence for sentence in summary)
    assert not any("only price" in sentence for sentence in summary)


def test_that_a_weight_of_nothing_has_no_thresholds() -> None:
    costs: CostMatrix = ((0, 0, 0), (1, 0, 1), (2, 2, 0))
    session = session_from(many_classes(3, 300), None, costs)
    summary = " ".join(cost_state(session, evaluated(session)).summary)
    assert "the same rule as weights class 0 0, class 1 1, class 2 2" in summary
    assert "the same as thresholds" not in summary


def test_that_many_weights_are_left_to_the_table() -> None:
    costs = tuple(tuple(0.0 if i == j else float(i + 1) for j in range(13)) for i in range(13))
    session = session_from(many_classes(13, 300), None, costs)
    assert not any("weights" in sentence for sentence in cost_state(session, evaluated(session)).summary)


def test_that_no_price_is_called_no_price() -> None:
    session = session_from(binary())
    state = cost_state(session, evaluated(session))
    assert not state.priced
    assert not state.costs.any()
    assert state.summary[0].startswith("No prices yet")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (None, "crack when its score ≥ 0.5, else ok; positive class: crack (the default rule)"),
        (
            Rule.thresholds({"crack": 0.52}, boundary=">"),
            "crack when its score > 0.52, else ok; positive class: crack",
        ),
        (Rule.argmax(), "Highest score; ties go to the first class; positive class: crack"),
    ],
)
def test_that_a_binary_rule_says_boundary_and_positive_class(rule: Rule | None, words: str) -> None:
    session = session_from(binary(), rule)
    assert rule_text(session, evaluated(session)) == words


def test_that_the_other_rules_have_words_too() -> None:
    assert rule_text(*_pair(session_from(labels_only()))).startswith("Labels of the file")
    assert rule_text(*_pair(session_from(defects(300), Rule.min_cost(), WEIGHTS))).startswith(
        "Lowest expected cost"
    )
    relative = rule_text(*_pair(session_from(defects(300), Rule.thresholds({"crack": 0.2}))))
    assert relative == "Largest score relative to the class's threshold: " + ", ".join(
        f"{name} 0.200" for name in ("ok", "scratch", "dent", "crack", "stain")
    )
    assert rule_text(*_pair(session_from(many_classes(20, 300), Rule.thresholds({})))).endswith(
        "and 12 more"
    )


def _pair(session: Session) -> tuple[Session, Evaluation]:
    return session, evaluated(session)
