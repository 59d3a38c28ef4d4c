"""The batches on a sheet: a chart, and a table of those that tell most."""

from __future__ import annotations

from confmat_gui.core.errors import InputError
from confmat_gui.present import texts
from confmat_gui.present.batch_columns import cell_text, telling_rows, text_columns
from confmat_gui.present.batch_rows import BatchesState, BatchRow
from confmat_gui.present.list_columns import ListColumn
from confmat_gui.report.batch_chart import draw_batch_chart
from confmat_gui.report.fonts import wrapped
from confmat_gui.report.sheet import Align, Box, Sheet

ROW = 11.5
HEAD = 17.0
"""Height of the headers of the table."""
SIZE = 7.0
LEAST_CHART = 120.0
MOST_ROWS = 12
"""Batches that are listed on a whole page."""
TABLE = 0.47
"""Share of the width for the table."""
PAD = 9.0
"""Between two columns."""
WIDEST = {"name": 0.34, "figure": 0.24, "remark": 0.3}
"""A column whose texts are the user's takes at most this share of the table."""
LEAST_HEADER = 40.0
LEAST_NAME = 50.0


def section_height(
    state: BatchesState, width: float, *, most: int = MOST_ROWS, least: float = LEAST_CHART,
    repairs: bool = False,
) -> float:
    """Return the height that the batches need with up to `most` rows and a chart of a height of `least`."""
    listed = min(len(state.rows), most) + (len(state.rows) > most)
    return _head_height(state, width, _named(state, repairs=repairs)) + max(least, HEAD + ROW * listed + 4)


def with_ledger(state: BatchesState) -> BatchesState:
    """Return the state; InputError where there is nothing to draw."""
    if not state.rows:
        raise InputError(f"There is no ledger of batches to draw. {state.unavailable}")
    return state


def draw_batches(sheet: Sheet, box: Box, state: BatchesState, *, repairs: bool = False) -> None:
    """Draw chart and table, and name the repairs where nothing else on the sheet does."""
    sheet.text(box.x, box.y + 7, "Batches", 10, strong=True)
    named = _named(state, repairs=repairs)
    y = box.y + 20
    for line in _lines(state, box.w, named):
        sheet.text(box.x, y, line, SIZE, colour=sheet.palette.muted)
        y += 10
    top = box.y + _head_height(state, box.w, named)
    wide = box.w * TABLE
    high = box.bottom - top
    draw_batch_chart(sheet, Box(box.x, top, box.w - wide - 14, high), state)
    _draw_table(sheet, Box(box.right - wide, top, wide, high), state)


def _named(state: BatchesState, *, repairs: bool) -> tuple[str, ...]:
    return tuple(row.text for row in state.repairs) if repairs else ()


def _head_height(state: BatchesState, width: float, named: tuple[str, ...]) -> float:
    return 18 + 10.0 * len(_lines(state, width, named))


def _lines(state: BatchesState, width: float, named: tuple[str, ...]) -> list[str]:
    lines = wrapped(state.sentence, SIZE, width, 2) if state.sentence else []
    return lines + (wrapped(f"Repairs: {'; '.join(named)}.", SIZE, width, 2) if named else [])


def _draw_table(sheet: Sheet, box: Box, state: BatchesState) -> None:
    room = int((box.h - HEAD) // ROW)
    shown = telling_rows(state, room if len(state.rows) <= room else room - 1)
    columns = [c for c in text_columns(state) if c.key != "remark" or any(row.remark for row in shown)]
    placed = _placed(sheet, box, columns, shown)
    muted = sheet.palette.muted
    for column, (x, right) in zip(columns, placed, strict=True):
        align: Align = "right" if column.right else "left"
        place = right if column.right else x
        sheet.text(place, box.y + 5, column.header, SIZE, colour=muted, align=align, room=right - x)
    sheet.line((box.x, box.right), (box.y + 13, box.y + 13), sheet.palette.border)
    for position, row in enumerate(shown):
        middle = box.y + HEAD + (position + 0.5) * ROW
        for column, (x, right) in zip(columns, placed, strict=True):
            _draw_cell(sheet, row, column, Box(x, middle, right - x, 0))
    if len(shown) < len(state.rows):
        middle = box.y + HEAD + (len(shown) + 0.5) * ROW
        left_out = texts.count(len(state.rows) - len(shown))
        sheet.text(box.x, middle, f"…and {left_out} more", SIZE, colour=muted)


def _draw_cell(sheet: Sheet, row: BatchRow, column: ListColumn, place: Box) -> None:
    palette, text = sheet.palette, cell_text(row, column.key)
    strong = row.outside and column.key in ("figure", "remark")
    quiet = not row.included or column.key in ("expected", "remark")
    colour = palette.worse if strong else palette.muted if quiet else palette.text
    if column.right:
        sheet.number(place.right, place.y, text, SIZE, place.w, colour=colour, strong=strong)
    else:
        sheet.text(place.x, place.y, text, SIZE, colour=colour, strong=strong, room=place.w)


def _placed(
    sheet: Sheet, box: Box, columns: list[ListColumn], shown: tuple[BatchRow, ...]
) -> list[tuple[float, float]]:
    """Return left and right of every column; what is left over is shared out between them."""
    needed, least = [], []
    for column in columns:
        cells = max(sheet.width(cell_text(row, column.key), SIZE, strong=True) for row in shown) + 1
        header = sheet.width(column.header, SIZE) + 1
        least.append(max(cells, min(header, LEAST_HEADER)) if column.right else LEAST_NAME)
        needed.append(min(max(cells, header), box.w * WIDEST.get(column.key, 1.0)))
    short = sum(needed) + PAD * (len(columns) - 1) - box.w
    for place in _giving_way(columns):  # headers and names are shortened, numbers never
        given = max(0.0, min(short, needed[place] - least[place]))
        needed[place] -= given
        short -= given
    gap = max(PAD, (box.w - sum(needed)) / max(1, len(columns) - 1))
    places, x = [], box.x
    for wide in needed:
        places.append((x, x + wide))
        x += wide + gap
    return places


def _giving_way(columns: list[ListColumn]) -> list[int]:
    """Return the columns that are made narrower where there is no room, the first first."""
    keys = [column.key for column in columns]
    return [keys.index(key) for key in ("figure", "name", "remark") if key in keys]
