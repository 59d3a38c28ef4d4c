"""Choosing files: the system's own dialogs, behind one small door that a test can replace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from confmat_gui.io.readers.registry import known_suffixes

TABLES = f"Predictions ({' '.join('*' + suffix for suffix in known_suffixes())})"
SESSIONS = "Sessions (*.confmat)"
EVERYTHING = "All files (*)"


class FileChooser:
    """Asks the user for files; an empty answer means that nothing was chosen."""

    def open_files(self, parent: QWidget, title: str, folder: str) -> list[Path]:
        """Ask for one file or more to read."""
        everything = f"Predictions and sessions ({TABLES[TABLES.index('(') + 1:-1]} *.confmat)"
        filters = ";;".join((everything, SESSIONS, EVERYTHING))
        names, _ = QFileDialog.getOpenFileNames(parent, title, folder, filters)
        return [Path(name) for name in names]

    def open_folder(self, parent: QWidget, title: str, folder: str) -> Path | None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(parent, title, folder)
        return Path(name) if name else None

    def open_file(self, parent: QWidget, title: str, folder: str, filters: str) -> Path | None:
        """Ask for one file to read."""
        name, _ = QFileDialog.getOpenFileName(parent, title, folder, filters)
        return Path(name) if name else None

    def save_file(self, parent: QWidget, title: str, proposal: Path, filters: str) -> Path | None:
        """Ask where to write; a missing suffix is taken from the proposal."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(proposal), filters)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(proposal.suffix)
