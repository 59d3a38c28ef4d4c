"""Thin lines that help to read the plots."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.prevalence import prevalence_in_force
from confmat_gui.present.curves import GuideLine
from confmat_gui.present.hulls import HullState, present_condition
from confmat_gui.present.short_names import short_name

F1_LEVELS = (0.2, 0.4, 0.6, 0.8)
LETTERS = 16
"""Of a name in a label that lies within a small plot; the title has the whole."""


def roc_guides(evaluation: Evaluation) -> tuple[GuideLine, ...]:
    """Return the chance diagonal and, for a priced binary problem, the iso-cost line through its point."""
    ends = np.array([0.0, 1.0])
    chance = GuideLine("chance", ends, ends)
    iso_cost = _iso_cost(evaluation)
    return (chance,) if iso_cost is None else (chance, iso_cost)


def precision_recall_guides(evaluation: Evaluation, focus: int | None) -> tuple[GuideLine, ...]:
    """Return the lines of equal F1, and the prevalence of the class in focus."""
    lines = tuple(_iso_f1(level) for level in F1_LEVELS)
    if focus is None or not evaluation.n:
        return lines
    share = float(prevalence_in_force(evaluation)[focus])
    name = short_name(evaluation.classes[focus], LETTERS, len, evaluation.classes)
    label = f"prevalence of {name}"
    return (*lines, GuideLine("prevalence", np.array([0.0, 1.0]), np.array([share, share]), label))


def _iso_f1(level: float) -> GuideLine:
    # precision = F r / (2 r - F), drawn from where it is 1
    recall = np.linspace(level / (2 - level), 1.0, 60)
    return GuideLine("iso_f1", recall, level * recall / (2 * recall - level), f"F1 {level}")


def _iso_cost(evaluation: Evaluation) -> GuideLine | None:
    """Return the places that cost the same as the operating point, within the plot."""
    positive, costs = evaluation.point.positive, evaluation.point.costs
    if positive is None or costs is None or not evaluation.n:
        return None
    if evaluation.no_decision is not None:  # its cost depends on more than this point
        return None
    x = float(evaluation.per_class["fpr"][positive])
    y = float(evaluation.per_class["recall"][positive])
    slope = present_condition(evaluation, positive).slope
    return _line_of_slope("iso_cost", slope, (x, y), "iso-cost line")


def with_lowest_cost(
    guides: tuple[GuideLine, ...], evaluation: Evaluation, hull: HullState | None
) -> tuple[GuideLine, ...]:
    """Add the iso-cost line through the best vertex of a hull, which is labelled itself.

    The line through the operating point goes where it is the same.
    """
    if hull is None or hull.best is None:
        return guides
    at = hull.best[0]
    slope = present_condition(evaluation, hull.class_index).slope
    lowest = _line_of_slope("lowest_cost", slope, (float(hull.x[at]), float(hull.y[at])))
    if lowest is None:
        return guides
    rest = tuple(guide for guide in guides if guide.kind != "iso_cost" or not _same_line(guide, lowest))
    return (*rest, lowest)


def _same_line(one: GuideLine, other: GuideLine) -> bool:
    return bool(np.allclose(one.x, other.x, atol=1e-9) and np.allclose(one.y, other.y, atol=1e-9))


def _line_of_slope(
    kind: Literal["iso_cost", "lowest_cost"], slope: float, through: tuple[float, float], label: str = ""
) -> GuideLine | None:
    """Return the part of a line within the plot; None where it has no slope to draw."""
    if not math.isfinite(slope) or slope <= 0:
        return None
    x, y = through
    ends = np.array([max(0.0, x - y / slope), min(1.0, x + (1 - y) / slope)])
    return GuideLine(kind, ends, y + slope * (ends - x), label)
