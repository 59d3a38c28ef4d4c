"""All notices of a session, the most important first."""

from __future__ import annotations

from collections.abc import Sequence

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.integrity import Finding
from confmat_gui.io.loaded import Loaded
from confmat_gui.present.batch_notices import batch_notices
from confmat_gui.present.data_notices import loading_notices, score_notices
from confmat_gui.present.figure_notices import figure_notices
from confmat_gui.present.integrity_notices import integrity_notices
from confmat_gui.present.notice import ActionKind, Notice
from confmat_gui.present.undefined_notices import undefined_notices
from confmat_gui.session.state import Session

__all__ = ["ActionKind", "Notice", "notices", "notices_of", "reading_notices"]

_URGENCY = {"error": 0, "warning": 1, "info": 2}


def notices(session: Session, evaluation: Evaluation) -> tuple[Notice, ...]:
    """Return what a person should know about a session at its operating point."""
    data = session.data
    return notices_of(evaluation, data.default_evaluation, data.loaded, data.findings)


def notices_of(
    evaluation: Evaluation,
    default: Evaluation | None = None,
    loaded: Loaded | None = None,
    findings: Sequence[Finding] = (),
) -> tuple[Notice, ...]:
    """Return the notices of one evaluation; without `loaded`, none about how the files were read."""
    found = figure_notices(evaluation, default)
    if loaded is not None:
        found += reading_notices(loaded, findings)
    found += score_notices(evaluation.prepared, evaluation)
    found += batch_notices(evaluation)
    found += undefined_notices(evaluation)
    return _ordered(found)


def reading_notices(loaded: Loaded, findings: Sequence[Finding]) -> tuple[Notice, ...]:
    """Return the notices about the files alone: how they were read, and what is wrong with them."""
    known_logits = any(each.code == "logits" for each in findings)
    doubts = [
        notice for notice in loading_notices(loaded)
        if not (known_logits and notice.subject == "kind")
    ]  # fmt: skip
    return _ordered([*integrity_notices(findings, loaded.predictions), *doubts])


def _ordered(found: Sequence[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(found, key=lambda notice: _URGENCY[notice.severity]))
