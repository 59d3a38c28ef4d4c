"""From the arguments to a session: files or a session file, then prices, then the rule."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from confmat_gui.cli.arguments import input_options
from confmat_gui.cli.labels import cell_and_number, class_and_number
from confmat_gui.cli.recalibrate_option import with_recalibration
from confmat_gui.cli.share_options import check_share_options, with_shares
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.cost_presets import plain_costs
from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import NO_DECISION, Rule, RuleKind
from confmat_gui.io.cost_files import read_costs
from confmat_gui.io.rule_export import export_rule
from confmat_gui.io.rule_files import read_rule, steps_that_differ
from confmat_gui.session.changes import (
    set_boundary,
    set_cost,
    set_cost_weight,
    set_costs,
    set_positive,
    set_rule,
    set_rule_kind,
)
from confmat_gui.session.opening import open_any
from confmat_gui.session.price_changes import set_cost_unit
from confmat_gui.session.state import Session


def opened(arguments: argparse.Namespace, paths: Sequence[str], progress: Progress) -> Session:
    """Open what `paths` name and decide about it as the arguments say; `--save-rule` is obeyed last."""
    check_rule_options(arguments)
    session = decided(open_any(paths, input_options(arguments), progress), arguments, progress)
    save_rule(session, arguments)
    return session


def save_rule(session: Session, arguments: argparse.Namespace) -> None:
    """Write the rule where `--save-rule` says, as its name or `--save-rule-as` says."""
    if arguments.save_rule:
        export_rule(arguments.save_rule, session.data.loaded, session.point, arguments.save_rule_as)
    elif arguments.save_rule_as:
        raise InputError("--save-rule-as says how to write a rule; say where with --save-rule.")


def decided(
    session: Session, arguments: argparse.Namespace, progress: Progress = no_progress
) -> Session:
    """Decide about a session as the arguments say: recalibration, shares, prices, and then the rule."""
    session = with_shares(with_recalibration(session, arguments, progress), arguments, progress)
    return with_rule(with_prices(session, arguments), arguments)


def check_rule_options(arguments: argparse.Namespace) -> None:
    """Refuse options that contradict each other, before any file is read."""
    check_share_options(arguments)
    if arguments.rule_file and (arguments.rule or arguments.threshold):
        raise InputError("--rule-file says the whole rule; leave out --rule and --threshold beside it.")
    if arguments.threshold and arguments.rule not in (None, "thresholds"):
        raise InputError(f"--threshold and --rule {arguments.rule} are two different rules; leave one out.")
    if arguments.no_decision:
        _check_no_decision(arguments)


def _check_no_decision(arguments: argparse.Namespace) -> None:
    if arguments.rule_file:
        raise InputError("--rule-file says the whole rule; leave out --no-decision beside it.")
    if arguments.rule == "min-cost":
        raise InputError(
            "--no-decision belongs to thresholds; under --rule min-cost give no decision a price: "
            f"--cost 'TRUE:{NO_DECISION}=NUMBER'."
        )
    if arguments.rule not in (None, "thresholds"):
        raise InputError(f"--no-decision and --rule {arguments.rule} are two different rules; leave one out.")


def with_prices(session: Session, arguments: argparse.Namespace) -> Session:
    """Return the session at the prices that are given: the file first, then each option in its order."""
    classes = session.data.prepared.predictions.classes
    if arguments.cost_unit is not None:
        session = set_cost_unit(session, arguments.cost_unit)
    if arguments.costs_preset:
        session = set_costs(session, plain_costs(arguments.costs_preset, len(classes)))
    if arguments.costs:
        session = set_costs(session, read_costs(arguments.costs, classes))
    for option, text in arguments.prices or ():
        if option == "--weight-of":
            index, weight = class_and_number(option, text, classes)
            session = set_cost_weight(session, index, weight)
        else:
            true, pred, cost = cell_and_number(option, text, classes)
            session = set_cost(session, true, pred, cost)
    return session


def with_rule(session: Session, arguments: argparse.Namespace) -> Session:
    """Return the session under the rule that is given; prices alone never change it."""
    if arguments.rule_file:
        session = _from_file(session, arguments.rule_file, arguments.positive)
    elif arguments.threshold:
        named = _thresholds(session, arguments.threshold)
        session = set_rule(session, replace(named, no_decision=arguments.no_decision))
    elif arguments.no_decision:
        session = set_rule_kind(session, "no-decision")
    elif arguments.rule:
        session = set_rule_kind(session, cast(RuleKind, arguments.rule))
    return session if arguments.boundary is None else set_boundary(session, arguments.boundary)


def _from_file(session: Session, path: str, said: str | None) -> Session:
    predictions = session.data.prepared.predictions
    rule, positive = read_rule(path, predictions.classes)
    differing = steps_that_differ(path, session.data.repairs)
    if differing:
        raise InputError(
            f"The rule in {path} is for scores that are {' and '.join(differing)}; treat these in the same "
            "way (--adapt-scores with --prevalence, --repair), or leave --rule-file out."
        )
    if said is not None and positive is not None and said != positive:
        raise InputError(f"The rule in {path} is for {positive}, but --positive says {said}; leave that out.")
    if positive is not None and predictions.is_binary:
        session = set_positive(session, predictions.class_index(positive))
    return set_rule(session, rule)


def _thresholds(session: Session, texts: Sequence[str]) -> Rule:
    classes = session.data.prepared.predictions.classes
    named: dict[str, float] = {}
    for text in texts:
        index, value = class_and_number("--threshold", text, classes)
        if classes[index] in named:
            raise InputError(f"--threshold names “{classes[index]}” twice; give each class one threshold.")
        named[classes[index]] = value
    return Rule.thresholds(named, boundary=session.point.rule.boundary)
