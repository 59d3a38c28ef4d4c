"""All notices of a session, the most important first."""

from __future__ import annotations

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.io.loaded import Loaded
from confmat_gui.present.batch_notices import batch_notices
from confmat_gui.present.data_notices import loading_notices, score_notices
from confmat_gui.present.figure_notices import figure_notices
from confmat_gui.present.notice import ActionKind, Notice
from confmat_gui.present.undefined_notices import undefined_notices
from confmat_gui.session.state import Session

__all__ = ["ActionKind", "Notice", "notices", "notices_of"]

_URGENCY = {"error": 0, "warning": 1, "info": 2}


def notices(session: Session, evaluation: Evaluation) -> tuple[Notice, ...]:
    """Return what a person should know about a session at its operating point."""
    return notices_of(evaluation, session.data.default_evaluation, session.data.loaded)


def notices_of(
    evaluation: Evaluation, default: Evaluation | None = None, loaded: Loaded | None = None
) -> tuple[Notice, ...]:
    """Return the notices of one evaluation; without `loaded`, none about how the files were read."""
    found = figure_notices(evaluation, default)
    if loaded is not None:
        found += loading_notices(loaded)
    found += score_notices(evaluation.prepared, evaluation)
    found += batch_notices(evaluation)
    found += undefined_notices(evaluation)
    return tuple(sorted(found, key=lambda notice: _URGENCY[notice.severity]))
