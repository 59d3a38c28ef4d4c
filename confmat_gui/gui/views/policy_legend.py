"""The policies with their lines and what they cost now, in as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from confmat_gui.gui.views.inks import ink, line_pen, scaled_font, text_width
from confmat_gui.present.cost_curves import Policy, PolicyKey
from confmat_gui.present.palette import Palette

SWATCH, GAP, BETWEEN = 20.0, 6.0, 16.0
DASHED, DOTTED = (5.0, 2.5), (1.0, 2.0)


def policy_pen(key: PolicyKey, palette: Palette) -> QPen:
    """Return how the line of a policy is drawn; no colour is that of a class."""
    if key == "keep":
        return line_pen(ink(palette.text), 1.8)
    if key == "trust":
        return line_pen(ink(palette.muted), 1.5, DASHED)
    if key == "best":
        return line_pen(ink(palette.accent), 2.6)
    return line_pen(ink(palette.muted), 1.2, DOTTED)


class PolicyLegend(QWidget):
    """Writes "keep threshold 0.500 0.928" after a piece of each line, wrapped to the width."""

    def __init__(self) -> None:
        super().__init__()
        self._policies: tuple[Policy, ...] = ()
        self._palette: Palette | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)

    def show_policies(self, policies: tuple[Policy, ...]) -> None:
        """Show other costs."""
        self._policies = policies
        said = "; ".join(f"{policy.name} {policy.text} {policy.reason}".strip() for policy in policies)
        self.setAccessibleName("Cost a sample now")
        self.setAccessibleDescription(said)
        reasons = [f"{policy.name}: {policy.reason}" for policy in policies if policy.reason]
        self.setToolTip("\n".join(["Cost a sample at the present prevalence and prices", *reasons]))
        self._fit()
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        """As many lines as the policies need."""
        return QSize(200, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw pieces of lines, names and costs."""
        palette = self._palette
        if palette is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for policy, place in zip(self._policies, self._places(), strict=True):
                self._paint(painter, policy, place, palette)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, policy: Policy, place: QRectF, palette: Palette) -> None:
        middle = place.center().y()
        painter.setPen(policy_pen(policy.key, palette))
        painter.drawLine(int(place.left()), int(middle), int(place.left() + SWATCH), int(middle))
        words = place.adjusted(SWATCH + GAP, 0, 0, 0)
        painter.setFont(self._small())
        painter.setPen(ink(palette.muted))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, flags, policy.name)
        painter.setFont(self._strong())
        painter.setPen(ink(palette.text))
        costs = words.adjusted(text_width(self._small(), policy.name) + GAP, 0, 0, 0)
        painter.drawText(costs, flags, policy.text)

    def _small(self) -> QFont:
        return scaled_font(self.font(), 0.9)

    def _strong(self) -> QFont:
        return scaled_font(self.font(), 0.9, bold=True)

    def _line(self) -> float:
        return self.fontMetrics().height() * 1.1

    def _places(self) -> list[QRectF]:
        x, y, places = 0.0, 0.0, []
        for policy in self._policies:
            wide = SWATCH + 2 * GAP + text_width(self._small(), policy.name)
            wide += text_width(self._strong(), policy.text) + 2
            if x and x + wide > self.width():
                x, y = 0.0, y + self._line()
            places.append(QRectF(x, y, wide, self._line()))
            x += wide + BETWEEN
        return places

    def _height(self) -> int:
        places = self._places()
        return round(places[-1].bottom() if places else self._line())

    def _fit(self) -> None:
        # Room for two lines from the start: the plot below stays in its place while costs change.
        self.setFixedHeight(max(self._height(), round(2 * self._line())))
