"""Expected calibration errors beside chance, and the whole of what is said about probabilities."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from confmat_gui.core.calibration import calibration
from confmat_gui.core.calibration_error import (
    UNDEFINED,
    beside_chance,
    calibration_error,
    expected_error,
    mean_error,
    replicates_for,
    simulated_errors,
)
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.reliability_bins import binned
from confmat_gui.core.score_counts import score_counts
from tests.core.strategies import probability_predictions
from tests.core.test_reliability_bins import counted, events, spelled_out


def slow_error(p: NDArray[np.float64], hit: NDArray[np.bool_], n_bins: int = 15) -> float:
    """Return the ECE of bins of equal width as in Guo et al. (2017)."""
    borders = np.linspace(0, 1, n_bins + 1)
    total = 0.0
    for low, high in itertools.pairwise(borders):
        inside = (p > low) & (p <= high) if low else p <= high
        if inside.any():
            total += inside.mean() * abs(p[inside].mean() - hit[inside].mean())
    return total


@given(events())
def test_that_the_error_on_bins_of_equal_width_is_that_of_guo(
    event: tuple[list[float], list[bool], list[int] | None],
) -> None:
    samples = spelled_out(event)
    p, hit = np.array([s for s, _ in samples]), np.array([h for _, h in samples])
    assert expected_error(binned(counted(event), "width")) == pytest.approx(slow_error(p, hit))


@pytest.mark.parametrize("shape", [(0.3, 6), (1, 1), (0.05, 0.05), (20, 1)])
@pytest.mark.parametrize("n", [40, 2_000])
def test_that_a_perfect_model_shows_what_labels_drawn_row_by_row_show(
    shape: tuple[float, float], n: int
) -> None:
    generator = np.random.default_rng(7)
    p = generator.beta(*shape, size=n)
    bins = binned(score_counts(p, generator.random(n) < p))
    drawn = []
    for _ in range(1_500):
        labels = generator.random(n) < p
        drawn.append(expected_error(binned(score_counts(p, labels))))
    quick = simulated_errors(bins, 1_500, generator)
    spread = float(np.std(drawn)) or 1e-3
    assert abs(float(quick.mean()) - float(np.mean(drawn))) < 0.2 * spread
    assert np.quantile(quick, 0.975) == pytest.approx(np.quantile(drawn, 0.975), abs=0.5 * spread)


def test_that_the_error_of_a_perfect_model_lies_in_its_range_95_times_in_100() -> None:
    generator = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        p = generator.beta(0.6, 2, size=300)
        error = calibration_error(binned(score_counts(p, generator.random(300) < p)), replicates=400)
        inside += error.low <= error.value <= error.high
    assert 0.91 <= inside / 400 <= 0.985


def test_that_an_overconfident_model_is_above_chance_and_a_sound_one_is_not() -> None:
    generator = np.random.default_rng(5)
    p = generator.random(4_000)
    hit = generator.random(4_000) < p
    assert not calibration_error(binned(score_counts(p, hit))).is_above_chance
    sharpened = p**3 / (p**3 + (1 - p) ** 3)
    assert calibration_error(binned(score_counts(sharpened, hit))).is_above_chance


def test_that_certain_scores_that_are_right_have_no_error_and_none_is_expected() -> None:
    bins = binned(score_counts(np.array([0.0, 0.0, 1.0]), np.array([False, False, True])))
    error = calibration_error(bins)
    assert (error.value, error.perfect, error.low, error.high) == (0, 0, 0, 0)


def test_that_errors_without_samples_are_undefined() -> None:
    bins = binned(score_counts(np.array([0.3]), np.array([True]), np.array([0])))
    assert math.isnan(expected_error(bins))
    assert calibration_error(bins) is UNDEFINED
    assert mean_error([], []) is UNDEFINED
    assert beside_chance(0.1, np.empty(0)) is UNDEFINED


def test_that_very_many_classes_have_fewer_replicates() -> None:
    assert replicates_for(30) == 1_000
    assert replicates_for(15_000) == 200
    assert replicates_for(15_000_000) == 100


@given(probability_predictions(smallest=2))
def test_that_the_brier_score_is_that_of_the_headline(predictions: Predictions) -> None:
    found, prepared = calibration(predictions), prepare(predictions)
    assert found.brier.score == pytest.approx(prepared.brier, abs=1e-6)
    assert len(found.classes) == predictions.n_classes
    assert found.top.base_rate == pytest.approx(
        float(
            np.average(
                probabilities(predictions).argmax(axis=1) == predictions.y_true, weights=predictions.count
            )
        )
    )
    own = [each.mass_error.value for each in found.classes]
    assert found.classwise.value == pytest.approx(np.mean(own), abs=1e-6)


def test_that_two_classes_have_one_error_and_one_range() -> None:
    generator = np.random.default_rng(2)
    p = generator.random(400)
    found = calibration(Predictions.from_arrays((generator.random(400) < p).astype(int), p))
    one, other = found.classes
    assert one.mass_error.value == pytest.approx(other.mass_error.value)
    assert found.classwise.high == pytest.approx(one.mass_error.high, rel=0.1)
    assert found.brier == other.brier, "the positive class is the one named 1"
    assert one.error("width") is one.width_error
    assert one.error("mass") is one.mass_error
    assert (one.bins("width"), one.bins("mass")) == (one.by_width, one.by_mass)


def test_that_the_error_of_two_classes_is_the_mean_of_both_where_their_bins_differ() -> None:
    places = np.array([1, 2, 3, 4, 5, 5, *range(6, 25)])
    found = calibration(Predictions.from_arrays((places % 3 == 0).astype(int), places / 32))
    one, other = (each.mass_error.value for each in found.classes)
    assert abs(one - other) > 0.001, "the two equal scores are on the border of two bins, and go up for both"
    assert found.classwise.value == pytest.approx((one + other) / 2)


def test_that_calibration_is_found_once_and_says_how_far_it_is() -> None:
    generator = np.random.default_rng(4)
    p = generator.dirichlet(np.ones(3), 50)
    predictions = Predictions.from_arrays(generator.integers(0, 3, 50), p, classes=["a", "b", "c"])
    heard: list[str] = []

    def progress(fraction: float, text: str = "") -> None:
        heard.append(text)

    found = calibration(predictions, progress)
    assert heard[-1] == "Binning the probabilities of c"
    assert calibration(predictions, progress) is found
    assert len(heard) == 4


def test_that_logits_are_looked_at_as_probabilities_and_rankings_are_refused() -> None:
    generator = np.random.default_rng(4)
    z = generator.standard_normal((60, 3))
    y = generator.integers(0, 3, 60)
    logits = Predictions.from_arrays(y, z, classes=["a", "b", "c"], score_kind="logit")
    p = probabilities(logits)
    as_probabilities = Predictions.from_arrays(y, p, classes=["a", "b", "c"], score_kind="probability")
    assert calibration(logits).brier == calibration(as_probabilities).brier
    with pytest.raises(InputError, match="only rank"):
        calibration(Predictions.from_arrays([0, 1], [-1, 3]))


def test_that_one_class_alone_is_always_right() -> None:
    found = calibration(
        Predictions.from_arrays([0, 0], np.ones((2, 1)), classes=["a"], score_kind="probability")
    )
    assert found.top.base_rate == 1
    assert found.brier.score == 0
    assert found.classwise.value == 0
