"""Writing files other than sessions; each in a job, each replaced as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.gui.controller.comparing import Comparing
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import Screen, ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.present.sections import USUAL, ReportView, SectionName


@dataclass(frozen=True)
class ReportChoice:
    """What the export dialog ends in."""

    path: Path
    view: ReportView = "page"
    dpi: int = 200
    dark: bool = False
    sections: tuple[SectionName, ...] = USUAL


class Exporting(QObject):
    """Writes what is on the screen; signal `written(Path)`."""

    written = Signal(object)

    def __init__(
        self, jobs: JobRunner, screens: ScreenMaker, comparing: Comparing, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._screens = screens
        self._comparing = comparing
        self._messages = messages

    def report(self, choice: ReportChoice) -> None:
        """Write the report page, or one view of it."""

        def write(screen: Screen) -> None:
            from confmat_gui.report import write_report

            write_report(
                choice.path, screen.seen, screen.evaluation, view=choice.view, sections=choice.sections,
                dpi=choice.dpi, dark=choice.dark,
            )

        self._write(choice.path, write)

    def comparison(self, choice: ReportChoice) -> None:
        """Write the comparison."""
        state = self._comparing.state
        if state is None:
            self._messages.inform("There is no comparison to write; choose “Compare with…” first.")
            return

        def write(_screen: Screen) -> None:
            from confmat_gui.report import write_comparison

            write_comparison(choice.path, state, dpi=choice.dpi, dark=choice.dark)

        self._write(choice.path, write)

    def samples(self, path: Path) -> None:
        """Write the samples listed in the samples tab, in their order."""

        def write(screen: Screen) -> None:
            from confmat_gui.io.tables import write_samples

            samples = screen.listed()
            columns = range(len(samples.headers))
            rows = ([samples.text(row, column) for column in columns] for row in range(len(samples.rows)))
            write_samples(path, samples.headers, rows)

        self._write(path, write)

    def decisions(self, path: Path) -> None:
        """Write every sample with its decision."""

        def write(screen: Screen) -> None:
            from confmat_gui.io.tables import write_decisions

            write_decisions(path, screen.session.data.loaded, screen.of_all())

        self._write(path, write)

    def set_aside(self, path: Path) -> None:
        """Write the rows that could not be used, each with its reason."""

        def write(screen: Screen) -> None:
            from confmat_gui.io.tables import write_set_aside

            write_set_aside(path, screen.session.data.loaded)

        self._write(path, write)

    def rule(self, path: Path) -> None:
        """Write the rule for production, as JSON or as code; the name of the file says which."""

        def write(screen: Screen) -> None:
            from confmat_gui.io.rule_export import export_rule

            export_rule(path, screen.session.data.loaded, screen.evaluation.point)

        self._write(path, write)

    def costs(self, path: Path) -> None:
        """Write the cost matrix."""

        def write(screen: Screen) -> None:
            from confmat_gui.io.cost_files import write_costs

            costs = screen.session.point.costs
            if costs is None:
                raise InputError("There are no costs to write; set some in the cost matrix first.")
            write_costs(path, costs, screen.evaluation.classes)

        self._write(path, write)

    def _write(self, path: Path, write: Callable[[Screen], None]) -> None:
        screen = self._screens.last
        if screen is None:
            return

        def work(progress: Progress) -> None:
            progress(0.0, f"Writing {path.name}")
            write(screen)

        def done(_: None) -> None:
            self._messages.inform(f"Written: “{path}”.")
            self.written.emit(path)

        self._jobs.submit(f"write {path}", work, done, failed=self._messages.fail)
