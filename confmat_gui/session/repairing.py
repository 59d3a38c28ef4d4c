"""Putting samples right, and taking that back, without losing what was read or decided."""

from __future__ import annotations

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rescoring import RESCORING, without_rescoring
from confmat_gui.io.repairing import to_fit_anew, with_repairs
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import Session

Repairs = tuple[Repair, ...]


def added(repairs: Repairs, repair: Repair) -> Repairs:
    """Return one more repair; the same ones where it is among them and once is enough.

    A second mapping of classes, or reversal, acts on the result of the first. Steps that make new scores are
    there once each and come last: first the probabilities are recalibrated, then adapted to shares.
    """
    rescoring = {each.kind: each for each in repairs if each.kind in RESCORING}
    others = without_rescoring(repairs)
    if repair.kind in RESCORING:
        rescoring[repair.kind] = repair
    elif repair.kind not in ("leave-out", "drop-repeated") or repair not in others:
        others = (*others, repair)
    return (*others, *(rescoring[kind] for kind in RESCORING if kind in rescoring))


def removed(repairs: Repairs, repair: Repair) -> Repairs:
    """Return the repairs without the last one like this."""
    if repair not in repairs:
        return repairs
    last = len(repairs) - 1 - repairs[::-1].index(repair)
    return (*repairs[:last], *repairs[last + 1 :])


def set_repairs(session: Session, repairs: Repairs, progress: Progress = no_progress) -> Session:
    """Return the session under these repairs, made from what was read; rule, prices and display stay.

    Raises
    ------
    InputError
        The samples do not allow a repair, or none would be left; one sentence.
    """
    before = session.data.repairs
    if repairs == before:
        return session
    wanted = with_repairs(session.data.original, repairs)
    if without_rescoring(repairs) == without_rescoring(before):  # the same samples, only other scores
        return carry_over(session, data_set(wanted, progress, findings=session.data.findings))
    return carry_over(session, data_set(to_fit_anew(wanted), progress))
