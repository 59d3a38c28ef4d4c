"""The card beside the headline figures that says of which samples they are, and switches that."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from confmat_gui.gui.views.inks import ink, line_pen, scaled_font
from confmat_gui.present.palette import Palette
from confmat_gui.present.seen_samples import SeenState

_ARROW = 9


class SeenCard(QToolButton):
    """A button that looks like a figure; its menu has all samples and the two parts.

    Signals
    -------
    samples_chosen(str)
        "all", "tuned" or "held-back".
    """

    samples_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("seen_samples")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._state: SeenState | None = None
        self._palette: Palette | None = None
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}

    def show_state(self, state: SeenState) -> None:
        """Show which samples are seen."""
        if state == self._state:
            return
        self._state = state
        for choice in state.choices:
            if choice.samples not in self._actions:
                self._add(choice.samples, choice.name, choice.explanation)
            self._actions[choice.samples].setChecked(choice.samples == state.samples)
        if state.choices:
            self.setMenu(self._menu)
        self.setToolTip(f"<p>{state.sentence}</p>")
        self.setAccessibleName(f"Samples of the figures: {state.name}, {state.size}")
        self.setAccessibleDescription(state.sentence)
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        if self._state is None or self._palette is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            strong = self.hasFocus() or self.underMouse() or self._state.samples == "held-back"
            painter.setPen(line_pen(ink(self._palette.accent if strong else self._palette.border)))
            painter.setBrush(ink(self._palette.selected_row))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
            self._paint_texts(painter, self._state, self._palette)
        finally:
            painter.end()

    def _paint_texts(self, painter: QPainter, state: SeenState, palette: Palette) -> None:
        area = self.rect().adjusted(12, 7, -12, -7)
        small = scaled_font(self.font(), 0.88)
        painter.setFont(small)
        line = painter.fontMetrics().height() + 1
        head = QRect(area.left(), area.top(), area.width(), line)
        foot = area.adjusted(0, area.height() - line, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(ink(palette.muted))
        painter.drawText(head, left, "Figures of")
        painter.drawText(foot, left, _elided(painter, state.size, foot.width()))
        painter.setFont(scaled_font(self.font(), 1.15, bold=True))
        painter.setPen(ink(palette.text))
        middle = area.adjusted(0, line, 0, -line)
        room = middle.width() - (_ARROW + 6 if state.choices else 0)
        painter.drawText(middle, left, _elided(painter, state.name, room))
        if state.choices:
            _arrow(painter, middle.right() - _ARROW, middle.center().y(), palette)

    def _add(self, samples: str, name: str, explanation: str) -> None:
        action = self._menu.addAction(name)
        action.setCheckable(True)
        action.setToolTip(explanation)
        action.triggered.connect(lambda _checked: self.samples_chosen.emit(samples))
        self._group.addAction(action)
        self._actions[samples] = action


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def _arrow(painter: QPainter, x: int, y: int, palette: Palette) -> None:
    """Draw the arrow of a menu."""
    painter.setPen(line_pen(ink(palette.muted), 1.5))
    half = _ARROW / 2
    ends = (QPointF(x, y - 2), QPointF(x + half, y + 2), QPointF(x + 2 * half, y - 2))
    painter.drawPolyline(QPolygonF(ends))
