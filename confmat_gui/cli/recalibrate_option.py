"""`--recalibrate`: probabilities that agree with what comes true, fitted on one part of the samples."""

from __future__ import annotations

import argparse

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.recalibration import RECALIBRATION_METHODS, Recalibration, recalibration_of
from confmat_gui.io.rule_files import recalibration_of_rule
from confmat_gui.session.recalibrating import keep_probabilities, set_recalibration
from confmat_gui.session.state import Session

NONE = "none"


def add_recalibrate_option(parser: argparse.ArgumentParser) -> None:
    """Add how probabilities are recalibrated before anything else is decided."""
    group = parser.add_argument_group("recalibration of the probabilities")
    group.add_argument(
        "--recalibrate", metavar="METHOD[=SHARE:SEED:BY]",
        help=f"{', '.join(RECALIBRATION_METHODS)}, fitted on one part of the samples and used for all; the "
        "part is a share of them, a seed, and rows, batch or group (default: as --tune-on, --seed and "
        f"--tune-by say, else 0.5:0:rows). {NONE}: as the model gave them",
    )


def with_recalibration(
    session: Session, arguments: argparse.Namespace, progress: Progress = no_progress
) -> Session:
    """Return the session with its probabilities recalibrated as asked for.

    Without the option as the scores were that the rule file was made for, if there is one; else unchanged.
    """
    told = arguments.recalibrate
    if told is None:
        return _as_in_rule_file(session, arguments, progress)
    if told == NONE:
        return keep_probabilities(session, progress)
    return set_recalibration(session, _recalibration(told, arguments), progress)


def _as_in_rule_file(session: Session, arguments: argparse.Namespace, progress: Progress) -> Session:
    """Return the session recalibrated by the very numbers that came with its rule file, if any did."""
    path = getattr(arguments, "rule_file", None)
    found = None if path is None else recalibration_of_rule(path)
    return session if found is None else set_recalibration(session, found, progress)


def _recalibration(told: str, arguments: argparse.Namespace) -> Recalibration:
    method, equals, part = told.partition("=")
    if equals:
        share, seed, by = _part(told, part)
    else:
        share = getattr(arguments, "tune_on", None) or 0.5
        seed, by = getattr(arguments, "seed", None) or 0, getattr(arguments, "tune_by", None) or "rows"
    if method not in RECALIBRATION_METHODS:
        known = ", ".join((*RECALIBRATION_METHODS, NONE))
        raise InputError(f"--recalibrate {told} is no method; there are {known}.")
    return recalibration_of((method, by, ""), ((share, float(seed)),))


def _part(told: str, part: str) -> tuple[float, int, str]:
    """Read "0.5", "0.5:7" or "0.5:7:batch"."""
    words = [*part.split(":"), "0", "rows"][:3] if part.count(":") == 0 else part.split(":")
    words = [*words, "rows"] if len(words) == 2 else words
    try:
        share, seed, by = words
        return float(share), int(seed), by
    except ValueError:
        raise InputError(
            f"--recalibrate {told} does not say a part of the samples; write it as temperature=0.5:0:rows."
        ) from None
