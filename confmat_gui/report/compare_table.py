"""The table of a comparison on a sheet."""

from __future__ import annotations

from confmat_gui.present import texts
from confmat_gui.present.compare import CompareRow, CompareState
from confmat_gui.report.sheet import Box, Sheet

ROW = 11.5
HEAD = 30.0
SIZE = 7.0
NAME = 0.26
"""Share of the width for the names of figures."""

OVERALL_FIRST = ("better", "worse")


def draw_compare_table(sheet: Sheet, box: Box, state: CompareState) -> None:
    """Draw the overall figures, then as many figures of classes as fit, those that differ first."""
    sheet.text(box.x, box.y + 7, "Figures", 10, strong=True)
    room = int((box.h - HEAD) // ROW)
    rows = chosen_rows(state.rows, room)
    columns = _columns(state)
    names = box.w * NAME
    wide = (box.w - names) / sum(share for _, share in columns)
    x = box.x + names
    muted = sheet.palette.muted
    for header, share in columns:
        right = x + share * wide
        sheet.text(right, box.y + 22, header, SIZE, colour=muted, align="right", room=share * wide - 4)
        x = right
    sheet.line((box.x, box.right), (box.y + HEAD - 2, box.y + HEAD - 2), sheet.palette.border)
    for position, row in enumerate(rows):
        middle = box.y + HEAD + (position + 0.5) * ROW
        sheet.text(box.x, middle, row.name, SIZE, room=names - 4)
        _draw_cells(sheet, row, columns, Box(box.x + names, middle, wide, 0))
    left_out = len(state.rows) - len(rows)
    if left_out:
        middle = box.y + HEAD + (len(rows) + 0.5) * ROW
        sheet.text(box.x, middle, f"…and {texts.count(left_out)} more", SIZE, colour=muted)


def chosen_rows(rows: tuple[CompareRow, ...], room: int) -> list[CompareRow]:
    """Return the rows that fit, in their order: overall figures before classes, differing before the same."""
    if len(rows) <= room:
        return list(rows)

    def rank(position: int) -> tuple[bool, bool, int]:
        row = rows[position]
        return ":" in row.key, not set(row.direction) & set(OVERALL_FIRST), position

    kept = sorted(range(len(rows)), key=rank)[: max(1, room - 1)]
    return [rows[position] for position in sorted(kept)]


def _columns(state: CompareState) -> list[tuple[str, float]]:
    """Return (header, share of the width): every value, then difference, interval and p of each other."""
    columns = [(name, 1.0) for name in state.names]
    several = len(state.names) > 2
    for name in state.names[1:]:
        columns.append((f"Δ {name}" if several else "difference", 1.1))
        if not several:
            columns += [("95 % interval", 1.7), ("test", 1.2)]
    return columns


def _draw_cells(sheet: Sheet, row: CompareRow, columns: list[tuple[str, float]], first: Box) -> None:
    palette = sheet.palette
    colours = {"better": palette.better, "worse": palette.worse, "same": palette.text}
    cells = [(value, palette.text) for value in row.values]
    if len(row.values) > 2:
        pairs = zip(row.differences, row.direction, strict=True)
        cells += [(difference, colours[direction]) for difference, direction in pairs]
    else:
        cells.append((row.differences[0], colours[row.direction[0]]))
        cells += [(row.intervals[0], palette.muted), (row.p_values[0], palette.muted)]
    right = first.x
    for (text, colour), (_, share) in zip(cells, columns, strict=True):
        right += share * first.w
        sheet.number(right, first.y, text, SIZE, share * first.w - 3, colour=colour)
