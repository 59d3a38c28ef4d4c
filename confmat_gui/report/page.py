"""The whole report on one page, close to the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from confmat_gui import __version__
from confmat_gui.present import texts
from confmat_gui.present.notices import Notice
from confmat_gui.present.palette import Palette
from confmat_gui.present.screen import ScreenState
from confmat_gui.present.sections import USUAL, SectionName
from confmat_gui.report.class_table import draw_class_table, table_height
from confmat_gui.report.cost_table import MOST, draw_cost_table
from confmat_gui.report.curves import draw_curves
from confmat_gui.report.fonts import wrapped
from confmat_gui.report.headline import draw_headline
from confmat_gui.report.heatmap import draw_matrix
from confmat_gui.report.sections import GAP, Below
from confmat_gui.report.sheet import Box, Sheet

PAGE = (841.89, 595.28)
"""A4, landscape, in points; sections stand below and make the page longer."""

MARGIN = 22.0
CARD = 42.0
FOOTER = 24.0
LEAST_PLOTS = 300.0
"""The matrix and the plots keep at least this height; the table of classes gets the rest."""

NOTICES = 3


@dataclass(frozen=True)
class Imprint:
    """When the page was made, and the name of the session."""

    made_on: date
    session: str = ""


def draw_page(
    screen: ScreenState, palette: Palette, imprint: Imprint, *, sections: Sequence[SectionName] = USUAL,
    keep_text: bool = False,
) -> Any:
    """Return the figure of the whole page, with these sections below where there is something to show."""
    inner = Box(MARGIN, 16, PAGE[0] - 2 * MARGIN, PAGE[1] - 16 - FOOTER)
    below = Below(screen, inner.w, sections)
    sheet = Sheet(PAGE[0], PAGE[1] + below.height, palette, keep_text=keep_text)
    y = _draw_head(sheet, inner, screen)
    y = _draw_notices(sheet, Box(inner.x, y, inner.w, 0), screen.notices)
    draw_headline(sheet, Box(inner.x, y, inner.w, CARD), screen.headline)
    y += CARD + GAP
    rest = inner.bottom - y
    table = min(table_height(len(screen.decide.classes)) + 20, rest - GAP - LEAST_PLOTS)
    plots = Box(inner.x, y, inner.w, rest - table - GAP)
    _draw_plots(sheet, plots, screen)
    _draw_tables(sheet, Box(inner.x, plots.bottom + GAP, inner.w, table), screen)
    below.draw(sheet, inner.x, inner.bottom)
    _draw_footer(sheet, screen.command, imprint)
    return sheet.figure


def _draw_head(sheet: Sheet, box: Box, screen: ScreenState) -> float:
    """Draw files, samples and rule; return where the next part begins."""
    muted = sheet.palette.muted
    title = _title(sheet, screen, box.w * 0.62)
    sheet.text(box.x, box.y + 8, title, 14, strong=True, room=box.w * 0.62)
    sheet.text(box.right, box.y + 8, screen.subtitle, 7.5, colour=muted, align="right", room=box.w * 0.36)
    y = _draw_lines(sheet, Box(box.x, box.y + 25, box.w, 0), "Rule", screen.rule_text)
    if screen.seen is not None:
        y = _draw_lines(sheet, Box(box.x, y, box.w, 0), "Samples", screen.seen.sentence)
    if screen.shares is not None and screen.shares.sentence:
        y = _draw_lines(sheet, Box(box.x, y, box.w, 0), "Shares", screen.shares.sentence)
    if screen.repairs:
        y = _draw_lines(sheet, Box(box.x, y, box.w, 0), "Repairs", screen.repairs)
    if not all(name in title for name in screen.files):
        y = _draw_lines(sheet, Box(box.x, y, box.w, 0), "Files", ", ".join(screen.files))
    return y - 1


def _title(sheet: Sheet, screen: ScreenState, room: float) -> str:
    """Return as many file names as fit."""
    for most in (4, 3, 2):
        title = texts.listed(screen.files, most=most) or screen.title
        if sheet.width(title, 14, strong=True) <= room:
            break
    return title


def _draw_lines(sheet: Sheet, box: Box, label: str, text: str) -> float:
    """Draw a label and a text of at most two lines beside it; return where the next begins."""
    indent = sheet.width(label, 8, strong=True) + 6
    sheet.text(box.x, box.y, label, 8, colour=sheet.palette.muted, strong=True)
    lines = wrapped(text, 8, box.w - indent, 2)
    for position, line in enumerate(lines):
        sheet.text(box.x + indent, box.y + 10.5 * position, line, 8)
    return box.y + 10.5 * len(lines)


def _draw_notices(sheet: Sheet, box: Box, notices: tuple[Notice, ...]) -> float:
    """Draw the most important notices in one band; return where the next part begins."""
    if not notices:
        return box.y + 2
    palette = sheet.palette
    lines = [(n.text, n.detail, n.severity != "info") for n in notices[:NOTICES]]
    high = 6 + 11 * len(lines)
    band = Box(box.x, box.y, box.w, high)
    sheet.rectangle(band, palette.notice_panel, edge=palette.notice_border, radius=4)
    more = len(notices) - len(lines)
    words = f"and {texts.counted(more, 'more notice')}" if more else ""
    aside = sheet.width(words, 7) + 12 if words else 0
    for position, (text, detail, strong) in enumerate(lines):
        y = band.y + 8.5 + 11 * position
        room = band.w - 16 - (aside if position == len(lines) - 1 else 0)
        sheet.text(band.x + 8, y, text, 7.5, colour=palette.notice_text, strong=strong, room=room)
        left = room - sheet.width(text, 7.5, strong=strong) - 12
        if detail and left > 60:
            x = band.x + 8 + room - left
            sheet.text(x, y, detail, 7.5, colour=palette.notice_text, room=left)
    last = band.bottom - 8.5
    sheet.text(band.right - 8, last, words, 7, colour=palette.notice_text, align="right")
    return band.bottom + GAP


def _draw_plots(sheet: Sheet, box: Box, screen: ScreenState) -> None:
    # A plot is about as wide as high, and the matrix takes what is left: it has edges and a scale beside it.
    plot = min((box.w - 2 * GAP) * 0.265, box.h * 0.95)
    matrix = Box(box.x, box.y, box.w - 2 * plot - 2 * GAP, box.h)
    roc = Box(matrix.right + GAP, box.y, plot, box.h)
    recall = Box(roc.right + GAP, box.y, plot, box.h)
    for part in (matrix, roc, recall):
        sheet.panel(part)
    draw_matrix(sheet, matrix.inset(8), screen.matrix)
    draw_curves(sheet, roc.inset(8), screen.roc)
    draw_curves(sheet, recall.inset(8), screen.precision_recall)


def _draw_tables(sheet: Sheet, box: Box, screen: ScreenState) -> None:
    classes = len(screen.decide.classes)
    costs = screen.costs
    priced = costs is not None and costs.priced and classes <= MOST
    aside = min(box.w * 0.34, 90 + 34.0 * classes) if priced else 0.0
    table = Box(box.x, box.y, box.w - aside - (GAP if priced else 0), box.h)
    sheet.panel(table)
    draw_class_table(sheet, table.inset(9), screen.decide)
    if costs is not None and priced:
        beside = Box(table.right + GAP, box.y, aside, box.h)
        sheet.panel(beside)
        draw_cost_table(sheet, beside.inset(9), costs)


def _draw_footer(sheet: Sheet, command: str, imprint: Imprint) -> None:
    y = sheet.h - 14
    muted = sheet.palette.muted
    made = f"confmat-gui {__version__} · {imprint.made_on.isoformat()}"
    words = f"{imprint.session} · {made}" if imprint.session else made
    wide = min(sheet.width(words, 7), (PAGE[0] - 2 * MARGIN) * 0.4)
    sheet.text(PAGE[0] - MARGIN, y, words, 7, colour=muted, align="right", room=wide + 1)
    sheet.text(MARGIN, y, command, 7, colour=muted, room=PAGE[0] - 2 * MARGIN - wide - 24)
