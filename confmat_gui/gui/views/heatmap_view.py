"""The confusion matrix with its modes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton

from confmat_gui.gui.views.heatmap_canvas import HeatmapCanvas
from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel, Panel
from confmat_gui.gui.views.segmented import SegmentedButtons
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette

MODES = (
    ("counts", "Counts", "How many samples"),
    ("true", "Row %", "Share of the true class: each row sums to 100 %"),
    ("pred", "Column %", "Share of the predicted class: each column sums to 100 %"),
    ("all", "All %", "Share of all samples"),
    ("cost", "Cost", "What each cell costs: its price times its samples"),
    ("delta", "Δ default", "Change against the default rule"),
)


class HeatmapView(Panel):
    """Draws a MatrixState.

    Signals: `cell_selected((true, pred) | None)`, `class_selected(k | None)`, `mode_chosen(mode)`,
    `menu_requested((true, pred), place on the screen)`.
    """

    cell_selected = Signal(object)
    class_selected = Signal(object)
    mode_chosen = Signal(object)
    menu_requested = Signal(object, object)

    def __init__(self, *, modes: bool = True) -> None:
        super().__init__("Confusion matrix")
        self.modes = SegmentedButtons(MODES, "Show in the matrix")
        self.fit = QPushButton("Fit")
        self.fit.setToolTip("Show the whole matrix again (0)")
        self.fit.setAccessibleName("Show the whole matrix")
        self.subtitle = ElidedLabel(quiet=True)
        self.subtitle.setFont(scaled_font(self.font(), 0.9))
        self.subtitle.hide()
        self.canvas = HeatmapCanvas()
        self.header.addWidget(self.fit)
        self.header.addWidget(self.modes)
        self.fit.hide()
        self.modes.setVisible(modes)
        self.body.addWidget(self.subtitle)
        self.body.addWidget(self.canvas, 1)
        self.modes.chosen.connect(self.mode_chosen)
        self.fit.clicked.connect(self.canvas.show_all)
        self.canvas.zoom_changed.connect(self.fit.setVisible)
        self.canvas.cell_selected.connect(self.cell_selected)
        self.canvas.class_selected.connect(self.class_selected)
        self.canvas.menu_requested.connect(self.menu_requested)
        self.setFocusProxy(self.canvas)

    def show_state(self, state: MatrixState) -> None:
        """Draw the matrix."""
        title, _, rest = state.title.partition(" · ")
        self.show_title(title)
        self.subtitle.setText(rest)
        self.subtitle.setVisible(bool(rest))
        self.setAccessibleName(state.title)
        self.modes.show_choice(state.mode if state.against == MatrixState.against else "")
        self.canvas.show_state(state)
        self.fit.setVisible(self.canvas.is_zoomed())

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.dress(palette)
        self.canvas.set_palette(palette)

    def copy_picture(self) -> QPixmap:
        """Return the matrix as on the screen, without the card of the mouse and the mark of the focus."""
        self.canvas.card.hide()
        self.canvas.mark_focus(on=False)
        try:
            return self.grab()
        finally:
            self.canvas.mark_focus(on=True)
