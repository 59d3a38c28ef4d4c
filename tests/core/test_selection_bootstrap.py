"""The bootstrap of a choice against the plain way: draw counts, look at every threshold, take the best."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from confmat_gui.core import selection_bootstrap
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.decide import largest_share
from confmat_gui.core.goals import Goal
from confmat_gui.core.line_search import line_of
from confmat_gui.core.objectives import Objective
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import costs_from_weights
from confmat_gui.core.score_places import score_places
from confmat_gui.core.selection_bootstrap import Choice, repeat_choice
from confmat_gui.core.spreads import Lines, Repeats, _line_choice, line_spreads
from confmat_gui.core.suggest import suggest
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import Tuning
from tests.core.suggesting import problem

ALL = Tuning(1.0)


def weighted_f1(y: NDArray[Any], called: NDArray[Any], weight: NDArray[Any]) -> float:
    tp, fp, fn = (weight[m].sum() for m in (y & called, ~y & called, y & ~called))
    return float(2 * tp / (2 * tp + fp + fn)) if tp + fp + fn else float("nan")


def test_that_every_replicate_takes_the_best_threshold_of_its_samples(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    predictions = problem(60, 2, 3, positive=1)
    goal = Goal(Objective("f1", class_index=1))
    places = score_places(predictions, 1, ">=", None)
    thresholds = np.array([places.threshold(i) for i in range(places.n_places)])
    choice = Choice(places.cells(np.arange(places.n_places)), thresholds, 10, 2)
    draws = []

    def kept(*arguments: Any) -> Any:
        draws.append(drawn(*arguments))
        return draws[-1]

    drawn = selection_bootstrap._drawn
    monkeypatch.setattr(selection_bootstrap, "_drawn", kept)
    found = repeat_choice(choice, goal, 40, seed=5)
    score, y = predictions.score_of(1), predictions.y_true == 1
    order = np.argsort(-score)  # as the cells are: scores from the highest, all distinct
    picked, inside, outside = [], [], []
    for counts in np.concatenate(draws):
        weight = np.empty(60)
        weight[order] = counts
        values = [weighted_f1(y, score >= t, weight) for t in thresholds]
        best = int(np.nanargmax(np.round(values, 12)))
        picked.append(thresholds[best])
        inside.append(values[best])
        outside.append(weighted_f1(y, score >= thresholds[best], (weight == 0).astype(float)))
        assert (weight[y].sum(), weight[~y].sum()) == (y.sum(), (~y).sum())
    assert found.quantiles[2] == np.quantile(picked, 0.5, method="inverted_cdf")
    assert found.quantiles[[0, 4]].tolist() == pytest.approx(
        np.quantile(picked, [0.025, 0.975], method="inverted_cdf").tolist()
    )
    assert found.histogram_counts.sum() == 40
    assert found.bootstrapped is not None
    assert found.bootstrapped.in_bag.value == pytest.approx(np.median(inside))
    assert found.bootstrapped.out_of_bag.value == pytest.approx(np.nanmedian(outside))
    assert found.bootstrapped.replicates == 40


def suggestion(predictions: Predictions, **given: Any) -> Suggestion:
    costs = costs_from_weights([1, 5])
    return suggest(predictions, None, Objective("expected_cost", costs=costs), tuning=ALL, **given)


def test_that_more_samples_narrow_band_and_quantiles() -> None:
    widths = []
    for n in (100, 10_000):
        (spread,) = suggestion(problem(n, 2, 1, positive=1), n_bootstrap=200).spreads
        low, high = spread.band
        assert low <= spread.threshold <= high
        assert low <= spread.tied[0] <= spread.tied[1] <= high
        assert (np.diff(spread.quantiles) >= 0).all()
        assert len(spread.histogram_edges) == len(spread.histogram_counts) + 1
        widths.append((high - low, spread.quantiles[4] - spread.quantiles[0]))
    assert widths[1][0] < 0.5 * widths[0][0]
    assert widths[1][1] < 0.5 * widths[0][1]


def test_that_what_is_chosen_on_a_sample_looks_better_there_than_on_the_rest() -> None:
    found = suggestion(problem(150, 2, 4, positive=1), n_bootstrap=300).bootstrapped
    assert found is not None
    assert found.in_bag.value < found.out_of_bag.value
    assert found.in_bag.low < found.in_bag.value < found.in_bag.high


def test_that_frequency_counts_are_samples() -> None:
    predictions = problem(40, 2, 6, positive=1, counted=True)
    assert predictions.count is not None
    rows = np.repeat(np.arange(40), predictions.count)
    repeated = Predictions.from_arrays(
        predictions.y_true[rows], np.asarray(predictions.y_score)[rows], classes=["c0", "c1"], positive=1,
        score_kind="sigmoid",
    )  # fmt: skip
    one, other = (suggestion(samples, n_bootstrap=100) for samples in (predictions, repeated))
    assert one.rule == other.rule
    assert one.spreads[0].band == other.spreads[0].band
    assert one.spreads[0].quantiles.tolist() == other.spreads[0].quantiles.tolist()


def test_that_places_that_break_a_constraint_are_in_no_band() -> None:
    predictions = problem(200, 2, 8, positive=1)
    costs = costs_from_weights([1, 5])
    bound = (Constraint("fpr", 1, "<=", 0.05),)
    found = suggest(
        predictions, None, Objective("expected_cost", costs=costs), bound, ALL, n_bootstrap=100
    )
    (spread,) = found.spreads
    score, y = predictions.score_of(1), predictions.y_true
    assert (score[y == 0] >= spread.band[0]).mean() <= 0.05
    free = suggestion(predictions, n_bootstrap=100).spreads[0]
    assert free.band[0] < spread.band[0]


@pytest.mark.parametrize("counted", [False, True])
def test_that_the_thinned_line_of_a_class_has_the_matrices_of_the_plain_rule(counted: bool) -> None:
    predictions = problem(300, 4, 2, decimals=2, counted=counted)
    thresholds = np.array([0.2, 0.3, 0.1, 0.4])
    costs = costs_from_weights([1, 2, 3, 4])
    choice = _line_choice(line_of(predictions, thresholds, 2), 0.1)
    goal = Goal(Objective("expected_cost", costs=costs))
    sums = choice.sums(choice.cells.counts[None].astype(np.float64), goal)
    weight = np.ones(300) if predictions.count is None else predictions.count
    for place in range(0, len(choice.thresholds), 7):
        moved = thresholds.copy()
        moved[2] = choice.thresholds[place]
        codes = largest_share(predictions, moved)[0]
        for k in range(4):
            assert sums.predicted[0, place, k] == weight[codes == k].sum()
            assert sums.tp[0, place, k] == weight[(codes == k) & (predictions.y_true == k)].sum()
            assert sums.support[0, place, k] == weight[predictions.y_true == k].sum()
        prices = np.array(costs)[predictions.y_true, codes]
        assert sums.cost is not None
        assert sums.cost[0, place] == pytest.approx((weight * prices).sum())
    assert choice.thresholds[choice.chosen] == 0.1


def test_that_of_very_many_classes_the_largest_have_a_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("confmat_gui.core.spreads.MOST_LINES", 2)
    predictions = problem(200, 5, 3)
    lines = Lines(predictions, np.ones(5), tuple(range(5)))
    spreads = list(line_spreads(lines, Goal(Objective("accuracy")), Repeats(0, 0), lambda _: lambda: None))
    largest = sorted(np.argsort(-predictions.support, kind="stable")[:2].tolist())
    assert [spread.class_index for spread in spreads] == largest
    for spread in spreads:
        assert spread.tied[0] < spread.threshold <= spread.tied[1]
        assert np.isnan(spread.band).all()
        assert np.isnan(spread.quantiles).all()
        assert len(spread.histogram_counts) == 0


def test_that_scores_that_are_all_equal_have_a_threshold_and_a_band() -> None:
    predictions = Predictions.from_arrays([0, 1, 1, 0, 1], np.full(5, 0.5), classes=["a", "b"], positive=1)
    found = suggestion(predictions, n_bootstrap=20)
    (spread,) = found.spreads
    assert found.rule.thresholds_by_class == {"b": 0.5}
    assert spread.band == (0.5, 0.5)
    assert spread.histogram_counts.tolist() == [20]
    assert spread.histogram_edges.tolist() == [0.5, 0.5]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("low", "high"), [
    (0.5, float(np.nextafter(0.5, 1))), (0.5, 0.5 + 10 * float(np.spacing(0.5))), (-1e308, 1e308),
])  # fmt: skip
def test_that_thresholds_without_room_for_the_edges_of_a_histogram_stand_in_one_bin(
    low: float, high: float
) -> None:
    labels = [0, 0, 0, 1, 1] * 4
    score = np.where(np.arange(20) < 10, low, high)
    predictions = Predictions.from_arrays(labels, score, classes=["a", "b"], positive=1)
    (spread,) = suggestion(predictions, n_bootstrap=100).spreads
    assert spread.quantiles[0] < spread.quantiles[-1], "both are chosen"
    assert spread.histogram_counts.tolist() == [100]
    assert spread.histogram_edges.tolist() == [low, high]
