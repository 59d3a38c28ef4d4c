"""Recalibration in a session: a step that can be taken back, and is stored with its numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.recalibration import RECALIBRATION_METHODS, Recalibration, RecalibrationMethod, fitted
from confmat_gui.core.repairs import Repair, recalibrate
from confmat_gui.core.rescoring import recalibration_in, unfitted_steps
from confmat_gui.core.rules import Rule
from confmat_gui.core.tuning import Tuning, tuning_mask
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session.changes import set_threshold
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.files import read_session, save_session
from confmat_gui.session.growing import grown
from confmat_gui.session.opening import new_session, open_any
from confmat_gui.session.recalibrating import (
    keep_probabilities,
    recalibration_of_session,
    set_recalibration,
    tried,
)
from confmat_gui.session.repairing import added, set_repairs
from confmat_gui.session.shares import adapt_scores, set_share
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import part_of_data
from tests.core.test_recalibration import overconfident
from tests.present.building import loaded_from


def opened(predictions: Predictions) -> Session:
    return new_session(data_set(loaded_from(predictions)))


def scores_of(session: Session) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return probabilities(session.data.prepared.predictions)


@pytest.mark.parametrize("method", RECALIBRATION_METHODS)
def test_that_probabilities_are_recalibrated_and_can_be_taken_back(method: RecalibrationMethod) -> None:
    session = opened(overconfident(400, 3))
    changed = set_recalibration(session, Recalibration(method, Tuning(seed=2)))
    expected = fitted(session.data.prepared.predictions, Recalibration(method, Tuning(seed=2)))
    assert recalibration_of_session(changed) == expected
    assert changed.data.prepared.log_loss < session.data.prepared.log_loss
    assert changed.data.original.predictions is session.data.loaded.predictions, "what was read stays"
    assert changed.data.original.options == changed.data.loaded.options, "and its options know the numbers"
    assert changed.point == session.point
    back = keep_probabilities(changed)
    assert back.data.prepared.log_loss == session.data.prepared.log_loss
    assert recalibration_of_session(back) is None


def test_that_there_is_one_recalibration_of_what_the_model_gave() -> None:
    session = opened(overconfident(400, 3))
    first = set_recalibration(session, Recalibration("isotonic"))
    second = set_recalibration(first, Recalibration("temperature"))
    alone = set_recalibration(session, Recalibration("temperature"))
    assert len(second.data.repairs) == 1
    assert (scores_of(second) == scores_of(alone)).all()


@pytest.mark.parametrize("method", RECALIBRATION_METHODS)
def test_that_a_session_file_holds_what_was_read_and_the_numbers(
    method: RecalibrationMethod, tmp_path: Path
) -> None:
    session = set_recalibration(opened(overconfident(300, 3)), Recalibration(method))
    path = tmp_path / "s.confmat"
    save_session(session, path)
    again = read_session(path)
    assert recalibration_of_session(again) == recalibration_of_session(session)
    assert (scores_of(again) == scores_of(session)).all()
    raw = session.data.original.predictions.y_score
    stored = again.data.original.predictions.y_score
    assert raw is not None
    assert stored is not None
    assert (stored == raw).all()


def test_that_the_stored_numbers_count_and_not_a_new_fit(tmp_path: Path) -> None:
    session = opened(overconfident(300, 3))
    told = Recalibration("temperature", numbers=((1.5,),))
    changed = set_recalibration(session, told)
    assert recalibration_of_session(changed) == told
    save_session(changed, tmp_path / "s.confmat")
    assert recalibration_of_session(read_session(tmp_path / "s.confmat")) == told


def test_that_other_samples_have_a_fit_of_their_own(tmp_path: Path) -> None:
    generator = np.random.default_rng(3)
    paths = []
    for name, n in (("one", 300), ("two", 200)):
        p = generator.random(n)
        y = (generator.random(n) < p**2).astype(int)
        path = tmp_path / f"{name}.csv"
        path.write_text("y,p\n" + "\n".join(f"{a},{b:.5f}" for a, b in zip(y, p, strict=True)), "utf-8")
        paths.append(path)
    options = InputOptions(true=("y",), scores=("p",))
    one = set_recalibration(open_any([paths[0]], options), Recalibration("temperature"))
    both = grown(one, [paths[1]])
    together = set_recalibration(open_any(paths, options), Recalibration("temperature"))
    assert recalibration_of_session(both) == recalibration_of_session(together)
    assert recalibration_of_session(both) != recalibration_of_session(one)
    without = set_repairs(both, added(both.data.repairs, Repair("leave-out", ("two",))))
    fit, first = recalibration_of_session(without), recalibration_of_session(one)
    assert fit is not None
    assert first is not None
    assert fit.temperature == pytest.approx(first.temperature)


def test_that_scores_are_recalibrated_before_they_are_adapted_whatever_came_first() -> None:
    session = set_share(opened(overconfident(400, 2)), 1, 0.1)
    one = adapt_scores(set_recalibration(session, Recalibration("temperature")))
    other = set_recalibration(adapt_scores(session), Recalibration("temperature"))
    assert [each.kind for each in one.data.repairs] == ["recalibrate", "adapt-scores"]
    assert [each.kind for each in other.data.repairs] == ["recalibrate", "adapt-scores"]
    assert scores_of(one) == pytest.approx(scores_of(other))


def test_that_the_same_samples_are_held_back_before_and_after() -> None:
    session = opened(overconfident(400, 3))
    changed = set_recalibration(session, Recalibration("isotonic"))
    for tuning in (Tuning(), Tuning(0.3, 9)):
        before = tuning_mask(session.data.prepared.predictions, tuning)
        assert (tuning_mask(changed.data.prepared.predictions, tuning) == before).all()
    part = part_of_data(changed.data, Tuning(), "held-back")
    assert tuning_mask(part.prepared.predictions, Tuning()).sum() > 0


def test_that_a_threshold_on_logits_is_carried_to_probabilities_and_back() -> None:
    source = overconfident(300, 2)
    p = probabilities(source)
    z = np.log(p[:, 1] / p[:, 0])
    logits = Predictions.from_arrays(
        source.y_true, z, classes=["ok", "crack"], score_kind="logit", positive="crack"
    )
    session = opened(logits)
    moved = set_threshold(session, 1, -0.7)
    changed = set_recalibration(moved, Recalibration("temperature", numbers=((1.0,),), of="crack"))
    assert changed.point.rule.thresholds_by_class["crack"] == pytest.approx(1 / (1 + np.exp(0.7)))
    assert evaluate(changed.data.prepared, changed.point).confusion.tolist() == (
        evaluate(moved.data.prepared, moved.point).confusion.tolist()
    )
    assert set_recalibration(session, Recalibration("sigmoid")).point.rule == Rule.thresholds({"crack": 0.5})
    back = keep_probabilities(changed)
    assert back.point.rule.thresholds_by_class["crack"] == pytest.approx(-0.7)
    edge = keep_probabilities(changed.with_point(changed.point.with_rule(Rule.thresholds({"crack": 1.0}))))
    assert edge.point.rule.thresholds_by_class["crack"] == 36.0


def test_that_equal_scores_of_an_isotonic_fit_are_no_repeated_rows() -> None:
    session = opened(overconfident(2_000, 2))
    changed = set_recalibration(session, Recalibration("isotonic"))
    assert changed.data.findings == session.data.findings
    fresh = data_set(changed.data.original)
    assert fresh.findings == session.data.findings


def test_that_a_trial_is_of_what_the_model_gave() -> None:
    session = opened(overconfident(400, 3))
    changed = set_recalibration(session, Recalibration("isotonic"))
    in_force = recalibration_of_session(changed)
    assert in_force is not None
    one, other = tried(session.data, Recalibration("isotonic")), tried(changed.data, in_force)
    assert one.before.log_loss == other.before.log_loss
    assert one.after.log_loss == pytest.approx(other.after.log_loss)


def test_that_scores_that_cannot_be_recalibrated_leave_the_session_as_it_was() -> None:
    session = opened(Predictions.from_arrays([0, 1, 1, 0], [-1, 3, 2, 1]))
    with pytest.raises(InputError, match="Recalibration needs probabilities"):
        set_recalibration(session, Recalibration("temperature"))


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (("warmth", "rows", ""), ((0.5, 0.0),)),
        (("temperature", "moon", ""), ((0.5, 0.0),)),
        (("temperature", "rows", ""), ((0.5,),)),
        (("temperature", "rows", ""), ((0.5, 0.5),)),
        (("temperature", "rows", ""), ((1.5, 0.0),)),
        (("temperature", "rows"), ((0.5, 0.0),)),
        (("temperature", "rows", ""), ()),
        (("temperature", "rows", ""), ((0.5, 0.0), (-1.0,))),
        (("temperature", "rows", ""), ((0.5, 2.0**60),)),
    ],
)
def test_that_a_step_that_contradicts_itself_is_refused(
    names: tuple[str, ...], numbers: tuple[tuple[float, ...], ...]
) -> None:
    with pytest.raises(InputError):
        Repair("recalibrate", names, numbers)


def test_that_a_step_forgets_its_numbers_where_there_are_other_samples() -> None:
    step = recalibrate(Recalibration("temperature", Tuning(0.3, 4), "b", ((1.2,),)))
    (bare,) = unfitted_steps((step,))
    assert recalibration_in((bare,)) == Recalibration("temperature", Tuning(0.3, 4))
    others = (Repair("reverse-scores"),)
    assert unfitted_steps(others) == others
    assert recalibration_in(others) is None
    assert replace(step) == step
