"""What a rule does to a part of the samples, and how much better it is than another on the same samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Codes, Counts, Floats
from confmat_gui.core.bootstrap import REPLICATES, SEED, replicates_for
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.cell_draws import cells_of, interval_of_draws
from confmat_gui.core.confusion import confusion_matrix, outcome_counts
from confmat_gui.core.costs import mean_cost
from confmat_gui.core.decide import decide
from confmat_gui.core.goals import FigureKey, Goal, Sums, figures, sums_of
from confmat_gui.core.intervals import wilson
from confmat_gui.core.joint_bootstrap import JointTable, interval_and_p, joint_table
from confmat_gui.core.matrix_figures import class_figures_at, figure_of_class, overall_figures
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import row_weights, weights_of_rows
from confmat_gui.core.prevalence_intervals import overall_row_rates, row_rates, share_interval
from confmat_gui.core.redrawn import costs_of_cells, limits_of, sums_of_cells
from confmat_gui.core.suggestion import Estimate, OnPart

_RATES = ("accuracy", "coverage", "recall", "precision", "fpr", "specificity", "predicted")
"""Figures that are a share of some samples, whose interval is Wilson's; all others are bootstrapped."""


@dataclass(frozen=True, eq=False)
class Decided:
    """Samples with what a rule makes of them.

    Attributes
    ----------
    predictions : the samples
    codes : (n,) predicted class, K for no decision, -1 where the file has no label
    outcomes : (K, K), or (K, K + 1) where the rule may abstain
    """

    predictions: Predictions
    codes: Codes
    outcomes: Counts


def decided_by(predictions: Predictions, point: OperatingPoint) -> Decided:
    """Carry a rule out."""
    codes = decide(predictions, point)[0].astype(np.int32)
    return Decided(predictions, codes, outcomes_of(predictions, codes, abstains=point.may_abstain))


def outcomes_of(predictions: Predictions, codes: Codes, *, abstains: bool) -> Counts:
    """Count decisions, with a column for no decision where a rule may abstain."""
    count = outcome_counts if abstains else confusion_matrix
    return count(predictions.y_true, codes, predictions.n_classes, predictions.count)


def on_part(outcomes: Counts, goal: Goal) -> OnPart:
    """Return the figures of a goal for a matrix, with intervals.

    Rates have Wilson's interval, at other shares of the classes the one that re-weighted rates have. All else
    is bootstrapped: every true class is drawn from its own cells, by the seed that `bootstrap_metrics` has,
    so that the same matrix has the same intervals.
    """
    keys = _keys(goal)
    weights = None if goal.prevalence is None else row_weights(outcomes, goal.prevalence)
    values = values_of(outcomes, goal, keys)
    drawn = figures(_drawn_sums(outcomes, goal), keys) if outcomes.any() else [np.empty(0)] * len(keys)
    rates = _rates(outcomes, keys) if weights is None else rates_at(outcomes, weights, keys)
    found = []
    for (key, k), value, rate, draws in zip(keys, values, rates, drawn, strict=True):
        low, high = _drawn_ends((key, k), draws, outcomes, goal) if rate is None else rate
        known = not np.isnan(value)
        found.append(Estimate(value, float(low) if known else np.nan, float(high) if known else np.nan))
    bounded = [found[1 + i] for i in range(len(goal.constraints))]
    kept = tuple(
        bool(constraint.kept(np.array(estimate.value)))
        for constraint, estimate in zip(goal.constraints, bounded, strict=True)
    )
    shown = None if weights is None else outcomes * weights[:, None]
    return OnPart(int(outcomes.sum()), outcomes, found[0], tuple(bounded), kept, shown)


def values_of(outcomes: Counts, goal: Goal, keys: list[FigureKey]) -> list[float]:
    """Return figures of a matrix at the goal's shares of the classes, as `evaluate` has them."""
    if goal.prevalence is None:
        return [float(value) for value in figures(sums_of(outcomes, goal.prices), keys)]
    counted, by_class, _ = class_figures_at(outcomes, row_weights(outcomes, goal.prevalence))
    overall = overall_figures(by_class)
    found = []
    for key, k in keys:
        if k is not None:
            found.append(float(figure_of_class(by_class, key)[k]))
        elif key in ("cost", "expected_cost"):
            assert goal.prices is not None
            found.append(mean_cost(counted, goal.prices))
        else:
            found.append(float(overall[key]))
    return found


