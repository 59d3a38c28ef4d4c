"""What the prices amount to, on a sheet: ways to decide beside one another, and the costliest cells."""

from __future__ import annotations

from typing import Any

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.cost_editor import UNPRICED_SENTENCE, cost_state
from confmat_gui.present.cost_pairs import cell_words, costliest
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import Palette
from confmat_gui.report.cost_table import MOST, draw_cost_table
from confmat_gui.report.fonts import wrapped
from confmat_gui.report.sheet import Box, Sheet
from confmat_gui.session.state import Session

ROW = 11.5
SIZE = 7.0
HEAD = 20.0
MOST_CELLS = 8
"""Cells that are listed, the costliest ones."""
ASIDE = 0.44
"""Share of the width for the list of cells."""
GAP = 16.0
MOST_LINES = 3
"""Lines of one sentence."""
ALONE = (760.0, 12.0)
"""Width and margin of the section as a picture of its own."""


def costs_height(state: CostState, width: float) -> float:
    """Return the height of the section; 0 without prices."""
    if not state.priced:
        return 0.0
    left, _ = _sides(Box(0, 0, width, 0))
    table = HEAD + ROW * (1 + len(state.answers)) + 4
    words = 10.0 * sum(len(_wrapped(line, left.w)) for line in _sentences(state)) + 4
    cells = HEAD + ROW * (len(costliest(state, MOST_CELLS)) or 1)
    return max(table + words, cells)


def draw_costs(sheet: Sheet, box: Box, state: CostState) -> None:
    """Draw what ways to decide cost, what the prices amount to, and the costliest cells."""
    left, right = _sides(box)
    sheet.text(left.x, left.y + 7, texts.named_unit("Costs", state.unit), 10, strong=True)
    y = _draw_answers(sheet, Box(left.x, left.y + HEAD, left.w, 0), state)
    for sentence in _sentences(state):
        for line in _wrapped(sentence, left.w):
            sheet.text(left.x, y + 5, line, SIZE, colour=sheet.palette.muted)
            y += 10
    _draw_cells(sheet, right, state)


def costs_alone(session: Session, evaluation: Evaluation, palette: Palette, keep_text: bool) -> Any:
    """Return the section as a picture of its own, with the prices of up to `MOST` classes above it."""
    state = cost_state(session, evaluation)
    if not state.priced:
        raise InputError(UNPRICED_SENTENCE)
    wide, margin = ALONE
    few = len(state.classes) <= MOST
    grid = 30 + 13.0 * len(state.classes) + GAP if few else 0.0
    inner = Box(margin, margin + grid, wide - 2 * margin, costs_height(state, wide - 2 * margin))
    sheet = Sheet(wide, inner.bottom + margin, palette, keep_text=keep_text)
    if few:
        across = min(inner.w, 90 + 60.0 * len(state.columns))
        draw_cost_table(sheet, Box(inner.x, margin, across, grid - GAP), state)
    draw_costs(sheet, inner, state)
    return sheet.figure


def _sides(box: Box) -> tuple[Box, Box]:
    aside = box.w * ASIDE
    left = Box(box.x, box.y, box.w - aside - GAP, box.h)
    return left, Box(box.right - aside, box.y, aside, box.h)


def _sentences(state: CostState) -> list[str]:
    return [line for line in (state.value, *state.summary, state.orientation) if line]


def _wrapped(sentence: str, width: float) -> list[str]:
    return wrapped(sentence, SIZE, width, MOST_LINES)


def _draw_answers(sheet: Sheet, box: Box, state: CostState) -> float:
    """Draw one line for each way to decide; return where the next part begins."""
    palette = sheet.palette
    places = (box.right - 130, box.right - 65, box.right)
    for place, header in zip(places, ("total", "a sample", "difference"), strict=True):
        sheet.text(place, box.y, header, SIZE, colour=palette.muted, align="right")
    y = box.y + ROW
    for answer in state.answers:
        strong = answer.key == "rule"
        sheet.text(box.x, y, answer.name, SIZE, strong=strong, room=box.w - 185)
        if answer.note:
            sheet.text(box.right, y, answer.note, SIZE, colour=palette.muted, align="right")
        else:
            for place, text in zip(places, answer.written, strict=True):
                sheet.text(place, y, text, SIZE, strong=strong, align="right")
        y += ROW
    return y + 1


def _draw_cells(sheet: Sheet, box: Box, state: CostState) -> None:
    palette = sheet.palette
    sheet.text(box.x, box.y + 7, "Costliest cells", 10, strong=True)
    cells = costliest(state, MOST_CELLS)
    if not cells:
        sheet.text(box.x, box.y + HEAD + 5, "No sample costs anything.", SIZE, colour=palette.muted)
    most = max((float(state.shares[cell]) for cell in cells), default=1.0)
    for position, cell in enumerate(cells):
        y = box.y + HEAD + ROW * position
        long = box.w * 0.3 * float(state.shares[cell]) / most
        sheet.rectangle(Box(box.x, y, max(long, 0.5), ROW - 2.5), palette.cost_bar)
        pair, share, samples = cell_words(state, *cell)
        middle = y + (ROW - 2.5) / 2
        sheet.text(box.x + 3, middle, pair, SIZE, room=box.w * 0.44)
        sheet.text(box.x + box.w * 0.64, middle, share, SIZE, align="right")
        sheet.text(box.right, middle, samples, SIZE, colour=palette.muted, align="right", room=box.w * 0.34)
