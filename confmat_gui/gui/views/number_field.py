"""A field for one number, and how typed numbers are read."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

Check: TypeAlias = Callable[[float], str]
"""What is wrong with a number, in one sentence; empty where nothing is."""


def read_number(text: str) -> float | None:
    """Return the number that was typed ("0.4", "0,4", "40 %", "1,234.5"), None where it is none."""
    plain = text.strip().replace("−", "-").replace("\u2009", "").replace("\u00a0", "").replace(" ", "")
    scale = 0.01 if plain.endswith("%") else 1.0
    plain = plain.removesuffix("%")
    plain = plain.replace(",", "") if "." in plain else plain.replace(",", ".")
    try:
        value = float(plain) * scale
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def any_number(_value: float) -> str:
    """Take every number."""
    return ""


def share_between_0_and_1(value: float) -> str:
    """Take what can be a relative threshold."""
    return "" if 0 < value < 1 else "With more than two classes a threshold lies between 0 and 1."


def share_of_all(value: float) -> str:
    """Take what can be a share of all samples."""
    return "" if 0 <= value <= 1 else "A share lies between 0 and 100 %."


def price(value: float) -> str:
    """Take what can be the price of missing a class; what a right answer earns is a price of its own."""
    return "" if value >= 0 else (
        "Missing a class costs 0 or more; what a right answer earns is typed as a negative cost "
        "on the diagonal of the Cost matrix tab."
    )


class NumberField(QLineEdit):
    """Says at once, in colour and in its tooltip, when what is typed is not a number that can be used."""

    def __init__(self, parent: QWidget, check: Check, *, may_be_empty: bool = False) -> None:
        super().__init__(parent)
        self._check = check
        self._may_be_empty = may_be_empty
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(2, 0, 2, 0)
        self.textChanged.connect(lambda _text: self._judge())

    @property
    def fault(self) -> str:
        """What is wrong with the text, empty where nothing is."""
        if not self.text().strip():
            return "" if self._may_be_empty else "Type a number."
        value = read_number(self.text())
        return "Type a number such as 0.4." if value is None else self._check(value)

    @property
    def value(self) -> float | None:
        """The number; None where the field is empty or at fault."""
        return None if self.fault else read_number(self.text())

    def _judge(self) -> None:
        wrong = bool(self.fault)
        self.setToolTip(self.fault)
        if wrong != bool(self.property("wrong")):
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)
