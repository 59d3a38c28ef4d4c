"""Cost curves where a person reads them in a terminal."""

from __future__ import annotations

import textwrap

from confmat_gui.cli.tables import plain, section, table
from confmat_gui.present.condition_reading import reading_at
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.switch_lines import COLUMNS, line_texts

MOST_ROWS = 20
"""Rows of the switch table; `--json` has them all."""


def conditions_text(state: CostCurvesState) -> str:
    """Return what the policies cost now and the switch table; empty where there are no curves."""
    if state.envelope is None:
        return ""
    costs = [["Policy", "Cost a sample"]]
    costs += [[policy.name, policy.text] for policy in state.policies if not policy.reason]
    lines = state.lines
    columns = (1, 0, 2, 3, 4) if state.models.several else (0, 2, 3, 4)
    rows = [[COLUMNS[column].header for column in columns]]
    rows += [[line_texts(line)[column] for column in columns] for line in lines[:MOST_ROWS]]
    reading = reading_at(state, state.condition)
    said = [] if reading is None else [reading.sentence]
    words = " ".join([*said, state.sentence, state.models.left_out]).strip()
    body = [*textwrap.wrap(plain(words), 100), table(costs), "", table(rows)]
    if len(lines) > MOST_ROWS:
        body.append(f"… and {len(lines) - MOST_ROWS} more; --json has all.")
    return section(f"Operating conditions · {plain(state.subject)}", "\n".join(body))
