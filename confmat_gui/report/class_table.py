"""The table of classes on a sheet: every class, or the worst where they do not all fit."""

from __future__ import annotations

import math

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.present import texts
from confmat_gui.present.decide import DecideState
from confmat_gui.present.palette import class_colour
from confmat_gui.report.sheet import Align, Box, Sheet

ROW = 12.5
HEAD = 30.0
"""Height of the title and the headers."""

SHARES = {"class": 2.0, "share_of_cost": 2.0}
"""How the width that the headers leave over is shared out; the other columns get one part each."""

LEAST = 26.0
"""A column is at least this wide, for a figure of three decimals."""

MEASURED = 200
"""So many class names are measured to find the width of their column."""

INDENT = 10.0
"""Between the figures, flush right, and the bars of the shares, flush left."""

COST_COLUMNS = ("cost_weight", "cost", "share_of_cost")


def table_height(n_classes: int) -> float:
    """Return the height of the table with all its rows."""
    return HEAD + ROW * n_classes


def draw_class_table(sheet: Sheet, box: Box, state: DecideState) -> None:
    """Draw as many classes as fit, in class order; where not all do, those that do worst."""
    room = max(1, int((box.h - HEAD) // ROW))
    shown = worst_classes(state, room)
    left_out = len(state.classes) - len(shown)
    sheet.text(box.x, box.y + 7, "Classes", 10, strong=True)
    sheet.text(box.right, box.y + 7, _remark(state, left_out), 7, colour=sheet.palette.muted, align="right")
    columns = _columns(sheet, box, state)
    for key, header, x, right in columns:
        align: Align = "left" if key in ("class", "share_of_cost") else "right"
        place = x if align == "left" else right
        sheet.text(place, box.y + 22, header, 7, colour=sheet.palette.muted, align=align, room=right - x)
    sheet.line((box.x, box.right), (box.y + HEAD - 1, box.y + HEAD - 1), sheet.palette.border)
    for position, k in enumerate(shown):
        _draw_row(sheet, Box(box.x, box.y + HEAD + position * ROW, box.w, ROW), state, k, columns)
    if left_out:
        y = box.y + HEAD + len(shown) * ROW + 6
        sheet.text(box.x, y, f"…and {texts.count(left_out)} more", 7, colour=sheet.palette.muted)


def worst_classes(state: DecideState, room: int) -> list[int]:
    """Return up to `room` classes in class order: all, or those with the most cost or the lowest recall."""
    n_classes = len(state.classes)
    if n_classes <= room:
        return list(range(n_classes))
    cost: Floats = state.figures["cost"]
    badness = state.figures["recall"] if np.isnan(cost).all() else -cost
    order = np.argsort(badness, kind="stable")  # nan goes last
    return sorted(int(k) for k in order[: max(1, room - 1)])


def _remark(state: DecideState, left_out: int) -> str:
    if not left_out:
        return ""
    priced = not np.isnan(state.figures["cost"]).all()
    return f"the classes with the {'highest cost' if priced else 'lowest recall'}"


def _columns(sheet: Sheet, box: Box, state: DecideState) -> list[tuple[str, str, float, float]]:
    """Return (key, header, left, right) of the columns that say something here."""
    priced = not np.isnan(state.figures["cost"]).all()
    kept = [column for column in state.columns if priced or column.key not in COST_COLUMNS]
    kept = [column for column in kept if not _empty(state, column.key)]
    measured = range(min(len(state.classes), MEASURED))
    names = max(sheet.width(_name(state, k), 7.5, strong=True) for k in measured)
    extra = {"share_of_cost": INDENT}
    needed = {
        c.key: max(LEAST, sheet.width(c.header, 7), _widest(sheet, state, c.key)) + 8 + extra.get(c.key, 0.0)
        for c in kept
    }
    needed["class"] = min(names + 22, box.w * 0.25)
    for key in _loose(state):  # rather than to shorten the names
        if sum(needed.values()) > box.w and key in needed:
            needed.pop(key)
            kept = [column for column in kept if column.key != key]
    short = sum(needed.values()) - box.w
    if short > 0:  # headers stay whole, names are shortened
        needed["class"] = max(LEAST + 14, needed["class"] - short)
    part = (box.w - sum(needed.values())) / sum(SHARES.get(column.key, 1.0) for column in kept)
    placed, x = [], box.x
    for column in kept:
        wide = needed[column.key] + part * SHARES.get(column.key, 1.0)
        indent = INDENT if column.key == "share_of_cost" else 0.0
        placed.append((column.key, column.header, x + indent, x + wide - 4))
        x += wide
    return placed


def _loose(state: DecideState) -> tuple[str, ...]:
    """Return the columns that go where there is no room, first the shares that the support says too."""
    said = any(state.share_is_set(k) for k in range(len(state.classes)))
    rates = ("fpr",) if any(column.key == "coverage" for column in state.columns) else ()
    return rates if said else ("prevalence", *rates)


def _widest(sheet: Sheet, state: DecideState, key: str) -> float:
    """Return the width of the longest figure of a column whose figures have any number of digits."""
    if key not in ("support", "threshold", "cost_weight", "cost"):
        return 0.0
    longest = max((state.text(k, key) for k in range(len(state.classes))), key=len)
    return sheet.width(longest, 7.5, strong=True)


def _empty(state: DecideState, key: str) -> bool:
    if key == "threshold":
        return state.thresholds is None
    return key in ("roc_auc", "average_precision") and bool(np.isnan(state.figures[key]).all())


def _draw_row(
    sheet: Sheet, row: Box, state: DecideState, k: int, columns: list[tuple[str, str, float, float]]
) -> None:
    selected = k == state.selected_class
    if selected:
        sheet.rectangle(row, sheet.palette.selected_row, radius=2)
    middle = row.y + row.h / 2
    for key, _, x, right in columns:
        if key == "class":
            sheet.rectangle(Box(x + 3, middle - 3, 6, 6), class_colour(sheet.palette, k), radius=1.2)
            name = _name(state, k)
            room = right - x - 13
            sheet.text(x + 13, middle, name, 7.5, strong=selected, room=room, among=state.classes)
        elif key == "share_of_cost":
            _draw_share(sheet, Box(x, middle - 3.5, right - x, 7), float(state.share_of_cost[k]))
        else:
            sheet.number(right, middle, state.text(k, key), 7.5, right - x, strong=selected)


def _name(state: DecideState, k: int) -> str:
    return f"{state.classes[k]} (positive)" if k == state.positive else state.classes[k]


def _draw_share(sheet: Sheet, slot: Box, share: float) -> None:
    if not math.isnan(share):
        length = (slot.w - 32) * min(max(share, 0.0), 1.0)
        sheet.rectangle(Box(slot.x, slot.y, length, slot.h), sheet.palette.cost_bar)
        sheet.text(slot.right, slot.y + slot.h / 2, texts.percent(share), 7, align="right")
