"""ROC or precision-recall curves with the true operating points."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from confmat_gui.gui.views.curve_choice import CurveChoice
from confmat_gui.gui.views.curve_items import GuideItems, LineItems, MarkerItems
from confmat_gui.gui.views.curve_margin import MarginLabels
from confmat_gui.gui.views.curve_plot import dress_plot, make_plot, show_axes, show_range
from confmat_gui.gui.views.curve_pointer import CurvePointer
from confmat_gui.gui.views.curve_scale import CurveScale, scale_for
from confmat_gui.gui.views.curve_window import CurveWindow
from confmat_gui.gui.views.hull_items import HullItems
from confmat_gui.gui.views.inks import ink, line_pen, scaled_font
from confmat_gui.gui.views.panel import ElidedLabel, Panel
from confmat_gui.gui.views.segmented import SegmentedButtons
from confmat_gui.gui.views.tooltip_card import TooltipCard
from confmat_gui.present.curves import CurveKind, CurvePlotState, dashes
from confmat_gui.present.palette import Palette

ZOOMS = (
    ("all", "All", "The whole plot"),
    ("corner", "Corner", "The corner where good models live"),
    ("log", "Log", "A logarithmic axis of the false positive rate"),
)
_WIDEST_MESSAGE = 300
_MESSAGE_HEIGHTS = (0.45, 0.55, 0.62, 0.7, 0.3, 0.2)
"""Where the middle of a message may be, as shares of the plot's height, the best first."""
_CLEAR = 12
"""Pixels between a message and what it must not hide."""
_TITLES: dict[CurveKind, str] = {"roc": "ROC", "pr": "Precision–recall"}


