"""The row of headline figures."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from confmat_gui.gui.views.inks import ink, line_pen, scaled_font, text_width
from confmat_gui.gui.views.seen_card import SeenCard
from confmat_gui.gui.views.shares_card import SharesCard
from confmat_gui.present.headline import FigureCard
from confmat_gui.present.palette import Palette
from confmat_gui.present.seen_samples import SeenState
from confmat_gui.present.shares import SharesState

_GAP = 8
_NARROWEST = 130
_HEIGHT_IN_LINES = 3.6
_DOT = 7
"""Width of the dot at a figure that is re-weighted."""


class CardWidget(QWidget):
    """One figure: its name, its value, the change and the interval as far as there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._card: FigureCard | None = None
        self._palette: Palette | None = None

    def show_card(self, card: FigureCard) -> None:
        """Show another figure."""
        if card == self._card:
            return
        self._card = card
        self.setToolTip(f"<p>{card.explanation}</p>" if card.explanation else "")
        self.setAccessibleName(f"{card.name} {card.value}")
        parts = (card.interval, card.change, card.mark)
        self.setAccessibleDescription(", ".join(part for part in parts if part))
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        if self._card is None or self._palette is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(line_pen(ink(self._palette.border)))
            painter.setBrush(ink(self._palette.panel))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
            self._paint_texts(painter, self._card, self._palette)
        finally:
            painter.end()

    def _paint_texts(self, painter: QPainter, card: FigureCard, palette: Palette) -> None:
        area = self.rect().adjusted(12, 7, -12, -7)
        small = scaled_font(self.font(), 0.88)
        value_font = self._value_font(card.value, area.width())
        painter.setFont(small)
        line = painter.fontMetrics().height() + 1
        head = QRect(area.left(), area.top(), area.width(), line)
        below = area.adjusted(0, line, 0, 0)
        aside = round(painter.fontMetrics().horizontalAdvance(card.mark)) + 8 if card.mark else 0
        if aside and painter.fontMetrics().horizontalAdvance(card.name) + aside <= head.width():
            _line(painter, head, card.mark, ink(palette.accent), right=True)
        elif aside:  # where there is no room for the word, a dot stands for it
            _dot(painter, head, ink(palette.accent))
            aside = _DOT + 6
        _line(painter, head.adjusted(0, 0, -aside, 0), card.name, ink(palette.muted))
        painter.setFont(value_font)
        painter.setPen(ink(palette.text))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, card.value)
        room = below.adjusted(round(text_width(value_font, card.value)) + 8, 0, 0, 0)
        self._paint_change(painter, room, card, palette)

    def _paint_change(self, painter: QPainter, room: QRect, card: FigureCard, palette: Palette) -> None:
        """Write change and interval at the lower right."""
        painter.setFont(scaled_font(self.font(), 0.88))
        line = painter.fontMetrics().height() + 1
        colour = {"better": palette.better, "worse": palette.worse, "same": palette.muted}[card.direction]
        both = ((card.change, colour), (card.interval, palette.muted))
        texts = [(text, tint) for text, tint in both if text]
        top = room.bottom() + 1 - len(texts) * line
        for number, (text, tint) in enumerate(texts):
            area = QRect(room.left(), top + number * line, room.width(), line)
            _line(painter, area, text, ink(tint), right=True)

    def _value_font(self, value: str, width: int) -> QFont:
        large = scaled_font(self.font(), 1.65, bold=True)
        return large if text_width(large, value) <= 0.62 * width else scaled_font(self.font(), 1.3, bold=True)


def _line(painter: QPainter, area: QRect, text: str, colour: QColor, *, right: bool = False) -> None:
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, _shortened(painter, text, area.width()))


def _dot(painter: QPainter, area: QRect, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(area.right() - _DOT / 2, area.center().y() + 0.5), _DOT / 2, _DOT / 2)


def _shortened(painter: QPainter, text: str, width: int) -> str:
    """Return the text; where there is no room without " vs default", which the hover says; else elided."""
    metrics = painter.fontMetrics()
    for candidate in (text, text.removesuffix(" vs default")):
        if metrics.horizontalAdvance(candidate) <= width:
            return candidate
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


class HeadlineView(QWidget):
    """Cards side by side, in a second row where the window is too narrow.

    Signals
    -------
    samples_chosen(str)
        Figures of other samples are wanted: "all", "tuned" or "held-back".
    """

    samples_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.seen = SeenCard(self)
        self.seen.samples_chosen.connect(self.samples_chosen)
        self.seen.hide()
        self.shares = SharesCard(self)
        self.shares.hide()
        self._palette: Palette | None = None
        self.cards: list[CardWidget] = []
        self.setAccessibleName("Headline figures")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_state(self, cards: tuple[FigureCard, ...]) -> None:
        """Show the figures."""
        while len(self.cards) < len(cards):
            widget = CardWidget(self)
            if self._palette is not None:
                widget.set_palette(self._palette)
            self.cards.append(widget)
        while len(self.cards) > len(cards):
            self.cards.pop().deleteLater()
        for widget, card in zip(self.cards, cards, strict=True):
            widget.show_card(card)
            widget.show()
        self._place()
        self.updateGeometry()

    def show_seen(self, state: SeenState | None) -> None:
        """Say of which samples the figures are, where the rule was tuned on some."""
        if state is not None:
            self.seen.show_state(state)
        if self.seen.isHidden() != (state is None):
            self.seen.setHidden(state is None)
            self._place()
            self.updateGeometry()

    def show_shares(self, state: SharesState | None) -> None:
        """Say at which shares of the classes the figures are, where these are not those of the samples."""
        if state is not None:
            self.shares.show_state(state)
        if self.shares.isHidden() != (state is None):
            self.shares.setHidden(state is None)
            self._place()
            self.updateGeometry()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.seen.set_palette(palette)
        self.shares.set_palette(palette)
        for widget in self.cards:
            widget.set_palette(palette)

    def hasHeightForWidth(self) -> bool:
        """More rows where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows."""
        rows = -(-len(self._placed()) // self._columns(width)) if self.cards else 0
        return max(0, rows * (self._card_height() + _GAP) - _GAP)

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(len(self.cards) * 190, self.heightForWidth(max(self.width(), _NARROWEST)))

    def minimumSizeHint(self) -> QSize:
        """As narrow as one card."""
        return QSize(_NARROWEST, self._card_height() if self.cards else 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the cards anew."""
        self._place()
        self.updateGeometry()

    def _placed(self) -> list[QWidget]:
        """Return what stands side by side."""
        notes: list[QWidget] = [card for card in (self.seen, self.shares) if not card.isHidden()]
        return [*notes, *self.cards]

    def _card_height(self) -> int:
        return round(self.fontMetrics().height() * _HEIGHT_IN_LINES)

    def _columns(self, width: int) -> int:
        fitting = max(1, (width + _GAP) // (_NARROWEST + _GAP))
        n = max(1, len(self._placed()))
        rows = -(-n // fitting)
        return -(-n // rows)

    def _place(self) -> None:
        columns = self._columns(self.width())
        width = (self.width() + _GAP) / columns
        for number, card in enumerate(self._placed()):
            row, column = divmod(number, columns)
            left, right = round(column * width), round((column + 1) * width) - _GAP
            card.setGeometry(left, row * (self._card_height() + _GAP), right - left, self._card_height())
