"""What it costs to trust the probabilities, and what recalibration is worth on samples held back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from confmat_gui.core.cancel import Progress
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.judging import judged, trial
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.recalibration import (
    RECALIBRATION_METHODS,
    Recalibration,
    RecalibrationMethod,
    recalibrated,
)
from confmat_gui.core.rules import Rule
from confmat_gui.core.trusting import cost_of_trust
from confmat_gui.core.tuning import Tuning, tuning_mask, tuning_part
from tests.core.test_recalibration import overconfident

COSTS = ((0.0, 1.0), (5.0, 0.0))


def test_that_both_costs_are_of_the_samples_held_back() -> None:
    predictions = overconfident(1_000, 2)
    tuning = Tuning(seed=2)
    found = cost_of_trust(predictions, COSTS, tuning)
    part, rest = tuning_part(predictions, tuning, "tuned"), tuning_part(predictions, tuning, "held-back")
    trusted = evaluate(prepare(rest), OperatingPoint(Rule.min_cost(), COSTS, 1)).metrics["expected_cost"]
    assert found.trusted == pytest.approx(trusted)
    assert found.n == rest.n
    scores = sorted(set(probabilities(part)[:, 1].tolist()), reverse=True)
    costs = [expected(part, score) for score in (math.inf, *scores)]
    lowest = [
        score for score, cost in zip((math.inf, *scores), costs, strict=True) if cost <= min(costs) + 1e-12
    ]
    assert found.best == pytest.approx(expected(rest, lowest[0])), "of equal ones the highest threshold"
    assert found.exact


def expected(predictions: Predictions, threshold: float) -> float:
    predicted = (probabilities(predictions)[:, 1] >= threshold).astype(int)
    return float(np.array(COSTS)[predictions.y_true, predicted].mean())


@pytest.mark.parametrize("n_classes", [2, 3])
def test_that_both_costs_follow_the_shares_of_the_place_of_use(n_classes: int) -> None:
    predictions = overconfident(1_200, n_classes)
    prices = 1.0 - np.eye(n_classes) + 4.0 * np.outer(np.arange(n_classes) == 1, np.arange(n_classes) != 1)
    costs, shares = tuple(map(tuple, prices.tolist())), (None, 0.02, *[None] * (n_classes - 2))
    found = cost_of_trust(predictions, costs, Tuning(seed=2), prevalence=shares)
    rest = tuning_part(predictions, Tuning(seed=2), "held-back")
    point = OperatingPoint(Rule.min_cost(), costs, prevalence=shares)
    assert found.trusted == pytest.approx(evaluate(prepare(rest), point).metrics["expected_cost"])
    assert found.reweighted
    if n_classes == 2:
        part, slow = tuning_part(predictions, Tuning(seed=2), "tuned"), {}
        for score in (math.inf, *sorted(set(probabilities(part)[:, 0].tolist()), reverse=True)):
            slow[score] = expected_at(part, score, shares[1])
        lowest = next(score for score, cost in slow.items() if cost <= min(slow.values()) + 1e-12)
        assert found.best == pytest.approx(expected_at(rest, lowest, shares[1]))
        assert found.low < found.excess < found.high
    ordinary = cost_of_trust(predictions, costs, Tuning(seed=2))
    assert not ordinary.reweighted
    assert ordinary.trusted != pytest.approx(found.trusted)


def expected_at(predictions: Predictions, threshold: float, share: float | None) -> float:
    """Return the cost of a sample where the first, positive class is predicted from a threshold on."""
    assert share is not None
    assert predictions.positive == 0
    second, true = probabilities(predictions)[:, 0] < threshold, predictions.y_true == 1
    return float((1 - share) * second[~true].mean() + share * 5 * (~second[true]).mean())


def test_that_trusting_overconfident_probabilities_costs_more_and_recalibrated_ones_hardly() -> None:
    predictions = overconfident(8_000, 2, factor=4.0)
    tuning = Tuning()
    before = cost_of_trust(predictions, COSTS, tuning)
    assert before.excess > 0.02
    assert not before.is_noise
    sound = recalibrated(predictions, trial(predictions, Recalibration("temperature", tuning)).recalibration)
    after = cost_of_trust(sound, COSTS, tuning)
    assert abs(after.excess) < before.excess / 3


def test_that_the_interval_is_of_the_paired_difference() -> None:
    predictions = overconfident(600, 2)
    found = cost_of_trust(predictions, COSTS, Tuning())
    rest = tuning_part(predictions, Tuning(), "held-back")
    trusting, _ = decide(rest, OperatingPoint(Rule.min_cost(), COSTS, 1))
    ranked = np.array(COSTS)[rest.y_true, trusting]
    assert found.trusted == pytest.approx(float(ranked.mean()))
    assert (found.low + found.high) / 2 == pytest.approx(found.excess)
    assert found.high - found.low > 0


def test_that_counts_are_samples() -> None:
    plain = overconfident(400, 2)
    scores = plain.y_score
    assert scores is not None
    counted = Predictions.from_arrays(
        plain.y_true, scores, classes=plain.classes, score_kind="probability", count=np.full(400, 3)
    )
    one, three = cost_of_trust(plain, COSTS, Tuning()), cost_of_trust(counted, COSTS, Tuning())
    assert (three.trusted, three.best, three.n) == pytest.approx((one.trusted, one.best, 3 * one.n))
    assert three.high - three.low < one.high - one.low


def test_that_three_classes_are_searched_together_and_the_search_can_be_stopped() -> None:
    predictions = overconfident(600, 3, factor=4.0)
    costs = ((0.0, 1.0, 2.0, 0.5), (4.0, 0.0, 1.0, 0.5), (8.0, 3.0, 0.0, 0.5))
    found = cost_of_trust(predictions, costs, Tuning())
    assert not found.exact
    rest = tuning_part(predictions, Tuning(), "held-back")
    prices = np.array(costs)[:, :3]
    trusting = np.argmin(probabilities(rest) @ prices, axis=1)
    assert found.trusted == pytest.approx(float(prices[rest.y_true, trusting].mean()))
    assert found.best < found.trusted

    class StoppedError(Exception):
        pass

    def stop(fraction: float, text: str = "") -> None:
        raise StoppedError

    progress: Progress = stop
    with pytest.raises(StoppedError):
        cost_of_trust(predictions, costs, Tuning(), progress)


def test_that_one_class_alone_on_the_part_is_given_its_cheapest_answer() -> None:
    lonely = Predictions.from_arrays(
        [0, 0, 0, 0], np.array([0.1, 0.9, 0.2, 0.3]), classes=["a", "b"], score_kind="probability"
    )
    found = cost_of_trust(lonely, ((0.0, 1.0), (1.0, 0.0)), Tuning())
    assert found.best == 0


def test_that_one_sample_held_back_has_no_interval_and_a_share_of_one_is_refused() -> None:
    predictions = Predictions.from_arrays([0, 1], np.array([0.1, 0.9]), score_kind="probability")
    found = cost_of_trust(predictions, COSTS, Tuning())
    assert math.isnan(found.low)
    assert found.is_noise
    with pytest.raises(InputError, match="no part is held back"):
        cost_of_trust(predictions, COSTS, Tuning(share=1.0))
    with pytest.raises(InputError, match="needs probabilities"):
        cost_of_trust(Predictions.from_arrays([0, 1], [-1, 3]), COSTS, Tuning())


@pytest.mark.parametrize("method", RECALIBRATION_METHODS)
def test_that_a_trial_judges_on_the_samples_held_back(method: RecalibrationMethod) -> None:
    predictions = overconfident(1_000, 3)
    tuning = Tuning(seed=5)
    found = trial(predictions, Recalibration(method, tuning))
    rest = ~tuning_mask(predictions, tuning)
    y, old = predictions.y_true[rest], probabilities(predictions)[rest]
    new = probabilities(recalibrated(predictions, found.recalibration))[rest]
    assert found.held_back
    assert found.before.n == found.after.n == int(rest.sum())
    for side, p in ((found.before, old), (found.after, new)):
        assert side.log_loss == pytest.approx(log_loss(y, p, labels=[0, 1, 2]))
        truth = np.eye(3)[y]
        assert side.brier == pytest.approx(sum(brier_score_loss(truth[:, k], p[:, k]) for k in range(3)))
    assert found.after.calibration.top.width_error.value < found.before.calibration.top.width_error.value
    again = trial(predictions, found.recalibration)
    assert again.recalibration is found.recalibration, "a recalibration with its numbers is not fitted again"
    assert again.after.log_loss == found.after.log_loss


def test_that_a_fit_on_all_samples_is_judged_on_them_and_says_so() -> None:
    predictions = overconfident(200, 2)
    found = trial(predictions, Recalibration("sigmoid", Tuning(share=1.0)))
    assert not found.held_back
    assert found.before.n == 200
    assert found.before.log_loss == judged(predictions).log_loss


def test_that_what_is_known_of_the_same_part_is_not_judged_again() -> None:
    predictions = overconfident(300, 2)
    first = trial(predictions, Recalibration("sigmoid"))
    again = trial(predictions, Recalibration("isotonic"), known=first)
    assert again.before is first.before
    other = trial(predictions, Recalibration("isotonic", Tuning(seed=1)), known=first)
    assert other.before is not first.before
