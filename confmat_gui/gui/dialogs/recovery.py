"""After a crash: what can be had back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from confmat_gui.session.autosave import Recovery


class RecoveryDialog(QDialog):
    """Lists recovery files; signals `recover_requested(Recovery)` and `discard_requested(Recovery)`."""

    recover_requested = Signal(object)
    discard_requested = Signal(object)

    def __init__(self, recoveries: Sequence[Recovery], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recover unsaved changes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._recoveries = list(recoveries)
        label = QLabel("The program did not end in the ordinary way. These changes were not saved:")
        label.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("What can be recovered")
        self.list.addItems([_line(recovery) for recovery in recoveries])
        self.list.setCurrentRow(0)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.recover = buttons.addButton("&Recover", role.AcceptRole)
        self.delete = buttons.addButton("&Delete", role.DestructiveRole)
        self.later = buttons.addButton("&Later", role.RejectRole)
        self.recover.setDefault(True)
        self.recover.clicked.connect(self._recover)
        self.delete.clicked.connect(self._discard)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.list, buttons):
            layout.addWidget(widget)
        self.resize(560, 260)

    def _recover(self) -> None:
        self.recover_requested.emit(self._recoveries[self.list.currentRow()])
        self.accept()

    def _discard(self) -> None:
        row = self.list.currentRow()
        self.discard_requested.emit(self._recoveries.pop(row))
        self.list.takeItem(row)
        if not self._recoveries:
            self.reject()


def _line(recovery: Recovery) -> str:
    summary = recovery.summary
    when = QDateTime.fromString(summary.saved, Qt.DateFormat.ISODate).toLocalTime()
    time = QLocale().toString(when, QLocale.FormatType.ShortFormat) if when.isValid() else summary.saved
    return f"{summary.name or 'Session without a name'} · {summary.n_rows:,} rows · {time}"
