"""What the window remembers from one start to the next: an INI file with typed, versioned keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from confmat_gui.io.loaded import InputOptions
from confmat_gui.session.remembering import Choices, choices_from, choices_text, with_choice

ThemeChoice: TypeAlias = Literal["system", "light", "dark"]
RecentFiles: TypeAlias = tuple[str, ...]
"""Paths that were opened together."""
THEMES: tuple[ThemeChoice, ...] = ("system", "light", "dark")
VERSION = "v1"
"""First part of every key; a later meaning of a key gets a later version, so an old file cannot mislead."""
MAX_RECENT = 10


def settings_path() -> Path:
    """Return where the settings of this user live."""
    import platformdirs

    return platformdirs.user_config_path("confmat_gui", appauthor=False) / "window.ini"


class Settings(QObject):
    """Typed access to the settings file; signal `recent_changed` after the recent files changed."""

    recent_changed = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark, or as the system has it."""
        value = self._text("theme", "system")
        return next((choice for choice in THEMES if choice == value), "system")

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue(f"{VERSION}/theme", choice)

    @property
    def folder(self) -> str:
        """The folder in which a file was chosen last."""
        return self._text("folder", "")

    @folder.setter
    def folder(self, folder: str) -> None:
        self._store.setValue(f"{VERSION}/folder", folder)

    @property
    def recent(self) -> tuple[RecentFiles, ...]:
        """What was opened last, newest first."""
        try:
            # JSON in one string: an INI list of one entry comes back as a bare string.
            values = json.loads(self._text("recent", "[]"))
        except ValueError:
            return ()
        found = values if isinstance(values, list) else []
        return tuple(tuple(map(str, value)) if isinstance(value, list) else (str(value),) for value in found)

    def add_recent(self, *paths: str) -> None:
        """Put a file, or files that were opened together, at the top of the recent ones."""
        self._set_recent([paths, *(other for other in self.recent if other != paths)][:MAX_RECENT])

    def remove_recent(self, paths: RecentFiles) -> None:
        """Forget files (they are gone)."""
        self._set_recent([other for other in self.recent if other != paths])

    def clear_recent(self) -> None:
        """Forget all recent files."""
        self._set_recent([])

    @property
    def choices(self) -> Choices:
        """What was chosen in the dialog of the columns, by the layout of the files, newest first."""
        return choices_from(self._text("choices", "[]"))

    def remember_choice(self, layout: str, options: InputOptions) -> None:
        """Keep what was chosen for files of a layout; nothing chosen: forget what was."""
        self._store.setValue(f"{VERSION}/choices", choices_text(with_choice(self.choices, layout, options)))

    def geometry(self, name: str) -> QByteArray:
        """Return the saved geometry or state called `name`, empty when there is none."""
        value = self._store.value(f"{VERSION}/geometry/{name}", QByteArray(), type=QByteArray)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_geometry(self, name: str, value: QByteArray) -> None:
        """Remember a geometry or state."""
        self._store.setValue(f"{VERSION}/geometry/{name}", value)

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()

    def _text(self, key: str, default: str) -> str:
        return str(self._store.value(f"{VERSION}/{key}", default, type=str))

    def _set_recent(self, recent: list[RecentFiles]) -> None:
        self._store.setValue(f"{VERSION}/recent", json.dumps(recent))
        self.recent_changed.emit()
