"""Choosing files: the system's own dialogs, behind one small door that a test can replace."""

from __future__ import annotations

import re
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
        """Ask where to write; a missing ending is that of the chosen kind of file, else the proposal's."""
        chosen = ""
        while True:
            name, chosen = QFileDialog.getSaveFileName(parent, title, str(proposal), filters, chosen)
            if not name:
                return None
            path = with_ending(Path(name), proposal, chosen)
            if path == Path(name) or not path.exists():
                return path
            proposal = path  # the dialog asks whether a file that is there may be replaced


def with_ending(path: Path, proposal: Path, chosen: str) -> Path:
    """Return the path with the ending of the chosen kind of file, "SQL (*.sql)", unless another was typed.

    A name that was left as it was proposed takes the ending of whatever kind was chosen.
    """
    patterns = re.findall(r"\*(\S+?)[\s)]", chosen)
    ending = patterns[0] if len(patterns) == 1 else proposal.suffix
    if path.name == proposal.name and not path.name.endswith(ending):
        return path.with_name(path.stem + ending)
    return path if path.suffix else path.with_name(path.name + ending)
