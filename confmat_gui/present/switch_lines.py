"""The switch table as it is read: which answer is best from where to where."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from confmat_gui.core.conditions import Condition
from confmat_gui.core.switch_table import SwitchRow, by_model
from confmat_gui.present import texts
from confmat_gui.present.condition_reading import constant_answer, reading_at
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.pad import ratio_text, share_text


@dataclass(frozen=True)
class SwitchLine:
    """A row of the table, in texts.

    Attributes
    ----------
    answer : "0.031", "0.019 – 0.078" or "always good"
    model : name of the session, or the answer that needs none; empty where there is one session alone
    pc, ratios, prevalences : from and to as PC(+), as price of a miss at the present prevalence, and as
        prevalence at the present prices; empty where the present condition is not sensible
    cost : of a sample at `condition`, in the unit of the prices
    condition : a condition of the row: the present one where it is in it, else one in its middle
    present : whether the present condition is in it
    """

    row: SwitchRow
    answer: str
    model: str
    pc: tuple[str, str]
    ratios: tuple[str, str]
    prevalences: tuple[str, str]
    cost: str
    condition: Condition | None
    present: bool


HEADERS = ("Best", "Model", "A miss costs", "Prevalence", "Cost there")
EXPLANATIONS = (
    "The threshold with the lowest expected cost; on a border it ties with its neighbour",
    "The session whose threshold it is",
    "From and to which price of a miss, in false alarms, at the present prevalence",
    "From and to which prevalence, at the present prices",
    "Expected cost of a sample at the present condition, or in the middle of the row",
)


def switch_lines(state: CostCurvesState) -> tuple[SwitchLine, ...]:
    """Return a line for each threshold that is best somewhere."""
    return tuple(_line(state, row) for row in state.rows)


def model_lines(state: CostCurvesState) -> tuple[SwitchLine, ...]:
    """Return a line for each run of conditions in which one model is the best."""
    return tuple(_line(state, row) for row in by_model(state.rows))


def _line(state: CostCurvesState, row: SwitchRow) -> SwitchLine:
    now = state.condition
    present = now.sensible and has_condition(state, row, now)
    place = now if present else condition_in(row, now)
    reading = None if place is None else reading_at(state, place)
    cost = math.nan if reading is None else reading.best
    sensible = now.sensible
    return SwitchLine(
        row=row,
        answer=_answer(state, row),
        model=_model(state, row),
        pc=(texts.figure(row.pc[0]), texts.figure(row.pc[1])),
        ratios=_both(ratio_text, row.ratios(now.prevalence)) if sensible else ("", ""),
        prevalences=_both(share_text, row.prevalences(now.ratio)) if sensible else ("", ""),
        cost=texts.UNDEFINED if math.isnan(cost) else texts.amount(float(f"{cost:.6g}")),
        condition=place,
        present=present,
    )


def _both(write: Callable[[float], str], ends: tuple[float, float]) -> tuple[str, str]:
    """Return both ends as they are written; what is best everywhere has none."""
    low, high = ends
    return write(low), "∞" if math.isinf(high) else write(high)


def _answer(state: CostCurvesState, row: SwitchRow) -> str:
    low, high = row.thresholds
    if row.trivial:
        return constant_answer(state, low)
    if low == high:
        return texts.threshold(low)
    return f"{texts.threshold(low)} – {texts.threshold(high)}"


def has_condition(state: CostCurvesState, row: SwitchRow, condition: Condition) -> bool:
    """Whether the answer of a row is the one that is chosen at a condition; of ties that is the first."""
    assert state.envelope is not None
    return row.places[0] <= state.envelope.best_at(condition.pc)[0] <= row.places[1]


def _model(state: CostCurvesState, row: SwitchRow) -> str:
    if not state.models.several:
        return ""
    return constant_answer(state, row.thresholds[0]) if row.trivial else state.models.names[row.model]


def condition_in(row: SwitchRow, now: Condition) -> Condition | None:
    """Return a condition in a row: the present one, else one at the present prevalence in its middle."""
    if not now.sensible:
        return None
    if row.pc[0] < now.pc < row.pc[1]:
        return now
    low, high = row.ratios(now.prevalence)
    middle = high / 2 if low == 0 else low * 2 if math.isinf(high) else math.sqrt(low * high)
    digits = range(2, 18)
    read = next((r for r in (float(f"{middle:.{d}g}") for d in digits) if low < r < high), middle)
    return replace(now, miss=read * now.false_alarm)
