"""Exporting a report: what, how, and how it will look."""

from __future__ import annotations

from collections.abc import Callable
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
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from confmat_gui.core.cancel import Progress
from confmat_gui.gui.jobs import JobRunner

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ReportView: TypeAlias = Literal["page", "matrix", "roc", "pr", "batches", "comparison"]
VIEWS: tuple[tuple[ReportView, str], ...] = (
    ("page", "Whole page"), ("matrix", "Confusion matrix"), ("roc", "ROC"), ("pr", "Precision–recall"),
    ("batches", "Batches"),
)
FORMATS = (("png", "PNG (picture)"), ("svg", "SVG (vector)"), ("pdf", "PDF (vector)"))
PREVIEW_DPI = 80


@dataclass(frozen=True)
class ReportWish:
    """What was chosen; `suffix` is "png", "svg" or "pdf"."""

    view: ReportView
    suffix: str
    dpi: int
    dark: bool


class ReportDialog(QDialog):
    """Chooses view, format, resolution and colours, beside a preview drawn in a job.

    Parameters
    ----------
    figure : callable (view, dark) -> matplotlib Figure
        Runs in a worker thread.
    views : what can be exported, with their names
    """

    chosen = Signal(object)

    def __init__(
        self,
        jobs: JobRunner,
        figure: Callable[[ReportView, bool], Figure],
        parent: QWidget,
        *,
        views: tuple[tuple[ReportView, str], ...] = VIEWS,
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
        self.format = _combo("File format", FORMATS)
        self.dpi = QSpinBox()
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
        self.view.currentIndexChanged.connect(self._draw)
        self.dark.toggled.connect(self._draw)
        self.format.currentIndexChanged.connect(self._format_changed)
        self._draw()

    @property
    def wish(self) -> ReportWish:
        """What is chosen now."""
        view = cast("ReportView", self.view.currentData())
        return ReportWish(view, str(self.format.currentData()), self.dpi.value(), self.dark.isChecked())

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

    def _format_changed(self) -> None:
        self.dpi.setEnabled(self.format.currentData() == "png")

    def _draw(self, _changed: object = None) -> None:
        wish, figure = self.wish, self._figure
        if self._picture.isNull():
            self.preview.setText("Drawing the preview…")

        def work(progress: Progress) -> bytes:
            from confmat_gui.report import render_png

            progress(0.0)
            return render_png(figure(wish.view, wish.dark), PREVIEW_DPI)

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


def _combo(name: str, choices: tuple[tuple[Any, str], ...]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for key, text in choices:
        combo.addItem(text, key)
    return combo
