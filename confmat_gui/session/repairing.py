"""Putting samples right, and taking that back, without losing what was read or decided."""

from __future__ import annotations

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.repairs import Repair
from confmat_gui.io.repairing import with_repairs
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import Session

Repairs = tuple[Repair, ...]


def added(repairs: Repairs, repair: Repair) -> Repairs:
    """Return one more repair; the same ones where it is among them and once is enough.

    A second mapping of classes, or reversal, acts on the result of the first. Scores are adapted to one set
    of shares at a time, and after all else.
    """
    others = tuple(each for each in repairs if each.kind != "adapt-scores")
    if repair.kind == "adapt-scores":
        return (*others, repair)
    if len(others) < len(repairs):
        return (*added(others, repair), *(each for each in repairs if each.kind == "adapt-scores"))
    once = repair.kind in ("leave-out", "drop-repeated")
    return repairs if once and repair in repairs else (*repairs, repair)


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
    if repairs == session.data.repairs:
        return session
    return carry_over(session, data_set(with_repairs(session.data.original, repairs), progress))
