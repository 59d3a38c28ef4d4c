"""Suggest a rule: the best for an objective under constraints, judged on samples it was not tuned on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from confmat_gui.core.arrays import Bools
from confmat_gui.core.cancel import Progress, Report, no_progress, no_report, part_of
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.errors import InputError
from confmat_gui.core.finding import Found, Quest, find_rule
from confmat_gui.core.folds import fold_of_rows
from confmat_gui.core.goals import Goal
from confmat_gui.core.objectives import Objective
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.preparation import default_rule
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.prevalence import check_prevalence
from confmat_gui.core.reaches import reaches
from confmat_gui.core.rule_judging import Decided, decided_by, on_part, outcomes_of, paired_gain
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.core.spreads import (
    Lines,
    Repeats,
    line_spreads,
    pair_spreads,
    spread_of_places,
)
from confmat_gui.core.strata import with_rows
from confmat_gui.core.suggestion import Beside, BesideName, Bootstrapped, Judged, Spread, Suggestion
from confmat_gui.core.tuning import Tuning, tuning_mask

REPLICATES = 1000


def suggest(
    samples: Prepared | Predictions,
    point: OperatingPoint | None,
    objective: Objective,
    constraints: Sequence[Constraint] = (),
    tuning: Tuning | None = None,
    *,
    cross_fit: int | None = None,
    seed: int = 0,
    n_bootstrap: int = REPLICATES,
    no_decision: bool | None = None,
    free: Sequence[int] | None = None,
    progress: Progress = no_progress,
) -> Suggestion:
    """Return the best rule for an objective under constraints, with what it does to samples held back.

    Two classes have one threshold, and every distinct score is looked at. More classes have the thresholds of
    rule 2. With no decision, two classes have a threshold each, more one that is common to all. What was
    searched, and whether that is exact, stands in the result.

    Parameters
    ----------
    samples : with scores; probabilities for more than two classes
    point : the present rule (boundary, positive class, a start of searches, and a rule to compare with),
        the prices, and how common the classes are where the rule is used: everything is then searched and
        judged at these shares; None: the default rule without prices, classes as common as in the samples
    objective : what is to be best
    constraints : what has to be kept; where not all can be, the rule nearest to that is returned
    tuning : the part to tune on, half of the samples of each class by default; a share of 1 tunes on all and
        leaves apparent figures only
    cross_fit : a number of folds: each is judged by the rule tuned on the others, and the rule suggested is
        tuned on all samples; the share of `tuning` then means nothing
    seed : of folds, starts and bootstraps; the part to tune on has a seed of its own
    n_bootstrap : bootstrap samples for the spread of thresholds; 0 leaves that out
    no_decision : whether the rule may leave samples without a decision; None: if the present rule does, or
        coverage is bounded
    free : classes whose thresholds may move while the others stay, for rule 2 of more than two classes
    progress : called several times a second; may raise `CancelledError`

    Raises
    ------
    InputError
        There are fewer than two classes or samples, no scores, no prices for a cost, or a class, batch or
        group that is not there.
    """
    predictions = samples.predictions if isinstance(samples, Prepared) else samples
    default = samples.default_rule if isinstance(samples, Prepared) else None
    shares = None if point is None else point.prevalence
    goal = Goal(objective, tuple(constraints), _prices(point, objective), shares)
    checked = _checked(predictions, point, default, goal)
    abstains = _may_abstain(checked, goal, no_decision)
    quest = Quest(goal, checked, abstains, _free(predictions, free, abstains=abstains), seed)
    task = _Task(quest, default_rule(predictions)[0] if default is None else default, n_bootstrap)
    if cross_fit is None:
        split = _split(predictions, tuning or Tuning(), task, progress)
    else:
        split = _cross_fitted(predictions, tuning or Tuning(), cross_fit, task, progress)
    return _suggestion(split, task, part_of(progress, 0.7, 1.0))


@dataclass(frozen=True, eq=False)
class _Task:
    """What is wanted, checked.

    Attributes
    ----------
    quest : goal, present rule at the prices with the positive class filled in, and kind of rule
    default : the default rule
    n_bootstrap : bootstrap samples for the spread of thresholds
    """

    quest: Quest
    default: Rule
    n_bootstrap: int

    @property
    def goal(self) -> Goal:
        """Objective, constraints and prices."""
        return self.quest.goal

    @property
    def point(self) -> OperatingPoint:
        """The present rule at the prices."""
        return self.quest.point

    @property
    def seed(self) -> int:
        """Of folds, starts and bootstraps."""
        return self.quest.seed


@dataclass(frozen=True, eq=False)
class _Split:
    """A rule with its parts.

    Attributes
    ----------
    tuning, cross_fit : how the parts came about
    found : the rule
    tuned : samples it was tuned on
    held_back : samples to judge it on, decided by the rule, or by those of the folds; None: there are none
    fold_rules : the rules of the folds
    """

    tuning: Tuning
    cross_fit: int | None
    found: Found
    tuned: Predictions
    held_back: Decided | None
    fold_rules: tuple[Rule, ...] = ()


def _prices(point: OperatingPoint | None, objective: Objective) -> CostMatrix | None:
    return point.prices if objective.costs is None and point is not None else objective.costs


def _checked(
    predictions: Predictions, point: OperatingPoint | None, default: Rule | None, goal: Goal
) -> OperatingPoint:
    """Check what is wanted and return the present rule at the prices, with the positive class filled in."""
    if predictions.y_score is None:
        raise InputError("A suggestion needs scores, but these predictions hold only labels.")
    if predictions.n_classes < 2:
        raise InputError("There is one class only, so there is nothing to decide.")
    if predictions.n == 0:
        raise InputError("There are no samples to tune on.")
    _check_classes(predictions, goal)
    if goal.prevalence is not None:
        check_prevalence(goal.prevalence, predictions.classes)
    if point is None:
        point = OperatingPoint(default_rule(predictions)[0] if default is None else default)
    if predictions.is_binary and point.positive is None:
        point = replace(point, positive=predictions.positive)
    return point.with_costs(goal.prices)


def _may_abstain(point: OperatingPoint, goal: Goal, no_decision: bool | None) -> bool:
    bounded = any(constraint.figure == "coverage" for constraint in goal.constraints)
    abstains = (point.rule.no_decision or bounded) if no_decision is None else no_decision
    costs = goal.objective.costs
    if abstains and costs is not None and len(costs[0]) == len(costs):
        raise InputError("The lowest cost with no decision needs a price of no decision; give it one.")
    return abstains


def _free(
    predictions: Predictions, free: Sequence[int] | None, *, abstains: bool
) -> tuple[int, ...] | None:
    if free is None:
        return None
    if abstains or predictions.is_binary:
        raise InputError("Only with more than two classes, all of which are decided, can thresholds stay.")
    chosen = tuple(sorted(set(free)))
    if not chosen or chosen[0] < 0 or chosen[-1] >= predictions.n_classes:
        raise InputError("Name at least one class whose threshold may move.")
    return chosen


def _check_classes(predictions: Predictions, goal: Goal) -> None:
    named = (goal.objective.class_index, *(constraint.class_index for constraint in goal.constraints))
    for index in named:
        if index is not None and index not in range(predictions.n_classes):
            raise InputError(f"There is no class number {index}; there are {predictions.n_classes} classes.")
    if goal.prices is not None and len(goal.prices) != predictions.n_classes:
        raise InputError(
            f"The cost matrix has {len(goal.prices)} classes, but there are {predictions.n_classes}."
        )


def _split(predictions: Predictions, tuning: Tuning, task: _Task, progress: Progress) -> _Split:
    """Tune on one part and judge on the other."""
    progress(0.0, "Choosing the samples to tune on")
    if not tuning.holds_back:
        found = _find(predictions, task, part_of(progress, 0.0, 0.7))
        return _Split(tuning, None, found, predictions, None)

    def report() -> None:
        progress(0.02, "Choosing the samples to tune on")

    mask = tuning_mask(predictions, tuning, report)
    tuned = _where(predictions, mask, report)
    found = _find(tuned, task, part_of(progress, 0.05, 0.65))


    def judging() -> None:
        progress(0.65, "Judging on the samples held back")

    judging()
    held_back = decided_by(_where(predictions, ~mask, judging), task.point.with_rule(found.rule))
    return _Split(tuning, None, found, tuned, held_back)


def _cross_fitted(
    predictions: Predictions, tuning: Tuning, n_folds: int, task: _Task, progress: Progress
) -> _Split:
    """Tune on all samples, and judge each fold by the rule tuned on the others."""
    folds = fold_of_rows(predictions, n_folds, tuning.by, tuning.seed)
    found = _find(predictions, task, part_of(progress, 0.0, 0.7 / (n_folds + 1)))
    codes = np.empty(predictions.n_rows, dtype=np.int32)
    rules = []
    for fold in range(n_folds):
        start = 0.7 * (fold + 1) / (n_folds + 1)
        inside = folds == fold
        rule = _find(
            _where(predictions, ~inside), task, part_of(progress, start, start + 0.7 / (n_folds + 1))
        ).rule
        rules.append(rule)
        progress(start, "Judging a fold by the rule tuned on the others")
        codes[inside] = decided_by(_where(predictions, inside), task.point.with_rule(rule)).codes
    abstains = task.point.with_rule(found.rule).may_abstain
    held_back = Decided(predictions, codes, outcomes_of(predictions, codes, abstains=abstains))
    tuning = replace(tuning, share=1.0)
    return _Split(tuning, n_folds, found, predictions, held_back, tuple(rules))


def _find(predictions: Predictions, task: _Task, progress: Progress) -> Found:
    return find_rule(predictions, task.quest, progress)


def _where(predictions: Predictions, mask: Bools, report: Report = no_report) -> Predictions:
    return with_rows(predictions, np.flatnonzero(mask), report)


def _suggestion(split: _Split, task: _Task, progress: Progress) -> Suggestion:
    predictions, goal, found = split.tuned, task.goal, split.found
    progress(0.0, "Comparing with other rules")
    on_tuned = decided_by(predictions, task.point.with_rule(found.rule))
    held_back = None if split.held_back is None else on_part(split.held_back.outcomes, goal)
    suggested = Judged(found.rule, on_part(on_tuned.outcomes, goal), held_back)
    beside = tuple(_beside(split, task, on_tuned, lambda: progress(0.1, "Comparing with other rules")))
    reached = tuple(reaches(predictions, task.quest, found, part_of(progress, 0.2, 0.5)))
    spreads, bootstrapped = _spreads(split, task, part_of(progress, 0.5, 1.0))
    progress(1.0, "")
    return Suggestion(
        classes=predictions.classes, positive=task.point.positive, objective=goal.objective,
        constraints=goal.constraints, tuning=split.tuning, cross_fit=split.cross_fit, seed=task.seed,
        kind=found.kind, exact=found.exact, n_searches=found.n_searches, feasible=found.shortfall == 0,
        suggested=suggested, beside=beside, spreads=spreads, reaches=reached, bootstrapped=bootstrapped,
        fold_rules=split.fold_rules, prevalence=goal.prevalence,
    )  # fmt: skip


def _beside(split: _Split, task: _Task, on_tuned: Decided, report: Report) -> Iterator[Beside]:
    honest = on_tuned if split.held_back is None else split.held_back
    known: dict[Rule, Beside] = {}
    for name, rule in _other_rules(task, split.tuned):
        if rule in known:
            yield replace(known[rule], name=name)
            continue
        point = task.point.with_rule(rule)
        report()
        other_tuned = decided_by(split.tuned, point)
        report()
        other = other_tuned if honest.predictions is split.tuned else decided_by(honest.predictions, point)
        judged = Judged(
            rule, on_part(other_tuned.outcomes, task.goal),
            None if split.held_back is None else on_part(other.outcomes, task.goal),
        )  # fmt: skip
        report()
        gain, p_value, same = paired_gain(honest, other, task.goal, task.seed, report)
        known[rule] = Beside(name, judged, gain, p_value, same)
        yield known[rule]


def _other_rules(task: _Task, predictions: Predictions) -> Iterator[tuple[BesideName, Rule]]:
    yield "present", task.point.rule
    yield "default", task.default
    if predictions.n_classes > 2 and task.goal.objective.costs is not None:
        yield "min-cost", Rule.min_cost(task.goal.objective.costs)


def _spreads(
    split: _Split, task: _Task, progress: Progress
) -> tuple[tuple[Spread, ...], Bootstrapped | None]:
    found, text = split.found, "Choosing anew on bootstrap samples"
    repeats = Repeats(task.n_bootstrap, task.seed)
    if found.line is not None:
        positive = task.point.positive
        class_index = -1 if found.kind == "common" or positive is None else positive
        spread, bootstrapped = spread_of_places(
            found.line, task.goal, class_index, repeats, lambda: progress(0.5, text)
        )
        return (spread,), bootstrapped
    if found.pair is not None:
        return tuple(pair_spreads(*found.pair, task.goal, repeats, lambda: progress(0.5, text))), None

    def report_of(k: int) -> Report:
        return lambda: progress(k / len(found.thresholds), text)

    classes = range(len(found.thresholds)) if task.quest.free is None else task.quest.free
    lines = Lines(split.tuned, found.thresholds, tuple(classes))
    return tuple(line_spreads(lines, task.goal, repeats, report_of)), None
