"""Which of the models, tasks or splits that a table stacks: one of them, or each beside the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox

from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.stack_values import Stack
from confmat_gui.io.stacked import MOST_APART

EACH = "\0"
"""Before the name of a column: each of its values, side by side. No condition begins so."""


class StackChoice(QComboBox):
    """Offers conditions on rows; what the whole file holds takes the place of what its first rows show."""

    def __init__(self) -> None:
        super().__init__()
        self._stacks: tuple[Stack, ...] = ()
        self._counted = False

    def offer(self, stacks: Sequence[Stack], *, counted: bool, options: InputOptions, by: str | None) -> None:
        """Offer the values of these columns; those that are counted are not replaced by others."""
        if counted or not self._counted:
            self._stacks, self._counted = tuple(stacks), counted
        with QSignalBlocker(self):
            self._fill(options)
            chosen = f"{EACH}{by}" if by else options.where[0] if len(options.where) == 1 else None
            self.setItemText(0, "Found: any value" if chosen is None else "Leave it to the program")
            self.setCurrentIndex(max(self.findData(chosen), 0) if chosen is not None else 0)
            self.setToolTip(self.currentText())
        self.setEnabled(self.count() > 1)

    def column_apart(self) -> str | None:
        """Return the column whose values are to be opened side by side, if that is chosen."""
        key = str(self.currentData() or "")
        return key.removeprefix(EACH) if key.startswith(EACH) else None

    def where(self, before: tuple[str, ...]) -> tuple[str, ...]:
        """Return the conditions that are chosen; several, which this cannot show, stay as they were."""
        key = self.currentData()
        if key is None:
            return before if len(before) > 1 else ()
        return () if self.column_apart() else (str(key),)

    def first_value(self, column: str) -> str:
        """Return the value that comes first where those of a column are opened side by side."""
        return next((stack.values[0] for stack in self._stacks if stack.column == column), "")

    def _fill(self, options: InputOptions) -> None:
        self.clear()
        self.addItem("", None)
        for stack in self._stacks:
            if 1 < stack.n_values <= MOST_APART:
                self.addItem(f"each {stack.column}, side by side ({stack.n_values})", f"{EACH}{stack.column}")
            for value, rows in zip(stack.values, _rows(stack), strict=True):
                self.addItem(f"{stack.column} = {value}{rows}", f"{stack.column}={value}")
            if stack.n_values > len(stack.values):
                self._add_rest(f"… and {stack.n_values - len(stack.values):,} more of {stack.column}")
        for each in options.where:
            if self.findData(each) < 0:
                self.addItem(each, each)

    def _add_rest(self, text: str) -> None:
        """Say that there are more; that cannot be chosen."""
        self.addItem(text, None)
        model = self.model()
        if isinstance(model, QStandardItemModel):
            model.item(self.count() - 1).setEnabled(False)


def _rows(stack: Stack) -> list[str]:
    if not stack.counts:
        return [""] * len(stack.values)
    return [f"  ({n_rows:,} row{'s' if n_rows != 1 else ''})" for n_rows in stack.counts]
