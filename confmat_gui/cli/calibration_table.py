"""How far probabilities can be trusted, where a person reads it in a terminal."""

from __future__ import annotations

import textwrap

from confmat_gui.cli.tables import plain, section, table
from confmat_gui.present import texts
from confmat_gui.present.calibration_states import COLUMNS, CalibrationState, telling_rows
from confmat_gui.present.recalibration import TrialState

MOST_CLASSES = 20
"""Classes that are listed; `--json` has them all."""


def calibration_text(state: CalibrationState) -> str:
    """Return errors beside chance and the parts of the scores; empty where there are no probabilities."""
    if state.reliability is None:
        return ""
    figures = [["", "All samples", "Perfect model"]]
    figures += [[figure.name, figure.value, figure.beside] for figure in state.figures]
    shown = telling_rows(state, MOST_CLASSES)
    rows = [[column.header for column in COLUMNS], *(list(row.cells) for row in shown)]
    sentence = f"{state.reliability.title}: {state.reliability.sentence}"
    lines = [*textwrap.wrap(plain(sentence), 100), table(figures), "", table(rows)]
    more = len(state.rows) - len(shown)
    if more:
        lines.append(f"… and {texts.count(more)} more; --json has all.")
    return section("Calibration", "\n".join(lines))


def recalibration_text(state: TrialState | None) -> str:
    """Return what a recalibration does on the samples held back from its fit; empty where there is none."""
    if state is None:
        return ""
    rows = [["", "Before", "After"], *([row.name, row.before, row.after] for row in state.rows)]
    return section("Recalibration", f"{plain(state.sentence)}\n{table(rows)}")
