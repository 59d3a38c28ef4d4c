"""Every change a user can make, as a pure function from one session to the next.

A change that is not possible raises `InputError` with a sentence and leaves nothing half done.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from confmat_gui.core.errors import InputError
from confmat_gui.core.reliability_bins import Binning
from confmat_gui.core.rules import Boundary, Rule, RuleForm, cost_matrix, with_price_of_no_decision
from confmat_gui.core.stepping import next_threshold
from confmat_gui.core.thresholds import (
    one_minus,
    raw_from_shown,
    resolve_thresholds,
    threshold_is_share,
    with_threshold,
)
from confmat_gui.session.possible import check_abstaining, check_rule
from confmat_gui.session.starting import abstaining_thresholds, as_thresholds, relative_thresholds
from confmat_gui.session.state import (
    BatchMetric,
    CurveBasis,
    Display,
    MatrixMode,
    SamplesOf,
    ScoreAxis,
    ScoreScale,
    Session,
)


def set_rule(session: Session, rule: Rule) -> Session:
    """Decide by `rule`; InputError if these scores do not allow it."""
    point = session.point.with_rule(rule)
    check_rule(session.data.prepared.predictions, point)
    return session if point == session.point else session.with_point(point)


def set_rule_kind(session: Session, form: RuleForm) -> Session:
    """Decide by another kind of rule; thresholds start where the current rule has them (see `starting`)."""
    boundary = session.point.rule.boundary
    if form == session.point.rule.form:
        return session
    if form == "no-decision":
        check_abstaining(session.data.prepared.predictions)
        return set_rule(session, replace(abstaining_thresholds(session), boundary=boundary))
    if form == "thresholds":
        return set_rule(session, replace(relative_thresholds(session), boundary=boundary))
    return set_rule(session, Rule(form, boundary=boundary))


def reset_rule(session: Session) -> Session:
    """Decide by the default rule again; prices stay."""
    default = _default_rule(session)
    return session if session.point.rule == default else session.with_point(session.point.with_rule(default))


def set_boundary(session: Session, boundary: Boundary) -> Session:
    """Count a score equal to the threshold as positive (">=") or not (">")."""
    return set_rule(session, replace(session.point.rule, boundary=boundary))


def set_threshold(session: Session, class_index: int, shown: float) -> Session:
    """Set one threshold to a value as it is shown: on its own scale (binary), or as a share of 1 (K > 2).

    With no decision it is a probability for any number of classes. Under a rule without thresholds this
    switches to thresholds first.
    """
    if not math.isfinite(shown):
        raise InputError("A threshold must be a finite number.")
    predictions, positive = session.data.prepared.predictions, session.point.positive
    started = as_thresholds(session)
    if started.no_decision:
        return set_raw_threshold(session, class_index, shown)
    if predictions.is_binary:
        if class_index != positive and not threshold_is_share(predictions):
            raise InputError("These scores only rank: only the positive class has a threshold; set that one.")
    elif not 0.0 < shown < 1.0:
        raise InputError("Thresholds of more than two classes are shares: choose a number between 0 and 1.")
    thresholds = resolve_thresholds(predictions, started, positive)
    return set_raw_threshold(session, class_index, raw_from_shown(thresholds, class_index, shown, positive))


def set_raw_threshold(session: Session, class_index: int, raw: float) -> Session:
    """Set one threshold to a value as it is stored: for two classes always on the positive class's score.

    With no decision each class of two has its own.
    """
    if not math.isfinite(raw):
        raise InputError("A threshold must be a finite number.")
    predictions, positive = session.data.prepared.predictions, session.point.positive
    return set_rule(session, with_threshold(predictions, as_thresholds(session), class_index, raw, positive))


def step_threshold(session: Session, class_index: int, direction: Literal[-1, 1]) -> Session:
    """Move one threshold to the next value at which a decision changes; unchanged where there is none."""
    started = set_rule(session, as_thresholds(session))
    raw = next_threshold(started.data.prepared, started.point, class_index, direction)
    return session if raw is None else set_raw_threshold(started, class_index, raw)


def set_cost(session: Session, true: int, pred: int, value: float) -> Session:
    """Set the price of one kind of error (or of a right answer, or of no decision).

    Where none was set, every error costs 1. The first price of no decision (`pred` K) gives the other classes
    one as well, that of their dearest answer.
    """
    if not math.isfinite(value):
        raise InputError("Every cost must be a finite number.")
    costs = session.point.costs or cost_matrix(_costs(session))
    if pred == len(costs) == len(costs[0]):
        costs = with_price_of_no_decision(costs)
    row = costs[true]
    # Only one row is made anew: with a thousand classes a new matrix would be felt.
    changed = (*row[:pred], float(value), *row[pred + 1 :])
    return session.with_point(session.point.with_costs((*costs[:true], changed, *costs[true + 1 :])))


def set_cost_weight(session: Session, class_index: int, weight: float | None) -> Session:
    """Let every error on a true class cost the same, and a right answer nothing; no decision keeps its price.

    None takes the price away again: errors on the class cost 1, and with the last price no price is left.
    """
    costs = _costs(session)
    costs[class_index, : len(costs)] = 1.0 if weight is None else weight
    costs[class_index, class_index] = 0.0
    unpriced = weight is None and np.array_equal(costs, _unit_costs(len(costs)))
    return set_costs(session, None if unpriced else costs)


def set_abstaining_priced(session: Session, *, priced: bool) -> Session:
    """Give no decision prices, at first those of the dearest answer to each class, or take them away."""
    costs = cost_matrix(_costs(session))
    if priced:
        return set_costs(session, with_price_of_no_decision(costs))
    return set_costs(session, [row[: len(costs)] for row in costs])


def set_costs(session: Session, costs: ArrayLike | None) -> Session:
    """Set all prices, or take them away. They only price, unless the rule is minimum expected cost."""
    if costs is None:
        without = session.with_point(session.point.with_costs(None))
        needed = session.point.rule.kind == "min-cost" and session.point.rule.costs is None
        return reset_rule(without) if needed else without
    matrix = cost_matrix(costs)
    n_classes = session.data.prepared.predictions.n_classes
    if len(matrix) != n_classes:
        raise InputError(f"The cost matrix has {len(matrix)} classes, but there are {n_classes}.")
    return session.with_point(session.point.with_costs(matrix))


def set_positive(session: Session, class_index: int) -> Session:
    """Let the other class of two be the positive one; a threshold keeps its place on the scale of scores."""
    predictions = session.data.prepared.predictions
    if not predictions.is_binary or class_index not in (0, 1):
        raise InputError("A positive class can be chosen only where there are exactly two classes.")
    if class_index == session.point.positive:
        return session
    point, rule = session.point, session.point.rule
    if rule.form == "thresholds" and point.positive is not None:
        stored = float(resolve_thresholds(predictions, rule, point.positive)[point.positive])
        value = one_minus(stored) if threshold_is_share(predictions) else -stored
        rule = Rule.thresholds({predictions.classes[class_index]: value}, boundary=rule.boundary)
    return session.with_point(replace(point, rule=rule, positive=class_index))


def select_class(session: Session, class_index: int | None) -> Session:
    """Select a class everywhere; a selected cell is let go."""
    display = replace(session.display, selected_class=class_index, selected_cell=None)
    if class_index is not None:
        display = replace(display, calibration_of="class")
    return _displaying(session, display)


def select_cell(session: Session, cell: tuple[int, int] | None) -> Session:
    """Select the samples of one cell (true, predicted) and its true class.

    Where the rule decides every sample there is no cell of no decision, and only the class is selected.
    """
    n_classes = len(session.data.prepared.predictions.classes)
    if cell is not None and cell[1] == n_classes and not session.point.may_abstain:
        return select_class(session, cell[0])
    selected = session.display.selected_class if cell is None else cell[0]
    return _displaying(session, replace(session.display, selected_class=selected, selected_cell=cell))


def set_matrix_mode(session: Session, mode: MatrixMode) -> Session:
    """Choose what the matrix shows."""
    return _displaying(session, replace(session.display, matrix_mode=mode))


def set_roc_zoom(session: Session, zoom: Literal["all", "corner", "log"]) -> Session:
    """Choose which part of the ROC is shown."""
    return _displaying(session, replace(session.display, roc_zoom=zoom))


def set_curves(session: Session, curves: CurveBasis) -> Session:
    """Choose which curve the selected class has."""
    return _displaying(session, replace(session.display, curves=curves))


def set_batch_metric(session: Session, metric: BatchMetric) -> Session:
    """Choose which figure the ledger of batches shows."""
    return _displaying(session, replace(session.display, batch_metric=metric))


def set_samples_of(session: Session, samples: SamplesOf) -> Session:
    """Choose which samples are seen; a part only where the rule was tuned on one."""
    if samples != "all" and (session.tuning is None or not session.tuning.holds_back):
        raise InputError("The rule was not tuned on a part of the samples, so there are only all of them.")
    return _displaying(session, replace(session.display, samples_of=samples))


def show_hull(session: Session, shown: bool) -> Session:
    """Choose whether the ROC has the convex hull of the strong curve."""
    return _displaying(session, replace(session.display, hull=shown))


def set_score_axis(session: Session, axis: ScoreAxis) -> Session:
    """Choose along what the scores of a class are counted."""
    return _displaying(session, replace(session.display, score_axis=axis))


def set_score_scale(session: Session, scale: ScoreScale) -> Session:
    """Choose how high the bars of scores are."""
    return _displaying(session, replace(session.display, score_scale=scale))


def set_calibration_bins(session: Session, binning: Binning) -> Session:
    """Choose bins of equal numbers or of equal width for the reliability of probabilities."""
    return _displaying(session, replace(session.display, calibration_bins=binning))


def show_reliability_of(session: Session, class_index: int | None) -> Session:
    """Show the reliability of a class, which is then the selected one; None: of the likeliest class."""
    if class_index is None:
        return _displaying(session, replace(session.display, calibration_of="likeliest"))
    return select_class(session, class_index)


def rename(session: Session, name: str) -> Session:
    """Give the session another name."""
    return session if name == session.name else replace(session, name=name)


def set_notes(session: Session, notes: str) -> Session:
    """Keep notes with the session."""
    return session if notes == session.notes else replace(session, notes=notes)


def _displaying(session: Session, display: Display) -> Session:
    return session if display == session.display else replace(session, display=display)


def _default_rule(session: Session) -> Rule:
    """Return the default rule for the positive class that is chosen now."""
    prepared = session.data.prepared
    first = prepared.predictions.positive
    own = session.with_point(replace(session.point, rule=prepared.default_rule, positive=first))
    positive = session.point.positive
    return own.point.rule if positive is None else set_positive(own, positive).point.rule


def _costs(session: Session) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the prices as a new array to change; every error costs 1 where none were given."""
    if session.point.costs is None:
        return _unit_costs(session.data.prepared.predictions.n_classes)
    return np.array(session.point.costs, dtype=np.float64)


def _unit_costs(n_classes: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.ones((n_classes, n_classes)) - np.eye(n_classes)
