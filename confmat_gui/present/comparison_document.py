"""The JSON document of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from confmat_gui.core.comparison import Comparison, FigureDifference
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.compare import (
    at_shares_of_first,
    compare_all,
    repairs_sentences,
    session_names,
)
from confmat_gui.present.compare_words import comparison_sentences
from confmat_gui.present.compared_samples import same_rows, samples_sentences
from confmat_gui.present.cost_curve_documents import conditions_document
from confmat_gui.present.documents import (
    SCHEMA,
    Document,
    figures_document,
    repair_documents,
    rule_document,
    source_documents,
)
from confmat_gui.present.json_values import ends, number
from confmat_gui.present.shares import adaptation_document
from confmat_gui.session.state import Session


def comparison_document(sessions: Sequence[Session], evaluations: Sequence[Evaluation]) -> Document:
    """Return everything that `confmat compare --json` says; the first session is the reference.

    Raises
    ------
    InputError
        Fewer than two sessions, or sessions of different classes.
    """
    evaluations = at_shares_of_first(evaluations)
    comparisons = compare_all(evaluations, [same_rows(sessions[0], other) for other in sessions[1:]])
    names = session_names(sessions)
    return {
        "schema": SCHEMA,
        "reference": names[0],
        "sessions": [
            _session(name, session, evaluation)
            for name, session, evaluation in zip(names, sessions, evaluations, strict=True)
        ],
        "comparisons": [
            {"a": names[0], "b": name, **_comparison(comparison)}
            for name, comparison in zip(names[1:], comparisons, strict=True)
        ],
        "operating_conditions": conditions_document(
            sessions[0], evaluations[0], list(zip(sessions[1:], evaluations[1:], strict=True))
        ),
        "sentences": [
            *samples_sentences(names, sessions), *comparison_sentences(names, evaluations, comparisons),
            *repairs_sentences(names, sessions),
        ],
        "samples": "all" if sessions[0].data.n_of_all is None else "held-back",
    }


def _session(name: str, session: Session, evaluation: Evaluation) -> Document:
    positive = evaluation.point.positive
    costs = evaluation.point.costs
    return {
        "name": name,
        "n": evaluation.n,
        "classes": list(evaluation.classes),
        "positive": None if positive is None else evaluation.classes[positive],
        "sources": source_documents(session.data.loaded),
        "repairs": repair_documents(session.data.loaded),
        "adapted_scores": adaptation_document(session.data.loaded),
        "rule": rule_document(evaluation),
        "costs": None if costs is None else [list(row) for row in costs],
        "cost_unit": session.cost_unit or None,
        **figures_document(evaluation),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    abstained = comparison.no_decision_difference
    return {
        "paired": comparison.paired,
        "reason": comparison.reason,
        "fixed": comparison.fixed,
        "broke": comparison.broke,
        "mcnemar": {
            "exact": number(comparison.mcnemar_exact),
            "mid_p": number(comparison.mcnemar_mid_p),
        },
        "differences": [_difference(cell) for cell in comparison.differences],
        "confusion_difference": comparison.confusion_difference.tolist(),
        "no_decision_difference": None if abstained is None else abstained.tolist(),
    }


def _difference(cell: FigureDifference) -> dict[str, Any]:
    return {
        "key": cell.key,
        "class": cell.class_name,
        "a": number(cell.a),
        "b": number(cell.b),
        "difference": number(cell.difference),
        "interval": ends(cell.interval),
        "p_value": number(cell.p_value),
        "p_holm": number(cell.p_holm),
        "method": cell.method,
    }
