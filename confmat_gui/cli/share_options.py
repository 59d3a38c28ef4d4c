"""`--prevalence` and `--adapt-scores`: how common the classes are where the rule is used."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from confmat_gui.cli.labels import class_and_number
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.session.shares import adapt_scores, follow_shares, keep_scores, set_named_shares
from confmat_gui.session.state import Session

SAMPLED = "as-sampled"
"""In place of shares: as in the samples."""


def add_share_options(parser: argparse.ArgumentParser) -> None:
    """Add the shares of the classes; they weight the matrix, and change decisions only on request."""
    group = parser.add_argument_group("how common the classes are where the rule is used")
    group.add_argument(
        "--prevalence", metavar="CLASS=SHARE", action="append", default=[],
        help="share of a true class there, such as crack=0.01; repeatable; the other classes share the rest "
        f"as in the samples. Re-weights the matrix and its figures. {SAMPLED}: no such shares",
    )
    group.add_argument(
        "--adapt-scores", action=argparse.BooleanOptionalAction, default=None,
        help="adapt the probabilities to these shares too, which changes decisions",
    )
    group.add_argument(
        "--trained-on", metavar="CLASS=SHARE", action="append", default=[],
        help="share of a class in training, for --adapt-scores (default: as in the samples); repeatable",
    )


def check_share_options(arguments: argparse.Namespace) -> None:
    """Refuse options that contradict each other, before any file is read."""
    if SAMPLED in arguments.prevalence:
        if len(arguments.prevalence) > 1:
            raise InputError(f"--prevalence {SAMPLED} leaves no room for other shares; leave one out.")
        if arguments.adapt_scores:
            raise InputError(f"With --prevalence {SAMPLED} there are no shares to adapt scores to.")
    if arguments.trained_on and not arguments.adapt_scores:
        raise InputError("--trained-on is about adapted scores; give --adapt-scores beside it.")


def with_shares(
    session: Session, arguments: argparse.Namespace, progress: Progress = no_progress
) -> Session:
    """Return the session at the shares that are given, its scores adapted to them if that is asked for.

    Scores of a session that are adapted already follow other shares.
    """
    before = session.point.prevalence
    if arguments.prevalence:
        wanted = [] if SAMPLED in arguments.prevalence else arguments.prevalence
        session = set_named_shares(session, _named("--prevalence", wanted, session))
    if arguments.adapt_scores is False:
        return keep_scores(session, progress)
    if arguments.adapt_scores:
        return adapt_scores(session, _named("--trained-on", arguments.trained_on, session), progress)
    return session if session.point.prevalence == before else follow_shares(session, progress)


def _named(option: str, texts: Sequence[str], session: Session) -> dict[str, float]:
    classes = session.data.prepared.predictions.classes
    named: dict[str, float] = {}
    for text in texts:
        index, share = class_and_number(option, text, classes)
        if classes[index] in named:
            raise InputError(f"{option} names “{classes[index]}” twice; give each class one share.")
        named[classes[index]] = share
    return named
