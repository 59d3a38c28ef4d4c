"""Commands that open, add, save and compare: they ask for files, and ask before anything is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.opening import Opened, is_session_file, source_paths
from confmat_gui.gui.dialogs.choosing import SESSIONS, FileChooser
from confmat_gui.gui.dialogs.columns import ColumnsDialog
from confmat_gui.gui.dialogs.compare import CompareDialog
from confmat_gui.gui.dialogs.properties import PropertiesDialog
from confmat_gui.gui.dialogs.questions import ask_about_changes, ask_what_to_do
from confmat_gui.gui.dialogs.recovery import RecoveryDialog
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.resources import example_paths
from confmat_gui.session.autosave import Recovery


class FileCommands(QObject):
    """One method a command; dialogs belong to `window`."""

    def __init__(self, window: QWidget, controller: Controller, chooser: FileChooser) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._chooser = chooser
        controller.opening.doubted.connect(self._look_at_columns)
        controller.opening.proposed.connect(self.show_columns)
        controller.autosave.found.connect(self._offer_recovery)

    def guard(self, then: Callable[[], None]) -> None:
        """Go on with `then`, after asking about unsaved changes."""
        store = self._controller.store
        if not store.modified or store.session is None:
            then()
            return
        ask_about_changes(
            self._window, store.session.name or "this session", save=partial(self.save, then), discard=then
        )

    def open(self) -> None:
        """Ask for files and open them."""
        self.guard(lambda: self._choose("Open", self._controller.opening.open))

    def open_folder(self) -> None:
        """Ask for a folder and open the prediction files in it."""
        self.guard(lambda: self._choose_folder("Open folder", self._controller.opening.open))

    def open_with_columns(self) -> None:
        """Ask for files and for what their columns are."""
        self.guard(lambda: self._choose("Open with columns", self.show_columns))

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files that are known."""
        self.guard(lambda: self._controller.opening.open(paths))

    def open_dropped(self, names: Sequence[str | Path]) -> None:
        """Open dropped files, or ask what they are for."""
        paths = [Path(name) for name in names]
        if not paths:
            return
        if self._controller.store.session is None or is_session_file(paths):
            self.open_paths(paths)
            return
        what = f"“{paths[0].name}”" if len(paths) == 1 else f"these {len(paths)} files"
        is_folder = len(paths) == 1 and paths[0].is_dir()
        ask_what_to_do(
            self._window, what, open_instead=lambda: self.open_paths(paths),
            add=lambda: self._controller.opening.add_batch(paths),
            compare=lambda: self._controller.comparing.add(paths),
            watch=(lambda: self._controller.watching.start(paths[0])) if is_folder else None,
        )

    def open_recent(self, names: Sequence[str]) -> None:
        """Open recent files, or forget them when one is gone."""
        gone = [name for name in names if not Path(name).exists()]
        if not gone:
            self.open_paths([Path(name) for name in names])
            return
        self._controller.settings.remove_recent(tuple(names))
        self._controller.messages.say(
            f"“{gone[0]}” is no longer there, so it was taken off the recent files."
        )

    def open_example(self, name: str) -> None:
        """Open a bundled example."""
        paths = [Path(path) for path in example_paths(name)]
        self.guard(lambda: self._controller.opening.open(paths, remember=False))

    def add_batch(self) -> None:
        """Ask for files and add them."""
        self._choose("Add batch", self._controller.opening.add_batch)

    def add_folder(self) -> None:
        """Ask for a folder and add the files in it."""
        self._choose_folder("Add folder", self._controller.opening.add_batch)

    def watch_folder(self) -> None:
        """Ask for a folder and add what is written to it."""
        folder = self._chooser.open_folder(self._window, "Watch folder", self._controller.settings.folder)
        if folder is not None:
            self._controller.watching.start(folder)

    def watch_or_stop(self) -> None:
        """Watch a folder; stop where one is watched."""
        if self._controller.watching.state is None:
            self.watch_folder()
        else:
            self._controller.watching.stop()

    def change_columns(self, role: str = "true") -> None:
        """Look at how the files of the session were read; the keyboard begins at the field of `role`."""
        session = self._controller.store.session
        if session is None:
            return
        paths = source_paths(session)
        if not self._are_here(paths):
            return
        dialog = self._columns_dialog(paths, session.data.loaded.options, propose=False)
        dialog.chosen.connect(self._controller.opening.change_columns)
        dialog.apart_chosen.connect(
            lambda chosen: self.guard(lambda: self._controller.opening.open_apart(paths, *chosen))
        )
        dialog.open()
        dialog.form.roles[role].setFocus(Qt.FocusReason.OtherFocusReason)

    def _are_here(self, paths: Sequence[Path]) -> bool:
        """Tell whether the files of the session can be read again, and say so if not."""
        if paths and paths[0].exists():
            return True
        self._controller.messages.say(
            "The files this session was made from are not here, so it cannot be read in another way."
        )
        return False

    def read_as_logits(self) -> None:
        """Read the files of the session again, with scores that are logits."""
        session = self._controller.store.session
        if session is not None and self._are_here(source_paths(session)):
            self._controller.opening.change_columns(replace(session.data.loaded.options, kind="logit"))

    def choose_columns(self) -> None:
        """Answer the notice: for the files that were refused last, else for what is open."""
        refused = self._controller.opening.refused
        if refused is None:
            self.change_columns()
        else:
            self.show_columns(*refused)

    def show_columns(self, paths: Sequence[Path], options: InputOptions | None = None) -> None:
        """Ask what the columns are, then open."""
        if is_session_file(paths):
            self._controller.opening.open(paths)
            return
        dialog = self._columns_dialog(paths, options or InputOptions())
        dialog.chosen.connect(
            lambda chosen: self._controller.opening.open(paths, chosen, ask_in_doubt=False)
        )
        dialog.apart_chosen.connect(lambda chosen: self._controller.opening.open_apart(paths, *chosen))
        dialog.open()

    def save(self, then: Callable[[], None] = lambda: None) -> None:
        """Save where the session came from, else ask where."""
        path = self._controller.store.path
        if path is None:
            self.save_as(then=then)
        else:
            self._controller.saving.save(path, then=then)

    def save_as(self, *, refer: bool = False, then: Callable[[], None] = lambda: None) -> None:
        """Ask where to save."""
        session = self._controller.store.session
        if session is None:
            return
        known = self._controller.store.path
        folder = known.parent if known is not None else Path(self._controller.settings.folder)
        proposal = folder / f"{_file_name(session.name)}.confmat"
        path = self._chooser.save_file(self._window, "Save session", proposal, SESSIONS)
        if path is not None:
            self._controller.saving.save(path, refer=refer, then=then)

    def close_session(self) -> None:
        """Go back to the start page."""
        self.guard(self._controller.store.close)

    def edit_properties(self) -> None:
        """Name the session and write notes."""
        session = self._controller.store.session
        if session is not None:
            dialog = PropertiesDialog(session.name, session.notes, self._window)
            dialog.chosen.connect(lambda chosen: self._controller.deciding.set_properties(*chosen))
            dialog.open()

    def compare(self) -> None:
        """Ask with what to compare."""
        store = self._controller.store
        if store.session is None:
            return
        # What is open differs from its own files only after a change.
        own = {str(store.path), *(source.path for source in store.session.data.loaded.sources)}
        hidden = set() if store.modified else {str(Path(path).absolute()) for path in own if path}
        recent = [names for names in self._controller.settings.recent
                  if not {str(Path(name).absolute()) for name in names} <= hidden
                  and all(Path(name).exists() for name in names)]
        if not recent:
            self._choose("Compare with", self._controller.comparing.add)
            return
        dialog = CompareDialog(recent, self._window)
        dialog.paths_chosen.connect(self._controller.comparing.add)
        dialog.other_requested.connect(
            lambda: self._choose("Compare with", self._controller.comparing.add)
        )
        dialog.open()

    def _choose(self, title: str, then: Callable[[Sequence[Path]], None]) -> None:
        paths = self._chooser.open_files(self._window, title, self._controller.settings.folder)
        if paths:
            then(paths)

    def _columns_dialog(
        self, paths: Sequence[Path], options: InputOptions, *, propose: bool = True
    ) -> ColumnsDialog:
        """Return a dialog whose answer is remembered for files of the same layout."""
        settings = self._controller.settings
        dialog = ColumnsDialog(
            self._controller.jobs, paths, options, self._window, choices=settings.choices if propose else {}
        )
        dialog.chosen.connect(lambda chosen: settings.remember_choice(dialog.file_layout, chosen))
        return dialog

    def _choose_folder(self, title: str, then: Callable[[Sequence[Path]], None]) -> None:
        folder = self._chooser.open_folder(self._window, title, self._controller.settings.folder)
        if folder is not None:
            then([folder])

    def _look_at_columns(self, opened: Opened) -> None:
        """Show a reading that is in doubt: a person takes it as it is, or has the files read again."""
        dialog = self._columns_dialog(opened.paths, opened.options)

        def chosen(options: InputOptions) -> None:
            if options == opened.options:
                self._controller.opening.accept(opened)
            else:
                self._controller.opening.open(opened.paths, options, ask_in_doubt=False)

        dialog.chosen.connect(chosen)
        dialog.apart_chosen.connect(lambda asked: self._controller.opening.open_apart(opened.paths, *asked))
        dialog.open()

    def _offer_recovery(self, recoveries: Sequence[Recovery]) -> None:
        dialog = RecoveryDialog(recoveries, self._window)
        dialog.recover_requested.connect(lambda recovery: self.guard(partial(self._recover, recovery)))
        dialog.discard_requested.connect(self._controller.autosave.discard)
        dialog.open()

    def _recover(self, recovery: Recovery) -> None:
        take_over = partial(self._controller.autosave.take_over, recovery)
        self._controller.opening.recover(recovery.path, take_over)


def _file_name(name: str) -> str:
    """Return a name without signs that file systems refuse."""
    kept = "".join("_" if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in name).strip(" .")
    return kept or "session"
