"""Re-weighted figures say so wherever they stand, and everything comes from one matrix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.present.batches import AS_SAMPLED, batches_state
from confmat_gui.present.compare import compare_state
from confmat_gui.present.cost_editor import cost_state
from confmat_gui.present.curve_plots import curve_states
from confmat_gui.present.decide_table import decide_state
from confmat_gui.present.figure_cards import headline_cards
from confmat_gui.present.heatmap import matrix_state
from confmat_gui.present.repair_words import adapted_shares
from confmat_gui.present.screen import screen_state
from confmat_gui.present.shares import as_sampled, reweighting_text, shares_state
from confmat_gui.session.changes import select_class, set_curves, set_matrix_mode, set_rule
from confmat_gui.session.shares import adapt_scores, set_named_shares
from confmat_gui.session.state import Session
from tests.present.building import NAMES, WEIGHTS, binary, defects, evaluated, labels_only, session_from


def priced(shares: dict[str, float], predictions: Predictions | None = None) -> tuple[Session, Evaluation]:
    session = set_named_shares(session_from(predictions or defects(800), costs=WEIGHTS), shares)
    return session, evaluated(session)


def test_that_the_words_name_the_shares_that_were_set() -> None:
    assert reweighting_text(evaluated(session_from(binary()))) == ""
    two = set_named_shares(session_from(binary()), {"ok": 0.99})
    assert reweighting_text(evaluated(two)) == "re-weighted to crack 1 %"
    assert reweighting_text(priced({"crack": 0.01})[1]) == "re-weighted to crack 1 %"
    many = priced({"crack": 0.01, "dent": 0.125, "ok": 0.5})[1]
    assert reweighting_text(many) == "re-weighted to ok 50 % and 2 more"
    assert reweighting_text(many, 8) == "re-weighted to ok 50 %, dent 12.5 % and crack 1 %"


def test_that_a_share_is_said_with_the_digits_that_matter() -> None:
    from confmat_gui.present.texts import share, weighed

    assert [share(value) for value in (0.01, 0.0005, 0.99, 0.99951, 1.0, 1 / 3)] == [
        "1 %", "0.05 %", "99 %", "99.951 %", "100 %", "33.3 %",
    ]  # fmt: skip
    assert share(float("nan")) == "–"
    assert [weighed(value) for value in (37845.4, 19.83, 0.36, 0.0)] == ["37,845", "19.8", "0.36", "0"]


def test_that_headline_figures_are_marked_where_shares_touch_them() -> None:
    session, evaluation = priced({"crack": 0.01})
    marks = {card.key: card.mark for card in headline_cards(session, evaluation)}
    assert marks == {
        "accuracy": "re-weighted", "balanced_accuracy": "", "macro_f1": "re-weighted", "mcc": "re-weighted",
        "expected_cost": "re-weighted", "total_cost": "re-weighted",
    }
    card = headline_cards(session, evaluation)[0]
    assert "Re-weighted to crack 1 %" in card.explanation
    assert not any(card.mark for card in headline_cards(session, as_sampled(evaluation)))


def test_that_a_change_against_the_default_rule_is_at_the_same_shares() -> None:
    session, _ = priced({"crack": 0.5})
    moved = set_rule(session, Rule.thresholds(dict(zip(NAMES, (1.0, 1, 1, 0.2, 1), strict=True))))
    now, default = evaluated(moved), evaluated(session)
    cards = {card.key: card.change for card in headline_cards(moved, now)}
    difference = now.metrics["accuracy"] - default.metrics["accuracy"]
    assert cards["accuracy"] == f"{difference:+.3f} vs default".replace("-", "−")
    cost = now.metrics["expected_cost"] - default.metrics["expected_cost"]
    assert cards["expected_cost"] == f"{cost:+.3f} vs default".replace("-", "−")


def test_that_the_matrix_follows_and_keeps_its_counts() -> None:
    session, evaluation = priced({"crack": 0.01})
    weighted = evaluation.reweighted
    assert weighted is not None
    shown = {
        mode: matrix_state(set_matrix_mode(session, mode), evaluation)
        for mode in ("counts", "true", "pred", "all", "cost")
    }
    assert all(state.title == "Confusion matrix · re-weighted to crack 1 %" for state in shown.values())
    assert np.array_equal(shown["true"].counts, evaluation.outcomes)
    assert shown["counts"].values == pytest.approx(weighted)
    assert shown["pred"].values == pytest.approx(weighted / weighted.sum(axis=0))
    assert shown["all"].values == pytest.approx(weighted / weighted.sum())
    assert shown["cost"].values == pytest.approx(weighted * np.array(WEIGHTS))
    plain = matrix_state(session, as_sampled(evaluation))
    assert shown["true"].values == pytest.approx(plain.values)
    assert shown["pred"].precision == pytest.approx(np.diagonal(shown["pred"].values))
    assert shown["true"].second_text(3, 0) == str(evaluation.outcomes[3, 0])
    lines = shown["cost"].sentence(3, 0)
    assert f"re-weighted: {weighted[3, 0]:.3g} of 800 samples" in lines
    assert any(line.startswith("cost 20 each") for line in lines)


def test_that_a_binary_title_names_its_class_once() -> None:
    session = set_named_shares(session_from(binary()), {"crack": 0.02})
    title = matrix_state(session, evaluated(session)).title
    assert title == "Confusion matrix · positive class: crack, re-weighted to 2 %"


def test_that_precision_recall_follows_and_roc_stays() -> None:
    session, plain = set_named_shares(session_from(binary()), {"crack": 0.1}), session_from(binary())
    (roc, pr), (roc_before, pr_before) = (curve_states(s, evaluated(s)) for s in (session, plain))
    assert (roc.title, pr.title) == ("ROC", "Precision–recall, re-weighted")
    assert np.array_equal(roc.lines[0].y, roc_before.lines[0].y)
    assert roc.subtitle == roc_before.subtitle
    tp, fp = np.array([1, 2, 2, 3, 3, 4, 4, 4, 5, 5]), np.array([0, 0, 1, 1, 2, 2, 3, 4, 4, 5])
    precision = tp / (tp + 9 * fp)
    assert pr.lines[0].y[-1] == pytest.approx(precision[-1]) == pytest.approx(0.1)
    assert pr_before.lines[0].y[-1] == 0.5
    marker = pr.markers[0]
    assert [marker.x, marker.y] == pytest.approx([1.0, 0.1])
    prevalence = next(guide for guide in pr.guides if guide.kind == "prevalence")
    assert prevalence.y.tolist() == [0.1, 0.1]
    areas = np.diff(tp / 5, prepend=0)
    assert f"AP {(areas * precision).sum():.3f} [" in pr.subtitle
    again, _ = curve_states(plain, evaluated(plain))
    assert np.array_equal(again.lines[0].x, roc_before.lines[0].x)


def test_that_a_decision_curve_is_re_weighted_too() -> None:
    session = set_curves(select_class(session_from(defects(600)), 3), "decision")
    changed = set_named_shares(session, {"crack": 0.4})
    before, after = (curve_states(s, evaluated(s))[1] for s in (session, changed))
    assert after.title == "Decision precision–recall, re-weighted"
    assert after.shares is not None
    one, other = before.lines[-1], after.lines[-1]
    assert one.decision
    assert other.decision
    assert other.y[-1] > one.y[-1]
    zoomed = replace(changed, display=replace(changed.display, roc_zoom="corner"))
    assert curve_states(zoomed, evaluated(zoomed))[0].lines[-1].decision


def test_that_the_decide_table_has_a_share_for_each_class_and_stars() -> None:
    session, evaluation = priced({"crack": 0.01})
    state = decide_state(session, evaluation)
    starred = [column.key for column in state.columns if column.header.endswith(" *")]
    assert starred == ["precision", "f1", "fpr", "average_precision", "cost", "share_of_cost"]
    assert [state.share_is_set(row) for row in range(5)] == [False, False, False, True, False]
    shown = [state.text(row, "prevalence") for row in range(5)]
    assert shown[3] == "1.00 %"
    assert {len(text.removesuffix(" %").partition(".")[2]) for text in shown} == {2}
    assert sum(state.shares.tolist()) == pytest.approx(1.0)
    assert state.text(0, "support") == f"{evaluation.outcomes[0].sum():,}"
    plain = decide_state(session, as_sampled(evaluation))
    assert not any(column.header.endswith("*") for column in plain.columns)
    two = set_named_shares(session_from(binary()), {"crack": 0.02})
    headers = {column.key: column.header for column in decide_state(two, evaluated(two)).columns}
    assert (headers["fpr"], headers["precision"]) == ("FPR", "Precision *")


def test_that_costs_are_those_of_the_shares() -> None:
    session, evaluation = priced({"crack": 0.01})
    state = cost_state(session, evaluation)
    assert state.contribution.sum() == pytest.approx(evaluation.metrics["total_cost"])


def test_that_batches_stay_as_sampled_and_say_so() -> None:
    session, evaluation = priced({"crack": 0.3})
    state = batches_state(session, evaluation)
    assert state.sentence.startswith(AS_SAMPLED)
    assert state.whole == as_sampled(evaluation).metrics["accuracy"]
    plain = as_sampled(evaluation)
    assert as_sampled(plain) is plain


def test_that_a_comparison_is_at_the_shares_of_the_reference() -> None:
    session, evaluation = priced({"crack": 0.3})
    other = session_from(defects(800), costs=WEIGHTS)
    state = compare_state([session, other], [evaluation, evaluated(other)])
    assert any("All are re-weighted to crack 30 %" in sentence for sentence in state.sentences)
    accuracy = next(row for row in state.rows if row.key == "accuracy")
    assert len(set(accuracy.values)) == 1
    assert state.precision_recall.title == "Precision–recall, re-weighted"


def test_that_the_card_says_how_figures_and_scores_depend_on_shares() -> None:
    plain = session_from(binary())
    assert shares_state(plain, evaluated(plain)) is None
    session = set_named_shares(plain, {"crack": 0.1})
    state = shares_state(session, evaluated(session))
    assert state is not None
    assert (state.name, state.state, state.adapted, state.why_not) == ("crack 10 %", "re-weighted", False, "")
    adapted = adapt_scores(session)
    state = shares_state(adapted, evaluated(adapted))
    assert state is not None
    assert (state.state, state.adapted) == ("re-weighted, adapted", True)
    assert state.step.startswith("Scores adapted to crack 10 % (trained on 50 %)")
    only = replace(adapted, point=adapted.point.with_prevalence(None))
    state = shares_state(only, evaluated(only))
    assert state is not None
    assert (state.name, state.state, state.sentence) == ("crack 10 %", "adapted", "")
    several, evaluation = priced({"crack": 0.01, "dent": 0.1})
    state = shares_state(several, evaluation)
    assert state is not None
    assert state.name == "crack 1 % +1"
    labels = set_named_shares(session_from(labels_only()), {"crack": 0.01})
    state = shares_state(labels, evaluated(labels))
    assert state is not None
    assert "only labels" in state.why_not


def test_that_adapted_scores_are_said_in_the_subtitle_and_among_the_repairs() -> None:
    session = adapt_scores(set_named_shares(session_from(binary()), {"crack": 0.1}))
    state = screen_state(session, evaluated(session))
    assert "scores: probabilities, adapted" in state.subtitle
    assert state.repairs == "Scores adapted to crack 10 % (trained on 50 %)"
    assert "--prevalence crack=0.1 --adapt-scores" in state.command


@pytest.mark.parametrize(
    ("wanted", "trained", "words"),
    [
        ((0.99, 0.01), (0.5, 0.5), "b 1 % (trained on 50 %)"),
        ((0.5, 0.3, 0.2), (0.6, 0.36, 0.04), "c 20 % (trained on 4 %)"),
        ((0.5, 0.5), (0.5, 0.5), "the shares of training"),
        ((0.2, 0.3, 0.5), (0.3, 0.3, 0.4), "a 20 % (trained on 30 %) and c 50 % (trained on 40 %)"),
    ],
)
def test_that_an_adaptation_names_the_classes_that_moved_on_their_own(
    wanted: tuple[float, ...], trained: tuple[float, ...], words: str
) -> None:
    names = tuple("abc"[: len(wanted)])
    assert adapted_shares(Repair("adapt-scores", names, (wanted, trained))) == words


def test_that_a_class_without_a_share_has_no_curve() -> None:
    session = set_named_shares(session_from(defects(400)), {"crack": 0})
    _, pr = curve_states(session, evaluated(session))
    assert "crack" not in [line.name for line in pr.lines]


def test_that_curves_of_the_same_samples_go_with_the_shares_and_back() -> None:
    plain = session_from(binary())
    changed = set_named_shares(plain, {"crack": 0.1})
    ends = [
        curve_states(session, evaluated(session))[1].lines[0].y[-1] for session in (plain, changed, plain)
    ]
    assert ends == pytest.approx([0.5, 0.1, 0.5])
