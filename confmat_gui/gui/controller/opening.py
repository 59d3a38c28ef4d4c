"""Opening files and adding batches: in a job, with progress, and nothing changes until it is complete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import ConfmatError, InputError
from confmat_gui.gui.controller.comparing import Other, other_of
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import Screen, ScreenMaker, make_screen
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.settings import Settings
from confmat_gui.gui.store import Store
from confmat_gui.io.gathering import without_patterns
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import preview
from confmat_gui.present.parts import NOTHING_ASIDE
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.files import is_session
from confmat_gui.session.growing import grown
from confmat_gui.session.opening import open_any, open_apart, open_data_set
from confmat_gui.session.remembering import Choices
from confmat_gui.session.state import Session


@dataclass(frozen=True, eq=False)
class Opened:
    """Files that were read completely, with their first screen."""

    paths: tuple[Path, ...]
    options: InputOptions
    screen: Screen
    remember: bool = True
    """Whether it belongs to the recent files (an example does not)."""

    @property
    def is_session(self) -> bool:
        """Whether it is a saved session rather than prediction files."""
        return is_session_file(self.paths)


class Opening(QObject):
    """Opens, adds, and re-reads.

    Signals
    -------
    proposed(tuple of Path)
        For files of this layout a person chose the columns before; they are to be asked, and nothing is read.
    doubted(Opened)
        The files were read, but a person should look at the columns before they are shown.
    opened(Opened)
    opened_beside(tuple of Other)
        What was just opened is to be compared with these.
    ended()
        A job to open ended, well or not.
    """

    proposed = Signal(object)
    doubted = Signal(object)
    opened = Signal(object)
    opened_beside = Signal(object)
    ended = Signal()

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, *, screens: ScreenMaker, settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._screens = screens
        self._messages = messages
        self._settings = settings
        self.refused: tuple[tuple[Path, ...], InputOptions] | None = None
        """The files that could not be read last, for "choose columns"."""

    def open(
        self, paths: Sequence[Path], options: InputOptions | None = None, *, ask_in_doubt: bool = True,
        remember: bool = True,
    ) -> None:
        """Read files and show them; `proposed` or `doubted` comes first where a person should look."""
        chosen, wanted = tuple(paths), options or InputOptions()
        ask = ask_in_doubt and not is_session_file(chosen)
        choices = self._settings.choices if ask and remember and wanted == InputOptions() else {}

        def work(progress: Progress) -> Opened | None:
            if choices and _is_known(chosen, choices):
                return None
            try:
                files = without_patterns(chosen)
                session = open_any(files, wanted, progress)
            except InputError as error:
                raise _explained(error, chosen, wanted) from error
            return Opened(tuple(files), wanted, make_screen(session, parts=NOTHING_ASIDE), remember)

        def done(opened: Opened | None) -> None:
            if opened is None:
                self.proposed.emit(chosen)
            elif ask and opened.screen.session.data.loaded.in_doubt:
                self.doubted.emit(opened)
            else:
                self.accept(opened)
            self.ended.emit()

        def failed(error: BaseException) -> None:
            self.refused = (chosen, wanted)
            self._refuse(error)

        self._jobs.cancel("open")
        self._jobs.submit("open", work, done, failed=failed, stopped=self.ended.emit)

    def open_apart(self, paths: Sequence[Path], options: InputOptions, column: str) -> None:
        """Read files that stack several sets of predictions: show the first, compare it with the others."""
        chosen = tuple(paths)

        def work(progress: Progress) -> tuple[Opened, tuple[Other, ...]]:
            first, *others = open_apart(list(chosen), column, options, progress)
            opened = Opened(chosen, first.data.loaded.options, make_screen(first, parts=NOTHING_ASIDE))
            return opened, tuple(map(other_of, others))

        def done(read: tuple[Opened, tuple[Other, ...]]) -> None:
            opened, others = read
            self.accept(opened)
            self.opened_beside.emit(others)
            self.ended.emit()

        self._jobs.cancel("open")
        self._jobs.submit("open", work, done, failed=self._refuse, stopped=self.ended.emit)

    def accept(self, opened: Opened) -> None:
        """Show what was read."""
        self._screens.adopt(opened.screen)
        path = opened.paths[0].resolve() if opened.is_session else None
        self._store.open(opened.screen.session, path)
        if opened.remember:
            first = opened.paths[0].resolve()
            self._settings.folder = str(first.parent)
            self._settings.add_recent(*(str(path.resolve()) for path in opened.paths))
        self.opened.emit(opened)

    def recover(self, path: Path, then: Callable[[], None]) -> None:
        """Open what was saved before a crash, as unsaved changes."""

        def work(progress: Progress) -> Screen:
            return make_screen(open_any([path], InputOptions(), progress), parts=NOTHING_ASIDE)

        def done(screen: Screen) -> None:
            self._screens.adopt(screen)
            self._store.open(screen.session, modified=True)
            then()
            self.ended.emit()

        self._jobs.cancel("open")
        self._jobs.submit("open", work, done, failed=self._refuse, stopped=self.ended.emit)

    def add_batch(self, paths: Sequence[Path]) -> None:
        """Read more files for the session; rule, costs and view stay."""
        session = self._store.session
        if session is not None:
            self._submit(session, lambda progress: grown(session, paths, progress), added=paths)

    def change_columns(self, options: InputOptions) -> None:
        """Read the files of the session again in another way."""
        session = self._store.session
        if session is not None:

            def reread(progress: Progress) -> Session:
                return carry_over(session, open_data_set(readable_paths(session), options, progress))

            self._submit(session, reread)

    def _submit(
        self, session: Session, change: Callable[[Progress], Session], added: Sequence[Path] = ()
    ) -> None:
        def work(progress: Progress) -> Screen:
            return make_screen(change(progress), parts=NOTHING_ASIDE)

        def done(screen: Screen) -> None:
            if self._store.session is None or self._store.session.data is not session.data:
                self._messages.inform("The samples changed meanwhile, so nothing was added; try again.")
            else:
                self._adopt_data(session, screen, added)
            self.ended.emit()

        self._jobs.cancel("open")
        self._jobs.submit("open", work, done, failed=self._refuse, stopped=self.ended.emit)

    def _adopt_data(self, before: Session, screen: Screen, added: Sequence[Path]) -> None:
        # What was decided while the files were read counts, not what was decided before.
        self._screens.adopt(screen)
        self._store.dispatch(
            lambda now: screen.session if now is before else carry_over(now, screen.session.data)
        )
        if added:
            names = ", ".join(f"“{path.name}”" for path in added)
            total = screen.session.data.prepared.predictions.n
            self._messages.inform(f"Added {names}; there are {total:,} samples now.")

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, _ReadableInputError):
            self._messages.fail(error, action="choose_columns", action_label="Choose columns…")
        else:
            self._messages.fail(error)
        self.ended.emit()


class _ReadableInputError(InputError):
    """The table can be read; only what its columns mean is not clear."""


def is_session_file(paths: Sequence[Path]) -> bool:
    """Whether the paths are one saved session."""
    return len(paths) == 1 and is_session(paths[0])


def source_paths(session: Session) -> tuple[Path, ...]:
    """Return the files a session was read from; empty names where it does not know them."""
    return tuple(Path(source.path) for source in session.data.loaded.sources if source.path)


def readable_paths(session: Session) -> list[Path]:
    """Return the files of a session, or say which of them is no longer there."""
    sources = session.data.loaded.sources
    gone = [s.name for s in sources if not s.path or not Path(s.path).exists()]
    if gone:
        more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        raise InputError(
            f"This session holds its samples, but the files they came from (“{gone[0]}”{more}) are not here,"
            " so it cannot be read in another way; open the original files."
        )
    return [Path(source.path) for source in sources]


def _is_known(paths: Sequence[Path], choices: Choices) -> bool:
    """Whether something was chosen before for files of this layout."""
    try:
        return preview(paths[0], InputOptions(), paths[1:]).layout in choices
    except (ConfmatError, OSError):
        return False  # why it cannot be read is said when it is read


def _explained(error: InputError, paths: Sequence[Path], options: InputOptions) -> InputError:
    """Return an error that knows whether choosing columns could help."""
    if is_session_file(paths):
        return error
    try:
        preview(paths[0], options, paths[1:])
    except (ConfmatError, OSError):
        return error
    return _ReadableInputError(str(error))
