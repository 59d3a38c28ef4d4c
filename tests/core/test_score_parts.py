"""Isotonic regression, and what mean scores are made of."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss

from confmat_gui.core.isotonic import isotonic_points, isotonic_steps
from confmat_gui.core.reliability_bins import binned
from confmat_gui.core.score_counts import score_counts
from confmat_gui.core.score_parts import ScoreParts, added_up, binned_parts, score_parts
from tests.core.test_reliability_bins import counted, events, spelled_out

Event = tuple[list[float], list[bool], list[int] | None]


def pooled(values: list[float], n: list[int], hits: list[int]) -> list[float]:
    """Return isotonic rates by pooling one violator after the other, the slow way."""
    blocks = [[hit, size, 1] for hit, size in zip(hits, n, strict=True)]
    at = 0
    while at + 1 < len(blocks):
        left, right = blocks[at], blocks[at + 1]
        if left[0] * right[1] >= right[0] * left[1]:
            blocks[at : at + 2] = [[left[0] + right[0], left[1] + right[1], left[2] + right[2]]]
            at = max(0, at - 1)
        else:
            at += 1
    assert sum(width for _, _, width in blocks) == len(values)
    return [hit / size for hit, size, width in blocks for _ in range(width)]


@given(events())
def test_that_isotonic_regression_is_that_of_pooled_violators_and_of_scikit_learn(event: Event) -> None:
    counts = counted(event)
    steps = isotonic_steps(counts)
    fitted = np.repeat(
        steps.rate,
        [
            ((counts.values >= a) & (counts.values <= b)).sum()
            for a, b in zip(steps.low, steps.high, strict=True)
        ],
    )
    assert fitted == pytest.approx(pooled(counts.values.tolist(), counts.n.tolist(), counts.hits.tolist()))
    reference = IsotonicRegression().fit(counts.values, counts.hits / counts.n, sample_weight=counts.n)
    assert fitted == pytest.approx(reference.predict(counts.values), abs=1e-9)
    assert (np.diff(steps.rate) > 0).all()
    assert int(steps.n.sum()) == counts.n_samples
    scores, rates = isotonic_points(steps)
    inside = np.linspace(scores[0], scores[-1], 41)
    assert np.interp(inside, scores, rates) == pytest.approx(reference.predict(inside), abs=1e-9)


@given(events())
def test_that_the_parts_of_brier_and_log_loss_add_up(event: Event) -> None:
    counts = counted(event)
    steps = isotonic_steps(counts)
    samples = spelled_out(event)
    p, hit = np.array([s for s, _ in samples]), np.array([h for _, h in samples])
    brier, logarithmic = score_parts(counts, steps, "brier"), score_parts(counts, steps, "log_loss")
    assert brier.score == pytest.approx(brier_score_loss(hit, p, pos_label=True))
    assert logarithmic.score == pytest.approx(log_loss(hit, p, labels=[False, True]), abs=1e-9)
    base = hit.mean()
    assert brier.uncertainty == pytest.approx(base * (1 - base))
    for parts in (brier, logarithmic):
        assert parts.miscalibration - parts.discrimination + parts.uncertainty == pytest.approx(parts.score)
        assert parts.miscalibration >= -1e-12
        assert parts.discrimination >= -1e-12


@given(events())
def test_that_the_parts_on_bins_add_up_with_the_terms_within_them(event: Event) -> None:
    for n_bins in (1, 4, 15):
        bins = binned(counted(event), "mass", n_bins)
        parts = binned_parts(bins)
        samples = spelled_out(event)
        base = sum(hit for _, hit in samples) / len(samples)
        assert parts.score == pytest.approx(sum((s - h) ** 2 for s, h in samples) / len(samples))
        whole = parts.reliability - parts.resolution + parts.uncertainty
        assert parts.score == pytest.approx(whole + parts.within_spread - parts.within_covariance)
        assert parts.resolution == pytest.approx(
            sum(n * (rate - base) ** 2 for n, rate in zip(bins.n, bins.rate, strict=True)) / len(samples)
        )
        assert parts.within_spread >= -1e-12


def test_that_the_parts_are_those_of_a_worked_example() -> None:
    counts = score_counts(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True]))
    steps = isotonic_steps(counts)
    assert steps.rate.tolist() == [0, 0.5, 1]
    parts = score_parts(counts, steps, "brier")
    said = (0.01 + 0.16 + 0.65**2 + 0.04) / 4
    assert parts.score == pytest.approx(said)
    assert parts.miscalibration == pytest.approx(said - 0.125)
    assert (parts.discrimination, parts.uncertainty) == (0.125, 0.25)
    logarithmic = score_parts(counts, steps, "log_loss")
    assert logarithmic.uncertainty == pytest.approx(math.log(2))
    assert logarithmic.discrimination == pytest.approx(math.log(2) / 2)


def test_that_parts_without_samples_are_undefined_and_those_of_classes_are_added_up() -> None:
    nobody = score_counts(np.array([0.3]), np.array([True]), np.array([0]))
    steps = isotonic_steps(nobody)
    assert math.isnan(score_parts(nobody, steps, "brier").score)
    assert math.isnan(binned_parts(binned(nobody)).reliability)
    assert added_up([ScoreParts(1, 2, 3, 2), ScoreParts(0.5, 0.25, 0.25, 0.5)]) == ScoreParts(
        1.5, 2.25, 3.25, 2.5
    )
