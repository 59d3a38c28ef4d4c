"""How common the classes are where the rule is used: the matrix re-weighted, the scores adapted.

The two are apart. Shares weight the rows of the matrix at once; adapted scores are new scores of every
sample, made in a step like a repair, and follow the shares whenever these are set.
"""

from __future__ import annotations

from collections.abc import Mapping

from confmat_gui.core.adapting import adaptation
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.prevalence import Prevalence, prevalence_of
from confmat_gui.core.repairs import Repair
from confmat_gui.session.repairing import Repairs, added, removed, set_repairs
from confmat_gui.session.state import Session

NOTHING_TO_ADAPT_TO = "Set first how common a class is where the rule is used; scores can then be adapted."


def adaptation_of(repairs: Repairs) -> Repair | None:
    """Return the step that adapted the scores; None where they are as the model gave them."""
    return next((repair for repair in repairs if repair.kind == "adapt-scores"), None)


def set_share(session: Session, class_index: int, share: float | None) -> Session:
    """Set how common a class is where the rule is used; None: it shares what is left.

    The matrix and its figures are re-weighted; scores stay, so that adapted ones must be made anew (see
    `set_shares`).
    """
    classes = session.data.prepared.predictions.classes
    named = named_shares(session)
    named.pop(classes[class_index], None)
    if share is not None:
        named[classes[class_index]] = share
    return set_named_shares(session, named)


def set_named_shares(session: Session, named: Mapping[str, float]) -> Session:
    """Set how common the named classes are where the rule is used; all others share what is left."""
    predictions = session.data.prepared.predictions
    shares = prevalence_of(predictions.classes, named, predictions.support)
    if shares == session.point.prevalence:
        return session
    return session.with_point(session.point.with_prevalence(shares))


def named_shares(session: Session) -> dict[str, float]:
    """Return the shares that were set, by class."""
    shares: Prevalence = session.point.prevalence or ()
    classes = session.data.prepared.predictions.classes
    return {name: share for name, share in zip(classes, shares, strict=False) if share is not None}


def adaptation_to_shares(session: Session, trained: Mapping[str, float] | None = None) -> Repair | None:
    """Return the step that adapts the scores to the shares in force; None where no share is set.

    `trained` has shares in training by class; without them those of the samples stand in.
    """
    shares = session.point.prevalence
    if shares is None:
        return None
    return adaptation(session.data.prepared.predictions, shares, trained)


def adapt_scores(
    session: Session, trained: Mapping[str, float] | None = None, progress: Progress = no_progress
) -> Session:
    """Adapt the scores to the shares that are set; rule, prices and shares stay.

    Raises
    ------
    InputError
        No share is set, or these scores cannot be adapted.
    """
    step = adaptation_to_shares(session, trained)
    if step is None:
        raise InputError(NOTHING_TO_ADAPT_TO)
    return set_repairs(session, added(session.data.repairs, step), progress)


def keep_scores(session: Session, progress: Progress = no_progress) -> Session:
    """Take the scores as the model gave them; the shares go on to weight the matrix."""
    step = adaptation_of(session.data.repairs)
    return session if step is None else set_repairs(session, removed(session.data.repairs, step), progress)


def follow_shares(session: Session, progress: Progress = no_progress) -> Session:
    """Adapt scores that were adapted before to the shares in force now, from the same shares in training.

    Without any share set they are the model's own again. Scores that were not adapted stay.
    """
    before = adaptation_of(session.data.repairs)
    if before is None:
        return session
    if session.point.prevalence is None:
        return keep_scores(session, progress)
    return adapt_scores(session, trained_shares(session, before), progress)


def trained_shares(session: Session, step: Repair) -> dict[str, float]:
    """Return the shares in training that a step was made with; empty where those of the samples stood in."""
    support = session.data.prepared.predictions.support
    own = tuple((support / support.sum()).tolist())
    if step.names == session.data.prepared.predictions.classes and step.numbers[1] == own:
        return {}
    return dict(zip(step.names, step.numbers[1], strict=True))
