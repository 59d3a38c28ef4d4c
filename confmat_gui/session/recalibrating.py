"""Probabilities recalibrated, and taken as the model gave them again; what was decided stays."""

from __future__ import annotations

from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.judging import RecalibrationTrial, trial
from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.repairs import recalibrate
from confmat_gui.core.rescoring import recalibration_in
from confmat_gui.io.repairing import before_rescoring
from confmat_gui.session.repairing import Repairs, added, set_repairs
from confmat_gui.session.state import DataSet, Session


def set_recalibration(
    session: Session, recalibration: Recalibration, progress: Progress = no_progress
) -> Session:
    """Return the session with recalibrated probabilities, fitted now where there are no numbers yet.

    There is one recalibration at a time, of the scores that the model gave. Rule, prices and display stay; a
    threshold on logits is carried to probabilities.

    Raises
    ------
    InputError
        The scores cannot be recalibrated, or the part cannot be drawn.
    """
    return set_repairs(session, added(session.data.repairs, recalibrate(recalibration)), progress)


def without_recalibration(repairs: Repairs) -> Repairs:
    """Return the repairs that leave the probabilities as the model gave them."""
    return tuple(each for each in repairs if each.kind != "recalibrate")


def keep_probabilities(session: Session, progress: Progress = no_progress) -> Session:
    """Return the session with the probabilities as the model gave them."""
    return set_repairs(session, without_recalibration(session.data.repairs), progress)


def recalibration_of_session(session: Session) -> Recalibration | None:
    """Return the recalibration in force, with its numbers."""
    return recalibration_in(session.data.repairs)


def tried(
    data: DataSet, recalibration: Recalibration, progress: Progress = no_progress, *,
    known: RecalibrationTrial | None = None,
) -> RecalibrationTrial:
    """Fit a recalibration to the scores that the model gave, and judge it on the samples held back.

    `known` is an earlier trial on the same data set.
    """
    progress(0.0, "Fitting the recalibration")
    before = before_rescoring(data.original)
    return trial(before, recalibration, part_of(progress, 0.1, 1.0), known=known)
