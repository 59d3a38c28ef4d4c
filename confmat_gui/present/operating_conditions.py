"""From a session, and those beside it, to its cost curves."""

from __future__ import annotations

import math
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from confmat_gui.core.cost_curve import Envelope
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.probability import probability_column
from confmat_gui.core.ranking import Ranking, rank_scores
from confmat_gui.core.switch_table import SwitchRow, switch_table
from confmat_gui.core.trust_curve import TrustCurve, trust_curve
from confmat_gui.present import texts
from confmat_gui.present.compare_words import distinct_names
from confmat_gui.present.condition_reading import reading_at
from confmat_gui.present.cost_curves import CostCurvesState, Models
from confmat_gui.present.curve_plots import subject_words
from confmat_gui.present.hulls import kept_envelope, present_condition
from confmat_gui.present.pad import pad_of
from confmat_gui.present.policies import policies, value_sentence
from confmat_gui.present.switch_lines import shown_lines
from confmat_gui.session.shares import adaptation_of
from confmat_gui.session.state import Session

Beside: TypeAlias = Sequence[tuple[Session, Evaluation]]
"""Further sessions of the same classes, with their evaluations."""

MANY = (
    "With more than two classes a threshold against the rest is none of the rule's; use the prices, or move "
    "the threshold in the Decide table."
)


def cost_curves_state(session: Session, evaluation: Evaluation, beside: Beside = ()) -> CostCurvesState:
    """Return the cost curves of the class in focus: the positive one, the selected one, else the rarest."""
    focus = focus_of(session, evaluation)
    state = _begun(session, evaluation, focus, beside)
    reason = why_no_cost_curves(evaluation, focus)
    if reason:
        return replace(state, unavailable=reason)
    models, hulls = _models(session, evaluation, focus, beside)
    envelope = kept_envelope(hulls)
    assert envelope is not None  # each of them has samples on both sides
    share = _spoken_share(session, hulls[0], evaluation.classes[focus])
    probabilities = _probabilities(evaluation.prepared, focus, share)
    predictions = evaluation.prepared.predictions
    whole = replace(
        state,
        models=models,
        envelope=envelope,
        rows=_rows(envelope),
        keep=None if evaluation.no_decision is not None else _keep(evaluation, focus),
        trust=None if probabilities is None else probabilities[1],
        ranking=None if probabilities is None else probabilities[0],
        single_scores=predictions.score_type(focus) == np.float32,
        spoken_share=share,
        pad=pad_of(
            envelope, probabilities=predictions.score_kind in ("probability", "sigmoid"),
            by_model=models.several,
        ),
    )
    reading = reading_at(whole, whole.condition)
    return replace(
        whole, lines=shown_lines(whole), policies=policies(whole, reading),
        sentence=value_sentence(whole, reading),
    )  # fmt: skip


def focus_of(session: Session, evaluation: Evaluation) -> int:
    """Return the class whose cost curves are shown."""
    if evaluation.point.positive is not None:
        return evaluation.point.positive
    chosen = session.display.selected_class
    if chosen is not None:
        return chosen
    support = evaluation.prepared.predictions.support
    return int(np.argmin(np.where(support > 0, support, support.max(initial=0) + 1)))


def why_no_cost_curves(evaluation: Evaluation, focus: int) -> str:
    """Return why there are no cost curves; empty where there are."""
    reason = why_no_thresholds(evaluation.prepared.predictions)
    if reason or not math.isnan(evaluation.prepared.roc_auc[focus]):
        return reason
    others = [k for k in range(len(evaluation.classes)) if not math.isnan(evaluation.prepared.roc_auc[k])]
    if not others:
        counts = evaluation.per_class["support"].tolist()
        only = [name for name, n in zip(evaluation.classes, counts, strict=True) if n]
        have = f"all samples are {only[0]}" if only else "there are no samples"
        return f"No cost curves: they need samples of two classes, and {have}."
    name = evaluation.classes[focus]
    return f"No cost curves: they need samples of {name} and of the rest. Select another class."


def why_no_thresholds(predictions: Predictions) -> str:
    """Return why samples can have no cost curves, whatever the class; empty where they can."""
    if predictions.score_kind == "matrix":
        return "No cost curves: they need the score of every sample, and a matrix has counts only."
    if predictions.y_score is None:
        return "No cost curves: they need a score for each class, and the files hold none."
    return ""


