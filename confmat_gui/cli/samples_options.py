"""`--samples`, and on which part of the samples the rule was tuned."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import get_args

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.tuning import TUNED_BY, Tuning, tuning_mask
from confmat_gui.session.changes import set_samples_of
from confmat_gui.session.state import SamplesOf, Session
from confmat_gui.session.tuned_parts import seen

SAMPLES: tuple[SamplesOf, ...] = get_args(SamplesOf)


def add_samples_options(parser: argparse.ArgumentParser) -> None:
    """Add which samples are seen, and how their parts were drawn."""
    group = parser.add_argument_group("the samples that the figures are of")
    group.add_argument(
        "--samples", choices=SAMPLES,
        help="all of them, those that the rule was tuned on, or those held back (default: as the session has "
        "it, which after a suggestion is held-back)",
    )
    group.add_argument(
        "--tune-on", metavar="SHARE", type=float,
        help="the rule was tuned on this share of the samples (a session knows it)",
    )
    group.add_argument("--seed", metavar="N", type=int, help="seed with which they were drawn (0)")
    group.add_argument(
        "--tune-by", choices=TUNED_BY, help="drawn by rows of each class (default), or whole batches, groups"
    )


def with_tuning(session: Session, arguments: argparse.Namespace) -> Session:
    """Return the session with the part that its rule was tuned on, if that is said.

    Where no samples are asked for, those held back are seen.
    """
    if arguments.tune_on is None:
        if arguments.seed is not None or arguments.tune_by is not None:
            raise InputError("--seed and --tune-by say how a part was drawn; give its share with --tune-on.")
    else:
        tuning = Tuning(arguments.tune_on, arguments.seed or 0, arguments.tune_by or "rows")
        tuning_mask(session.data.prepared.predictions, tuning)
        display = replace(session.display, samples_of="held-back")
        session = replace(session, tuning=tuning, display=display)
    return session if arguments.samples is None else set_samples_of(session, arguments.samples)


def as_seen(session: Session, arguments: argparse.Namespace, progress: Progress = no_progress) -> Session:
    """Return the session on the samples that are asked for, else on those that it shows."""
    return seen(with_tuning(session, arguments), progress)