class CurveView(Panel):
    """Draws a CurvePlotState.

    Signals: `class_selected(k | None)`, `marker_pressed(k)`, `marker_dragged((k, x, y))` in data coordinates,
    `marker_released(k)`, `marker_stepped((k, +1 | -1))` where +1 is the next higher threshold (key left or
    down), `zoom_chosen("all" | "corner" | "log")` (ROC only), `curves_chosen("rest" | "decision")`,
    `hull_chosen(shown)` (ROC only), `part_shown(Part)` after the visible part or its size has changed.
    """

    class_selected = Signal(object)
    marker_pressed = Signal(object)
    marker_dragged = Signal(object)
    marker_released = Signal(object)
    marker_stepped = Signal(object)
    zoom_chosen = Signal(object)
    curves_chosen = Signal(object)
    hull_chosen = Signal(object)
    part_shown = Signal(object)

    def __init__(self, kind: CurveKind) -> None:
        super().__init__(_TITLES[kind])
        self._state: CurvePlotState | None = None
        self._palette: Palette | None = None
        self._scale = CurveScale()
        self._shown_zoom = ""
        self._plot = make_plot()
        self._plot.setAccessibleName(f"{_TITLES[kind]} plot; left and right move the marked threshold")
        self.subtitle = ElidedLabel(quiet=True)
        self.legend = LegendStrip()
        self.zooms = SegmentedButtons(ZOOMS, "Part of the plot")
        if kind == "pr":  # it keeps its height, so that both plots begin at the same
            policy = self.zooms.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.zooms.setSizePolicy(policy)
            self.zooms.setFixedWidth(0)
            self.zooms.hide()
        self.choice = CurveChoice()
        self._guides, self._lines = GuideItems(self._plot), LineItems(self._plot)
        self._hull = HullItems(self._plot)
        self.margin, self._markers = MarginLabels(self._plot), MarkerItems(self._plot)
        self.card = TooltipCard(self._plot)
        self.message = QLabel(self._plot)
        self.pointer = CurvePointer(self._plot, self.card)
        self.window_part = CurveWindow(self._plot)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.title.setMinimumWidth(24)
        self.header.setStretchFactor(self.title, 0)
        self.header.setSpacing(4)
        self.header.insertWidget(1, self.choice)
        self.header.addStretch(1)
        self.header.addWidget(self.zooms)
        self.subtitle.setFont(scaled_font(self.font(), 0.9))
        self.body.addWidget(self.subtitle)
        self.body.addWidget(self.legend)
        self.body.addWidget(self._plot, 1)
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.message.setProperty("overlay", True)
        self.message.hide()
        self.setFocusProxy(self._plot)

    def _connect(self) -> None:
        self.zooms.chosen.connect(self.zoom_chosen)
        self.choice.chosen.connect(self.curves_chosen)
        self.choice.hull_chosen.connect(self.hull_chosen)
        self.window_part.part_shown.connect(self.part_shown)
        self.pointer.class_selected.connect(self.class_selected)
        self.pointer.marker_pressed.connect(self.marker_pressed)
        self.pointer.marker_dragged.connect(self.marker_dragged)
        self.pointer.marker_released.connect(self.marker_released)
        self.pointer.marker_stepped.connect(self.marker_stepped)
        self.pointer.reset_wanted.connect(self._show_range)

    @property
    def plot(self) -> QWidget:
        """The widget that is drawn on and that takes mouse and keyboard."""
        widget: QWidget = self._plot
        return widget

    def show_state(self, state: CurvePlotState) -> None:
        """Draw the curves; the range stays where the wheel has put it unless another zoom is chosen."""
        self._state = state
        self.show_title(state.title)
        self.subtitle.setText(state.subtitle)
        self.setAccessibleDescription(state.subtitle)
        self.zooms.show_choice(state.zoom)
        self.choice.show_state(state)
        self.legend.show_names(state.legend)
        scale = scale_for(state)
        show_axes(self._plot, state.x_label, state.y_label, scale)
        if (state.zoom, scale) != (self._shown_zoom, self._scale):
            self._shown_zoom, self._scale = state.zoom, scale
            self._show_range()
        self.window_part.show_scale(scale)
        self.pointer.show_state(state, scale)
        self.message.setText(state.message)
        self.message.setVisible(bool(state.message))
        self._draw()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.dress(palette)
        dress_plot(self._plot, palette, self.font())
        self.card.set_palette(palette)
        self.legend.set_palette(palette)
        self._draw()

    def copy_picture(self) -> QPixmap:
        """Return the plot as on the screen, without the card of the mouse."""
        self.card.hide()
        return self.grab()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message in the middle."""
        super().resizeEvent(event)
        self._place_message()

    def changeEvent(self, event: QEvent) -> None:
        """Measure the axes anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._palette is not None:
            dress_plot(self._plot, self._palette, self.font())
            self._draw()

    def _draw(self) -> None:
        if self._state is None or self._palette is None:
            return
        self._guides.show(self._state.guides, self._scale, self._palette, self.font())
        self.margin.show(self._state.guides, self._palette, self.font())
        self._lines.show(self._state, self._scale, self._palette)
        self._hull.show(self._state.hull, self._scale, self._palette, self.font())
        self._markers.show(self._state.markers, self._scale, self._palette)
        self._place_message()

    def _show_range(self) -> None:
        show_range(self._plot, self._scale, self._shown_zoom or "all")

    def _place_message(self) -> None:
        """Put the message where it hides no marker and no label."""
        if self._state is None or not self._state.message:
            return
        room = self._plot.getPlotItem().getViewBox().sceneBoundingRect().toRect()
        width = max(60, min(_WIDEST_MESSAGE, room.width() - 8))
        height = self.message.heightForWidth(width)
        markers = [self.pointer.place(marker.x, marker.y) for marker in self._state.markers]
        labels = [self.pointer.place(0.1, guide.y[0]) for guide in self._state.guides
                  if guide.kind == "prevalence"]

        def hidden(place: QRect) -> int:
            around = QRectF(place).adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR)
            return 9 * sum(map(around.contains, markers)) + sum(map(around.contains, labels))

        left, whole = room.center().x() - width // 2, self._plot.height()
        lowest = max(room.top(), room.bottom() - height)  # below are the numbers of the axis
        tops = (round(whole * share) - height // 2 for share in _MESSAGE_HEIGHTS)
        places = [QRect(left, min(top, lowest), width, height) for top in tops]
        self.message.setGeometry(min(places, key=hidden))


class LegendStrip(QWidget):
    """Names of the sessions in a comparison: the first solid, the others dashed."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._palette: Palette | None = None
        self.hide()

    def show_names(self, names: tuple[str, ...]) -> None:
        """Show the names; none: take no room."""
        self._names = names
        self.setVisible(bool(names))
        self.setAccessibleName("Solid line: " + ", dashed line: ".join(names) if names else "")
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(100, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a piece of line before each name."""
        if self._palette is None or not self._names:
            return
        room = self.width() // len(self._names)
        painter = QPainter(self)
        try:
            for number, name in enumerate(self._names):
                left, middle = number * room, self.height() // 2
                painter.setPen(line_pen(ink(self._palette.text), 1.5, dashes(number)))
                painter.drawLine(left, middle, left + 24, middle)
                text = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room - 40)
                painter.drawText(left + 30, 0, room - 30, self.height(), Qt.AlignmentFlag.AlignVCenter, text)
        finally:
            painter.end()
