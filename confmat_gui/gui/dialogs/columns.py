"""What the columns of a file are: found by the program, seen and corrected by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.gui.dialogs.column_form import ColumnForm
from confmat_gui.gui.dialogs.preview_table import PreviewTable, conclusions_text
from confmat_gui.gui.dialogs.proposal import ProposalBar
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import Preview, preview
from confmat_gui.io.stack_values import Stack, counted_stacks, may_stack
from confmat_gui.session.remembering import Choices, proposed_preview


class ColumnsDialog(QDialog):
    """Column map beside a preview of the first rows.

    Signals
    -------
    chosen(InputOptions)
        The files are to be read so.
    apart_chosen((InputOptions, str))
        Each value of this column is to be opened for itself, side by side.

    Every choice is tried at once, in a job, on the first rows: the conclusions say what would come of it.
    Where nothing is chosen yet, what was chosen last for files of the same layout (`choices`) is proposed.
    """

    chosen = Signal(object)
    apart_chosen = Signal(object)

    def __init__(
        self, jobs: JobRunner, paths: Sequence[Path], options: InputOptions, parent: QWidget, *,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Columns of {paths[0].name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = jobs
        self._paths = tuple(paths)
        self._options = options
        self._choices: Choices = choices or {}
        self._by: str | None = None
        self._open = True
        self.preview: Preview | None = None
        many = "" if len(paths) < 2 else f" and {len(paths) - 1} more files"
        many = f" and “{paths[1].name}”" if len(paths) == 2 else many
        self.heading = QLabel(f"How “{paths[0].name}”{many} will be read")
        self.heading.setProperty("role", "title")
        self.proposal = ProposalBar()
        self.form = ColumnForm()
        self.table = PreviewTable()
        self.conclusions = QLabel("Looking at the first rows…")
        self.conclusions.setTextFormat(Qt.TextFormat.RichText)
        self.conclusions.setWordWrap(True)
        self.conclusions.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.conclusions.setAccessibleName("What the program concluded")
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Open | standard.Cancel)
        self.accept_button = self.buttons.button(standard.Open)
        self.accept_button.setEnabled(False)
        self._arrange()
        self.form.changed.connect(self._take_form)
        self.proposal.taken.connect(self._take_proposed)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._look_first()

    @property
    def options(self) -> InputOptions:
        """What is chosen now; what was left to the program stays left to it."""
        return self._options

    @property
    def file_layout(self) -> str:
        """What files of this layout have in common."""
        return "" if self.preview is None else self.preview.layout

    def accept(self) -> None:
        """Hand out the options."""
        if self._by is None:
            self.chosen.emit(self._options)
        else:
            self.apart_chosen.emit((self._options, self._by))
        super().accept()

    def done(self, result: int) -> None:
        """Stop looking and close."""
        self._open = False
        self._jobs.cancel("columns")
        self._jobs.cancel("stacks")
        super().done(result)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.table, 3)
        right.addWidget(self.conclusions, 2)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.form)
        middle.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        layout.addWidget(self.heading)
        layout.addWidget(self.proposal)
        layout.addLayout(middle, 1)
        layout.addWidget(self.buttons)
        self.resize(1080, 700)

    def _look_first(self) -> None:
        """Look with the options given, or, where nothing is chosen, with what was chosen last."""
        paths, options, choices = self._paths, self._options, self._choices

        def work(progress: Progress) -> tuple[Preview, InputOptions]:
            progress(0.0)
            found = preview(paths[0], options, paths[1:])
            proposed = proposed_preview(paths, found, choices) if options == InputOptions() else None
            return proposed or (found, options)

        def show(looked: tuple[Preview, InputOptions]) -> None:
            found, chosen = looked
            if chosen != options:
                self._options = chosen
                self.proposal.propose(chosen)
            self._show(found)
            if self._open and may_stack(found.headers):
                self._count_stacks()

        self._jobs.submit("columns", work, show, failed=self._refuse)

    def _count_stacks(self) -> None:
        """Look for stacked models in all rows; the preview, which sees the first ones, may miss some."""
        paths, options = self._paths, self._options

        def show(found: tuple[Stack, ...]) -> None:
            if self._open:
                self.form.stack.offer(found, counted=True, options=self._options, by=self._by)

        self._jobs.submit(
            "stacks", lambda progress: counted_stacks(paths, options, progress), show, failed=lambda _: None
        )

    def _take_form(self) -> None:
        """Look with what the form says."""
        if self.preview is None:
            return
        try:
            options = self.form.options(self._options)
        except InputError as error:
            self._refuse(error)
        else:
            self._by = self.form.stack.column_apart()
            self._take(options)

    def _take_proposed(self, options: InputOptions) -> None:
        """Look with what was chosen last time, or with nothing chosen."""
        self._by = None
        self._take(options)

    def _take(self, options: InputOptions) -> None:
        """Look at the files with other options."""
        self._options = options
        paths = self._paths
        if self._by is not None:  # the first of those that will stand side by side is looked at
            options = replace(options, where=(f"{self._by}={self.form.stack.first_value(self._by)}",))

        def work(progress: Progress) -> Preview:
            progress(0.0)
            return preview(paths[0], options, paths[1:])

        self._jobs.submit("columns", work, self._show, failed=self._refuse)

    def _show(self, found: Preview) -> None:
        if not self._open:
            return
        self.preview = found
        self.form.show_preview(found, self._options, self._by)
        self.table.show_preview(found)
        text = conclusions_text(found.conclusions, found.problem)
        if self._by is not None:
            each = f"Each {self._by} is opened for itself; this is how the first of them is read."
            text = f"{escape(each)}<br>{text}"
        self.conclusions.setText(text)
        self.accept_button.setEnabled(found.problem is None)

    def _refuse(self, error: BaseException) -> None:
        """Say why this choice does not work; the form stays, so that it can be corrected."""
        if self._open:
            self.conclusions.setText(conclusions_text((), str(error)))
            self.accept_button.setEnabled(False)
