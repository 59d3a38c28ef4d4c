"""The cost matrix of a session, and what the prices amount to."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.costs import CostEquivalence, cost_by_cell, equivalence
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.costs import CostState
from confmat_gui.present.heatmap import as_wide
from confmat_gui.present.shares import at_same_shares
from confmat_gui.session.state import Session

NAMED = 12
"""Beyond this number of classes weights and thresholds are in the table only, not in a sentence."""


def cost_state(session: Session, evaluation: Evaluation) -> CostState:
    """Return what the cost editor of a session shows."""
    n_classes = len(evaluation.classes)
    costs = evaluation.point.costs
    prices = np.zeros((n_classes, n_classes)) if costs is None else np.array(costs, dtype=np.float64)
    priced = costs is not None
    return CostState(
        classes=evaluation.classes,
        priced=priced,
        costs=prices,
        contribution=_contribution(evaluation, prices) if priced else prices,
        summary=_summary(session, evaluation, prices) if priced else (UNPRICED_SENTENCE,),
        selected_cell=session.display.selected_cell,
    )


def _contribution(evaluation: Evaluation, prices: Floats) -> Floats:
    return cost_by_cell(as_wide(evaluation.figured, prices.shape[1]), prices)


UNPRICED_SENTENCE = "No prices yet: type what an error costs, and every figure of cost appears."


def _summary(session: Session, evaluation: Evaluation, prices: Floats) -> tuple[str, ...]:
    sentences = [_total_sentence(session, evaluation, prices)]
    abstaining = prices.shape[1] > len(prices)
    same = equivalence(prices, evaluation.point.positive)
    sentences += equivalence_sentences(evaluation.classes, same, abstaining=abstaining)
    if evaluation.point.rule.kind != "min-cost":
        sentences.append("The prices only price: the decisions stay until the rule is changed.")
    return tuple(sentences)


def _total_sentence(session: Session, evaluation: Evaluation, prices: Floats) -> str:
    total = float(cost_by_cell(evaluation.figured, prices).sum())
    default = at_same_shares(session.data.default_evaluation, evaluation)
    before = float(cost_by_cell(default.figured, prices).sum())
    if math.isnan(total):
        return (
            "The total cost is open, because samples without a decision have no price; "
            f"the default rule costs {texts.amount(before)}."
        )
    each = f" ({texts.figure(total / evaluation.n)} a sample)" if evaluation.n else ""
    return f"Total cost {texts.amount(total)}{each}; the default rule costs {texts.amount(before)}."


def _chow_sentence(threshold: float) -> str:
    if threshold > 1:
        return "No decision costs less than any answer, so lowest expected cost decides nothing."
    return (
        "Lowest expected cost predicts the highest probability where it is ≥ "
        f"{texts.figure(threshold)}, else there is no decision; exact ties may differ."
    )


def equivalence_sentences(
    classes: tuple[str, ...], same: CostEquivalence, *, abstaining: bool = False
) -> list[str]:
    """Return which weights and thresholds say the same as the prices, in words."""
    if same.kind == "no-decision" and same.thresholds is not None:
        return [_chow_sentence(float(same.thresholds[0]))]
    if same.kind == "none":
        if len(classes) == 2 and not abstaining:
            return ["A right answer must cost less than the error beside it, else no threshold makes sense."]
        return ["No thresholds make the same decisions as lowest expected cost does at these prices."]
    if same.weights is None or len(classes) > NAMED:
        return []
    sentences = []
    if same.kind == "weights":
        pairs = _pairs(classes, same.weights, texts.amount)
        sentences.append(f"The same as one price for each true class: {pairs}.")
    if same.thresholds is not None:
        pairs = _pairs(classes, same.thresholds, texts.figure)
        sentences.append(f"Lowest expected cost decides as the thresholds {pairs} do, but for exact ties.")
    return sentences


def _pairs(classes: tuple[str, ...], values: Floats, written: Callable[[float], str]) -> str:
    return ", ".join(f"{name} {written(float(value))}" for name, value in zip(classes, values, strict=True))
