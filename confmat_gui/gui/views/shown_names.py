"""Names of classes as they fit into a view."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from confmat_gui.present.short_names import MARK, short_name


def shown_name(font: QFont, name: str, room: float, among: tuple[str, ...]) -> str:
    """Return a name in `room` pixels, told apart from those it is shown with."""
    if QFontMetricsF(font).horizontalAdvance(name) <= room:
        return name
    return _shown(font.toString(), name, round(room), among)


@lru_cache(maxsize=4096)
def _shown(font: str, name: str, room: int, among: tuple[str, ...]) -> str:
    used = QFont()
    used.fromString(font)
    return short_name(name, room, QFontMetricsF(used).horizontalAdvance, among) or MARK
