"""`confmat inspect`: what the loader concluded, and why."""

from __future__ import annotations

import argparse

from confmat_gui.cli.arguments import add_input_options, add_paths, input_options
from confmat_gui.cli.summaries import inspection_text
from confmat_gui.cli.tables import json_text
from confmat_gui.core.cancel import Progress
from confmat_gui.present.documents import inspection_document
from confmat_gui.session.opening import open_any

DESCRIPTION = "Print what was found in the files, and why: columns, classes, scores, rows set aside, faults."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `inspect` understands."""
    add_paths(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_input_options(parser)


def execute(arguments: argparse.Namespace, progress: Progress) -> str:
    """Return the conclusions as text or JSON."""
    data = open_any(arguments.paths, input_options(arguments), progress).data
    return json_text(inspection_document(data)) if arguments.json else inspection_text(data)
