"""Operating conditions in the JSON documents of the command line: their keys are a contract."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from confmat_gui.core.cost_curve import NO_MODEL
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.switch_table import SwitchRow, by_model
from confmat_gui.present.condition_reading import ConditionReading, constant_answer, reading_at
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.json_values import number
from confmat_gui.present.operating_conditions import Beside, cost_curves_state
from confmat_gui.present.policies import NOT_SENSIBLE
from confmat_gui.present.switch_lines import condition_in
from confmat_gui.session.state import Session


def conditions_document(session: Session, evaluation: Evaluation, beside: Beside = ()) -> dict[str, Any]:
    """Return the best threshold now, what the policies cost, the hull and the switch table.

    Of the positive class, or of the selected or rarest one against the rest. Where there are no curves,
    `reason` says why and the lists are empty; it also says why nothing has a cost. Thresholds are those of
    ROC points, which take what reaches them (`boundary`), whatever the rule in force says. With sessions
    `beside`, points and rows say whose they are.
    """
    state = cost_curves_state(session, evaluation, beside)
    condition = state.condition
    return {
        "class": state.class_name,
        "models": list(state.models.names),
        "prevalence": number(condition.prevalence),
        "false_alarm": number(condition.false_alarm),
        "miss": number(condition.miss),
        "priced": state.priced,
        "pc": number(condition.pc),
        "boundary": ">=",
        "reason": _reason(state),
        "policies": _policies(state),
        "hull": _hull(state),
        "switch_table": [_row(state, row) for row in state.rows],
        "models_table": [_row(state, row) for row in by_model(state.rows)] if state.models.several else None,
    }


def _reason(state: CostCurvesState) -> str | None:
    """Return why there are no curves, why a session is not among them, or why nothing has a cost."""
    meaningless = "" if state.unavailable or state.condition.sensible else NOT_SENSIBLE
    return state.unavailable or state.models.left_out or meaningless or None


def _policies(state: CostCurvesState) -> dict[str, Any] | None:
    reading = reading_at(state, state.condition)
    if reading is None:
        return None
    assert state.envelope is not None
    last = float(state.envelope.thresholds[reading.last])
    return {
        "keep": {"cost": number(reading.keep)},
        "trust": {"cost": number(reading.trust), "threshold": number(reading.trusted)},
        "best": {
            **_answer(state, reading.place), "cost": number(reading.best),
            "ties_down_to": number(last) if reading.last != reading.place else None,
        },
        "trivial": {"cost": number(reading.trivial), "answer": _constant(state, reading)},
    }


def _constant(state: CostCurvesState, reading: ConditionReading) -> str:
    condition = reading.condition
    always = condition.expected_cost(1.0, 0.0) < condition.expected_cost(0.0, 1.0)
    return constant_answer(state, -math.inf if always else math.inf)


def _answer(state: CostCurvesState, place: int) -> dict[str, Any]:
    """Return whose threshold a place of the hull has, or which answer it is that needs none."""
    assert state.envelope is not None
    model, threshold = int(state.envelope.models[place]), float(state.envelope.thresholds[place])
    return {
        "model": None if model == NO_MODEL else state.models.names[model],
        "threshold": number(threshold),
        "answer": constant_answer(state, threshold) if model == NO_MODEL else None,
    }


def _hull(state: CostCurvesState) -> list[dict[str, Any]]:
    envelope = state.envelope
    if envelope is None:
        return []
    return [
        {**_answer(state, place), "fpr": fpr, "tpr": tpr}
        for place, (fpr, tpr) in enumerate(zip(envelope.fpr.tolist(), envelope.tpr.tolist(), strict=True))
    ]


def _row(state: CostCurvesState, row: SwitchRow) -> dict[str, Any]:
    """Return a row; an end of prices that is without limit is null."""
    now = state.condition
    low, high = row.thresholds
    ratios: Sequence[float] = row.ratios(now.prevalence) if now.sensible else (math.nan, math.nan)
    shares: Sequence[float] = row.prevalences(now.ratio) if now.sensible else (math.nan, math.nan)
    place = condition_in(row, now)
    reading = None if place is None else reading_at(state, place)
    return {
        "model": None if row.trivial else state.models.names[row.model],
        "answer": constant_answer(state, low) if row.trivial else None,
        "thresholds": [number(low), number(high)],
        "pc": list(row.pc),
        "ratio": [number(end) for end in ratios],
        "prevalence": [number(end) for end in shares],
        "at_ratio": None if reading is None else number(reading.condition.ratio),
        "cost": None if reading is None else number(reading.best),
    }
