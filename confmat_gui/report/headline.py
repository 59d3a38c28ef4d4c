"""The headline figures on a sheet."""

from __future__ import annotations

from confmat_gui.present.headline import FigureCard
from confmat_gui.report.sheet import Box, Sheet

GAP = 8.0


def draw_headline(sheet: Sheet, box: Box, cards: tuple[FigureCard, ...]) -> None:
    """Draw the cards beside one another."""
    wide = (box.w - GAP * (len(cards) - 1)) / len(cards)
    for position, card in enumerate(cards):
        _draw_card(sheet, Box(box.x + position * (wide + GAP), box.y, wide, box.h), card)


def _draw_card(sheet: Sheet, box: Box, card: FigureCard) -> None:
    palette = sheet.palette
    sheet.panel(box)
    aside = sheet.width(card.mark, 6.5) + 6 if card.mark else 0.0
    sheet.text(box.x + 8, box.y + 12, card.name, 7.5, colour=palette.muted, room=box.w - 16 - aside)
    sheet.text(box.right - 8, box.y + 12, card.mark, 6.5, colour=palette.accent, align="right")
    size = _value_size(sheet, box.w - 24, card)
    sheet.text(box.x + 8, box.y + 28.5, card.value, size, strong=True)
    room = box.w - 24 - sheet.width(card.value, size, strong=True)
    colour = {"better": palette.better, "worse": palette.worse, "same": palette.muted}[card.direction]
    change = card.change
    if sheet.width(change, 6.5) > room:
        change = change.removesuffix(" vs default")
    right = box.right - 8
    sheet.number(right, box.y + 23.5, change, 6.5, room, colour=colour)
    sheet.number(right, box.y + 32.5, card.interval, 6.5, room, colour=palette.muted)


def _value_size(sheet: Sheet, room: float, card: FigureCard) -> float:
    """Return the size at which the value leaves room for its interval: 15, or less down to 9."""
    wide = sheet.width(card.value, 15, strong=True)
    left = room - sheet.width(card.interval, 6.5)
    return min(15.0, max(9.0, 15 * left / wide))
