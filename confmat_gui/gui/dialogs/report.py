"""Exporting a report: what, how, and how it will look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.core.cancel import Progress
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.views.spin_field import spin_field
from confmat_gui.present.sections import SECTIONS, VIEW_TITLES, ReportView, SectionName

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WishedView: TypeAlias = ReportView | Literal["comparison"]
FORMATS = (("png", "PNG (picture)"), ("svg", "SVG (vector)"), ("pdf", "PDF (vector)"))
PREVIEW_DPI = 80


@dataclass(frozen=True)
class ReportWish:
    """What was chosen; `suffix` is "png", "svg" or "pdf", and `sections` stand below a whole page."""

    view: WishedView
    suffix: str
    dpi: int
    dark: bool
    sections: tuple[SectionName, ...] = ()


class ReportDialog(QDialog):
    """Chooses view, sections, format, resolution and colours, beside a preview drawn in a job.

    Parameters
    ----------
    figure : callable (ReportWish) -> matplotlib Figure
        Runs in a worker thread.
    views : what can be exported, with their names; a section among them can also stand below the page
    """

    chosen = Signal(object)

    def __init__(
        self,
        jobs: JobRunner,
        figure: Callable[[ReportWish], Figure],
        parent: QWidget,
        *,
        views: Sequence[tuple[WishedView, str]] = VIEW_TITLES,
        dark: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export report")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = jobs
        self._figure = figure
        self._picture = QPixmap()
        self._open = True
        self.view = _combo("What to export", views)
        self.sections = _section_boxes({name for name, _ in views})
        self.format = _combo("File format", FORMATS)
        self.dpi = spin_field()
        self.dpi.setRange(50, 1200)
        self.dpi.setSingleStep(50)
        self.dpi.setValue(200)
        self.dpi.setSuffix(" dpi")
        self.dpi.setAccessibleName("Resolution")
        self.dark = QCheckBox("&Dark colours")
        self.dark.setChecked(dark)
        self.preview = QLabel()
        self.preview.setAccessibleName("Preview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumSize(480, 360)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._arrange()
        self.view.currentIndexChanged.connect(self._view_changed)
        for box in self.sections.values():
            box.toggled.connect(self._draw)
        self.dark.toggled.connect(self._draw)
        self.format.currentIndexChanged.connect(self._format_changed)
        self._draw()

    @property
    def wish(self) -> ReportWish:
        """What is chosen now."""
        view = cast("WishedView", self.view.currentData())
        ticked = tuple(name for name, box in self.sections.items() if box.isChecked() and view == "page")
        suffix = str(self.format.currentData())
        return ReportWish(view, suffix, self.dpi.value(), self.dark.isChecked(), ticked)

    @property
    def has_picture(self) -> bool:
        """Whether the preview is drawn."""
        return not self._picture.isNull()

    def accept(self) -> None:
        """Hand out what was chosen."""
        self.chosen.emit(self.wish)
        super().accept()

    def done(self, result: int) -> None:
        """Stop drawing and close."""
        self._open = False
        self._jobs.cancel("preview")
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the preview into the new size."""
        super().resizeEvent(event)
        self._fit()

    def _arrange(self) -> None:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        buttons.button(standard.Save).setText("&Save as…")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("&What", self.view)
        for position, box in enumerate(self.sections.values()):
            form.addRow("Below it" if position == 0 else "", box)
        form.addRow("&Format", self.format)
        form.addRow("&Resolution", self.dpi)
        form.addRow("", self.dark)
        side = QVBoxLayout()
        side.addLayout(form)
        side.addStretch(1)
        side.addWidget(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(16)
        layout.addWidget(self.preview, 1)
        layout.addLayout(side)
        self.resize(960, 560)

    def _view_changed(self) -> None:
        for box in self.sections.values():
            box.setEnabled(self.view.currentData() == "page")
        self._draw()

    def _format_changed(self) -> None:
        self.dpi.setEnabled(self.format.currentData() == "png")

    def _draw(self, _changed: object = None) -> None:
        wish, figure = self.wish, self._figure
        if self._picture.isNull():
            self.preview.setText("Drawing the preview…")

        def work(progress: Progress) -> bytes:
            from confmat_gui.report import render_png

            progress(0.0)
            return render_png(figure(wish), PREVIEW_DPI)

        self._jobs.submit("preview", work, self._show, failed=self._say)

    def _show(self, png: bytes) -> None:
        if self._open:
            self._picture.loadFromData(png)
            self._fit()

    def _say(self, error: BaseException) -> None:
        if self._open:
            self.preview.setText(f"No preview: {error}")

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        size = (self.preview.size() * ratio).boundedTo(self._picture.size())
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        scaled = self._picture.scaled(size, keep, smooth)
        scaled.setDevicePixelRatio(ratio)
        self.preview.setPixmap(scaled)


def suffix_filter(suffix: str) -> str:
    """Return the file dialog's filter for a format."""
    return f"{suffix.upper()} (*.{suffix})"


def proposal(folder: str, name: str, wish: ReportWish) -> Path:
    """Return a file name that says what it holds."""
    part = "" if wish.view == "page" else f" {wish.view}"
    return Path(folder) / f"{name}{part}.{wish.suffix}"


def _section_boxes(possible: set[WishedView]) -> dict[SectionName, QCheckBox]:
    boxes = {}
    for section in SECTIONS:
        if section.name in possible:
            box = QCheckBox(section.title)
            box.setChecked(section.usual)
            box.setToolTip(f"{section.title}, as a section below the page")
            boxes[section.name] = box
    return boxes


def _combo(name: str, choices: Sequence[tuple[Any, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for key, text in choices:
        combo.addItem(text, key)
    return combo
