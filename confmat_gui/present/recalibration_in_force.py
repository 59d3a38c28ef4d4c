"""The recalibration that a session has, judged, for the command line."""

from __future__ import annotations

from confmat_gui.present.recalibration import Document, TrialState, recalibration_document, trial_state
from confmat_gui.session.recalibrating import recalibration_of_session, tried
from confmat_gui.session.state import Session


def recalibration_in_force(session: Session) -> TrialState | None:
    """Return the recalibration in force, judged on what was held back; None without, or of a part alone."""
    change = recalibration_of_session(session)
    if change is None or session.data.n_of_all is not None:
        return None
    n = session.data.prepared.predictions.n
    return trial_state(tried(session.data, change), n, in_force=True)


def document_in_force(session: Session) -> Document | None:
    """Return the recalibration in force as a document; None without."""
    change = recalibration_of_session(session)
    if change is None:
        return None
    whole = session.data.n_of_all is None
    return recalibration_document(change, tried(session.data, change) if whole else None)
