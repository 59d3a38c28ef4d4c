"""Colours and fonts as Qt wants them, made from a palette's #rrggbb texts."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from confmat_gui.present.palette import Palette, class_colour, class_ink, diverging_table, heat_table, text_on


def ink(colour: str, alpha: float = 1.0) -> QColor:
    """Return `colour` (#rrggbb) as a QColor with `alpha` in [0, 1]."""
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


def class_paint(palette: Palette, class_index: int, alpha: float = 1.0) -> QColor:
    """Return the colour of a class's lines and swatches, the same in every view."""
    return ink(class_colour(palette, class_index), alpha)


def name_ink(palette: Palette, class_index: int) -> QColor:
    """Return the colour in which a class's name can be read on a panel."""
    return ink(class_ink(palette, class_index))


GUIDE_DASHES = (4.0, 3.0)


def line_pen(colour: QColor, width: float = 1.0, dashes: tuple[float, ...] = ()) -> QPen:
    """Return a pen whose width does not grow with the zoom of a plot; `dashes` are in widths."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    if dashes:
        pen.setDashPattern(dashes)
    return pen


def scaled_font(font: QFont, factor: float = 1.0, *, bold: bool = False) -> QFont:
    """Return a copy of `font`, `factor` times as large."""
    result = QFont(font)
    if font.pointSizeF() > 0:
        result.setPointSizeF(max(1.0, font.pointSizeF() * factor))
    else:
        result.setPixelSize(max(1, round(font.pixelSize() * factor)))
    result.setBold(bold)
    return result


def text_width(font: QFont, text: str) -> float:
    """Return the width of one line of `text` in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


@lru_cache(maxsize=8)
def cell_colours(palette: Palette, *, diverging: bool) -> tuple[tuple[QColor, ...], tuple[QColor, ...]]:
    """Return the 256 colours of a heat scale and the ink that can be read on each of them."""
    table = diverging_table(palette) if diverging else heat_table(palette)
    paints = tuple(QColor(int(red), int(green), int(blue)) for red, green, blue in table)
    return paints, tuple(QColor(text_on(paint.name())) for paint in paints)
