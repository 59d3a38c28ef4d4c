"""Commands that write files, read rules and costs, and copy to the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.exporting import ReportChoice
from confmat_gui.gui.dialogs.choosing import FileChooser
from confmat_gui.gui.dialogs.report import (
    ReportDialog,
    ReportWish,
    WishedView,
    proposal,
    suffix_filter,
)
from confmat_gui.gui.dialogs.set_aside import SetAsideDialog
from confmat_gui.gui.theme import Theme
from confmat_gui.present.command import command_text
from confmat_gui.present.sections import VIEW_TITLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CSV = "Tables (*.csv)"
JSON = "Rules (*.json)"
RULES = ";;".join((
    JSON, "Python with numpy (*.py)", "scikit-learn classifier (*_sklearn.py)", "SQL query (*.sql)"
))  # fmt: skip
"""As `confmat_gui.io.rule_export` tells formats by the ending."""


class Pictured(Protocol):
    """A view that can be copied."""

    def copy_picture(self) -> QPixmap:
        """Return its picture."""
        ...


class ExportCommands(QObject):
    """One method a command; dialogs belong to `window`."""

    def __init__(self, window: QWidget, controller: Controller, chooser: FileChooser, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._chooser = chooser
        self._theme = theme

    def report(self) -> None:
        """Ask how the report shall be, then where to write it."""
        screen = self._controller.screens.last
        if screen is None:
            return

        def figure(wish: ReportWish) -> Figure:
            from confmat_gui.report import report_view

            view = "page" if wish.view == "comparison" else wish.view
            drawn: Figure = report_view(
                screen.seen, screen.evaluation, view, sections=wish.sections, dark=wish.dark
            )
            return drawn

        views = tuple(view for view in VIEW_TITLES if view[0] not in screen.state.unavailable)
        dialog = ReportDialog(self._controller.jobs, figure, self._window, views=views, dark=self._is_dark)
        dialog.chosen.connect(lambda wish: self._write_report(wish, self._controller.exporting.report))
        dialog.open()

    def comparison(self) -> None:
        """Ask how the comparison shall be, then where to write it."""
        state = self._controller.comparing.state
        if state is None:
            self._controller.messages.inform("There is nothing to compare with yet; choose “Compare with…”.")
            return

        def figure(wish: ReportWish) -> Figure:
            from confmat_gui.report import comparison_figure

            drawn: Figure = comparison_figure(state, dark=wish.dark)
            return drawn

        views: tuple[tuple[WishedView, str], ...] = (("comparison", "Comparison"),)
        dialog = ReportDialog(self._controller.jobs, figure, self._window, views=views, dark=self._is_dark)
        dialog.chosen.connect(lambda wish: self._write_report(wish, self._controller.exporting.comparison))
        dialog.open()

    def samples(self) -> None:
        """Write the listed samples."""
        self._write("Export samples", "samples.csv", CSV, self._controller.exporting.samples)

    def decisions(self) -> None:
        """Write every sample with its decision."""
        self._write("Export decisions", "decisions.csv", CSV, self._controller.exporting.decisions)

    def set_aside(self) -> None:
        """Write the rows that could not be used."""
        self._write("Export rows set aside", "set-aside.csv", CSV, self._controller.exporting.set_aside)

    def rule(self) -> None:
        """Write the rule, as a file to read again or as code."""
        self._write("Export rule", "rule.json", RULES, self._controller.exporting.rule)

    def costs(self) -> None:
        """Write the cost matrix."""
        self._write("Export costs", "costs.csv", CSV, self._controller.exporting.costs)

    def import_rule(self) -> None:
        """Read a rule."""
        self._read("Import rule", JSON, self._controller.deciding.import_rule)

    def import_costs(self) -> None:
        """Read a cost matrix."""
        self._read("Import costs", CSV, self._controller.pricing.read_file)

    def list_set_aside(self) -> None:
        """List the rows that could not be used."""
        session = self._controller.store.session
        if session is None:
            return
        rows = session.data.loaded.set_aside
        if not rows:
            self._controller.messages.inform("Every row could be used; none was set aside.")
            return
        dialog = SetAsideDialog(rows, self._window)
        dialog.export_requested.connect(self.set_aside)
        dialog.open()

    def copy_command(self) -> None:
        """Copy the confmat line that gives these numbers, from whatever folder it is run in."""
        session = self._controller.store.session
        if session is None:
            return
        paths = [source.path for source in session.data.loaded.sources]
        stored = None if all(paths) else self._controller.store.path
        if stored is not None:
            paths = [str(stored)]
        known = [str(Path(path).absolute()) for path in paths if path]
        line = command_text(session, known if len(known) == len(paths) else (), stored=stored is not None)
        QGuiApplication.clipboard().setText(line)
        self._controller.messages.inform(f"Copied: {line}")

    def copy_picture(self, view: Pictured, name: str) -> None:
        """Copy a view as a picture."""
        if self._controller.store.session is not None:
            QGuiApplication.clipboard().setPixmap(view.copy_picture())
            self._controller.messages.inform(f"Copied the picture of the {name}.")

    @property
    def _is_dark(self) -> bool:
        return self._theme.palette.name == "dark"

    def _write_report(self, wish: ReportWish, write: Callable[[ReportChoice], None]) -> None:
        session = self._controller.store.session
        name = "report" if session is None else session.name or "report"
        offer = proposal(self._controller.settings.folder, name, wish)
        path = self._chooser.save_file(self._window, "Export report", offer, suffix_filter(wish.suffix))
        if path is not None:
            view = "page" if wish.view == "comparison" else wish.view
            write(ReportChoice(path, view, wish.dpi, wish.dark, wish.sections))

    def _write(self, title: str, name: str, filters: str, write: Callable[[Path], None]) -> None:
        if self._controller.store.session is None:
            return
        folder = Path(self._controller.settings.folder)
        path = self._chooser.save_file(self._window, title, folder / name, filters)
        if path is not None:
            write(path)

    def _read(self, title: str, filters: str, read: Callable[[Path], None]) -> None:
        if self._controller.store.session is None:
            return
        path = self._chooser.open_file(self._window, title, self._controller.settings.folder, filters)
        if path is not None:
            read(path)
