"""One small batch misleads, and the notice says by how much: beside probabilities of another library."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.io.repairing import with_repairs
from confmat_gui.present.batch_notices import LARGE, WIDE, batch_notices
from confmat_gui.present.notice import Notice
from confmat_gui.present.notices import notices
from confmat_gui.present.texts import figure
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import Session
from tests.present.building import binary, evaluated, labels_only, session_from


def noticed(session: Session) -> list[Notice]:
    return batch_notices(evaluated(session))


def in_batches(size: int, n_batches: int, wrong_every: int = 3) -> Predictions:
    """Return labels in batches of one size; one label in `wrong_every` is wrong."""
    n = size * n_batches
    y_true = np.arange(n) % 2
    y_pred = np.where(np.arange(n) % wrong_every == 0, 1 - y_true, y_true)
    batch = np.repeat(np.arange(n_batches), size)
    return Predictions.from_arrays(y_true, y_pred=y_pred, classes=("ok", "crack"), batch=batch)


def test_that_batches_of_five_mislead_one_by_one() -> None:
    session = session_from(in_batches(5, 12))
    (notice,) = noticed(session)
    assert notice.code == "small_batches"
    assert notice.text == (
        "Batches of 5 samples: by chance alone one of them has an accuracy from 0.200 to 1.000; "
        "all 12 together have 0.667."
    )
    assert notice.detail == "Judge by all of them together."
    assert (notice.action, notice.action_label) == ("show_batches", "Show the batches")
    assert notice in notices(session, evaluated(session))


@settings(max_examples=150)
@given(st.data(), st.integers(2, 12), st.integers(1, 30))
def test_that_the_interval_is_that_of_drawing_a_batch_of_the_middle_size(
    data: st.DataObject, n_batches: int, most: int
) -> None:
    sizes = data.draw(st.lists(st.integers(1, most), min_size=n_batches, max_size=n_batches))
    n = sum(sizes)
    right = data.draw(st.integers(0, n))
    y_true = np.arange(n) % 2
    y_pred = np.where(np.arange(n) < right, y_true, 1 - y_true)
    batch = np.repeat(np.arange(n_batches), sizes)
    predictions = Predictions.from_arrays(y_true, y_pred=y_pred, classes=("ok", "crack"), batch=batch)
    size = sorted(sizes)[(n_batches - 1) // 2]
    low, high = (hypergeom.ppf(q, n, right, size) / size for q in (0.025, 0.975))
    found = noticed(session_from(predictions))
    assert bool(found) == (high - low >= WIDE)
    if found:
        assert f"from {figure(low)} to {figure(high)}" in found[0].text
        same = min(sizes) == max(sizes)
        assert found[0].text.startswith(f"Batches of {'' if same else 'about '}{size} sample")


def test_that_large_batches_are_left_in_peace() -> None:
    assert noticed(session_from(in_batches(200, 6))) == []
    assert noticed(session_from(in_batches(LARGE + 1, 3, 2))) == []
    for right in range(LARGE + 1):  # none of this size is wide enough, so none beyond it has to be looked at
        low, high = (hypergeom.ppf(q, 10**6, 10**6 * right // LARGE, LARGE) for q in (0.025, 0.975))
        assert high - low <= WIDE * LARGE


def test_that_a_row_that_stands_for_many_samples_counts_as_many() -> None:
    small = in_batches(5, 12)
    assert noticed(session_from(replace(small, count=np.full(60, 100, dtype=np.int64)))) == []
    (notice,) = noticed(session_from(replace(small, count=np.full(60, 2, dtype=np.int64))))
    assert notice.text.startswith("Batches of 10 samples: ")
    weighted = replace(small, sample_weight=np.full(60, 100.0))
    assert len(noticed(session_from(weighted))) == 1  # weights are no samples


def test_that_of_undecided_samples_only_the_decided_have_an_accuracy() -> None:
    labels = in_batches(5, 12)
    assert labels.y_pred is not None
    score = np.where(labels.y_pred == 1, 0.9, 0.1)
    score[::4] = 0.5
    predictions = Predictions.from_arrays(
        labels.y_true, score, classes=labels.classes, positive="crack", batch=np.repeat(np.arange(12), 5),
    )
    rule = Rule.thresholds({"ok": 0.6, "crack": 0.6}, no_decision=True)
    session = session_from(predictions, rule)
    evaluation = evaluated(session)
    decided, right = int(evaluation.confusion.sum()), int(np.trace(evaluation.confusion))
    trials = round(5 * decided / 60)
    assert 1 < trials < 5
    low, high = (hypergeom.ppf(q, decided, right, trials) / trials for q in (0.025, 0.975))
    (notice,) = noticed(session)
    assert f"5 samples, {trials} of them decided" in notice.text
    assert f"from {figure(low)} to {figure(high)}" in notice.text
    nothing = Rule.thresholds({"ok": 1.1, "crack": 1.1}, no_decision=True)
    assert noticed(session_from(predictions, nothing)) == []
    alone = replace(predictions, batch=None, batch_names=())
    assert noticed(session_from(alone, nothing)) == []
    assert f"One batch of {decided} decided samples" in noticed(session_from(alone, rule))[0].text


def test_that_one_small_batch_alone_says_how_little_it_tells() -> None:
    (notice,) = noticed(session_from(binary()))
    assert notice.code == "one_small_batch"
    assert notice.text == (
        "One batch of 10 samples: its accuracy is 0.500, "
        "that of the model may be anywhere from 0.237 to 0.763."
    )
    assert (notice.action, notice.action_label) == ("add_batch", "Add batch…")
    assert noticed(session_from(labels_only())) == []  # a hundred: from 0.838 to 0.952
    one = Predictions.from_arrays([0], y_pred=[0], classes=("ok", "crack"))
    assert noticed(session_from(one))[0].text.startswith("One batch of 1 sample: its accuracy")


def test_that_a_batch_that_is_left_alone_by_repairs_is_one_batch() -> None:
    session = session_from(in_batches(5, 3))
    loaded = session.data.loaded
    repairs = (Repair("leave-out", ("0",)), Repair("leave-out", ("2",)))
    data = data_set(with_repairs(loaded, repairs))
    (notice,) = noticed(replace(session, data=data))
    assert notice.code == "one_small_batch"
    assert "One batch of 5 samples" in notice.text


@pytest.mark.parametrize("n", [1, 3])
def test_that_a_single_class_has_nothing_to_mislead_with(n: int) -> None:
    labels = np.zeros(n, dtype=int)
    predictions = Predictions.from_arrays(labels, y_pred=labels, classes=("ok",), batch=np.arange(n))
    assert noticed(session_from(predictions)) == []
