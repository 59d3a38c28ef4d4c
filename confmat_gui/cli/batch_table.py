"""The ledger of batches where a person reads it in a terminal."""

from __future__ import annotations

import textwrap

from confmat_gui.cli.tables import plain, section, table
from confmat_gui.present import texts
from confmat_gui.present.batch_columns import cell_text, telling_rows, text_columns
from confmat_gui.present.batch_rows import BatchesState, BatchRow

MOST_BATCHES = 20
"""Batches that are listed; `--json` has them all."""


def batches_text(state: BatchesState) -> str:
    """Return every batch beside the whole, of very many the telling ones; empty where there is no ledger."""
    if not state.rows:
        return ""
    shown = telling_rows(state, MOST_BATCHES)
    columns = [column for column in text_columns(state) if column.key != "remark" or _remarked(shown)]
    rows = [[column.header for column in columns]]
    rows += [[cell_text(row, column.key) for column in columns] for row in shown]
    lines = [*textwrap.wrap(plain(state.sentence), 100), table(rows, remarks=_remarked(shown))]
    more = len(state.rows) - len(shown)
    if more:
        lines.append(f"… and {texts.count(more)} more; --json has all.")
    return section("Batches", "\n".join(lines))


def _remarked(rows: tuple[BatchRow, ...]) -> bool:
    return any(row.remark for row in rows)
