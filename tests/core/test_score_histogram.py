"""How the scores of a class lie, against numpy's own histogram and against plain decisions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.decide import decide
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.rules import Rule
from confmat_gui.core.score_histogram import (
    MOST_KEPT,
    kept_histogram,
    score_histogram,
)


def made(n: int, n_classes: int, seed: int, digits: int = 3) -> Predictions:
    generator = np.random.default_rng(seed)
    scores = generator.dirichlet(np.ones(n_classes), n).round(digits)
    scores[:, 0] = 1 - scores[:, 1:].sum(axis=1)
    names = [str(k) for k in range(n_classes)]
    return Predictions.from_arrays(
        generator.integers(n_classes, size=n), np.clip(scores, 0, 1), classes=names
    )


def ranked(y_true: list[int], scores: list[float]) -> Predictions:
    return Predictions.from_arrays(
        y_true, scores, classes=["a", "b"], positive="b", score_kind="score"
    )


@given(st.integers(1, 60), st.integers(2, 5), st.integers(0, 10_000))
def test_that_every_sample_is_counted_once_in_the_bin_of_its_probability(
    n: int, n_classes: int, seed: int
) -> None:
    predictions = made(n, n_classes, seed, digits=4)
    found = score_histogram(predictions, "probability", n_classes - 1)
    values = probabilities(predictions)[:, n_classes - 1]
    assert (found.counts.sum(axis=1) == predictions.support).all()
    for k in range(n_classes):
        expected = np.zeros(len(found.edges) - 1)
        for value in values[predictions.y_true == k]:
            expected[min(int(value * len(expected)), len(expected) - 1)] += 1
        assert (found.counts[k] == expected).all()


def test_that_there_are_fewer_bins_for_few_samples() -> None:
    for n, n_bins in ((500, 25), (501, 50), (2_000, 50), (2_001, 100)):
        assert score_histogram(made(n, 2, 1), "probability", 1).counts.shape == (2, n_bins)


def test_that_ranking_scores_lie_between_the_lowest_and_the_highest() -> None:
    scores = np.array([-3.0, 0.5, 2.0, 2.0])
    predictions = ranked([0, 1, 1, 0], scores.tolist())
    found = score_histogram(predictions, "score", 1)
    assert (found.edges[0], found.edges[-1]) == (-3.0, 2.0)
    for k in range(2):
        expected, _ = np.histogram(scores[predictions.y_true == k], found.edges)
        assert (found.counts[k] == expected).all()


def test_that_equal_scores_have_room_around_them() -> None:
    found = score_histogram(ranked([0, 1], [2.0, 2.0]), "score", 1)
    assert (found.edges[0], found.edges[-1], found.counts.sum()) == (1.5, 2.5, 2)


@given(st.integers(1, 80), st.integers(3, 5), st.integers(0, 10_000))
def test_that_on_the_decision_axis_a_bin_tells_who_is_still_predicted(
    n: int, n_classes: int, seed: int
) -> None:
    predictions = made(n, n_classes, seed)
    thresholds = np.random.default_rng(seed).uniform(0.2, 2.0, n_classes)
    found = score_histogram(predictions, "decision", 1, thresholds)
    others = thresholds.sum() - thresholds[1]
    for place in (2, 6, 12, 20):
        share = float(found.edges[place])
        moved = thresholds.copy()
        moved[1] = np.nextafter(share * others / (1 - share) * (1 - 1e-9), 0)
        rule = Rule.thresholds(dict(zip(predictions.classes, moved.tolist(), strict=True)))
        decided, _ = decide(predictions, OperatingPoint(rule))
        kept = np.bincount(predictions.y_true[decided == 1], minlength=n_classes)
        assert (found.counts[:, place:].sum(axis=1) <= kept).all()
        moved[1] = share * others / (1 - share) * (1 + 1e-9)
        rule = Rule.thresholds(dict(zip(predictions.classes, moved.tolist(), strict=True)))
        decided, _ = decide(predictions, OperatingPoint(rule))
        kept = np.bincount(predictions.y_true[decided == 1], minlength=n_classes)
        assert (found.counts[:, place:].sum(axis=1) >= kept).all()


def test_that_frequency_counts_are_counted() -> None:
    predictions = Predictions.from_arrays(
        ["a", "b", "b"], [0.1, 0.9, 0.4], classes=["a", "b"], positive="b", count=[5, 2, 7]
    )
    assert score_histogram(predictions, "score", 1).counts.sum(axis=1).tolist() == [5, 9]


def test_that_a_histogram_stays_while_the_threshold_of_its_own_class_moves() -> None:
    predictions = made(50, 3, 2)
    first = kept_histogram(predictions, "decision", 1, np.array([1.0, 1.0, 1.0]))
    assert kept_histogram(predictions, "decision", 1, np.array([1.0, 0.2, 1.0])) is first
    assert kept_histogram(predictions, "decision", 1, np.array([0.5, 0.2, 1.0])) is not first
    for place in range(MOST_KEPT):
        kept_histogram(predictions, "decision", 2, np.array([1.0, 1.0 + place, 1.0]))
    assert kept_histogram(predictions, "decision", 1, np.array([1.0, 1.0, 1.0])) is not first


@pytest.mark.parametrize("n_classes", [2, 3])
def test_that_one_sample_is_enough(n_classes: int) -> None:
    found = score_histogram(made(1, n_classes, 0), "probability", 0)
    assert found.counts.sum() == 1
