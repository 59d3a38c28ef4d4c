"""Curves that are made in the background: detail of the visible part of a plot, and decision curves."""

from __future__ import annotations

from PySide6.QtCore import QObject

from confmat_gui.core.cancel import Progress
from confmat_gui.core.simplify import WHOLE, Part
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import Screen, ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.present.curves import KINDS, CurveKind
from confmat_gui.present.drawn_curves import NOTHING, DrawnCurves, WantedCurves, draw_curves
from confmat_gui.session.state import DataSet


class CurveMaker(QObject):
    """Follows the screens and the visible parts; what a plot lacks is made in a job and then shown.

    While something is dragged nothing is made: a decision curve of before is shown as such until the end.
    """

    def __init__(self, jobs: JobRunner, screens: ScreenMaker, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._screens = screens
        self._messages = messages
        self._parts: dict[CurveKind, Part] = {}
        self._data: DataSet | None = None
        self._drawn = NOTHING
        screens.shown.connect(self._follow)
        screens.rested.connect(self._complete)

    def show_part(self, kind: CurveKind, part: Part) -> None:
        """Draw a plot for the part of it that is visible."""
        self._parts[kind] = part
        self._complete()

    def _follow(self, screen: Screen) -> None:
        if screen.seen.data is not self._data:
            self._jobs.cancel("curves")
            self._data, self._drawn = screen.seen.data, NOTHING
        self._complete()

    def _complete(self) -> None:
        screen = self._screens.last
        if screen is None or screen.seen.data is not self._data or self._screens.dragging:
            return
        wanted, before, prepared = self._wanted(screen), self._drawn, screen.seen.data.prepared
        if before.covers(wanted):
            return
        data = self._data

        def work(progress: Progress) -> DrawnCurves:
            return draw_curves(prepared, wanted, before, progress)

        def done(drawn: DrawnCurves) -> None:
            if self._data is data and self._screens.last is not None:
                self._drawn = drawn
                self._screens.show_curves(drawn)

        self._jobs.submit("curves", work, done, failed=self._messages.fail)

    def _wanted(self, screen: Screen) -> WantedCurves:
        plots = (screen.state.roc, screen.state.precision_recall)
        classes = {line.class_index for plot in plots for line in plot.lines if not line.decision}
        parts = tuple((kind, self._parts[kind]) for kind in KINDS if _needs_detail(self._parts.get(kind)))
        return WantedCurves(
            parts, tuple(sorted(classes)), screen.state.roc.decision, screen.state.precision_recall.shares
        )


def _needs_detail(part: Part | None) -> bool:
    """Whether a part shows more pixels than the points of the whole square were made for."""
    if part is None:
        return False
    wide, high = part.width / (part.right - part.left), part.height / (part.top - part.bottom)
    return part.decade is not None or wide > WHOLE.width or high > WHOLE.height
