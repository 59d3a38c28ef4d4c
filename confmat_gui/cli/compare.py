"""`confmat compare`: sessions or prediction files side by side, each against the first."""

from __future__ import annotations

import argparse

from confmat_gui.cli.arguments import add_input_options, add_rule_options, input_options
from confmat_gui.cli.condition_table import conditions_text
from confmat_gui.cli.operating import check_rule_options, decided, opened
from confmat_gui.cli.report import add_output, report_path
from confmat_gui.cli.summaries import comparison_text
from confmat_gui.cli.tables import json_text
from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.present.compare import compare_state
from confmat_gui.present.compared_samples import on_held_back
from confmat_gui.present.comparison_document import comparison_document
from confmat_gui.present.operating_conditions import cost_curves_state
from confmat_gui.session.opening import open_apart
from confmat_gui.session.state import Session

DESCRIPTION = "Compare sessions or prediction files with the first of them: differences, intervals, tests."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `compare` understands; input and rule options hold for all that is compared."""
    what = "a session, a prediction file, or a folder of its batches; the first is the reference"
    parser.add_argument("paths", metavar="PATH", nargs="+", help=what)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--dark", action="store_true", help="dark colours")
    add_output(parser, required=False)
    parser.add_argument(
        "--by", metavar="COL",
        help="compare the models, tasks or splits that a column tells apart; the files are then the batches "
        "of one data set, and --where COL=VALUE chooses among the values",
    )
    parser.add_argument(
        "--samples", choices=("all", "held-back"), default="all",
        help="compare on all samples (default), or on those that every session held back",
    )
    add_input_options(parser)
    add_rule_options(parser, save=False)


def execute(arguments: argparse.Namespace, progress: Progress) -> str:
    """Write the report if one is asked for, and return the comparison as text or JSON."""
    check_rule_options(arguments)
    target = report_path(arguments.output) if arguments.output else None
    sessions = _seen(_sessions(arguments, progress), arguments.samples)
    evaluations = [evaluate(session.data.prepared, session.point) for session in sessions]
    if target is not None:
        from confmat_gui.report import write_comparison

        state = compare_state(sessions, evaluations)
        write_comparison(target, state, dpi=arguments.dpi, dark=arguments.dark)
    if arguments.json:
        return json_text(comparison_document(sessions, evaluations))
    text = comparison_text(compare_state(sessions, evaluations))
    beside = list(zip(sessions[1:], evaluations[1:], strict=True))
    conditions = conditions_text(cost_curves_state(sessions[0], evaluations[0], beside))
    return f"{text}\n\n{conditions}" if conditions else text


def _seen(sessions: list[Session], samples: str) -> list[Session]:
    if samples == "all":
        return sessions
    parts = on_held_back(sessions)
    if parts is None:
        raise InputError(
            "These sessions did not hold the same samples back, so only all samples can be compared; leave "
            "--samples out."
        )
    return parts


def _sessions(arguments: argparse.Namespace, progress: Progress) -> list[Session]:
    """Return one session for each path, or for each value of the column that `--by` names."""
    if arguments.by:
        apart = open_apart(arguments.paths, arguments.by, input_options(arguments), progress)
        return [decided(session, arguments, progress) for session in apart]
    if len(arguments.paths) < 2:
        raise InputError(
            "A comparison needs two sessions or prediction files at least; name another one, or with --by "
            "the column that tells stacked models apart."
        )
    return [opened(arguments, [path], progress) for path in arguments.paths]
