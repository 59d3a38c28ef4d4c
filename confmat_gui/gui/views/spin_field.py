"""Number fields with arrows, which look like the other fields."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox

F = TypeVar("F", bound=QAbstractSpinBox)
_MARGIN = 4


def spin_field() -> QSpinBox:
    """Return a field for a whole number."""
    return with_margin(QSpinBox())


def with_margin(field: F) -> F:
    """Keep the text off the frame: the padding of a style sheet does not reach the text of a spin box."""
    field.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)
    return field
