"""What this rule costs beside other ways to decide, as a small table of labels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.present import texts
from confmat_gui.present.costs import CostAnswer, CostState

MOST_ROWS = 4
COLUMNS = 4
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CostAnswersBox(QWidget):
    """Draws the answers of a CostState: name, total, cost of a sample, difference."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What ways to decide cost")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        rows, columns = range(MOST_ROWS + 1), range(COLUMNS)
        self._labels = [[self._label(row, column) for column in columns] for row in rows]
        for label in self._labels[0]:
            label.setProperty("quiet", True)

    def show_state(self, state: CostState | None) -> None:
        """Show other answers; nothing without prices."""
        answers = () if state is None else state.answers
        self.setVisible(bool(answers))
        unit = "" if state is None else state.unit
        self._write(0, ("", texts.named_unit("total", unit), "a sample", "difference"))
        for row in range(1, MOST_ROWS + 1):
            there = row <= len(answers)
            self._write(row, self._texts(answers[row - 1]) if there else ("",) * COLUMNS, shown=there)
            for label in self._labels[row]:
                bold = there and answers[row - 1].key == "rule"
                label.setFont(scaled_font(self.font(), bold=bold))

    def texts(self) -> list[list[str]]:
        """Return what is shown, row by row."""
        return [[label.text() for label in row] for row in self._labels if not row[0].isHidden()]

    def _texts(self, answer: CostAnswer) -> tuple[str, str, str, str]:
        if answer.note:
            return (f"{answer.name}: {answer.note}", *answer.written)
        return (answer.name, *answer.written)

    def _write(self, row: int, words: tuple[str, ...], *, shown: bool = True) -> None:
        for label, text in zip(self._labels[row], words, strict=True):
            label.setText(text)
            label.setVisible(shown)

    def _label(self, row: int, column: int) -> QLabel:
        label = QLabel() if column else ElidedLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        if column:
            label.setAlignment(_RIGHT)
        self._grid.addWidget(label, row, column)
        return label
