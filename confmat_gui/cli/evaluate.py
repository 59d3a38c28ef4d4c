"""`confmat evaluate`: matrix and figures."""

from __future__ import annotations

import argparse

from confmat_gui.cli.arguments import add_input_options, add_paths, add_rule_options
from confmat_gui.cli.batch_options import add_batch_metric, with_batch_metric
from confmat_gui.cli.operating import opened
from confmat_gui.cli.samples_options import add_samples_options, as_seen
from confmat_gui.cli.summaries import evaluation_text
from confmat_gui.cli.tables import json_text
from confmat_gui.core.cancel import Progress
from confmat_gui.core.evaluation import evaluate
from confmat_gui.present.documents import evaluation_document

DESCRIPTION = "Print the confusion matrix and the figures of predictions under a decision rule."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `evaluate` understands."""
    add_paths(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_batch_metric(parser)
    add_input_options(parser)
    add_rule_options(parser)
    add_samples_options(parser)


def execute(arguments: argparse.Namespace, progress: Progress) -> str:
    """Return the figures as text or JSON."""
    session = with_batch_metric(opened(arguments, arguments.paths, progress), arguments.batch_metric)
    session = as_seen(session, arguments, progress)
    evaluation = evaluate(session.data.prepared, session.point)
    if arguments.json:
        return json_text(evaluation_document(session, evaluation))
    return evaluation_text(session, evaluation)
