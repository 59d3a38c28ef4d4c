"""What it costs to trust the probabilities, beside the best thresholds that can be found."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.coordinate_descent import descend, usual_starts
from confmat_gui.core.costs import Costs, among_classes
from confmat_gui.core.decide import largest_share
from confmat_gui.core.influence import influence_variance
from confmat_gui.core.intervals import normal_interval
from confmat_gui.core.minimum_cost import minimum_cost
from confmat_gui.core.objectives import Objective
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import Prevalence, weights_of_rows
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.rules import cost_matrix
from confmat_gui.core.searches import UnitCosts, lowest_cost
from confmat_gui.core.tuning import Tuning, tuning_part

MOST_CLASSES = 100
"""Above it the search of all thresholds together would take too long to wait for."""
PART_ROWS = 20_000
"""Rows on which the searches for three classes or more begin."""


@dataclass(frozen=True)
class CostOfTrust:
    """What a sample costs where the probabilities are trusted, and under the best thresholds.

    Both on the samples held back; the thresholds were found on the others.

    Attributes
    ----------
    trusted : cost a sample of the rule of lowest expected cost
    best : cost a sample of the best thresholds found
    low, high : 95 % interval of trusted - best; nan for fewer than two samples
    exact : whether there are no better thresholds on the samples they were found on
    n : samples held back
    reweighted : whether both are for shares of the classes that were set
    """

    trusted: float
    best: float
    low: float
    high: float
    exact: bool
    n: int
    reweighted: bool = False

    @property
    def excess(self) -> float:
        """What trusting the probabilities costs more than the best thresholds, a sample."""
        return self.trusted - self.best

    @property
    def is_noise(self) -> bool:
        """Whether the interval of the difference holds 0."""
        return not (self.low > 0 or self.high < 0)


def cost_of_trust(
    predictions: Predictions,
    costs: Costs,
    tuning: Tuning,
    progress: Progress = no_progress,
    *,
    prevalence: Prevalence | None = None,
) -> CostOfTrust:
    """Return what trusting the probabilities costs beside the best thresholds, on the samples held back.

    A price of no decision is left out: both rules decide every sample.

    Parameters
    ----------
    predictions : with probabilities or logits, 2 to 100 classes
    costs : (K, K) or (K, K + 1), rows = true class
    tuning : how samples are held back; its share is below 1
    prevalence : Prevalence or None
        Shares of the classes where the rule is used: then a sample of class i counts pi'_i / pi_i, with the
        shares pi_i of the part it is in. The probabilities are trusted as they are.

    Raises
    ------
    InputError
        There are no probabilities, or no samples can be held back.
    """
    check_probabilities(predictions, "What trusting the probabilities costs")
    prices = among_classes(costs)
    part, rest = (tuning_part(predictions, tuning, name) for name in ("tuned", "held-back"))
    trusting, _ = minimum_cost(rest, prices)
    deciding = _by_one_threshold if predictions.is_binary else _by_thresholds
    counted = _weighted(prices, rest, prevalence)
    own = counted[rest.y_true, trusting]
    best = counted[rest.y_true, deciding(part, rest, _weighted(prices, part, prevalence), progress)]
    low, high = _interval(own - best, rest, fixed_shares=prevalence is not None)
    return CostOfTrust(
        _mean(own, rest), _mean(best, rest), low, high, predictions.is_binary, rest.n, prevalence is not None
    )


def _weighted(prices: Floats, predictions: Predictions, prevalence: Prevalence | None) -> Floats:
    """Return the prices times what a sample of each true class counts."""
    if prevalence is None:
        return prices
    return np.asarray(prices * weights_of_rows(predictions.support, prevalence)[:, None])


def _by_one_threshold(
    part: Predictions, rest: Predictions, prices: Floats, progress: Progress
) -> NDArray[np.intp]:
    """Return the decisions by the threshold with the lowest cost, of equal ones that with the lower FPR."""
    positive = part.positive or 0
    negative = 1 - positive
    progress(0.0, "Searching the best threshold")
    ranking = rank_scores(part.score_of(positive), part.y_true == positive, part.count)
    found = lowest_cost(ranking, UnitCosts(
        false_positive=prices[negative, positive], false_negative=prices[positive, negative],
        true_negative=prices[negative, negative], true_positive=prices[positive, positive],
    ))  # fmt: skip
    if found is None:  # one class alone: what is cheapest for it
        only = int(np.argmax(part.support))
        return np.full(rest.n_rows, int(np.argmin(prices[only])))
    return np.where(rest.score_of(positive) >= found.threshold, positive, negative)


def _by_thresholds(
    part: Predictions, rest: Predictions, prices: Floats, progress: Progress
) -> NDArray[np.intp]:
    """Return the decisions by thresholds that no search of a single class improves, from several starts."""
    objective = Objective("expected_cost", costs=cost_matrix(prices))
    starts = usual_starts(np.ones(part.n_classes), objective)[1:]
    found = descend(part, objective, starts, part_rows=PART_ROWS, progress=progress)
    codes, _ = largest_share(rest, found.thresholds)
    return codes.astype(np.intp)


def _mean(values: Floats, predictions: Predictions) -> float:
    return float(np.average(values, weights=predictions.count))


def _interval(
    difference: Floats, predictions: Predictions, *, fixed_shares: bool
) -> tuple[float, float]:
    """Return the normal interval of a mean difference over samples, or of classes whose shares are set."""
    mean, count = _mean(difference, predictions), predictions.count
    if not fixed_shares:
        variance = influence_variance(difference - mean, None, count, mean)
    else:
        classes = predictions.y_true
        sums = np.bincount(classes, difference if count is None else difference * count)
        means = sums / np.maximum(np.bincount(classes, count), 1)
        variance = influence_variance(difference - means[classes], classes, count, mean)
    return normal_interval(mean, variance, -math.inf, math.inf)
