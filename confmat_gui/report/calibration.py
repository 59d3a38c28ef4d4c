"""Calibration on a sheet: a reliability diagram, figures beside chance, and the classes."""

from __future__ import annotations

from confmat_gui.core.errors import InputError
from confmat_gui.present import texts
from confmat_gui.present.calibration_states import COLUMNS, CalibrationRow, CalibrationState, telling_rows
from confmat_gui.report.fonts import wrapped
from confmat_gui.report.reliability_plot import draw_reliability
from confmat_gui.report.sheet import Align, Box, Sheet

ROW = 11.5
HEAD = 17.0
"""Height of the headers of a table."""
SIZE = 7.0
LEAST_CHART = 190.0
MOST_ROWS = 8
"""Rows of the list on a whole page."""
CHART = 0.36
"""Share of the width for the diagram."""
GAP = 16.0
NAME = 0.24
"""Share of a table for its first column."""


def calibration_height(state: CalibrationState, width: float, *, most: int = MOST_ROWS) -> float:
    """Return the height that calibration needs with up to `most` rows of the list."""
    listed = min(len(state.rows), most) + (len(state.rows) > most)
    tables = 2 * HEAD + ROW * (listed + len(state.figures)) + 14
    return _head_height(state, width) + max(LEAST_CHART, tables)


def with_calibration(state: CalibrationState) -> CalibrationState:
    """Return the state; InputError where there is nothing to draw."""
    if state.reliability is None:
        raise InputError(state.unavailable)
    return state


def draw_calibration(sheet: Sheet, box: Box, state: CalibrationState) -> None:
    """Draw everything of a state that has probabilities."""
    shown = state.reliability
    assert shown is not None
    sheet.text(box.x, box.y + 7, f"Calibration: {_lower(shown.title)}", 10, strong=True, room=box.w)
    y = box.y + 20
    for line in _lines(state, box.w):
        sheet.text(box.x, y, line, SIZE, colour=sheet.palette.muted)
        y += 10
    top = box.y + _head_height(state, box.w)
    wide, high = box.w * CHART, box.bottom - top
    draw_reliability(sheet, Box(box.x, top, wide, high), shown)
    right = Box(box.x + wide + GAP, top, box.w - wide - GAP, high)
    y = _draw_figures(sheet, right, state)
    _draw_list(sheet, Box(right.x, y + 14, right.w, right.bottom - y - 14), state)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _head_height(state: CalibrationState, width: float) -> float:
    return 20 + 10.0 * len(_lines(state, width))


def _lines(state: CalibrationState, width: float) -> list[str]:
    shown = state.reliability
    lines = [] if shown is None else wrapped(shown.sentence, SIZE, width, 2)
    return lines + (wrapped(state.scores, SIZE, width, 2) if state.scores else [])


def _draw_figures(sheet: Sheet, box: Box, state: CalibrationState) -> float:
    """Draw the figures of all classes together; return where they end."""
    muted = sheet.palette.muted
    places = (box.x + 0.62 * box.w, box.right)
    for place, header in zip(places, ("All samples", "Perfect model"), strict=True):
        sheet.text(place, box.y + 5, header, SIZE, colour=muted, align="right")
    sheet.line((box.x, box.right), (box.y + 13, box.y + 13), sheet.palette.border)
    for position, figure in enumerate(state.figures):
        y = box.y + HEAD + (position + 0.5) * ROW
        colour = sheet.palette.worse if figure.above_chance else sheet.palette.text
        sheet.text(box.x, y, figure.name, SIZE, room=0.5 * box.w)
        sheet.text(places[0], y, figure.value, SIZE, colour=colour, strong=True, align="right")
        sheet.text(places[1], y, figure.beside, SIZE, colour=muted, align="right")
    return box.y + HEAD + ROW * len(state.figures)


def _draw_list(sheet: Sheet, box: Box, state: CalibrationState) -> None:
    room = int((box.h - HEAD) // ROW)
    shown = telling_rows(state, room if len(state.rows) <= room else room - 1)
    rights = _rights(sheet, box, shown)
    for column, right in zip(COLUMNS, rights, strict=True):
        align: Align = "right" if column.right else "left"
        place = right if column.right else box.x
        sheet.text(place, box.y + 5, column.header, SIZE, colour=sheet.palette.muted, align=align)
    sheet.line((box.x, box.right), (box.y + 13, box.y + 13), sheet.palette.border)
    for position, row in enumerate(shown):
        _draw_row(sheet, box, row, rights, box.y + HEAD + (position + 0.5) * ROW)
    if len(shown) < len(state.rows):
        y = box.y + HEAD + (len(shown) + 0.5) * ROW
        left_out = texts.count(len(state.rows) - len(shown))
        sheet.text(box.x, y, f"…and {left_out} more", SIZE, colour=sheet.palette.muted)


def _draw_row(sheet: Sheet, box: Box, row: CalibrationRow, rights: list[float], y: float) -> None:
    palette = sheet.palette
    sheet.text(box.x, y, row.cells[0], SIZE, room=rights[0] - box.x)
    for column, text, right in list(zip(COLUMNS, row.cells, rights, strict=True))[1:]:
        strong = column.key == "error" and row.above_chance
        colour = palette.worse if strong else palette.muted if column.key == "perfect" else palette.text
        sheet.text(right, y, text, SIZE, colour=colour, strong=strong, align="right")


def _rights(sheet: Sheet, box: Box, shown: tuple[CalibrationRow, ...]) -> list[float]:
    """Return where each column ends; the first takes what the numbers leave."""
    widths = []
    for place, column in enumerate(COLUMNS[1:], start=1):
        cells = [sheet.width(row.cells[place], SIZE, strong=True) for row in shown]
        widths.append(max(sheet.width(column.header, SIZE), *cells))
    gap = (box.w * (1 - NAME) - sum(widths)) / len(widths)
    ends, x = [], box.right
    for wide in reversed(widths):
        ends.append(x)
        x -= wide + max(3.0, gap)
    return [x, *reversed(ends)]
