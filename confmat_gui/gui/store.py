"""The only mutable cell of the window: the session on the screen and its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from confmat_gui.session.history import History
from confmat_gui.session.state import DataSet, Session


class Store(QObject):
    """Holds one `History` of sessions; everything that changes what is open goes through here.

    Signals
    -------
    changed(Session | None)
        After every change, undo, redo, open and close.
    marked()
        After the file name or the state "saved" changed without a change of the session.
    replaced()
        Before another session is opened or the open one is closed.
    grew()
        Before the change to more samples of the same session.
    """

    changed = Signal(object)
    marked = Signal()
    replaced = Signal()
    grew = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History | None = None
        self._saved: Session | None = None
        self._path: Path | None = None

    @property
    def session(self) -> Session | None:
        """The session on the screen, None on the start page."""
        return None if self._history is None else self._history.present

    @property
    def path(self) -> Path | None:
        """The `.confmat` file that "Save session" writes to; None until there is one."""
        return self._path

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._history is not None and self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self._history is not None and self._history.can_redo

    @property
    def modified(self) -> bool:
        """Whether anything worth saving differs from what was opened or saved last."""
        session = self.session
        return session is not None and (self._saved is None or _worth(session) != _worth(self._saved))

    def open(self, session: Session, path: Path | None = None, *, modified: bool = False) -> None:
        """Replace everything by `session`; nothing can be undone across this."""
        self.replaced.emit()
        self._history = History(present=session)
        self._saved = None if modified else session
        self._path = path
        self.changed.emit(session)

    def close(self) -> None:
        """Go back to the start page."""
        self.replaced.emit()
        self._history = self._saved = self._path = None
        self.changed.emit(None)

    def dispatch(self, change: Callable[[Session], Session], merge_key: str | None = None) -> None:
        """Apply a pure change as one step of undo; steps that share a merge key in a row are one."""
        if self._history is None:
            return
        before = self._history.present
        session = change(before)
        if _worth(session) == _worth(before) and session.display == before.display:
            return
        self._history = self._history.push(session, merge_key)
        self.changed.emit(session)

    def display(self, change: Callable[[Session], Session]) -> None:
        """Apply a change of display (selection, zoom), which is no step of undo."""
        if self._history is None:
            return
        session = change(self._history.present)
        if session.display == self._history.present.display:
            return
        self._history = replace(self._history, present=session)
        self.changed.emit(session)

    @property
    def data_sets(self) -> tuple[DataSet, ...]:
        """Every data set that is shown or that undo and redo lead to, the one shown first."""
        return () if self._history is None else self._history.data_sets

    def put_data(self, data_of: Mapping[DataSet, DataSet]) -> None:
        """Put samples that have grown in place of those of before, in every step; it is no step itself."""
        if self._history is not None:
            self._history = self._history.with_data(data_of)
            self.grew.emit()
            self.changed.emit(self._history.present)

    def undo(self) -> None:
        """Take the last step back; what is selected stays selected."""
        if self._history is not None and self._history.can_undo:
            self._travel(self._history.undo())

    def redo(self) -> None:
        """Do the step that was taken back again."""
        if self._history is not None and self._history.can_redo:
            self._travel(self._history.redo())

    def drop_step(self) -> None:
        """Go back one step for good: the last change turned out to be impossible."""
        if self._history is not None and self._history.can_undo:
            self._travel(replace(self._history.undo(), future=()))

    def mark_saved(self, session: Session, path: Path) -> None:
        """Remember that `session` is what the file at `path` holds."""
        self._saved = session
        self._path = path
        self.marked.emit()

    def _travel(self, history: History) -> None:
        before = self.session
        present = history.present
        # Another data set may have other classes, so its own selection is the only safe one.
        if before is not None and before.data is present.data:
            present = replace(present, display=before.display).with_point(present.point)
        self._history = replace(history, present=present)
        self.changed.emit(present)


def _worth(session: Session) -> tuple[object, ...]:
    """Return what is worth a step of undo and a question before it is lost: all but choices of display."""
    names = (field.name for field in fields(session) if field.name not in ("data", "display"))
    return id(session.data), *(getattr(session, name) for name in names)
