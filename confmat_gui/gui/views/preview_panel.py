"""A suggested rule before it is accepted, in the place of the table of classes."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from confmat_gui.gui.views.preview_table import PreviewTableView
from confmat_gui.present.palette import Palette
from confmat_gui.present.preview import PreviewLine, PreviewState

LEAST_WORDS = 230
"""Pixels that the sentences have at least."""


class PreviewPanel(QWidget):
    """Draws a PreviewState: sentences, and three small tables beside them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName("Preview of a rule")
        self._state: PreviewState | None = None
        self._palette: Palette | None = None
        self.lines = QLabel()
        self.thresholds, self.figures, self.errors = (PreviewTableView() for _ in range(3))
        self._columns = QHBoxLayout(self)
        self._build()

    @property
    def tables(self) -> tuple[PreviewTableView, PreviewTableView, PreviewTableView]:
        """The tables from left to right."""
        return self.thresholds, self.figures, self.errors

    def _build(self) -> None:
        self.lines.setWordWrap(True)
        self.lines.setTextFormat(Qt.TextFormat.RichText)
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QScrollArea()
        words.setAccessibleName("What would change")
        words.setWidgetResizable(True)
        words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.setWidget(self.lines)
        self._columns.setContentsMargins(0, 6, 0, 2)
        self._columns.setSpacing(14)
        for widget in (words, *self.tables):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self._columns.addWidget(widget, 1)

    def show_state(self, state: PreviewState) -> None:
        """Show what would change."""
        self._state = state
        self.setAccessibleDescription(" ".join((f"{state.title}.", *(line.text for line in state.lines))))
        for view, table in zip(self.tables, (state.thresholds, state.figures, state.errors), strict=True):
            view.show_state(table)
        self._write_lines()
        self._share_width()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        for view in self.tables:
            view.set_palette(palette)
        self._write_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give each table the width of its texts, and the sentences what is left."""
        wanted = [view.wanted_width() for view in self.tables]
        room = self.width() - 3 * self._columns.spacing()
        for place, width in enumerate((max(LEAST_WORDS, room - sum(wanted)), *wanted)):
            self._columns.setStretch(place, max(1, width))

    def _write_lines(self) -> None:
        if self._state is not None and self._palette is not None:
            title = f'<p style="margin: 0 0 6px 0"><b>{escape(self._state.title)}</b></p>'
            lines = (_written(line, self._palette) for line in self._state.lines)
            self.lines.setText(title + "".join(lines))


def _written(line: PreviewLine, palette: Palette) -> str:
    colour = {
        "plain": palette.text, "better": palette.better, "worse": palette.worse, "quiet": palette.muted,
    }[line.tone]  # fmt: skip
    return f'<p style="margin: 0 0 5px 0; color: {colour}">{escape(line.text)}</p>'
