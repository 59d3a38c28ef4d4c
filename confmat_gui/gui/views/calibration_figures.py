"""Figures of all classes together, beside those of a perfectly calibrated model."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel, quiet_label
from confmat_gui.present.calibration_states import CalibrationFigure
from confmat_gui.present.palette import Palette

HEADERS = (
    ("All samples", "Of all samples that are seen."),
    ("Perfect model", "What a perfectly calibrated model with these probabilities shows on average, and "
     "between what 95 times in 100; of a score, how much of it is miscalibration."),
)  # fmt: skip


class _Line(NamedTuple):
    name: ElidedLabel
    value: QLabel
    beside: QLabel


class CalibrationFigures(QWidget):
    """A line for each figure: its exact name, its value, and what a perfect model shows."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Calibration figures")
        self._look: Palette | None = None
        self._figures: tuple[CalibrationFigure, ...] = ()
        self._lines: list[_Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        for column, (text, tip) in enumerate(HEADERS, start=1):
            header = _right(quiet_label(text))
            header.setToolTip(f"<p>{tip}</p>")
            self._grid.addWidget(header, 0, column)

    def show_figures(self, figures: tuple[CalibrationFigure, ...]) -> None:
        """Show other figures."""
        self._figures = figures
        while len(self._lines) < len(figures):
            self._lines.append(self._add_line(len(self._lines) + 1))
        for place, line in enumerate(self._lines):
            for label in line:
                label.setVisible(place < len(figures))
            if place < len(figures):
                self._fill(line, figures[place])

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._look = palette
        self.show_figures(self._figures)

    def _add_line(self, row: int) -> _Line:
        line = _Line(ElidedLabel(), _right(QLabel()), _right(quiet_label()))
        for column, label in enumerate(line):
            self._grid.addWidget(label, row, column)
        return line

    def _fill(self, line: _Line, figure: CalibrationFigure) -> None:
        line.name.setText(figure.name)
        line.value.setText(figure.value)
        line.beside.setText(figure.beside)
        more = ", more than chance gives" if figure.above_chance else ""
        line.value.setAccessibleName(f"{figure.name}: {figure.value}{more}")
        line.value.setFont(scaled_font(self.font(), 1.0, bold=True))
        for label in (line.value, line.beside):
            label.setToolTip(f"<p>{figure.explanation}</p>")
        if self._look is not None:
            colour = self._look.worse if figure.above_chance else self._look.text
            line.value.setStyleSheet(f"color: {colour};")


def _right(label: QLabel) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
