"""How far each constraint can be met, and which of them bind."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from confmat_gui.core.cancel import Progress
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.coordinate_descent import PART_ROWS
from confmat_gui.core.finding import Found, Quest, find_rule
from confmat_gui.core.objectives import Objective
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rule_judging import decided_by, values_of
from confmat_gui.core.rules import CostMatrix
from confmat_gui.core.strata import stratified_part
from confmat_gui.core.suggestion import Reach

_NEARLY = 1e-9
"""Gains in the objective below this, relative, are rounding."""


def reaches(predictions: Predictions, quest: Quest, found: Found, progress: Progress) -> Iterator[Reach]:
    """Return how far each constraint of a goal can be met, in their order.

    Several thresholds are searched from those found on, and on a part of very many samples, so a reach may
    then be further than said.

    predictions : the samples that the rule was tuned on
    """
    part = predictions
    if found.kind == "thresholds":
        part = stratified_part(predictions, PART_ROWS, quest.seed)
        quest = replace(quest, start=tuple(found.thresholds.tolist()))
    constraints = quest.goal.constraints
    for i, constraint in enumerate(constraints):
        yield _reach(part, quest, found, constraint, _still(progress, i / len(constraints)))


def _still(progress: Progress, at: float) -> Progress:
    """Return a progress that stays where it is: each search is short."""

    def report(fraction: float, text: str = "") -> None:
        del fraction, text
        progress(at, "Looking which constraint binds")

    return report


def _reach(
    predictions: Predictions, quest: Quest, found: Found, constraint: Constraint, progress: Progress
) -> Reach:
    goal = quest.goal
    i = goal.constraints.index(constraint)
    wanted = reach_objective(constraint, goal.prices)
    alone = find_rule(predictions, replace(quest, goal=goal.aiming_at(wanted)), progress)
    others = goal.without(i)
    together = alone
    if others.constraints:
        bound = replace(quest, goal=goal.aiming_at(wanted, others.constraints))
        together = find_rule(predictions, bound, progress)
    free = find_rule(predictions, replace(quest, goal=others), progress)
    return Reach(
        value=_value(predictions, quest, found, wanted),
        alone=_value(predictions, quest, alone, wanted),
        with_others=_value(predictions, quest, together, wanted) if together.shortfall == 0 else math.nan,
        binds=_binds(predictions, quest, found, free),
    )


def _binds(predictions: Predictions, quest: Quest, found: Found, without: Found) -> bool:
    """Whether leaving the constraint out lets a better rule in; where none keeps all, one that does."""
    if found.shortfall > 0:
        return without.shortfall == 0
    objective = quest.goal.objective
    own = _value(predictions, quest, found, objective)
    free = _value(predictions, quest, without, objective)
    if math.isnan(free) or math.isnan(own):
        return math.isnan(own) and not math.isnan(free)
    return objective.sign * (free - own) > _NEARLY * max(abs(free), abs(own))


def reach_objective(constraint: Constraint, prices: CostMatrix | None) -> Objective:
    """Return the figure of a constraint as an objective, better on the side where it is kept."""
    direction = 1 if constraint.bound == ">=" else -1
    if constraint.figure == "cost":
        return Objective("expected_cost", costs=prices, direction=direction)
    key = cast(Any, constraint.figure)
    return Objective(key, class_index=constraint.class_index, direction=direction)


def _value(predictions: Predictions, quest: Quest, found: Found, objective: Objective) -> float:
    outcomes = decided_by(predictions, quest.point.with_rule(found.rule)).outcomes
    return values_of(outcomes, quest.goal, [(objective.key, objective.class_index)])[0]
