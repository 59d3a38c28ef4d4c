"""The JSON document of `confmat suggest`: its keys are a contract, add and never rename."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from confmat_gui.core.goal_text import constraint_text, objective_text
from confmat_gui.core.rules import Rule
from confmat_gui.core.suggestion import Beside, Estimate, Judged, OnPart, Spread, Suggestion
from confmat_gui.present.documents import SCHEMA, source_documents, tuning_document
from confmat_gui.present.json_values import ends, number
from confmat_gui.present.shares import adaptation_document, prevalence_document
from confmat_gui.present.suggestion_words import (
    search_sentence,
    suggestion_sentences,
)
from confmat_gui.session.state import Session

Document: TypeAlias = dict[str, Any]
QUANTILES = ("0.025", "0.25", "0.5", "0.75", "0.975")


def suggestion_document(session: Session, suggestion: Suggestion) -> Document:
    """Return everything that `confmat suggest --json` says; thresholds of spreads are raw, as in the rule."""
    loaded = session.data.loaded
    positive = suggestion.positive
    return {
        "schema": SCHEMA,
        "n": loaded.predictions.n,
        "n_set_aside": len(loaded.set_aside),
        "classes": list(suggestion.classes),
        "positive": None if positive is None else suggestion.classes[positive],
        "score_kind": loaded.predictions.score_kind,
        "sources": source_documents(loaded),
        "costs": None if session.point.prices is None else [list(row) for row in session.point.prices],
        "cost_unit": session.cost_unit or None,
        "objective": _objective(suggestion),
        "constraints": [_constraint(suggestion, i) for i in range(len(suggestion.constraints))],
        "feasible": suggestion.feasible,
        "search": {
            "kind": suggestion.kind,
            "exact": suggestion.is_exact,
            "reason": suggestion.exact,
            "n_searches": suggestion.n_searches,
            "text": search_sentence(suggestion),
        },
        "tuning": tuning_document(suggestion.tuning),
        "cross_fit": suggestion.cross_fit,
        "seed": suggestion.seed,
        "rule": rule_only_document(suggestion.rule, suggestion.classes),
        **_judged(suggestion.suggested),
        "optimism": number(suggestion.optimism),
        "thresholds": [_spread(suggestion, spread) for spread in suggestion.spreads],
        "bootstrap": _bootstrap(suggestion),
        "beside": [_beside(beside, suggestion.classes) for beside in suggestion.beside],
        "fold_rules": [rule_only_document(rule, suggestion.classes) for rule in suggestion.fold_rules],
        "sentences": list(suggestion_sentences(suggestion)),
        "reweighted": suggestion.prevalence is not None,
        "prevalence": prevalence_document(
            suggestion.prevalence, suggestion.classes, session.data.prepared.predictions.support
        ),
        "adapted_scores": adaptation_document(loaded),
    }


def rule_only_document(rule: Rule, classes: tuple[str, ...]) -> Document:
    """Return a rule as it stands, without the data that it is for."""
    named = rule.thresholds_by_class
    relative = rule.kind == "thresholds" and len(classes) > 2 and not rule.no_decision
    total = sum(named.values())
    return {
        "kind": rule.kind,
        "thresholds": named or None,
        "thresholds_normalised": {name: value / total for name, value in named.items()} if relative
        else named or None,
        "boundary": rule.boundary,
        "no_decision": rule.no_decision,
        "costs": None if rule.costs is None else [list(row) for row in rule.costs],
    }  # fmt: skip


def _objective(suggestion: Suggestion) -> Document:
    objective = suggestion.objective
    index = objective.class_index
    return {
        "name": objective_text(objective, suggestion.classes),
        "key": objective.key,
        "class": None if index is None else suggestion.classes[index],
        "better": "higher" if objective.sign > 0 else "lower",
    }


def _constraint(suggestion: Suggestion, i: int) -> Document:
    constraint, reach = suggestion.constraints[i], suggestion.reaches[i]
    index = constraint.class_index
    return {
        "text": constraint_text(constraint, suggestion.classes),
        "figure": constraint.figure,
        "class": None if index is None else suggestion.classes[index],
        "bound": constraint.bound,
        "limit": constraint.limit,
        "value": number(reach.value),
        "reachable_alone": number(reach.alone),
        "reachable_with_others": number(reach.with_others),
        "binds": reach.binds,
    }


def _judged(judged: Judged) -> Document:
    held_back = judged.held_back
    return {"tuned": _on_part(judged.tuned), "held_back": None if held_back is None else _on_part(held_back)}


def _on_part(part: OnPart) -> Document:
    n_classes = len(part.outcomes)
    abstained = part.outcomes.shape[1] > n_classes
    shares = part.reweighted
    return {
        "n": part.n,
        "confusion": part.outcomes[:, :n_classes].tolist(),
        "no_decision": part.outcomes[:, n_classes].tolist() if abstained else None,
        "objective": _estimate(part.objective),
        "constraints": [
            {**_estimate(estimate), "kept": kept}
            for estimate, kept in zip(part.constraints, part.kept, strict=True)
        ],
        "confusion_weighted": None if shares is None else shares[:, :n_classes].tolist(),
    }


def _estimate(estimate: Estimate) -> Document:
    return {"value": number(estimate.value), "interval": ends((estimate.low, estimate.high))}


def _spread(suggestion: Suggestion, spread: Spread) -> Document:
    known = not np.isnan(spread.quantiles).any()
    return {
        "class": None if spread.class_index < 0 else suggestion.classes[spread.class_index],
        "threshold": spread.threshold,
        "tied": ends(spread.tied),
        "tied_throughout": spread.tied_throughout,
        "band": ends(spread.band),
        "quantiles": dict(zip(QUANTILES, spread.quantiles.tolist(), strict=True)) if known else None,
        "histogram": {
            "edges": spread.histogram_edges.tolist(), "counts": spread.histogram_counts.tolist(),
        } if known else None,
    }  # fmt: skip


def _bootstrap(suggestion: Suggestion) -> Document | None:
    found = suggestion.bootstrapped
    if found is None:
        return None
    return {
        "replicates": found.replicates,
        "in_bag": _estimate(found.in_bag),
        "out_of_bag": _estimate(found.out_of_bag),
    }


def _beside(beside: Beside, classes: tuple[str, ...]) -> Document:
    return {
        "name": beside.name,
        "rule": rule_only_document(beside.judged.rule, classes),
        **_judged(beside.judged),
        "gain": {**_estimate(beside.gain), "p_value": number(beside.p_value)},
        "distinguishable": beside.is_distinguishable,
        "same_decisions": beside.same_decisions,
    }
