"""One sentence for whatever went wrong, as a notice."""

from __future__ import annotations

import logging
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.errors import ConfmatError
from confmat_gui.present.notices import ActionKind, Notice

Severity: TypeAlias = Literal["info", "warning", "error"]
_LOG = logging.getLogger(__name__)


class Messages(QObject):
    """Where all parts of the controller say something; signal `said(Notice)`."""

    said = Signal(object)

    def inform(self, text: str, detail: str = "") -> None:
        """Say that something was done, or why it was not needed."""
        self.say(text, detail=detail, severity="info")

    def say(
        self, text: str, *, detail: str = "", severity: Severity = "warning",
        action: ActionKind = "", action_label: str = "",
    ) -> None:
        """Show one notice of the window itself (not of the numbers)."""
        self.said.emit(
            Notice("window", text, detail=detail, action=action, action_label=action_label, severity=severity)
        )

    def fail(self, error: BaseException, *, action: ActionKind = "", action_label: str = "") -> None:
        """Say what went wrong; a fault of the program itself goes to the log with all its lines."""
        if not isinstance(error, (ConfmatError, OSError, MemoryError)):
            _LOG.error("A job failed.", exc_info=error)
        self.say(sentence_of(error), severity="error", action=action, action_label=action_label)


def sentence_of(error: BaseException) -> str:
    """Return one plain sentence for an error."""
    if isinstance(error, ConfmatError):
        return str(error)
    if isinstance(error, OSError):
        name = f"“{error.filename}”" if error.filename else "The file"
        return f"{name} could not be read or written: {error.strerror or error}."
    if isinstance(error, MemoryError):
        return "There is not enough memory for this; what was open is as it was."
    return f"The program made a mistake ({type(error).__name__}: {error}); what was open is as it was."