def paired_gain(
    one: Decided, other: Decided, goal: Goal, seed: int, report: Report = no_report
) -> tuple[Estimate, float, bool]:
    """Return how much better `one` is in the objective than `other`, a p-value, and whether they are alike.

    Both decide the same samples. Every true class is drawn from the cells (true, by one, by other), so that
    what both do alike cancels. Samples that either leaves without a label of the file are left out.
    """
    known = (one.codes >= 0) & (other.codes >= 0)
    predictions = one.predictions
    count = None if predictions.count is None else predictions.count[known]
    table = joint_table(
        predictions.y_true[known], one.codes[known], other.codes[known], predictions.n_classes, count
    )
    report()
    same = bool((table.pred_a == table.pred_b).all())
    if not len(table.counts):
        return Estimate(np.nan, np.nan, np.nan), np.nan, same
    gains = _gains(table, goal, seed, report)
    (low, high), p_value = interval_and_p(gains, table.cells.n_rows)
    return Estimate(float(gains[0]), low, high), p_value, same


def _gains(table: JointTable, goal: Goal, seed: int, report: Report) -> Floats:
    """Return how much better the first is, as it is and then in each replicate."""
    key = (goal.objective.key, goal.objective.class_index)
    cells = table.cells
    replicates = replicates_for(max(len(table.counts), table.n_classes), REPLICATES)
    drawn = cells.draw(np.random.default_rng(seed), replicates)
    report()
    if goal.prevalence is not None:
        support = np.bincount(table.y_true, table.counts, minlength=table.n_classes)
        drawn *= weights_of_rows(support, goal.prevalence)[cells.true]
    one, other = (
        figures(_cell_sums(drawn, cells.true, pred, table.n_classes, goal), [key])[0] for pred in cells.preds
    )
    return goal.objective.sign * (one - other)


def _drawn_sums(outcomes: Counts, goal: Goal) -> Sums:
    cells = cells_of(outcomes)
    replicates = replicates_for(max(int(np.count_nonzero(outcomes)), len(outcomes)), REPLICATES)
    drawn = cells.draw(np.random.default_rng(SEED), replicates)
    if goal.prevalence is not None:
        drawn *= row_weights(outcomes, goal.prevalence)[cells.true]
    return _cell_sums(drawn, cells.true, cells.preds[0], len(outcomes), goal)


def _cell_sums(drawn: Floats, true: Counts, pred: Counts, n_classes: int, goal: Goal) -> Sums:
    prices = goal.prices
    # Summed as `figures_of_cells` does, so that an interval is the same to the last digit.
    cost = None if prices is None else costs_of_cells(drawn, true, pred, n_classes, prices).sum(axis=1)
    return Sums(*sums_of_cells(drawn, true, pred, n_classes), cost)


def _keys(goal: Goal) -> list[FigureKey]:
    bounded = [(constraint.figure, constraint.class_index) for constraint in goal.constraints]
    return [(goal.objective.key, goal.objective.class_index), *bounded]


def _rates(outcomes: Counts, keys: list[FigureKey]) -> list[Floats | None]:
    """Return Wilson's interval of each rate, None for other figures."""
    sums = sums_of(outcomes)
    decided, total = float(sums.decided.sum()), float(sums.support.sum())
    found: list[tuple[float, float] | None] = []
    for key, k in keys:
        if key not in _RATES:
            found.append(None)
        elif k is None:
            found.append((float(sums.tp.sum()), decided) if key == "accuracy" else (decided, total))
        else:
            tp, predicted, own = float(sums.tp[k]), float(sums.predicted[k]), float(sums.decided[k])
            rest = decided - own
            found.append({
                "recall": (tp, own), "precision": (tp, predicted), "fpr": (predicted - tp, rest),
                "specificity": (rest - predicted + tp, rest), "predicted": (predicted, total),
            }[key])  # fmt: skip
    return [None if share is None else wilson(*share) for share in found]


def rates_at(outcomes: Counts, weights: Floats, keys: list[FigureKey]) -> list[Floats | None]:
    """Return the intervals of re-weighted rates, as `evaluate` has them; None for other figures.

    weights : (K,) what a sample of each true class counts
    """
    whole, of_all = _rates(outcomes, keys), overall_row_rates(outcomes, weights)
    of_class = row_rates(outcomes, weights)
    support = outcomes.sum(axis=1).astype(np.float64)
    found: list[Floats | None] = []
    for (key, k), plain in zip(keys, whole, strict=True):
        if key == "predicted":
            found.append(share_interval(outcomes[:, k], support, weights * support, 1 / len(outcomes)))
        elif key in of_class:
            found.append(of_class[key][k])
        elif key == "accuracy":
            found.append(of_all.get(key))  # of the decided of a rule that may abstain: bootstrapped
        else:
            found.append(of_all.get(key, plain))
    return found


def _drawn_ends(key: FigureKey, drawn: Floats, outcomes: Counts, goal: Goal) -> Floats:
    """Return the interval of a figure from its draws; one of a single class rests on that class alone."""
    support = outcomes.sum(axis=1)
    n_rows = int((support > 0).sum()) if key[1] is None else 1
    weights = 1.0 if goal.prevalence is None else row_weights(outcomes, goal.prevalence)
    return interval_of_draws(drawn, n_rows, limits_of(key[0], support * weights, goal.prices))
