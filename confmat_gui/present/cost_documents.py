"""What the prices amount to, as JSON; the keys are a contract."""

from __future__ import annotations

from typing import Any, TypeAlias

from confmat_gui.core.costs import equivalence
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.present.cost_answers import lowest_or_why
from confmat_gui.present.cost_editor import cost_state
from confmat_gui.present.cost_pairs import costliest
from confmat_gui.present.costs import AnswerKey, CostState
from confmat_gui.present.json_values import number
from confmat_gui.session.state import Session

Document: TypeAlias = dict[str, Any]
MOST_CELLS = 20
KEYS: dict[AnswerKey, str] = {
    "rule": "rule", "default": "default_rule", "constant": "best_constant", "lowest": "lowest_expected_cost",
}  # fmt: skip


def costs_document(session: Session, evaluation: Evaluation) -> Document:
    """Return what ways to decide cost, the costliest cells, and which weights or thresholds say the same.

    All are null while no price is given.
    """
    if evaluation.point.costs is None:
        return {"cost_answers": None, "costliest_cells": None, "cost_equivalence": None}
    state = cost_state(session, evaluation)
    return {
        "cost_answers": _answers(state),
        "costliest_cells": [_cell(state, *cell) for cell in costliest(state, MOST_CELLS)],
        "cost_equivalence": _equivalence(evaluation),
    }


def _answers(state: CostState) -> Document:
    found: Document = dict.fromkeys(KEYS.values())
    for answer in state.answers:
        row: Document = {"total": number(answer.total), "per_sample": number(answer.each)}
        if answer.answer is not None:
            row = {"answer": (*state.classes, NO_DECISION)[answer.answer], **row}
        found[KEYS[answer.key]] = row
    constant = next(answer for answer in state.answers if answer.key == "constant")
    found["default_rule"] = found["default_rule"] or found["rule"]
    return {**found, "value": number(constant.difference)}


def _cell(state: CostState, true: int, pred: int) -> Document:
    return {
        "true": state.classes[true],
        "predicted": (*state.classes, NO_DECISION)[pred],
        "n": int(state.counts[true, pred]),
        "price": float(state.costs[true, pred]),
        "cost": number(float(state.contribution[true, pred])),
        "share": number(float(state.shares[true, pred])),
    }


def _equivalence(evaluation: Evaluation) -> Document:
    costs = evaluation.point.costs
    assert costs is not None
    same = equivalence(costs, evaluation.point.positive)
    lowest, _ = lowest_or_why(evaluation, costs)
    names = (*evaluation.classes, NO_DECISION)
    thresholds = same.among if same.thresholds is None else same.thresholds
    unseen = None
    if lowest is not None:
        empty = [k for k in range(len(evaluation.classes)) if not lowest[:, k].any()]
        unseen = [names[k] for k in empty if k not in same.reach.never]
    return {
        "kind": same.kind,
        "weights": None if same.weights is None else _named(evaluation, same.weights.tolist()),
        "thresholds": None if thresholds is None else _named(evaluation, thresholds.tolist()),
        "never_predicted": [names[k] for k in same.reach.never],
        "undecided": [names[k] for k in same.reach.undecided],
        "not_predicted_here": unseen,
    }


def _named(evaluation: Evaluation, values: list[float]) -> dict[str, float | None]:
    return {name: number(value) for name, value in zip(evaluation.classes, values, strict=True)}
