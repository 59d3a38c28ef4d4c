"""The Scores tab of a session: which axis there is, the bars, and where the threshold stands."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.score_histogram import Axis, ScoreHistogram, kept_histogram
from confmat_gui.core.thresholds import resolve_thresholds, threshold_is_share
from confmat_gui.present import texts
from confmat_gui.present.decide_table import decide_state
from confmat_gui.present.decision_curves import why_no_decision_curve
from confmat_gui.present.rule_words import SIGNS
from confmat_gui.present.scores import (
    ABOVE,
    BELOW,
    ScoreLayer,
    ScoresState,
    height_ticks,
    heights,
    split_counts,
)
from confmat_gui.session.starting import as_thresholds
from confmat_gui.session.state import ScoreAxis, ScoreScale, Session

MOST_STACKED = 12
"""With more classes the samples of all others are one layer."""


class _Wanted(NamedTuple):
    """What is drawn."""

    axis: Axis
    class_index: int
    thresholds: Floats | None
    why_no_decision: str | None


def why_no_scores(session: Session) -> str:
    """Return why no scores can be drawn; empty where they can."""
    predictions = session.data.prepared.predictions
    if predictions.score_kind == "matrix":
        return "No scores: a matrix has counts only."
    if predictions.y_score is None:
        return "No scores: the files hold no score for each class."
    return ""


def scores_state(session: Session, evaluation: Evaluation, class_index: int | None = None) -> ScoresState:
    """Return the scores of a class; None: the selected one, else the positive one, else the first."""
    unavailable = why_no_scores(session)
    if unavailable:
        return _nothing(session, unavailable)
    wanted = _wanted(session, class_index)
    predictions = session.data.prepared.predictions
    histogram = kept_histogram(predictions, wanted.axis, wanted.class_index, wanted.thresholds)
    scale = session.display.score_scale
    layers = layers_of(histogram.counts, wanted.class_index, predictions.classes, scale)
    above, below = _extent(histogram.counts, wanted.class_index, scale)
    line, line_text = _line(session, evaluation, wanted)
    name = predictions.classes[wanted.class_index]
    return ScoresState(
        classes=predictions.classes,
        class_index=wanted.class_index,
        title=_title(name, positive=session.point.positive == wanted.class_index),
        sentence=_sentence(evaluation, wanted.class_index, line_text),
        x_label=_x_label(wanted.axis, name),
        edges=histogram.edges,
        counts=histogram.counts,
        layers=layers,
        y_ticks=height_ticks(above, below, scale),
        y_range=(-BELOW, ABOVE) if scale == "share" else (-max(below, 1.0) * BELOW, max(above, 1.0) * ABOVE),
        line=line,
        line_text=line_text,
        movable=not math.isnan(line),
        axis=_chosen_axis(histogram),
        scale=scale,
        why_no_decision=wanted.why_no_decision,
    )


def layers_of(
    counts: Counts, class_index: int, classes: tuple[str, ...], scale: ScoreScale
) -> tuple[ScoreLayer, ...]:
    """Return the bars: the class's own above 0, the others below, by class where they can be told apart.

    Shares of the others are of all others together. Logarithms cannot be stacked: there they are one layer.
    """
    own, others = split_counts(counts, class_index)
    tallest, deepest = _extent(counts, class_index, scale)
    unit_above, unit_below = (tallest or 1.0, deepest or 1.0) if scale == "share" else (1.0, 1.0)
    above = heights(own, int(own.sum()), scale) / unit_above
    zero = np.zeros(len(above))
    mine = ScoreLayer(classes[class_index], class_index, zero, above)
    rest = [k for k in range(len(classes)) if k != class_index]
    total = int(others.sum())
    if scale == "log" or not 1 <= len(rest) < MOST_STACKED:
        index = rest[0] if len(rest) == 1 else None
        name = "all others" if index is None else classes[index]
        return mine, ScoreLayer(name, index, -heights(others, total, scale) / unit_below, zero)
    layers, below = [mine], zero
    for k in rest:
        further = below - heights(counts[k], total, scale) / unit_below
        layers.append(ScoreLayer(classes[k], k, further, below))
        below = further
    return tuple(layers)


def _extent(counts: Counts, class_index: int, scale: ScoreScale) -> tuple[float, float]:
    """Return the highest bar of the class's own and that of all others, in percent or as logarithms."""
    above, below = (heights(part, int(part.sum()), scale) for part in split_counts(counts, class_index))
    return float(above.max(initial=0.0)), float(below.max(initial=0.0))


