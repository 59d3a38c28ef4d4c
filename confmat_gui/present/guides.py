"""Thin lines that help to read the plots."""

from __future__ import annotations

import math

import numpy as np

from confmat_gui.core.costs import iso_cost_slope
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.curves import GuideLine

F1_LEVELS = (0.2, 0.4, 0.6, 0.8)


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
    share = float(evaluation.per_class["support"][focus]) / evaluation.n
    label = f"prevalence of {evaluation.classes[focus]}"
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
    prevalence = float(evaluation.per_class["support"][positive]) / evaluation.n
    if not 0 < prevalence < 1:
        return None
    slope = iso_cost_slope(costs, positive, prevalence)
    if not math.isfinite(slope) or slope <= 0:
        return None
    left, right = max(0.0, x - y / slope), min(1.0, x + (1 - y) / slope)
    ends = np.array([left, right])
    return GuideLine("iso_cost", ends, y + slope * (ends - x), "iso-cost line")
