"""Rules before they are accepted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.core.suggestion import Estimate, Reach
from confmat_gui.core.tuning import Tuning
from confmat_gui.present import texts
from confmat_gui.present.fewer_preview import fewer_preview
from confmat_gui.present.preview import PreviewState, PreviewTable
from confmat_gui.present.suggestion_preview import suggestion_preview
from confmat_gui.session.changes import set_rule, set_rule_kind, set_samples_of
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import seen
from confmat_gui.session.wish import Wish, fewer_of, suggestion
from tests.present.building import WEIGHTS, defects, evaluated, many_classes, session_from

CRACK = Constraint("recall", 3, ">=", 0.8)


@pytest.fixture(scope="module")
def session() -> Session:
    return session_from(defects(1500), costs=WEIGHTS)


@pytest.fixture(scope="module")
def state(session: Session) -> PreviewState:
    return suggestion_preview(session, suggestion(session, Wish(constraints=(CRACK,))))


def two_classes(n: int) -> Predictions:
    return many_classes(2, n, names=("ok", "crack"))


def column(table: PreviewTable, name: str) -> list[str]:
    return [row.cells[table.headers.index(name)] for row in table.rows]


def said(state: PreviewState) -> str:
    return " ".join(line.text for line in state.lines)


def test_that_figures_stand_now_then_with_interval_and_where_tuned(session: Session) -> None:
    found = suggestion(session, Wish(constraints=(CRACK,)))
    state = suggestion_preview(session, found)
    assert found.suggested.held_back is not None
    held, tuned = found.suggested.held_back, found.suggested.tuned
    assert state.figures.headers == ("Figure", "Now", "Then", "95 %", "Tuned")
    assert state.figures.rows[0].cells == (
        "Cost", texts.figure(found.beside[0].judged.honest.objective.value),
        texts.figure(held.objective.value), texts.interval(held.objective[1:]),
        texts.figure(tuned.objective.value),
    )  # fmt: skip
    assert state.figures.rows[1].cells[0] == "recall(crack) ≥ 0.8"
    assert column(state.figures, "Figure")[2:] == ["Accuracy", "Balanced accuracy", "Macro F1", "MCC"]
    right = np.trace(held.outcomes) / held.outcomes.sum()
    assert state.figures.rows[2].cells[2] == texts.figure(float(right))
    assert "held-back part" in state.figures.title


def test_that_errors_add_up_and_those_that_change_most_come_first(state: PreviewState) -> None:
    before = state.matrix.reference_counts
    after = state.matrix.counts
    assert before is not None
    first = state.errors.rows[0].cells
    errors = [int(matrix.sum() - np.trace(matrix)) for matrix in (before, after)]
    assert first == ("All errors", *map(texts.count, errors), texts.signed_count(errors[1] - errors[0]))
    written = [cell.lstrip("+−").replace(",", "") for cell in column(state.errors, "Change")[1:]]
    changes = [int(cell) for cell in written]
    assert changes == sorted(changes, reverse=True)
    for row in state.errors.rows[1:]:
        true, predicted = (state.matrix.classes.index(name) for name in row.cells[0].split(" → "))
        assert row.cells[1:3] == (texts.count(before[true, predicted]), texts.count(after[true, predicted]))
        fewer = after[true, predicted] < before[true, predicted]
        assert row.directions[3] == ("better" if fewer else "worse")


def test_that_thresholds_stand_as_the_table_shows_them(session: Session, state: PreviewState) -> None:
    found = suggestion(session, Wish(constraints=(CRACK,)))
    shown = evaluated(set_rule(session, found.rule)).thresholds_normalised
    assert shown is not None
    assert column(state.thresholds, "Class") == list(session.data.prepared.predictions.classes)
    assert column(state.thresholds, "Now") == ["0.200"] * 5
    assert column(state.thresholds, "Then") == [texts.threshold(float(value)) for value in shown]
    assert [row.class_index for row in state.thresholds.rows] == [0, 1, 2, 3, 4]
    assert any("95 times in 100" in row.explanation for row in state.thresholds.rows)


def test_that_the_matrix_shows_the_change_against_now(session: Session, state: PreviewState) -> None:
    assert state.matrix.mode == "delta"
    assert state.matrix.against == "the rule of now"
    assert state.matrix.title == "Change · suggested against now, on the held-back part"
    assert state.matrix.reference_counts is not None
    now = state.matrix.reference_counts
    assert now.sum() == state.matrix.counts.sum() < session.data.prepared.predictions.n


def test_that_the_sentences_compare_and_say_what_to_expect(state: PreviewState) -> None:
    words = said(state)
    assert "Against the rule of now: cost" in words
    assert "Where it was tuned, cost" in words
    assert "recall(crack) ≥ 0.8 is" in words
    assert "Against the rule of lowest expected cost" in words
    assert "Searched one class after another" in words
    assert state.title == "Suggested for lowest cost, recall(crack) ≥ 0.8"
    assert not state.changes_nothing


def test_that_a_difference_says_whether_it_is_more_than_noise(session: Session) -> None:
    found = suggestion(session, Wish())
    present = found.beside[0]

    def line(gain: Estimate, p_value: float, *, same: bool = False) -> tuple[str, str]:
        beside = (replace(present, gain=gain, p_value=p_value, same_decisions=same), *found.beside[1:])
        first = suggestion_preview(session, replace(found, beside=beside)).lines[0]
        return first.text, first.tone

    text, tone = line(Estimate(0.2, 0.1, 0.3), 0.004)
    assert "better by 0.200 [0.100, 0.300]); more than noise, p = 0.004." in text
    assert tone == "better"
    text, tone = line(Estimate(-0.2, -0.3, -0.1), 0.004)
    assert "worse by 0.200 [0.100, 0.300]" in text
    assert tone == "worse"
    text, tone = line(Estimate(0.1, -0.1, 0.3), 0.3)
    assert "noise alone could be the reason" in text
    assert tone == "quiet"
    assert "nothing changes" in line(Estimate(0.0, 0.0, 0.0), 1.0, same=True)[0]
    nan = float("nan")
    assert line(Estimate(nan, nan, nan), nan)[0].endswith(".")


def test_that_another_rule_of_now_is_compared_with_the_default_too(session: Session) -> None:
    moved = set_rule(session, Rule.thresholds(dict.fromkeys(session.data.prepared.predictions.classes, 1.0)))
    assert "Against the default rule" in said(suggestion_preview(moved, suggestion(moved, Wish())))


def test_that_bounds_that_cannot_be_kept_say_what_stands_in_the_way(session: Session) -> None:
    bounds = Constraint("recall", 3, ">=", 1.0), Constraint("precision", 3, ">=", 1.0)
    found = suggestion(session, Wish("mcc", constraints=bounds))
    assert not found.feasible
    reaches = (Reach(0.9, 1.0, 0.4, binds=True), Reach(0.9, 0.99, 0.5, binds=False))
    state = suggestion_preview(session, replace(found, reaches=reaches))
    assert state.lines[0].tone == "worse"
    assert "No rule keeps recall(crack) ≥ 1 and precision(crack) ≥ 1 together" in state.lines[0].text
    assert "the highest that was found is 1.000, 0.400 beside the other bounds" in state.lines[1].text
    assert "is not kept" in said(state)
    one = suggestion(session, Wish("mcc", constraints=(Constraint("predicted", 3, "<=", 0.0), CRACK)))
    few = (Reach(0.1, 0.0, 0.05, binds=True), Reach(0.9, 1.0, 0.0, binds=True))
    assert "the lowest that was found is 0.000" in said(
        suggestion_preview(session, replace(one, reaches=few))
    )


def test_that_a_bound_alone_that_cannot_be_kept_is_named(session: Session) -> None:
    found = suggestion(session, Wish("mcc", constraints=(Constraint("precision", 4, ">=", 1.0),)))
    reach = (Reach(0.9, 0.95, 0.95, binds=True),)
    state = suggestion_preview(session, replace(found, feasible=False, reaches=reach))
    assert "No rule keeps precision(stain) ≥ 1 on" in state.lines[0].text
    assert state.lines[1].text.endswith("the highest that was found is 0.950.")
    exact = replace(found, feasible=False, reaches=reach, exact="every-score")
    assert "that can be reached is 0.950" in said(suggestion_preview(session, exact))


def test_that_without_samples_held_back_the_figures_are_said_to_flatter(session: Session) -> None:
    state = suggestion_preview(session, suggestion(session, Wish(tuning=Tuning(1.0))))
    assert "Nothing was held back" in said(state)
    assert state.figures.headers == ("Figure", "Now", "Then", "95 %")
    assert all(len(row.cells) == 4 for row in state.figures.rows)
    assert "on the samples it was tuned on" in state.matrix.title


def test_that_cross_fitted_figures_say_so(session: Session) -> None:
    state = suggestion_preview(session, suggestion(session, Wish("accuracy", cross_fit=2)))
    assert "each judged by a rule tuned without it" in state.figures.title
    assert state.figures.headers[-1] == "Tuned"


def test_that_two_classes_have_one_threshold_with_its_band() -> None:
    session = session_from(two_classes(400))
    state = suggestion_preview(session, suggestion(session, Wish("balanced_accuracy")))
    assert [row.cells[0] for row in state.thresholds.rows] == ["crack"]
    assert state.thresholds.headers[-1] == "As good"
    assert "Exact: every threshold" in said(state)
    explanation = state.thresholds.rows[0].explanation
    assert "Within noise of the best" in explanation


def test_that_no_decision_has_its_own_row_among_the_errors() -> None:
    session = set_rule_kind(session_from(two_classes(400)), "no-decision")
    state = fewer_preview(session, fewer_of(session, _busiest(session), 0.5))
    assert state.errors.rows[1].cells[0] == "No decision"
    assert state.errors.rows[1].directions == ("same",) * 4
    assert [row.cells[0] for row in state.thresholds.rows] == ["ok", "crack"]
    assert "Coverage" in column(state.figures, "Figure")


def test_that_of_very_many_classes_those_that_change_most_are_listed() -> None:
    session = session_from(many_classes(60, 900))
    found = fewer_of(session, _busiest(session), 0.5)
    state = fewer_preview(session, found)
    assert len(state.thresholds.rows) == 40
    assert state.thresholds.rows[0].class_index == found.best.class_index


def _busiest(session: Session) -> tuple[int, int]:
    errors = np.array(evaluated(session).confusion)
    np.fill_diagonal(errors, 0)
    true, predicted = np.unravel_index(int(errors.argmax()), errors.shape)
    return int(true), int(predicted)


@pytest.mark.parametrize("priced", [False, True])
def test_that_fewer_errors_say_what_they_cost_elsewhere(priced: bool) -> None:
    session = session_from(defects(1500), costs=WEIGHTS if priced else None)
    cell = _busiest(session)
    found = fewer_of(session, cell, 0.5)
    state = fewer_preview(session, found)
    names = [session.data.prepared.predictions.classes[k] for k in cell]
    kind = " → ".join(names)
    assert state.title == f"Fewer errors {kind}"
    before, after = int(found.before[cell]), int(found.best.outcomes[cell])
    assert state.lines[0].text == f"{kind}: {before} → {after} samples."
    assert ("all errors together" if priced else "all errors ") in said(state)
    assert "The other way" in said(state)
    assert state.matrix.counts.tolist() == found.best.outcomes.tolist()
    assert column(state.figures, "Figure")[-1] == ("Cost per sample" if priced else "MCC")
    assert "held back" not in said(state)


def test_that_fewer_errors_on_the_held_back_part_warn() -> None:
    whole = replace(session_from(two_classes(300)), tuning=Tuning())
    session = seen(set_samples_of(whole, "held-back"))
    cell = _busiest(session)
    state = fewer_preview(session, fewer_of(session, cell, 1.0))
    assert "cannot judge the new rule" in said(state)
    assert "on the held-back part" in state.figures.title
    assert "Shown are shares" not in said(state)



def test_that_a_bound_on_the_coverage_leaves_samples_without_a_decision() -> None:
    session = session_from(two_classes(400))
    found = suggestion(session, Wish("accuracy", constraints=(Constraint("coverage", None, ">=", 0.7),)))
    state = suggestion_preview(session, found)
    assert found.rule.no_decision
    assert state.errors.rows[1].cells[0] == "No decision"
    assert [row.cells[0] for row in state.thresholds.rows] == ["ok", "crack"]
    assert column(state.thresholds, "Now") == ["0.500", "0.500"]
