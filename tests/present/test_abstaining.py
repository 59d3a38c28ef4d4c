"""What is shown under a rule that may leave samples without a decision."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.costs import equivalence
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.core.stepping import threshold_path
from confmat_gui.present.compare import compare_state
from confmat_gui.present.cost_editor import cost_state
from confmat_gui.present.cost_words import equivalence_sentences
from confmat_gui.present.curve_plots import curve_state
from confmat_gui.present.decide_table import decide_state
from confmat_gui.present.figure_cards import headline_cards
from confmat_gui.present.guides import roc_guides
from confmat_gui.present.heatmap import matrix_state
from confmat_gui.present.notices import notices
from confmat_gui.present.rule_words import rule_words
from confmat_gui.present.samples import sample_count, samples_state
from confmat_gui.session import changes
from confmat_gui.session.state import Display, Session
from tests.present.building import binary, defects, evaluated, labels_only, session_from

NAMES = ["a", "b", "c"]
P = np.array(
    [[0.8, 0.1, 0.1], [0.5, 0.4, 0.1], [0.3, 0.6, 0.1], [0.4, 0.3, 0.3], [0.1, 0.1, 0.8], [0.1, 0.2, 0.7]]
)
SIX = Predictions.from_arrays(["a", "a", "b", "b", "c", "a"], P, classes=NAMES)
WIDE: CostMatrix = ((0.0, 1.0, 1.0, 0.5), (5.0, 0.0, 5.0, 2.0), (1.0, 1.0, 0.0, 0.25))
SQUARE: CostMatrix = ((0.0, 1.0, 1.0), (5.0, 0.0, 5.0), (1.0, 1.0, 0.0))


def six(at: float = 0.6, costs: CostMatrix | None = None, display: Display | None = None) -> Session:
    """Return SIX decided as [a, -, b, -, c, c] (at 0.6)."""
    return session_from(SIX, Rule.thresholds(dict.fromkeys(NAMES, at), no_decision=True), costs, display)


def codes(session: Session) -> set[str]:
    return {notice.code for notice in notices(session, evaluated(session))}


def test_that_the_matrix_has_a_column_that_is_no_class() -> None:
    session = six(costs=WIDE)
    state = matrix_state(session, evaluated(session))
    assert state.classes == ("a", "b", "c")
    assert state.columns == ("a", "b", "c", "no decision")
    assert state.counts.tolist() == [[1, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 0]]
    assert state.values[0].tolist() == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3])
    assert (state.main_text(1, 3), state.second_text(1, 3)) == ("50.0%", "1")
    assert state.sentence(1, 3) == ("true b", "→ no decision", "1 sample", "50.0% of b", "cost 2 each")
    assert "recall and precision of the decided" in state.title
    assert state.recall.tolist() == [0.5, 1, 1]
    plain = session_from(SIX)
    assert matrix_state(plain, evaluated(plain)).columns == ("a", "b", "c")


@pytest.mark.parametrize(
    ("mode", "values"),
    [
        ("counts", [1, 1, 0]), ("pred", [0.5, 0.5, 0]), ("all", [1 / 6, 1 / 6, 0]), ("cost", [0.5, 2, 0]),
        ("delta", [1 / 3, 1 / 2, 0]),
    ],
)  # fmt: skip
def test_that_no_decision_is_shown_in_every_mode(mode: str, values: list[float]) -> None:
    session = changes.set_matrix_mode(six(costs=WIDE), mode)  # type: ignore[arg-type]
    state = matrix_state(session, evaluated(session))
    assert state.values[:, 3].tolist() == pytest.approx(values)
    if mode == "delta":
        assert state.intensity[:, 3].tolist() == [0, 0, 0]
        assert state.second_text(0, 3) == "+1"


def test_that_no_decision_without_a_price_has_no_cost() -> None:
    session = changes.set_matrix_mode(six(costs=SQUARE), "cost")
    state = matrix_state(session, evaluated(session))
    assert np.isnan(state.values[:, 3]).tolist() == [True, True, False]
    assert state.main_text(0, 3) == "–"
    assert not any("cost" in line for line in state.sentence(0, 3))
    costs = cost_state(session, evaluated(session))
    assert costs.columns == ("a", "b", "c")
    assert costs.contribution.shape == (3, 3)
    assert costs.value.startswith("What this rule costs is open")


def test_that_headline_figures_say_that_they_are_of_the_decided() -> None:
    session = six()
    cards = {card.key: card for card in headline_cards(session, evaluated(session))}
    assert list(cards)[:3] == ["coverage", "accuracy", "error_rate"]
    assert cards["coverage"].name == "Coverage"
    assert cards["coverage"].value == "0.667"
    assert cards["coverage"].change == "−0.333 vs default"
    assert cards["coverage"].direction == "worse"
    assert cards["accuracy"].name == "Accuracy of decided"
    assert len(cards) == 6
    priced = six(costs=WIDE)
    names = {card.key: card.name for card in headline_cards(priced, evaluated(priced))}
    assert (names["expected_cost"], names["total_cost"]) == ("Cost / sample", "Total cost")


def test_that_the_rule_is_said_in_words() -> None:
    assert rule_words(evaluated(six())) == "Highest probability where it is ≥ 0.6, else no decision"
    two = session_from(binary(), Rule.thresholds({"ok": 0.8, "crack": 0.7}, boundary=">", no_decision=True))
    assert rule_words(evaluated(two)) == (
        "Highest probability that is > the threshold of its class, else no decision: ok 0.8, crack 0.7; "
        "positive class: crack"
    )
    many = session_from(defects(200), Rule.thresholds({"crack": 0.9}, no_decision=True))
    assert "crack 0.9" in rule_words(evaluated(many))
    cheapest = session_from(SIX, Rule.min_cost(), WIDE)
    assert "that" not in rule_words(evaluated(cheapest))
    assert "no decision among them" in rule_words(evaluated(cheapest))


def test_that_the_table_has_plain_thresholds_and_coverage() -> None:
    session = six()
    state = decide_state(session, evaluated(session))
    assert state.thresholds is not None
    assert state.thresholds.tolist() == [0.6, 0.6, 0.6]
    assert state.thresholds_absolute
    assert state.boundary_applies
    assert [rule.kind for rule in state.rules if rule.selected] == ["no-decision"]
    assert "coverage" in [column.key for column in state.columns]
    assert state.text(0, "coverage") == "0.667"
    assert "no decision" in state.threshold_note
    plain = session_from(SIX)
    usual = decide_state(plain, evaluated(plain))
    assert "coverage" not in [column.key for column in usual.columns]
    assert not usual.thresholds_absolute
    assert not usual.boundary_applies


def test_that_thresholds_of_logits_have_sliders_from_0_to_1() -> None:
    logits = Predictions.from_arrays([0, 1, 1], [-9.0, 4.0, 7.0], score_kind="logit")
    session = changes.set_rule_kind(session_from(logits), "no-decision")
    state = decide_state(session, evaluated(session))
    assert (state.threshold_low, state.threshold_high) == (0, 1)
    before = session_from(logits)
    assert decide_state(before, evaluated(before)).threshold_low == -9


def test_that_lowest_cost_shows_the_thresholds_that_are_the_same_rule() -> None:
    chow: CostMatrix = ((0.0, 1.0, 1.0, 0.25), (1.0, 0.0, 1.0, 0.25), (1.0, 1.0, 0.0, 0.25))
    session = session_from(SIX, Rule.min_cost(), chow)
    state = decide_state(session, evaluated(session))
    assert state.thresholds is not None
    assert state.thresholds.tolist() == [0.75] * 3
    assert state.thresholds_absolute
    (said,) = equivalence_sentences(SIX.classes, equivalence(chow))
    assert "≥ 0.750, else there is no decision" in said
    gain: CostMatrix = ((0.0, 1.0, -1.0), (1.0, 0.0, -1.0))
    assert "decides nothing" in equivalence_sentences(("a", "b"), equivalence(gain))[0]
    odd = equivalence(((0.0, 1.0, 0.4), (1.0, 0.0, 0.5)))
    assert "cannot be expressed as thresholds" in equivalence_sentences(("a", "b"), odd, abstaining=True)[0]


@pytest.mark.parametrize("predictions", [labels_only(), Predictions.from_arrays([0, 1], [-2.0, 5.0])])
def test_that_the_rule_is_greyed_with_its_reason(predictions: Predictions) -> None:
    session = session_from(predictions)
    (choice,) = [r for r in decide_state(session, evaluated(session)).rules if r.kind == "no-decision"]
    assert not choice.possible
    assert choice.reason.endswith(".")


def test_that_notices_help_where_all_or_nothing_is_decided() -> None:
    nothing = six(0.95)
    assert "nothing_decided" in codes(nothing)
    assert "class_never_predicted" not in codes(nothing)
    assert "everything_decided" not in codes(nothing)
    assert "always_decided" in codes(six(1 / 3))
    always = session_from(SIX, Rule.thresholds({"a": 0.35, "b": 0.35, "c": 0.35}, no_decision=True))
    assert "everything_decided" in codes(always)
    assert not {"nothing_decided", "everything_decided", "always_decided"} & codes(six())
    strict = changes.set_boundary(six(1 / 3), ">")
    assert "always_decided" not in codes(strict)
    dear = session_from(SIX, Rule.min_cost(), tuple((*row[:3], 9.0) for row in WIDE))
    (notice,) = [n for n in notices(dear, evaluated(dear)) if n.code == "everything_decided"]
    assert "lower the price of no decision" in notice.text
    gift = session_from(SIX, Rule.min_cost(), tuple((*row[:3], -9.0) for row in WIDE))
    (notice,) = [n for n in notices(gift, evaluated(gift)) if n.code == "nothing_decided"]
    assert "Raise the price" in notice.text


def test_that_a_missing_price_of_no_decision_is_said_with_the_way_to_it() -> None:
    session = six(costs=SQUARE)
    (notice,) = [n for n in notices(session, evaluated(session)) if n.code == "no_decision_unpriced"]
    assert notice.text.startswith("2 samples have no decision")
    assert notice.action == "show_costs"
    assert "no_decision_unpriced" not in codes(six(costs=WIDE))
    assert "no_decision_unpriced" not in codes(six())


def test_that_the_cost_editor_has_a_column_for_no_decision() -> None:
    session = six(costs=WIDE)
    state = cost_state(session, evaluated(session))
    assert state.abstaining_priced
    assert state.columns == ("a", "b", "c", "no decision")
    assert state.contribution.tolist() == [[0, 0, 1, 0.5], [0, 0, 0, 2], [0, 0, 0, 0]]
    assert state.sentence(1, 3) == "a true b without a decision costs 2"
    assert state.answers[0].total == 3.5
    decided = session_from(SIX, Rule.argmax(), WIDE)
    assert cost_state(decided, evaluated(decided)).contribution[:, 3].tolist() == [0, 0, 0]


def test_that_samples_without_a_decision_are_listed() -> None:
    session = six()
    everything = samples_state(session, evaluated(session))
    assert everything.title == "all errors, and samples with no decision · 3 samples"
    column = everything.headers.index("predicted")
    assert [everything.text(row, column) for row in range(3)] == ["no decision", "no decision", "c"]
    cell = changes.select_cell(session, (1, 3))
    state = samples_state(cell, evaluated(cell))
    assert state.title == "true b → no decision · 1 sample"
    chosen = changes.select_class(session, 0)
    state = samples_state(chosen, evaluated(chosen))
    assert state.title == "errors of a, and its samples with no decision · 2 samples"
    for each in (session, cell, chosen):
        assert sample_count(each, evaluated(each)) == len(samples_state(each, evaluated(each)).rows)


def test_that_many_classes_show_no_score_where_nothing_is_predicted() -> None:
    generator = np.random.default_rng(0)
    scores = generator.dirichlet(np.ones(14), 30)
    predictions = Predictions.from_arrays(
        generator.integers(0, 14, 30), scores, classes=[f"c{k}" for k in range(14)]
    )
    thresholds = dict.fromkeys(predictions.classes, 0.3)
    session = session_from(predictions, Rule.thresholds(thresholds, no_decision=True))
    evaluation = evaluated(session)
    state = samples_state(session, evaluation)
    column = state.headers.index("score of predicted class")
    left_out = evaluation.decided == 14
    assert left_out.any()
    assert (np.isnan(state.columns[column]) == left_out).all()


def test_that_markers_count_samples_without_a_decision_as_not_predicted() -> None:
    session = six()
    evaluation = evaluated(session)
    roc = {marker.class_index: marker for marker in curve_state("roc", evaluation).markers}
    assert (roc[0].x, roc[0].y) == (0, 1 / 3)
    assert (roc[2].x, roc[2].y) == (1 / 5, 1)
    assert "found of all" in roc[0].text
    pr = {marker.class_index: marker for marker in curve_state("pr", evaluation).markers}
    assert (pr[1].x, pr[1].y) == (0.5, 1)


@pytest.mark.parametrize("class_index", [0, 1, 2])
def test_that_a_marker_stands_where_its_path_says(class_index: int) -> None:
    session = six()
    path = threshold_path(session.data.prepared, session.point, class_index)
    for raw, fpr, tpr in zip(path.thresholds.tolist(), path.fpr.tolist(), path.tpr.tolist(), strict=True):
        moved = changes.set_raw_threshold(session, class_index, raw)
        markers = {marker.class_index: marker for marker in curve_state("roc", evaluated(moved)).markers}
        assert (markers[class_index].x, markers[class_index].y) == (fpr, tpr)


def test_that_no_line_of_equal_cost_is_drawn_where_two_numbers_decide_the_cost() -> None:
    costs: CostMatrix = ((0.0, 1.0, 0.5), (1.0, 0.0, 0.5))
    rule = Rule.thresholds({"ok": 0.8, "crack": 0.8}, no_decision=True)
    session = session_from(binary(), rule, costs)
    assert [guide.kind for guide in roc_guides(evaluated(session))] == ["chance"]
    decided = session_from(binary(), None, costs)
    assert [guide.kind for guide in roc_guides(evaluated(decided))] == ["chance", "iso_cost"]


def test_that_sessions_with_and_without_no_decision_are_compared() -> None:
    plain, open_ = replace(session_from(SIX), name="all"), replace(six(), name="some")
    for pair in ((plain, open_), (open_, plain)):
        state = compare_state(pair, [evaluated(session) for session in pair])
        (matrix,) = state.differences
        assert matrix.columns == ("a", "b", "c", "no decision")
        assert matrix.counts.sum() == 6
        assert abs(matrix.values[1, 3]) == 0.5
        rows = {row.key: row for row in state.rows}
        assert set(rows["coverage"].values) == {"0.667", "1.000"}
        assert "error_rate" in rows
    both = compare_state([plain, plain], [evaluated(plain)] * 2)
    assert not {"coverage", "error_rate"} & {row.key for row in both.rows}
    words = compare_state([open_, open_], [evaluated(open_)] * 2).sentences
    assert any("of those both decide" in sentence for sentence in words)


def test_that_fixed_and_broke_are_said_to_be_of_the_decided() -> None:
    data = replace(SIX, sample_id=np.array(list("uvwxyz")))
    shuffled = Predictions.from_arrays(
        ["a", "a", "b", "b", "c", "a"], P[::-1], classes=NAMES, sample_id=list("uvwxyz")
    )
    rule = Rule.thresholds(dict.fromkeys(NAMES, 0.6), no_decision=True)
    sessions = [session_from(data, rule), session_from(shuffled, rule)]
    words = compare_state(sessions, [evaluated(session) for session in sessions]).sentences
    assert any(sentence.startswith("Of the samples that both decide, ") for sentence in words)


def test_that_the_point_says_whether_the_rule_may_abstain() -> None:
    assert not OperatingPoint(Rule.min_cost(SQUARE), WIDE).may_abstain
    assert OperatingPoint(Rule.min_cost(WIDE), SQUARE).may_abstain
    assert OperatingPoint(Rule.min_cost(), WIDE).may_abstain
    assert not OperatingPoint(Rule.argmax(), WIDE).may_abstain
