"""The tuning part and the held-back part as data sets of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.tuning import Tuning, tuning_mask
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.changes import set_samples_of
from confmat_gui.session.files import read_session, save_session
from confmat_gui.session.state import SamplesOf, Session
from confmat_gui.session.tuned_parts import kept_tuning, part_of_data, seen
from tests.session.made import session_of

HALF = Tuning(0.5, 1)


def problem(n: int = 60, seed: int = 0, n_batches: int = 6, first: int = 0) -> Predictions:
    """Return samples of three classes in batches, with ids."""
    generator = np.random.default_rng(seed)
    scores = generator.dirichlet(np.ones(3), n)
    names = [f"b{first + i * n_batches // n}" for i in range(n)]
    return Predictions.from_arrays(
        generator.integers(0, 3, n), scores, classes=["a", "b", "c"], batch=names,
        group=[f"g{i % 7}" for i in range(n)], sample_id=[f"s{i}" for i in range(n)],
    )  # fmt: skip


def tuned(samples: SamplesOf = "held-back", tuning: Tuning = HALF) -> Session:
    return set_samples_of(replace(session_of(problem()), tuning=tuning), samples)


@pytest.mark.parametrize(("samples", "inside"), [("tuned", True), ("held-back", False)])
def test_that_a_part_is_seen_as_if_it_were_all(samples: SamplesOf, inside: bool) -> None:
    session = tuned(samples)
    predictions = session.data.prepared.predictions
    rows = np.flatnonzero(tuning_mask(predictions, HALF) == inside)
    now = seen(session)
    part = now.data.prepared.predictions
    assert now.point is session.point
    assert np.asarray(part.sample_id).tolist() == np.asarray(predictions.sample_id)[rows].tolist()
    assert now.data.loaded.row_numbers.tolist() == (rows + 2).tolist()
    assert now.data.n_of_all == 60
    matrix = evaluate(now.data.prepared, now.point).confusion
    decided = evaluate(session.data.prepared, session.point).decided[rows]
    by_hand = np.zeros((3, 3), dtype=int)
    np.add.at(by_hand, (predictions.y_true[rows], decided), 1)
    assert matrix.tolist() == by_hand.tolist()


def test_that_a_part_is_made_once_and_that_of_another_tuning_let_go() -> None:
    session = tuned()
    assert seen(session).data is seen(session).data
    assert seen(seen(session)).data is seen(session).data
    both = part_of_data(session.data, HALF, "tuned"), part_of_data(session.data, HALF, "held-back")
    assert list(session.data.parts.values()) == [both[1], both[0]]
    other = part_of_data(session.data, Tuning(0.3), "tuned")
    assert list(session.data.parts.values()) == [other]


def test_that_all_samples_are_the_session_itself() -> None:
    assert seen(session := tuned("all")) is session
    untuned = session_of(problem())
    assert seen(untuned) is untuned
    on_all = replace(untuned, tuning=Tuning(1.0), display=replace(untuned.display, samples_of="tuned"))
    assert seen(on_all) is on_all
    assert on_all.samples_of == "all"


def test_that_the_default_rule_of_a_part_is_that_of_all() -> None:
    generator = np.random.default_rng(4)
    truth = generator.integers(0, 2, 80)
    ranked = Predictions.from_arrays(
        truth, truth + generator.normal(0, 1, 80), classes=["ok", "crack"], positive="crack",
        score_kind="score",
    )  # fmt: skip
    session = set_samples_of(replace(session_of(ranked), tuning=HALF), "held-back")
    now = seen(session)
    assert now.data.prepared.default_rule == session.data.prepared.default_rule
    assert now.data.default_evaluation.point.rule == session.data.default_evaluation.point.rule


def test_that_parts_are_chosen_only_where_there_are_some() -> None:
    for tuning in (None, Tuning(1.0)):
        session = replace(session_of(problem()), tuning=tuning)
        assert set_samples_of(session, "all") is session
        with pytest.raises(InputError, match="not tuned on a part"):
            set_samples_of(session, "held-back")


def test_that_a_tuning_by_rows_goes_on_with_more_samples() -> None:
    more = session_of(problem(120)).data
    assert carry_over(tuned(), more).tuning == HALF


def test_that_whole_batches_are_not_drawn_anew_when_others_come() -> None:
    before, tuning = problem(), Tuning(0.5, 0, "batch")
    assert kept_tuning(tuning, before, problem(seed=3)) == tuning
    assert kept_tuning(tuning, before, problem(120, n_batches=12)) is None
    assert kept_tuning(tuning, before, problem(first=2)) is None
    assert kept_tuning(Tuning(0.5, 0, "group"), before, problem(120)) is None
    assert kept_tuning(Tuning(1.0, 0, "batch"), before, problem(120)) == Tuning(1.0, 0, "batch")
    without = Predictions.from_arrays([0, 1], [[0.5, 0.5]] * 2, classes=["a", "b"])
    assert kept_tuning(tuning, before, without) is None
    alone = Predictions.from_arrays([0], [[0.5, 0.5]], classes=["a", "b"])
    assert kept_tuning(HALF, before, alone) is None
    counts = [[3, 0], [1, 2]]
    kept = [kept_tuning(HALF, before, replace(without, count=np.array(count))) for count in counts]
    assert kept == [None, HALF]
    assert kept_tuning(None, before, before) is None


def test_that_the_tuning_is_saved_with_the_samples_that_are_seen(tmp_path: Path) -> None:
    session = tuned("tuned", Tuning(0.25, 9, "group"))
    save_session(session, tmp_path / "a.confmat")
    again = read_session(tmp_path / "a.confmat")
    assert again.tuning == Tuning(0.25, 9, "group")
    assert again.samples_of == "tuned"
    ids = [np.asarray(seen(each).data.prepared.predictions.sample_id).tolist() for each in (session, again)]
    assert ids[0] == ids[1]


def test_that_a_file_whose_samples_cannot_be_drawn_so_is_damaged(tmp_path: Path) -> None:
    one_batch = session_of(problem(n_batches=1))
    save_session(replace(one_batch, tuning=Tuning(0.5, 0, "batch")), tmp_path / "a.confmat")
    with pytest.raises(InputError, match="damaged"):
        read_session(tmp_path / "a.confmat")
