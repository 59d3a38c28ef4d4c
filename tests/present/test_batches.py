"""The ledger of a session: its rows, its sentence, and what it cannot say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.predictions import Predictions
from confmat_gui.present.batches import batches_state
from confmat_gui.present.parts import NOTHING_ASIDE
from confmat_gui.present.screen import screen_state
from confmat_gui.session.changes import select_class, set_batch_metric
from tests.present.building import WEIGHTS, binary, defects, evaluated, many_classes, session_from


def of_five(n_batches: int = 60) -> Predictions:
    """Return batches of five samples, two in three of them right."""
    n = 5 * n_batches
    y_true = np.tile([0, 0, 0, 0, 1], n_batches)
    y_pred = np.where(np.arange(n) % 3 == 0, 1 - y_true, y_true)
    batch = np.repeat(np.arange(n_batches), 5)
    return Predictions.from_arrays(y_true, y_pred=y_pred, classes=("ok", "crack"), batch=batch)


def test_that_a_batch_of_five_is_set_beside_what_chance_gives() -> None:
    session = session_from(of_five())
    state = batches_state(session, evaluated(session))
    assert len(state.rows) == 60
    assert state.whole == pytest.approx(200 / 300)
    assert {row.n for row in state.rows} == {5}
    assert state.sentence == (
        "By chance alone a batch of 5 samples shows 0.200 to 1.000 where all 300 give 0.667 (accuracy)."
    )
    first = state.rows[0]
    assert (first.figure_text, first.low, first.high) == ("0.600", 0.2, 1.0)
    assert not first.outside
    assert first.without == pytest.approx((200 - 3) / 295)


def test_that_the_mean_of_the_batches_is_told_from_the_whole() -> None:
    session = set_batch_metric(session_from(of_five()), "macro_f1")
    state = batches_state(session, evaluated(session))
    assert abs(state.average - state.whole) > 0.02
    assert "is not the figure of all" in state.sentence
    assert "(macro F1)" in state.sentence


def test_that_recall_is_that_of_the_selected_class_and_costs_need_prices() -> None:
    session = select_class(set_batch_metric(session_from(defects()), "recall"), 3)
    state = batches_state(session, evaluated(session))
    assert state.metric_name == "Recall of crack"
    assert state.focus == 3
    assert "expected_cost" not in dict(state.metrics)
    unpriced = set_batch_metric(session, "expected_cost")
    assert batches_state(unpriced, evaluated(unpriced)).metric == "accuracy"
    priced = set_batch_metric(session_from(defects(), costs=WEIGHTS), "expected_cost")
    with_costs = batches_state(priced, evaluated(priced))
    assert with_costs.metric == "expected_cost"
    assert with_costs.whole == pytest.approx(evaluated(priced).metrics["expected_cost"])
    nobody = set_batch_metric(session_from(defects()), "recall")
    assert batches_state(nobody, evaluated(nobody)).metric_name == "Recall of stain"  # the rarest


def test_that_batches_know_their_files_and_what_they_lack() -> None:
    predictions = defects(1200)
    files = tuple(f"day_{i}.csv" for i in range(12))
    session = session_from(predictions, files=files)
    state = batches_state(session, evaluated(session))
    assert [row.source for row in state.rows] == list(files)
    assert "".join(row.name for row in state.rows).startswith("123")
    y_true = np.array([0, 0, 1, 1])
    lacking = Predictions.from_arrays(
        y_true, y_pred=y_true, classes=("ok", "crack"), batch=np.array(["x", "x", "y", "x"])
    )
    found = batches_state(session_from(lacking), evaluated(session_from(lacking)))
    assert found.rows[1].remark == "No samples of ok"


def test_that_one_batch_has_no_ledger_and_says_why() -> None:
    session = session_from(binary())
    state = batches_state(session, evaluated(session))
    assert state.rows == ()
    assert "one batch" in state.unavailable
    screen = screen_state(session, evaluated(session))
    assert screen.unavailable["batches"] == state.unavailable


def test_that_many_classes_have_no_small_matrices() -> None:
    predictions = many_classes(40, 400)
    predictions = replace(
        predictions, batch=(np.arange(400) % 2).astype(np.int32), batch_names=("a", "b")
    )
    session = session_from(predictions)
    assert [row.matrix for row in batches_state(session, evaluated(session)).rows] == [None, None]


def test_that_the_ledger_is_made_only_where_somebody_looks() -> None:
    session = session_from(defects())
    evaluation = evaluated(session)
    assert screen_state(session, evaluation, parts=NOTHING_ASIDE).batches is None
    seen = screen_state(session, evaluation, parts=frozenset({"batches"})).batches
    assert seen is not None
    assert len(seen.rows) == screen_state(session, evaluation, parts=NOTHING_ASIDE).batch_count == 12
