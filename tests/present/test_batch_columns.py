"""What of the ledger is written where there is little room, and the axes of its chart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.present.batch_chart import batch_ticks, chart_range
from confmat_gui.present.batch_columns import cell_text, columns_of, telling_rows, text_columns
from confmat_gui.present.batch_rows import BatchesState, BatchRow
from confmat_gui.present.batches import batches_state
from confmat_gui.session.changes import set_batch_metric
from tests.present.building import defects, evaluated, session_from


def state_of(**changed: BatchRow) -> BatchesState:
    session = session_from(defects(1200))
    state = batches_state(session, evaluated(session))
    return replace(state, rows=tuple(changed.get(f"b{row.name}", row) for row in state.rows))


def quiet() -> BatchRow:
    return replace(state_of().rows[0], outside=False, remark="")


def test_that_drawn_columns_are_not_among_those_that_are_written() -> None:
    state = state_of()
    assert [column.header for column in text_columns(state)] == [
        "Batch", "Samples", "Accuracy", "By chance", "Without it", "Remark",
    ]
    assert {cell_text(state.rows[0], column.key) for column in columns_of(state)} >= {""}
    session = set_batch_metric(session_from(defects(1200)), "mcc")
    other = batches_state(session, evaluated(session))
    assert [column.header for column in text_columns(other)][2:4] == ["Accuracy", "MCC"]


def test_that_of_many_batches_those_farthest_outside_of_their_spread_are_shown_first() -> None:
    row = quiet()
    figures = {3: 0.55, 9: 0.95, 17: 0.2}
    row = replace(row, figure=0.8, low=0.6, high=0.9)
    rows = tuple(
        replace(row, name=str(i), figure=figures.get(i, 0.8), outside=i in figures, included=i != 0)
        for i in range(20)
    )
    state = replace(state_of(), rows=rows)
    assert [each.name for each in telling_rows(state, 1)] == ["17"]  # the farthest
    assert [each.name for each in telling_rows(state, 5)] == ["1", "2", "3", "9", "17"]
    assert telling_rows(state, 20) is rows
    assert "0" not in [each.name for each in telling_rows(state, 19)]


def test_that_the_axis_holds_every_figure_and_is_never_without_height() -> None:
    low, high = chart_range(state_of())
    rows = state_of().rows
    assert low < min(row.low for row in rows)
    assert high > max(row.high for row in rows)
    same = replace(quiet(), figure=0.5, low=0.5, high=0.5)
    low, high = chart_range(replace(state_of(), rows=(same, same), whole=0.5))
    assert (low + high) / 2 == pytest.approx(0.5)
    assert high - low > 0.02
    none = replace(quiet(), figure=np.nan, low=np.nan, high=np.nan)
    low, high = chart_range(replace(state_of(), rows=(none,), whole=np.nan))
    assert low < 0.0
    assert high > 1.0


@pytest.mark.parametrize("n", [1, 2, 12, 13, 24, 25, 100, 1000, 123_456, 10**9 + 1])
def test_that_at_most_a_dozen_batches_and_the_first_have_a_number(n: int) -> None:
    ticks = batch_ticks(n)
    assert ticks[0] == 1
    assert ticks == sorted(set(ticks))
    assert ticks[-1] <= n
    assert len(ticks) <= 13
    assert n > 12 or ticks == list(range(1, n + 1))
