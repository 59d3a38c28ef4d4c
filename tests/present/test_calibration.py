"""The Calibration tab's state: whose reliability, in which words, beside what."""

from __future__ import annotations

import math

import numpy as np
import pytest

from confmat_gui.core.calibration import calibration
from confmat_gui.core.predictions import Predictions
from confmat_gui.present.calibration import calibration_state
from confmat_gui.present.calibration_documents import calibration_document
from confmat_gui.present.calibration_states import COLUMNS, telling_rows
from confmat_gui.present.parts import NOTHING_ASIDE
from confmat_gui.present.screen import screen_state
from confmat_gui.session.changes import select_class, set_calibration_bins, set_positive, show_reliability_of
from tests.core.test_recalibration import overconfident
from tests.present.building import defects, evaluated, many_classes, session_from


def test_that_the_positive_class_is_drawn_and_named_in_the_title() -> None:
    session = session_from(overconfident(500, 2))
    state = calibration_state(session, evaluated(session))
    assert state.reliability is not None
    name = session.data.loaded.predictions.classes[session.point.positive or 0]
    assert state.reliability.title == f"Reliability of {name} (positive class)"
    other = set_positive(session, 1 - (session.point.positive or 0))
    drawn = calibration_state(other, evaluated(other))
    assert drawn.reliability is not None
    assert drawn.reliability.title.endswith("(positive class)")
    assert drawn.reliability.class_index == other.point.positive
    assert drawn.chosen == (other.point.positive or 0) + 1


def test_that_of_several_classes_the_likeliest_is_drawn_until_one_is_selected() -> None:
    session = session_from(defects())
    state = calibration_state(session, evaluated(session))
    assert state.reliability is not None
    assert (state.reliability.title, state.chosen) == ("Reliability of the likeliest class", 0)
    assert [row.name for row in state.rows] == [
        "The likeliest class",
        *session.data.loaded.predictions.classes,
    ]
    selected = show_reliability_of(session, 3)
    assert selected.display.selected_class == 3
    drawn = calibration_state(selected, evaluated(selected))
    assert drawn.reliability is not None
    assert (drawn.reliability.title, drawn.chosen) == ("Reliability of crack", 4)
    assert drawn.reliability.x_label == "probability of crack"
    back = show_reliability_of(selected, None)
    assert back.display.selected_class == 3, "what is selected elsewhere stays"
    assert calibration_state(back, evaluated(back)).chosen == 0
    assert calibration_state(select_class(back, 2), evaluated(back)).chosen == 3


def test_that_the_error_is_said_beside_that_of_a_perfect_model() -> None:
    session = session_from(overconfident(2_000, 3))
    evaluation = evaluated(session)
    found = calibration(evaluation.prepared.predictions)
    state = calibration_state(session, evaluation)
    assert state.reliability is not None
    error = found.top.mass_error
    assert state.reliability.sentence == (
        f"ECE {error.value:.4f} on 15 bins of equal mass, more than chance gives: a perfectly calibrated "
        f"model would show {error.perfect:.4f} ({error.low:.4f} – {error.high:.4f})."
    )
    wide = set_calibration_bins(session, "width")
    drawn = calibration_state(wide, evaluation).reliability
    assert drawn is not None
    assert f"ECE {found.top.width_error.value:.4f}" in drawn.sentence
    assert "of equal width" in drawn.sentence
    assert drawn.bins is found.top.by_width


def test_that_a_bin_is_said_in_words() -> None:
    y, p = np.array([0] * 60 + [1] * 40), np.array([0.7] * 100)
    session = session_from(Predictions.from_arrays(y, p, classes=["ok", "crack"]))
    state = calibration_state(session, evaluated(session))
    assert state.reliability is not None
    assert state.reliability.words(0) == (
        "100 samples with probability 0.700",
        "said 70.0 % on average",
        "40 are crack: 40.0 % (30.9 % to 49.8 %)",
        "less than said",
    )
    low = session_from(Predictions.from_arrays(y, p / 2, classes=["ok", "crack"]))
    told = calibration_state(low, evaluated(low)).reliability
    assert told is not None
    assert told.words(0)[3] == "as said, within chance"
    lower = session_from(Predictions.from_arrays(y, p / 7, classes=["ok", "crack"]))
    more = calibration_state(lower, evaluated(lower)).reliability
    assert more is not None
    assert more.words(0)[3] == "more than said"


