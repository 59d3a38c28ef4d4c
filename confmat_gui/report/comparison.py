"""The page of a comparison: sentences, curves over one another, difference matrix, table."""

from __future__ import annotations

from datetime import date
from typing import Any

from confmat_gui import __version__
from confmat_gui.present import texts
from confmat_gui.present.compare import CompareState
from confmat_gui.present.palette import Palette
from confmat_gui.report.compare_table import draw_compare_table
from confmat_gui.report.curves import draw_curves
from confmat_gui.report.fonts import wrapped
from confmat_gui.report.heatmap import draw_matrix
from confmat_gui.report.page import MARGIN, PAGE
from confmat_gui.report.sections import GAP
from confmat_gui.report.sheet import Box, Sheet

LEFT = 0.56
"""Share of the width for plots and difference matrix; the table has the rest."""

PLOTS = 0.46
"""Share of the height for the plots; the difference matrix has the rest."""

SENTENCES = 9
"""Lines at the head of the page."""

def draw_comparison(
    state: CompareState, palette: Palette, made_on: date, *, keep_text: bool = False
) -> Any:
    """Return the figure of the page; the matrix is that of the second session against the first."""
    sheet = Sheet(*PAGE, palette, keep_text=keep_text)
    inner = Box(MARGIN, 16, PAGE[0] - 2 * MARGIN, PAGE[1] - 16 - 24)
    y = _draw_head(sheet, inner, state)
    left = Box(inner.x, y, inner.w * LEFT - GAP, inner.bottom - y)
    _draw_plots(sheet, Box(left.x, left.y, left.w, left.h * PLOTS - GAP), state)
    _draw_matrix(sheet, Box(left.x, left.y + left.h * PLOTS, left.w, left.h * (1 - PLOTS)), state)
    table = Box(left.right + GAP, y, inner.w - left.w - GAP, inner.bottom - y)
    sheet.panel(table)
    draw_compare_table(sheet, table.inset(9), state)
    _draw_footer(sheet, made_on)
    return sheet.figure


def _draw_head(sheet: Sheet, box: Box, state: CompareState) -> float:
    title = f"{texts.listed(state.names[1:])} against {state.names[0]}"
    sheet.text(box.x, box.y + 8, title, 14, strong=True, room=box.w)
    y = box.y + 25
    lines = [line for sentence in state.sentences for line in wrapped(sentence, 8, box.w, 2)]
    if len(lines) > SENTENCES:
        left_out = texts.counted(len(lines) - SENTENCES + 1, "line")
        lines = [*lines[: SENTENCES - 1], f"…and {left_out} more, which `confmat compare` prints."]
    for line in lines:
        sheet.text(box.x, y, line, 8)
        y += 10.5
    return y + 1


def _draw_matrix(sheet: Sheet, box: Box, state: CompareState) -> None:
    """Draw the first difference matrix, and say which ones there is no room for."""
    sheet.panel(box)
    inner = box.inset(9)
    others = [other.title for other in state.differences[1:]]
    if others:
        words = f"not drawn: {texts.listed(others, 4)}"
        muted = sheet.palette.muted
        sheet.text(inner.right, inner.bottom - 2, words, 7, colour=muted, align="right", room=inner.w)
        inner = Box(inner.x, inner.y, inner.w, inner.h - 10)
    draw_matrix(sheet, inner, state.differences[0])


def _draw_plots(sheet: Sheet, box: Box, state: CompareState) -> None:
    wide = (box.w - GAP) / 2
    for position, plot in enumerate((state.roc, state.precision_recall)):
        part = Box(box.x + position * (wide + GAP), box.y, wide, box.h)
        sheet.panel(part)
        draw_curves(sheet, part.inset(9), plot)


def _draw_footer(sheet: Sheet, made_on: date) -> None:
    words = f"confmat-gui {__version__} · {made_on.isoformat()}"
    muted = sheet.palette.muted
    sheet.text(PAGE[0] - MARGIN, PAGE[1] - 14, words, 7, colour=muted, align="right")
    legend = "Differences are against the first. Green and red: the 95 % interval does not hold 0. "
    legend += "p-values of classes are adjusted by Holm's method."
    sheet.text(MARGIN, PAGE[1] - 14, legend, 7, colour=muted)
