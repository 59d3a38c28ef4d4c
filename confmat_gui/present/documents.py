"""The JSON documents of the command line: their keys are a contract, add and never rename."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.core.tuning import Tuning
from confmat_gui.io.loaded import Loaded
from confmat_gui.present.batch_documents import batches_document
from confmat_gui.present.calibration_documents import calibration_document
from confmat_gui.present.cost_curve_documents import conditions_document
from confmat_gui.present.cost_documents import costs_document
from confmat_gui.present.json_values import WHOLE, ends, number
from confmat_gui.present.notices import Notice, notices, reading_notices
from confmat_gui.present.recalibration_in_force import document_in_force
from confmat_gui.present.shares import adaptation_document, shares_document
from confmat_gui.present.undefined_notices import chosen_notices
from confmat_gui.session.state import DataSet, Session

Document: TypeAlias = dict[str, Any]
SCHEMA = 1


def evaluation_document(session: Session, evaluation: Evaluation) -> Document:
    """Return everything that `confmat evaluate --json` says."""
    loaded = session.data.loaded
    return {
        "schema": SCHEMA,
        **_data(loaded, evaluation.point.positive),
        "samples": samples_document(session),
        **batches_document(session, evaluation),
        "sources": source_documents(loaded),
        "repairs": repair_documents(loaded),
        "adapted_scores": adaptation_document(loaded),
        "rule": rule_document(evaluation),
        "costs": None if evaluation.point.costs is None else [list(row) for row in evaluation.point.costs],
        "cost_unit": session.cost_unit or None,
        "operating_conditions": conditions_document(session, evaluation),
        "calibration": calibration_document(evaluation),
        "recalibration": document_in_force(session),
        **costs_document(session, evaluation),
        "n_tied": evaluation.n_tied,
        **figures_document(evaluation),
        "notices": [notice_document(notice) for notice in _all_notices(session, evaluation)],
    }


def _all_notices(session: Session, evaluation: Evaluation) -> list[Notice]:
    """Return the notices of the window and, because every null has its reason, those about prices."""
    return [*notices(session, evaluation), *chosen_notices(evaluation)]


def samples_document(session: Session) -> Document | None:
    """Return of which samples the figures are, where the rule was tuned on a part; see `tuned_parts.seen`."""
    tuning, data = session.tuning, session.data
    if tuning is None:
        return None
    n = data.loaded.predictions.n
    return {
        "of": session.samples_of,
        "n_of_all": n if data.n_of_all is None else data.n_of_all,
        "tuning": tuning_document(tuning),
    }


def tuning_document(tuning: Tuning) -> Document:
    """Return on which samples a rule was tuned."""
    return {"share": tuning.share, "seed": tuning.seed, "by": tuning.by}


def figures_document(evaluation: Evaluation) -> Document:
    """Return matrix and figures of an evaluation."""
    weighted, abstained = evaluation.confusion_weighted, evaluation.no_decision
    return {
        **shares_document(evaluation),
        "confusion": evaluation.confusion.tolist(),
        "confusion_weighted": None if weighted is None else weighted.tolist(),
        "no_decision": None if abstained is None else abstained.tolist(),
        "metrics": {key: number(value) for key, value in evaluation.metrics.items()},
        "intervals": {key: ends(value) for key, value in evaluation.intervals.items()},
        "per_class": {name: _class_figures(evaluation, k) for k, name in enumerate(evaluation.classes)},
    }


def inspection_document(data: DataSet) -> Document:
    """Return everything that `confmat inspect --json` says: what was concluded, why, and what is wrong."""
    loaded = data.loaded
    predictions, columns = loaded.predictions, loaded.columns
    return {
        "schema": SCHEMA,
        **_data(loaded, predictions.positive),
        "n_rows": predictions.n_rows,
        "positive_source": predictions.positive_source,
        "support": dict(zip(predictions.classes, predictions.support.tolist(), strict=True)),
        "batches": list(predictions.batch_names),
        "sources": source_documents(loaded),
        "repairs": repair_documents(loaded),
        "columns": {
            "true": list(columns.true),
            "scores": dict(zip(columns.score_classes, columns.scores, strict=False)),
            **{role: getattr(columns, role) for role in ("pred", "id", "batch", "group", "weight", "count")},
            "extra": list(columns.extra),
        },
        "conclusions": [
            {"subject": c.subject, "value": c.value, "reason": c.reason, "doubt": c.doubt}
            for c in loaded.conclusions
        ],
        "set_aside": [
            {"source": row.source, "row": row.row, "column": row.column, "code": row.code, "text": row.text}
            for row in loaded.set_aside
        ],
        "notices": [notice_document(notice) for notice in reading_notices(loaded, data.findings)],
    }


def source_documents(loaded: Loaded) -> list[Document]:
    """Return the files that were read, by name: where they stood on one machine is nobody else's business."""
    return [
        {
            "path": source.name,
            "sha256": source.sha256,
            "n": source.n,
            "n_set_aside": source.n_set_aside,
            "format": source.format,
        }
        for source in loaded.sources
    ]


def repair_documents(loaded: Loaded) -> list[Document]:
    """Return what was put right after reading."""
    return [
        {"kind": each.kind, "names": list(each.names), **_numbers(each)} for each in loaded.options.repairs
    ]


def _numbers(repair: Repair) -> Document:
    return {"numbers": [list(row) for row in repair.numbers]} if repair.numbers else {}


def rule_document(evaluation: Evaluation) -> Document:
    """Return the rule, its thresholds as stored and as shown."""
    rule = evaluation.point.rule
    return {
        "kind": rule.kind,
        "thresholds": _by_class(evaluation.thresholds, evaluation.classes),
        "thresholds_normalised": _by_class(evaluation.thresholds_normalised, evaluation.classes),
        "boundary": rule.boundary,
        "no_decision": rule.no_decision,
        "costs": None if rule.costs is None else [list(row) for row in rule.costs],
    }


def notice_document(notice: Notice) -> Document:
    """Return a notice: code, class (or null), text with its second sentence, option that helps (or null)."""
    return {
        "code": notice.code,
        "class": notice.class_name,
        "severity": notice.severity,
        "text": f"{notice.text} {notice.detail}".strip(),
        "remedy": notice.remedy or None,
    }


def _data(loaded: Loaded, positive: int | None) -> Document:
    predictions: Predictions = loaded.predictions
    return {
        "n": predictions.n,
        "n_set_aside": len(loaded.set_aside),
        "classes": list(predictions.classes),
        "positive": None if positive is None else predictions.classes[positive],
        "score_kind": predictions.score_kind,
    }


def _class_figures(evaluation: Evaluation, k: int) -> Document:
    figures: Document = {}
    for key, values in evaluation.per_class.items():
        figures[key] = int(values[k]) if key in WHOLE else number(float(values[k]))
        interval = evaluation.per_class_intervals.get(key)
        if interval is not None:
            figures[f"{key}_ci"] = ends(interval[k].tolist())
    figures["roc_auc_ci_shown"] = ends(evaluation.prepared.roc_auc_shown[k].tolist())
    figures["roc_auc_ci_shown_method"] = evaluation.prepared.roc_auc_method[k]
    return figures


def _by_class(values: Floats | None, classes: tuple[str, ...]) -> dict[str, float | None] | None:
    if values is None:
        return None
    return {name: number(value) for name, value in zip(classes, np.asarray(values).tolist(), strict=True)}
