"""`confmat suggest`: the best rule for an objective under constraints."""

from __future__ import annotations

import argparse
from typing import get_args

from confmat_gui.cli.arguments import add_input_options, add_paths, add_rule_options
from confmat_gui.cli.operating import opened
from confmat_gui.cli.suggestion_table import suggestion_text
from confmat_gui.cli.tables import json_text
from confmat_gui.core.cancel import Progress, part_of
from confmat_gui.core.errors import InputError
from confmat_gui.core.goal_text import (
    CONSTRAINT_FORMS,
    OBJECTIVE_NAMES,
    objective_of,
    parse_constraints,
)
from confmat_gui.core.suggest import REPLICATES, suggest
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import TunedBy, Tuning
from confmat_gui.io.rule_files import write_rule
from confmat_gui.present.suggestion_document import suggestion_document
from confmat_gui.session.changes import set_samples_of
from confmat_gui.session.state import Session

DESCRIPTION = (
    "Suggest the best rule for an objective under constraints, judged on samples held back, at the shares of "
    "the classes where the rule is used (--prevalence)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `suggest` understands."""
    add_paths(parser)
    group = parser.add_argument_group("what is wanted")
    group.add_argument(
        "--objective", choices=tuple(OBJECTIVE_NAMES), required=True, help="what is to be best"
    )
    group.add_argument(
        "--class", dest="of_class", metavar="NAME",
        help="class of f1 or youden (default: the positive class of two)",
    )
    group.add_argument(
        "--subject-to", metavar="CONSTRAINT", action="append", default=[],
        help=f"what has to be kept: {CONSTRAINT_FORMS.replace('%', '%%')}; repeatable",
    )
    group.add_argument(
        "--only", metavar="CLASS", action="append", default=[],
        help="class whose threshold may move while the others stay, with more than two classes; repeatable",
    )
    honest = parser.add_argument_group("on which samples")
    honest.add_argument(
        "--tune-on", metavar="SHARE", type=float,
        help="share of the samples to tune on; the others judge (default: 0.5; 1: all, and nothing judges)",
    )
    honest.add_argument(
        "--seed", metavar="NUMBER", type=int, default=0, help="of all that is drawn (default: 0)"
    )
    honest.add_argument(
        "--tune-by", choices=get_args(TunedBy), default="rows",
        help="draw rows of each class (default), or keep batches or groups together",
    )
    honest.add_argument(
        "--cross-fit", metavar="FOLDS", type=int,
        help="tune on all samples, and judge each of so many parts by the rule tuned on the others",
    )
    honest.add_argument(
        "--bootstrap", metavar="NUMBER", type=int, default=REPLICATES,
        help=f"bootstrap samples that say how sure a threshold is (default: {REPLICATES}; 0: none)",
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_input_options(parser)
    add_rule_options(parser, save=False)
    parser.add_argument(
        "--save-rule", dest="save_suggested", metavar="rule.json", help="write the suggested rule to a file"
    )


def execute(arguments: argparse.Namespace, progress: Progress) -> str:
    """Return the suggestion as text or JSON, and write the rule if that is asked for."""
    tuning = _tuning(arguments)
    session = set_samples_of(opened(arguments, arguments.paths, part_of(progress, 0.0, 0.3)), "all")
    suggestion = _suggestion(session, arguments, tuning, part_of(progress, 0.3, 1.0))
    if arguments.save_suggested:
        write_rule(arguments.save_suggested, suggestion.rule, suggestion.classes, suggestion.positive)
    if arguments.json:
        return json_text(suggestion_document(session, suggestion))
    return suggestion_text(session, suggestion)


def _tuning(arguments: argparse.Namespace) -> Tuning:
    """Return the part to tune on; refuses options that contradict each other before any file is read."""
    if arguments.cross_fit is not None and arguments.tune_on is not None:
        raise InputError("--cross-fit tunes on all samples in turn; leave out --tune-on beside it.")
    if arguments.bootstrap < 0:
        raise InputError("--bootstrap must be a whole number from 0.")
    share = 0.5 if arguments.tune_on is None else arguments.tune_on
    return Tuning(share, arguments.seed, arguments.tune_by)


def _suggestion(
    session: Session, arguments: argparse.Namespace, tuning: Tuning, progress: Progress
) -> Suggestion:
    prepared, point = session.data.prepared, session.point
    classes = prepared.predictions.classes
    objective = objective_of(
        arguments.objective, arguments.of_class, classes, point.positive, point.prices
    )
    constraints = [each for text in arguments.subject_to for each in parse_constraints(text, classes)]
    free = [prepared.predictions.class_index(name) for name in arguments.only] or None
    return suggest(
        prepared, point, objective, constraints, tuning, cross_fit=arguments.cross_fit, seed=tuning.seed,
        n_bootstrap=arguments.bootstrap, free=free, progress=progress,
    )  # fmt: skip