def _wanted(session: Session, class_index: int | None) -> _Wanted:
    predictions = session.data.prepared.predictions
    k = _shown_class(session, predictions) if class_index is None else class_index
    why = why_no_decision_curve(session)
    if predictions.is_binary:
        if session.point.rule.no_decision:
            return _Wanted("probability", k, None, None)
        return _Wanted("score", k if threshold_is_share(predictions) else _positive(session), None, None)
    if not predictions.has_probabilities:
        return _Wanted("score", k, None, why)
    if session.point.rule.no_decision:
        return _Wanted("probability", k, None, None)
    if session.display.score_axis == "decision" and why == "":
        thresholds = resolve_thresholds(predictions, as_thresholds(session), session.point.positive)
        return _Wanted("decision", k, thresholds, why)
    return _Wanted("probability", k, None, why)


def _shown_class(session: Session, predictions: Predictions) -> int:
    selected = session.display.selected_class
    if selected is not None:
        return selected
    return _positive(session) if predictions.is_binary else 0


def _positive(session: Session) -> int:
    return 1 if session.point.positive is None else session.point.positive


def _chosen_axis(histogram: ScoreHistogram) -> ScoreAxis:
    return "decision" if histogram.axis == "decision" else "own"


def _line(session: Session, evaluation: Evaluation, wanted: _Wanted) -> tuple[float, str]:
    """Return where the threshold stands on the axis, and what it is called; nan where it is none of it."""
    predictions, rule = session.data.prepared.predictions, session.point.rule
    relative = not predictions.is_binary and not rule.no_decision
    if relative and wanted.axis != "decision":
        return math.nan, ""
    thresholds = decide_state(session, evaluation).thresholds
    value = math.nan if thresholds is None else float(thresholds[wanted.class_index])
    if math.isnan(value):
        return math.nan, ""
    return value, f"threshold {texts.threshold(value)}"


def _title(name: str, *, positive: bool) -> str:
    whose = f"{name} (positive class)" if positive else name
    return f"Scores of {whose}: its samples above the line, all others below"


def _sentence(evaluation: Evaluation, class_index: int, line_text: str) -> str:
    """Return the exact counts of the rule for the class."""
    name = evaluation.classes[class_index]
    column = evaluation.outcomes[:, class_index]
    right, support = int(column[class_index]), int(evaluation.per_class["support"][class_index])
    wrong = int(column.sum()) - right
    sign = SIGNS[evaluation.point.rule.boundary]
    start = f"At {line_text} ({sign})" if line_text and evaluation.point.positive is not None else ""
    start = start or (f"At {line_text}" if line_text else "Under the rule")
    others = texts.count(evaluation.n - support)
    return (
        f"{start}: {texts.count(right)} of {texts.count(support)} {name} are predicted {name}, and "
        f"{texts.count(wrong)} of {others} others."
    )


def _x_label(axis: Axis, name: str) -> str:
    if axis == "decision":
        return f"threshold of {name} up to which a sample is predicted {name}"
    return f"{'probability' if axis == 'probability' else 'score'} of {name}"


def _nothing(session: Session, unavailable: str) -> ScoresState:
    empty = np.zeros(0)
    return ScoresState(
        classes=session.data.prepared.predictions.classes, class_index=0, title="Scores", sentence="",
        x_label="", edges=empty, counts=np.zeros((0, 0), dtype=np.int64), layers=(), y_ticks=(),
        y_range=(0.0, 1.0), line=math.nan, line_text="", movable=False, axis="own",
        scale=session.display.score_scale, why_no_decision=None, unavailable=unavailable,
    )  # fmt: skip