def test_that_figures_have_their_exact_names() -> None:
    two, five = session_from(overconfident(500, 2)), session_from(defects())
    names = [figure.name for figure in calibration_state(two, evaluated(two)).figures]
    assert names == [
        "ECE top label, equal width", "ECE top label, equal mass", "ECE classwise, equal mass", "Brier score",
        "Log loss",
    ]  # fmt: skip
    assert [figure.name for figure in calibration_state(five, evaluated(five)).figures] == names
    assert calibration_state(five, evaluated(five)).figures[4].beside == "", "its parts are of each class"


def test_that_every_row_has_a_text_for_every_column() -> None:
    session = session_from(defects())
    state = calibration_state(session, evaluated(session))
    found = calibration(session.data.prepared.predictions)
    assert all(len(row.cells) == len(COLUMNS) for row in state.rows)
    crack = found.classes[3]
    assert state.rows[4].cells[:3] == (
        "crack",
        f"{100 * crack.base_rate:.1f}%",
        f"{crack.mass_error.value:.4f}",
    )
    assert state.rows[4].above_chance == crack.mass_error.is_above_chance


def test_that_of_many_classes_those_that_tell_most_are_listed() -> None:
    session = show_reliability_of(session_from(many_classes(40, 4_000)), 17)
    state = calibration_state(session, evaluated(session))
    shown = telling_rows(state, 10)
    assert len(shown) == 10
    assert shown[0].name == "The likeliest class"
    assert "class 17" in [row.name for row in shown]
    left_out = [row.error for row in state.rows if row not in shown]
    assert min(row.error for row in shown[1:] if row.name != "class 17") >= max(left_out)
    assert telling_rows(state, 41) == state.rows


@pytest.mark.parametrize(
    ("predictions", "sentence"),
    [
        (Predictions.from_arrays([0, 1], y_pred=[0, 1]), "Calibration needs scores"),
        (Predictions.from_arrays([0, 1], [-1, 3]), "Calibration needs probabilities"),
    ],
)
def test_that_without_probabilities_there_is_a_reason(predictions: Predictions, sentence: str) -> None:
    session = session_from(predictions)
    evaluation = evaluated(session)
    state = calibration_state(session, evaluation)
    assert state.reliability is None
    assert sentence in state.unavailable
    screen = screen_state(session, evaluation)
    assert screen.unavailable["calibration"] == state.unavailable
    assert calibration_document(evaluation) is None


def test_that_independent_sigmoids_have_a_reliability_but_no_recalibration() -> None:
    scores = np.random.default_rng(1).random((60, 3))
    session = session_from(Predictions.from_arrays(np.arange(60) % 3, scores, score_kind="sigmoid"))
    state = calibration_state(session, evaluated(session))
    assert state.reliability is not None
    assert "independent sigmoids" in state.why_no_recalibration


def test_that_it_is_made_only_where_somebody_looks() -> None:
    session = session_from(defects(600))
    evaluation = evaluated(session)
    assert screen_state(session, evaluation, parts=NOTHING_ASIDE).calibration is None
    made = screen_state(session, evaluation, parts=frozenset({"calibration"})).calibration
    assert made is not None
    assert "calibration" not in screen_state(session, evaluation, parts=NOTHING_ASIDE).unavailable


def test_that_the_document_has_every_error_and_parts_that_add_up() -> None:
    session = session_from(overconfident(400, 2))
    document = calibration_document(evaluated(session))
    assert document is not None
    assert list(document["ece"]) == ["top_label_equal_width", "top_label_equal_mass", "classwise_equal_mass"]
    assert document["log_loss"]["score"] == pytest.approx(session.data.prepared.log_loss)
    for parts in (document["brier"], document["per_class"]["c1"]["log_loss"]):
        whole = parts["miscalibration"] - parts["discrimination"] + parts["uncertainty"]
        assert whole == pytest.approx(parts["score"])
    binned = document["per_class"]["c0"]["brier_binned"]
    within = binned["within_spread"] - binned["within_covariance"]
    assert binned["reliability"] - binned["resolution"] + binned["uncertainty"] + within == pytest.approx(
        binned["score"]
    )
    bins = document["top_label"]["bins"]
    assert sum(each["n"] for each in bins) == 400
    assert all(math.isclose(each["rate"], each["hits"] / each["n"]) for each in bins)
    several = session_from(defects(300))
    of_five = calibration_document(evaluated(several))
    assert of_five is not None
    assert of_five["log_loss"] is None
