"""Costs where a person reads them in a terminal."""

from __future__ import annotations

import textwrap

from confmat_gui.cli.tables import plain, section, table
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.cost_editor import ONLY_PRICES, cost_state
from confmat_gui.present.cost_pairs import cell_words, costliest
from confmat_gui.present.costs import CostState
from confmat_gui.session.state import Session

MOST_CELLS = 8
"""Cells that are listed; `--json` has more."""


def costs_text(session: Session, evaluation: Evaluation) -> str:
    """Return what ways to decide cost, the costliest cells, and what prices amount to; "" without prices."""
    if evaluation.point.costs is None:
        return ""
    state = cost_state(session, evaluation)
    said = [line for line in (state.orientation, *state.summary, state.value) if line and line != ONLY_PRICES]
    lines = [line for sentence in said for line in textwrap.wrap(plain(sentence), 100)]
    body = "\n".join((*lines, "", _answers(state), "", _cells(state))).rstrip()
    return section(texts.named_unit("Costs", plain(state.unit)), body)


def _answers(state: CostState) -> str:
    rows = [["", "total", "a sample", "difference", ""]]
    rows += [[answer.name, *answer.written, answer.note] for answer in state.answers]
    return table(rows)


def _cells(state: CostState) -> str:
    cells = costliest(state, MOST_CELLS)
    return table([list(cell_words(state, *cell)) for cell in cells], left=3) if cells else ""
