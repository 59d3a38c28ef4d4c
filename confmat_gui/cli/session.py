"""`confmat session`: files, rule and prices as one file."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from confmat_gui.cli.arguments import add_input_options, add_paths, add_rule_options
from confmat_gui.cli.operating import check_rule_options, opened
from confmat_gui.cli.samples_options import add_samples_options, with_tuning
from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.session.files import SUFFIX, is_session, save_session

DESCRIPTION = "Save predictions with rule and prices as one session file that opens on another machine."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `session` understands."""
    add_paths(parser)
    parser.add_argument("-o", "--output", metavar=f"name{SUFFIX}", required=True, help="the file to write")
    parser.add_argument(
        "--refer", action="store_true", help="store relative paths and fingerprints instead of the data"
    )
    parser.add_argument("--notes", metavar="TEXT", help="notes to keep with the session")
    add_input_options(parser)
    add_rule_options(parser)
    add_samples_options(parser)


def execute(arguments: argparse.Namespace, progress: Progress) -> str:
    """Write the session file and say so."""
    check_rule_options(arguments)
    target = Path(arguments.output)
    if not is_session(target):
        raise InputError(f"A session's name ends in {SUFFIX}; write it as “{target.name}{SUFFIX}”.")
    session = with_tuning(opened(arguments, arguments.paths, progress), arguments)
    # A rule that cannot be carried out must not be saved.
    evaluate(session.data.prepared, session.point, intervals=False)
    notes = session.notes if arguments.notes is None else arguments.notes
    session = replace(session, name=target.name.removesuffix(target.suffix), notes=notes)
    save_session(session, target, refer=arguments.refer, progress=progress)
    return f"Saved {arguments.output}."
