"""Shares of the classes and adapted scores as changes of a session, saved and carried along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.files import read_session, save_session
from confmat_gui.session.overriding import override
from confmat_gui.session.repairing import added, set_repairs
from confmat_gui.session.shares import (
    adapt_scores,
    adaptation_of,
    follow_shares,
    keep_scores,
    named_shares,
    set_named_shares,
    set_share,
    trained_shares,
)
from confmat_gui.session.state import Session
from tests.present.building import binary, defects, labels_only, session_from

DATA = Path(__file__).parent / "data"


def scores(session: Session) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    found = session.data.prepared.predictions.y_score
    assert found is not None
    return found.astype(np.float64)


def test_that_a_share_is_set_and_taken_away_again() -> None:
    session = session_from(defects(400))
    changed = set_share(session, 3, 0.01)
    assert named_shares(changed) == {"crack": 0.01}
    assert changed.point.prevalence == (None, None, None, 0.01, None)
    assert set_share(changed, 3, 0.01) is changed
    assert set_share(changed, 3, None).point.prevalence is None
    assert named_shares(set_share(changed, 1, 0.2)) == {"crack": 0.01, "scratch": 0.2}


def test_that_shares_above_1_are_refused_and_nothing_changes() -> None:
    session = set_share(session_from(defects(400)), 3, 0.6)
    with pytest.raises(InputError, match="at most"):
        set_share(session, 1, 0.5)


def test_that_scores_are_adapted_in_a_step_that_can_be_taken_back() -> None:
    session = set_share(session_from(binary()), 1, 0.1)
    changed = adapt_scores(session)
    step = adaptation_of(changed.data.repairs)
    assert step == Repair("adapt-scores", ("ok", "crack"), ((0.9, 0.1), (0.5, 0.5)))
    p = scores(session)[:, 1]
    assert scores(changed)[:, 1] == pytest.approx(p * 0.1 / (p * 0.1 + (1 - p) * 0.9))
    assert changed.point == session.point
    assert evaluate(changed.data.prepared, changed.point).confusion.tolist() == [[5, 0], [4, 1]]
    assert np.array_equal(scores(keep_scores(changed)), scores(session))
    assert keep_scores(session) is session


def test_that_adapting_needs_a_share_and_probabilities() -> None:
    with pytest.raises(InputError, match="Set first"):
        adapt_scores(session_from(binary()))
    with pytest.raises(InputError, match="only labels"):
        adapt_scores(set_share(session_from(labels_only()), 1, 0.01))


def test_that_adapted_scores_follow_the_shares_from_the_same_training() -> None:
    session = adapt_scores(set_share(session_from(binary()), 1, 0.1), {"crack": 0.3})
    followed = follow_shares(set_share(session, 1, 0.2))
    step = adaptation_of(followed.data.repairs)
    assert step is not None
    assert step.numbers == ((0.8, 0.2), (0.7, 0.3))
    assert trained_shares(followed, step) == {"ok": 0.7, "crack": 0.3}
    again = follow_shares(set_share(followed, 1, None))
    assert again.data.repairs == ()
    plain = set_share(session_from(binary()), 1, 0.1)
    assert follow_shares(plain) is plain


def test_that_the_shares_of_the_samples_are_known_as_such() -> None:
    session = adapt_scores(set_share(session_from(binary()), 1, 0.1))
    step = adaptation_of(session.data.repairs)
    assert step is not None
    assert trained_shares(session, step) == {}


def test_that_scores_are_adapted_after_everything_else_and_once() -> None:
    first = Repair("adapt-scores", ("a", "b"), ((0.9, 0.1), (0.5, 0.5)))
    second = Repair("adapt-scores", ("a", "b"), ((0.8, 0.2), (0.5, 0.5)))
    leaving, turning = Repair("leave-out", ("3",)), Repair("reverse-scores")
    assert added((first,), second) == (second,)
    assert added((leaving, first), turning) == (leaving, turning, first)
    assert added(added((first,), leaving), leaving) == (leaving, first)


def test_that_reversed_scores_are_adapted_when_they_are_the_right_way_round() -> None:
    session = adapt_scores(set_share(session_from(binary()), 1, 0.1))
    turned = set_repairs(session, added(session.data.repairs, Repair("reverse-scores")))
    p = 1 - scores(session_from(binary()))[:, 1]
    assert scores(turned)[:, 1] == pytest.approx(p * 0.1 / (p * 0.1 + (1 - p) * 0.9))


def test_that_a_saved_session_has_its_shares_and_its_adapted_scores(tmp_path: Path) -> None:
    session = adapt_scores(set_share(session_from(defects(400)), 3, 0.02), {"crack": 0.2})
    save_session(session, tmp_path / "a.confmat")
    again = read_session(tmp_path / "a.confmat")
    assert again.point == session.point
    assert again.data.repairs == session.data.repairs
    assert np.array_equal(scores(again), scores(session))
    assert again.data.original.predictions.y_score is not None
    assert np.array_equal(scores(keep_scores(again)), scores(session_from(defects(400))))


def test_that_a_file_of_version_3_has_the_shares_of_its_samples() -> None:
    assert read_session(DATA / "version_3.confmat").point.prevalence is None


def test_that_shares_go_with_their_classes_when_the_samples_change() -> None:
    session = set_named_shares(session_from(defects(400)), {"crack": 0.02, "dent": 0.3})
    fewer = Predictions.from_arrays(
        np.arange(60) % 3, y_pred=np.arange(60) % 3, classes=("crack", "ok", "new")
    )
    carried = carry_over(session, session_from(fewer).data)
    assert carried.point.prevalence == (0.02, None, None)
    all_named = replace(session, point=session.point.with_prevalence((0.2, 0.2, 0.2, 0.2, 0.2)))
    two = Predictions.from_arrays(np.arange(60) % 2, y_pred=np.arange(60) % 2, classes=("crack", "ok"))
    assert carry_over(all_named, session_from(two).data).point.prevalence == (0.5, 0.5)
    none_left = replace(session, point=session.point.with_prevalence((0.0, 0.5, 0.5, 0.0, 0.0)))
    assert carry_over(none_left, session_from(two).data).point.prevalence is None


def test_that_another_order_of_the_classes_keeps_the_shares_by_name() -> None:
    session = adapt_scores(set_share(session_from(defects(400)), 3, 0.02))
    order = ("crack", "ok", "scratch", "dent", "stain")
    turned = override(session, InputOptions(classes=order), "a.confmat")
    assert turned.point.prevalence == (0.02, None, None, None, None)
    assert scores(turned)[:, 0] == pytest.approx(scores(session)[:, 3])