def _begun(session: Session, evaluation: Evaluation, focus: int, beside: Beside) -> CostCurvesState:
    """Return what is known without any curve."""
    binary = evaluation.point.positive is not None
    classes, rule = evaluation.classes, evaluation.point.rule
    threshold = math.nan if evaluation.thresholds is None else float(evaluation.thresholds[focus])
    own = binary and rule.form == "thresholds" and not math.isnan(threshold)
    names = distinct_names([each.name or "session" for each in (session, *(s for s, _ in beside))])
    return CostCurvesState(
        subject=subject_words(evaluation, focus),
        class_index=focus,
        class_name=classes[focus],
        other_name=classes[1 - focus] if binary else "",
        models=Models(tuple(names)),
        condition=present_condition(evaluation, focus),
        keep_name=f"threshold {texts.threshold(threshold)}" if own else "the rule",
        priced=evaluation.point.prices is not None,
        cost_unit=session.cost_unit,
        why_no_threshold="" if binary else MANY,
    )


def _models(
    session: Session, evaluation: Evaluation, focus: int, beside: Beside
) -> tuple[Models, tuple[Ranking, ...]]:
    """Return the sessions that have scores of the class, and the hulls of their ROC."""
    name = evaluation.classes[focus]
    everyone = distinct_names([each.name or "session" for each in (session, *(s for s, _ in beside))])
    names, hulls, out = [everyone[0]], [evaluation.prepared.hull(focus)], []
    for called, (_, other) in zip(everyone[1:], beside, strict=True):
        k = other.classes.index(name) if name in other.classes else None
        if k is None or math.isnan(other.prepared.roc_auc[k]):
            out.append(called)
            continue
        names.append(called)
        hulls.append(other.prepared.hull(k))
    curves = [kept_envelope((hull,)) for hull in hulls] if len(hulls) > 1 else []
    said = f"{texts.listed(out)} left out: no scores of {name} and of the rest." if out else ""
    return Models(tuple(names), tuple(curve for curve in curves if curve is not None), said), tuple(hulls)


@lru_cache(maxsize=16)
def _rows(envelope: Envelope) -> tuple[SwitchRow, ...]:
    return switch_table(envelope)


def _keep(evaluation: Evaluation, focus: int) -> tuple[float, float] | None:
    """Return (fpr, fnr) of the rule in force from its counts, one class against the rest."""
    outcomes = evaluation.outcomes
    support, said = outcomes.sum(axis=1), outcomes[:, focus]
    n_pos, n_neg = int(support[focus]), int(support.sum() - support[focus])
    if not n_pos or not n_neg:  # all of one side lack a label under rule "predicted"
        return None
    return int(said.sum() - said[focus]) / n_neg, (n_pos - int(said[focus])) / n_pos


def _spoken_share(session: Session, hull: Ranking, name: str) -> float:
    """Return the share of the class for which the probabilities speak: of the samples, or adapted to."""
    adapted = adaptation_of(session.data.repairs)
    if adapted is None:
        return hull.n_pos / (hull.n_pos + hull.n_neg)
    return dict(zip(adapted.names, adapted.numbers[0], strict=True))[name]


_trusts: weakref.WeakKeyDictionary[Prepared, dict[tuple[int, float], tuple[Ranking, TrustCurve]]] = (
    weakref.WeakKeyDictionary()
)
"""Rankings by probability and their curves, which depend on the samples alone."""


def _probabilities(prepared: Prepared, focus: int, share: float) -> tuple[Ranking, TrustCurve] | None:
    """Return the ranking by probability and the cost of trusting it; None without probabilities."""
    predictions = prepared.predictions
    if not predictions.has_probabilities:
        return None
    kept = _trusts.setdefault(prepared, {})
    key = focus, share
    if key not in kept:
        if predictions.score_kind == "logit":
            p, own = probability_column(predictions, focus), predictions.y_true == focus
            ranking = rank_scores(p, own, predictions.count)
        else:
            ranking = prepared.ranking(focus)
        kept[key] = ranking, trust_curve(ranking, share)
    return kept[key]
