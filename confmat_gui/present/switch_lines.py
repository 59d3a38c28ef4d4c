"""The switch table as it is read: which answer is best from where to where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from confmat_gui.core.conditions import Condition
from confmat_gui.core.switch_table import SwitchRow, by_model
from confmat_gui.present import texts
from confmat_gui.present.condition_reading import constant_answer, reading_at
from confmat_gui.present.cost_curves import CostCurvesState, SwitchLine
from confmat_gui.present.list_columns import ListColumn
from confmat_gui.present.pad import ratio_text, share_text

PER_ALARM = " : 1"
COLUMNS = (
    ListColumn("best", "Best", "The threshold with the lowest expected cost; on a border it ties with its "
               "neighbour"),
    ListColumn("model", "Model", "The session whose threshold it is"),
    ListColumn("miss", "A miss costs", "From and to which price of a miss, in false alarms, at the present "
               "prevalence", right=True),
    ListColumn("prevalence", "Prevalence", "From and to which prevalence, at the present prices", right=True),
    ListColumn("cost", "Cost there", "Expected cost of a sample at the present condition, or in the middle "
               "of the row", right=True),
)  # fmt: skip


def shown_lines(state: CostCurvesState) -> tuple[SwitchLine, ...]:
    """Return the rows of the table: thresholds, or models where there are several."""
    return model_lines(state) if state.models.several else switch_lines(state)


def switch_lines(state: CostCurvesState) -> tuple[SwitchLine, ...]:
    """Return a line for each threshold that is best somewhere."""
    return _lines(state, state.rows)


def model_lines(state: CostCurvesState) -> tuple[SwitchLine, ...]:
    """Return a line for each run of conditions in which one model is the best."""
    return _lines(state, by_model(state.rows))


def _lines(state: CostCurvesState, rows: Sequence[SwitchRow]) -> tuple[SwitchLine, ...]:
    now, envelope = state.condition, state.envelope
    # Of answers that tie, the first is the one that is chosen.
    place_now = envelope.best_at(now.pc)[0] if envelope is not None and now.sensible else None
    lines = [_line(state, row, place_now) for row in rows]
    if not now.sensible:
        return tuple(lines)
    ratios = _column([row.ratios(now.prevalence) for row in rows], ratio_text)
    prevalences = _column([row.prevalences(now.ratio) for row in rows], share_text)
    return tuple(
        replace(line, ratios=prices, prevalences=shares)
        for line, prices, shares in zip(lines, ratios, prevalences, strict=True)
    )


def _column(ends: Sequence[tuple[float, float]], write: texts.Writer) -> list[tuple[str, str]]:
    """Return both ends of each row, with the same decimals down the column; what has no end is "∞"."""
    decimals = texts.decimals_of([end for pair in ends for end in pair if math.isfinite(end)], write)
    return [(write(low, decimals), "∞" if math.isinf(high) else write(high, decimals)) for low, high in ends]


def _line(state: CostCurvesState, row: SwitchRow, place_now: int | None) -> SwitchLine:
    now = state.condition
    present = place_now is not None and row.places[0] <= place_now <= row.places[1]
    place = now if present else condition_in(row, now)
    reading = None if place is None else reading_at(state, place)
    cost = math.nan if reading is None else reading.best
    return SwitchLine(
        row=row,
        answer=_answer(state, row),
        model=_model(state, row),
        pc=(texts.figure(row.pc[0]), texts.figure(row.pc[1])),
        ratios=("", ""),
        prevalences=("", ""),
        cost=texts.UNDEFINED if math.isnan(cost) else texts.each(float(f"{cost:.6g}")),
        condition=place,
        present=present,
    )


def _answer(state: CostCurvesState, row: SwitchRow) -> str:
    low, high = row.thresholds
    if row.trivial:
        return constant_answer(state, low)
    if low == high:
        return texts.threshold(low)
    return " – ".join(texts.pair(low, high, texts.threshold))


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


def line_texts(line: SwitchLine) -> tuple[str, ...]:
    """Return the texts of all columns of a row."""
    everywhere = line.row.pc == (0, 1)
    (cheap, dear), (rare, common) = line.ratios, line.prevalences
    both = cheap.endswith(PER_ALARM) and dear.endswith(PER_ALARM)
    ratios = f"{cheap.removesuffix(PER_ALARM) if both else cheap} – {dear}"
    shares = f"{rare} – {common}"
    if everywhere or not cheap:
        ratios = shares = "any" if everywhere else ""
    return line.answer, line.model, ratios, shares, line.cost
