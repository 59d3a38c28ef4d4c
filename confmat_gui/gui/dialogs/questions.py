"""Questions with a few answers; none of them blocks the event loop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

Buttons = QMessageBox.StandardButton


def ask_about_changes(
    parent: QWidget, name: str, *, save: Callable[[], None], discard: Callable[[], None]
) -> QMessageBox:
    """Ask whether to save before going on; Cancel does nothing."""
    box = _box(
        parent, "Unsaved changes", f"Save the changes to “{name}”?",
        "Rule, costs and notes that were changed since the last saving are lost otherwise.",
    )
    box.setStandardButtons(Buttons.Save | Buttons.Discard | Buttons.Cancel)
    box.setDefaultButton(Buttons.Save)
    box.button(Buttons.Discard).setText("&Don’t save")

    def answered(_result: int) -> None:
        pressed = box.standardButton(box.clickedButton())
        if pressed == Buttons.Save:
            save()
        elif pressed == Buttons.Discard:
            discard()

    box.finished.connect(answered)
    box.open()
    return box


def ask_what_to_do(
    parent: QWidget, what: str, *, open_instead: Callable[[], None], add: Callable[[], None],
    compare: Callable[[], None], watch: Callable[[], None] | None = None,
) -> QMessageBox:
    """Ask what dropped files are for, while a session is open; a folder may also be watched."""
    box = _box(parent, "Dropped files", f"What shall be done with {what}?", "A session is open already.")
    role = QMessageBox.ButtonRole
    answers = {
        box.addButton("&Open instead", role.AcceptRole): open_instead,
        box.addButton("&Add as batch", role.ActionRole): add,
        box.addButton("&Compare with", role.ActionRole): compare,
    }
    if watch is not None:
        answers[box.addButton("Add and &watch", role.ActionRole)] = watch
    box.addButton(Buttons.Cancel)

    def answered(_result: int) -> None:
        for button, answer in answers.items():
            if button is box.clickedButton():
                answer()

    box.finished.connect(answered)
    box.open()
    return box


def _box(parent: QWidget, title: str, text: str, detail: str) -> QMessageBox:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, Buttons.NoButton, parent)
    box.setInformativeText(detail)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
