"""The cost matrix on a sheet."""

from __future__ import annotations

from typing import Any

from confmat_gui.core.rules import NO_DECISION
from confmat_gui.present import texts
from confmat_gui.present.costs import CostState
from confmat_gui.present.palette import class_ink
from confmat_gui.report.sheet import Box, Sheet

MOST = 12
"""Beyond this number of classes the prices are left to the files."""


def draw_cost_table(sheet: Sheet, box: Box, state: CostState) -> None:
    """Draw what each cell costs, true classes down and predicted classes across."""
    n_classes = len(state.classes)
    sheet.text(box.x, box.y + 7, texts.named_unit("Cost matrix", state.unit), 10, strong=True)
    muted = sheet.palette.muted
    sheet.text(box.right, box.y + 7, "true ↓  predicted →", 7, colour=muted, align="right")
    high = min(12.5, (box.h - 30) / n_classes)
    size = min(7.5, high * 0.7)
    names = min(box.w * 0.35, max(sheet.width(name, size, strong=True) for name in state.classes) + 6)
    columns = state.columns
    last = sheet.width(NO_DECISION, min(7, size)) + 8 if state.abstaining_priced else 0.0
    wide = (box.w - names - last) / n_classes
    for k, name in enumerate(state.classes):
        ink = class_ink(sheet.palette, k)
        right = box.x + names + (k + 1) * wide - 2
        header: dict[str, Any] = {"colour": ink, "strong": True, "room": wide - 3}
        sheet.text(right, box.y + 22, name, min(7, size), align="right", **header)
        middle = box.y + 30 + (k + 0.5) * high
        sheet.text(box.x, middle, name, size, colour=ink, strong=True, room=names - 5)
        for pred in range(len(columns)):
            price = texts.amount(float(state.costs[k, pred]))
            right = box.x + names + (pred + 1) * wide - 2 if pred < n_classes else box.right - 2
            colour = muted if price == "0" else ""
            sheet.number(right, middle, price, size, wide - 3, colour=colour)
    if state.abstaining_priced:
        sheet.text(box.right - 2, box.y + 22, NO_DECISION, min(7, size), colour=muted, align="right")
    sheet.line((box.x, box.right), (box.y + 29, box.y + 29), sheet.palette.border)
