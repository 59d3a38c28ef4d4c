"""Counts at distinct scores, and bins of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from confmat_gui.core.errors import InputError
from confmat_gui.core.intervals import wilson
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.reliability_bins import BINNINGS, Bins, binned, histogram
from confmat_gui.core.score_counts import ScoreCounts, class_counts, score_counts, top_label_counts
from tests.core.strategies import probability_predictions


@st.composite
def events(draw: st.DrawFn) -> tuple[list[float], list[bool], list[int] | None]:
    """Return scores with ties, whether each came true, and perhaps counts with zeros."""
    n = draw(st.integers(1, 60))
    levels = draw(st.sampled_from([1, 2, 7, 10_000]))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    score = (generator.integers(0, levels + 1, n) / levels).tolist()
    hit = (generator.random(n) < generator.random()).tolist()
    count = [*generator.integers(0, 4, n - 1).tolist(), 1] if draw(st.booleans()) else None
    return score, hit, count


def counted(event: tuple[list[float], list[bool], list[int] | None]) -> ScoreCounts:
    score, hit, count = event
    weights = None if count is None else np.array(count, dtype=np.int64)
    return score_counts(np.array(score), np.array(hit), weights)


def spelled_out(event: tuple[list[float], list[bool], list[int] | None]) -> list[tuple[float, bool]]:
    """Return every sample by itself, in the order of the scores."""
    score, hit, count = event
    times = count or [1] * len(score)
    return sorted((s, h) for s, h, n in zip(score, hit, times, strict=True) for _ in range(n))


def slow_bins(
    event: tuple[list[float], list[bool], list[int] | None], binning: str, n_bins: int
) -> list[list[tuple[float, bool]]]:
    """Return the samples of each bin, one sample after the other."""
    samples = spelled_out(event)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, hit in samples:
        below = sum(other < score for other, _ in samples)
        own = sum(other == score for other, _ in samples)
        if binning == "mass":
            place = ((2 * below + own) * n_bins) // (2 * len(samples))
        else:
            place = sum(score > border for border in np.linspace(0, 1, n_bins + 1)[1:-1].tolist())
        bins.setdefault(place, []).append((score, hit))
    return [bins[place] for place in sorted(bins)]


@given(events(), st.sampled_from(BINNINGS), st.integers(1, 20))
def test_that_bins_hold_what_a_slow_walk_over_samples_puts_into_them(
    event: tuple[list[float], list[bool], list[int] | None], binning: str, n_bins: int
) -> None:
    bins = binned(counted(event), "mass" if binning == "mass" else "width", n_bins)
    slow = slow_bins(event, binning, n_bins)
    assert bins.n.tolist() == [len(samples) for samples in slow]
    assert bins.hits.tolist() == [sum(hit for _, hit in samples) for samples in slow]
    assert bins.low.tolist() == [samples[0][0] for samples in slow]
    assert bins.high.tolist() == [samples[-1][0] for samples in slow]
    assert bins.total == pytest.approx([sum(score for score, _ in samples) for samples in slow])
    assert bins.squares == pytest.approx([sum(score**2 for score, _ in samples) for samples in slow])
    assert bins.hit_total == pytest.approx([sum(s for s, h in samples if h) for samples in slow])
    assert ((bins.low <= bins.mean) & (bins.mean <= bins.high)).all()
    assert (bins.low[1:] > bins.high[:-1]).all(), "equal scores are in one bin"


@given(st.integers(0, 2**32 - 1), st.integers(2, 12))
def test_that_bins_are_those_of_scikit_learn(seed: int, n_bins: int) -> None:
    generator = np.random.default_rng(seed)
    p = generator.random(n_bins * int(generator.integers(1, 9)))
    hit = generator.random(len(p)) < p
    counts = score_counts(p, hit)
    for strategy, bins in (
        ("uniform", binned(counts, "width", n_bins)),
        ("quantile", binned(counts, "mass", n_bins)),
    ):
        rate, mean = calibration_curve(hit, p, n_bins=n_bins, strategy=strategy)
        assert bins.rate == pytest.approx(rate)
        assert bins.mean == pytest.approx(mean)


def test_that_bins_of_equal_mass_differ_by_one_sample_at_most_without_ties() -> None:
    bins = binned(score_counts(np.random.default_rng(1).random(1_003), np.zeros(1_003, dtype=bool)))
    assert len(bins.n) == 15
    assert int(bins.n.max() - bins.n.min()) == 1


def test_that_few_distinct_scores_give_fewer_bins() -> None:
    bins = binned(score_counts(np.array([0.2] * 50 + [0.7] * 50), np.array([True] * 50 + [False] * 50)))
    assert bins.n.tolist() == [50, 50]
    assert bins.rate.tolist() == [1, 0]
    assert bins.interval == pytest.approx(wilson([50, 0], [50, 50]))


def test_that_one_sample_is_a_bin_and_no_sample_is_none() -> None:
    one = binned(score_counts(np.array([0.3]), np.array([True])))
    assert (one.n.tolist(), one.mean.tolist(), one.rate.tolist()) == ([1], [0.3], [1.0])
    nobody = score_counts(np.array([0.3]), np.array([True]), np.array([0]))
    for binning in BINNINGS:
        none = binned(nobody, binning)
        assert isinstance(none, Bins)
        assert (len(none.n), none.n_samples) == (0, 0)
    assert np.isnan(nobody.base_rate)
    assert nobody.ranking.n_pos == 0


@given(probability_predictions(smallest=2))
def test_that_classes_and_the_top_label_are_counted_row_by_row(predictions: Predictions) -> None:
    p = probabilities(predictions)
    times = np.ones(len(p), dtype=int) if predictions.count is None else predictions.count
    for k in range(predictions.n_classes):
        counts = class_counts(predictions, k)
        assert counts.values.tolist() == sorted(set(p[:, k].tolist()))
        for value, n, hits in zip(counts.values, counts.n, counts.hits, strict=True):
            at = p[:, k] == value
            assert (n, hits) == (times[at].sum(), times[at & (predictions.y_true == k)].sum())
    top = top_label_counts(predictions)
    right = p.argmax(axis=1) == predictions.y_true
    assert top.n_samples == predictions.n
    assert int(top.hits.sum()) == int(times[right].sum())
    assert float((top.values * top.n).sum()) == pytest.approx(float((p.max(axis=1) * times).sum()))


def test_that_a_single_column_is_counted_for_both_classes() -> None:
    predictions = Predictions.from_arrays([0, 1, 1, 0], np.array([0.25, 0.75, 0.5, 0.125]))
    assert class_counts(predictions, 1).values.tolist() == [0.125, 0.25, 0.5, 0.75]
    assert class_counts(predictions, 0).values.tolist() == [0.25, 0.5, 0.75, 0.875]
    top = top_label_counts(predictions)
    assert top.values.tolist() == [0.5, 0.75, 0.875]
    assert top.hits.tolist() == [0, 2, 1], "at one half the first class is said"


@pytest.mark.parametrize("score_type", [np.float32, np.float64])
def test_that_the_top_label_of_a_single_column_has_the_probability_on_paper(
    score_type: type[np.floating[Any]],
) -> None:
    low = np.arange(500)
    for column in (low, 1000 - low):
        p = np.concatenate([column, 1000 - column]).astype(np.float64) / 1000
        top = top_label_counts(Predictions.from_arrays(np.zeros(1000, dtype=int), p.astype(score_type)))
        assert top.n.tolist() == [2] * 500, "0.059 and 0.941 are the same sure answer"
        assert top.hits.tolist() == [1] * 500


def test_that_scores_that_only_rank_have_no_calibration() -> None:
    with pytest.raises(InputError, match="Calibration needs probabilities"):
        class_counts(Predictions.from_arrays([0, 1], [-1, 3]), 0)
    with pytest.raises(InputError, match="Calibration needs scores"):
        top_label_counts(Predictions.from_arrays([0, 1], y_pred=[0, 1]))


def test_that_a_histogram_counts_every_sample_once_and_one_is_in_the_last_bar() -> None:
    counts = score_counts(np.array([0.0, 0.24, 0.25, 1.0]), np.zeros(4, dtype=bool), np.array([1, 2, 3, 4]))
    assert histogram(counts, 4).tolist() == [3, 3, 0, 4]
