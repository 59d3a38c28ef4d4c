"""Figures of all classes together, beside those of a perfectly calibrated model."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel, quiet_label
from confmat_gui.present.calibration_states import CalibrationFigure
from confmat_gui.present.palette import Palette
from confmat_gui.present.recalibration import TrialRow, TrialState

HEADERS = (
    ("All samples", "Of all samples that are seen."),
    ("Perfect model", "What a perfectly calibrated model with these probabilities shows on average, and "
     "between what 95 times in 100; of a score, how much of it is miscalibration."),
    ("Before", "On the samples held back from the fit, with the probabilities of the model."),
    ("After", "On the samples held back from the fit, with the recalibrated probabilities."),
)  # fmt: skip


class _Line(NamedTuple):
    name: ElidedLabel
    value: QLabel
    beside: QLabel
    before: QLabel
    after: QLabel


class CalibrationFigures(QWidget):
    """A line for each figure: its exact name, its value, and what a perfect model shows.

    Where a recalibration was tried, what it does on the samples held back stands in the place of that.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Calibration figures")
        self._look: Palette | None = None
        self._figures: tuple[CalibrationFigure, ...] = ()
        self._trial: dict[str, TrialRow] = {}
        self._lines: list[_Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        self._headers = [_right(quiet_label(text)) for text, _ in HEADERS]
        for column, (header, (_, tip)) in enumerate(zip(self._headers, HEADERS, strict=True), start=1):
            header.setToolTip(f"<p>{tip}</p>")
            self._grid.addWidget(header, 0, column)
        self.show_trial(None)

    def show_figures(self, figures: tuple[CalibrationFigure, ...]) -> None:
        """Show other figures."""
        self._figures = figures
        while len(self._lines) < len(figures):
            self._lines.append(self._add_line(len(self._lines) + 1))
        self._show()

    def show_trial(self, trial: TrialState | None) -> None:
        """Show what a recalibration does."""
        self._trial = {} if trial is None else {row.key: row for row in trial.rows}
        self._show()

    def _show(self) -> None:
        tried = bool(self._trial)
        shown = (True, not tried, tried, tried)
        for header, visible in zip(self._headers, shown, strict=True):
            header.setVisible(visible)
        for place, line in enumerate(self._lines):
            there = place < len(self._figures)
            for label, visible in zip(line, (True, *shown), strict=True):
                label.setVisible(there and visible)
            if there:
                self._fill(line, self._figures[place])

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._look = palette
        self._show()

    def _add_line(self, row: int) -> _Line:
        quiet = _right(quiet_label()), _right(quiet_label())
        line = _Line(ElidedLabel(), _right(QLabel()), *quiet, _right(QLabel()))
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
        row = self._trial.get(figure.key)
        line.before.setText("" if row is None else row.before)
        line.after.setText("" if row is None else row.after)
        line.after.setAccessibleName(f"{figure.name} after recalibration: {line.after.text()}")
        line.after.setFont(scaled_font(self.font(), 1.0, bold=True))
        if self._look is not None:
            colour = self._look.worse if figure.above_chance else self._look.text
            line.value.setStyleSheet(f"color: {colour};")
            line.after.setStyleSheet(f"color: {_verdict(self._look, row)};")


def _verdict(look: Palette, row: TrialRow | None) -> str:
    if row is None or row.before == row.after:
        return look.text
    return look.better if row.lower else look.worse


def _right(label: QLabel) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
