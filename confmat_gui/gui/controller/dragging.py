"""A drag of a threshold or of a curve's marker: many moves, one step of undo."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from confmat_gui.core.cancel import Progress
from confmat_gui.core.stepping import ThresholdPath, threshold_path
from confmat_gui.gui.controller.deciding import Deciding
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.present.curves import CurveKind
from confmat_gui.session import changes
from confmat_gui.session.starting import as_thresholds
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import seen

SMALLEST_SHARE = 1e-6


@dataclass
class _MarkerDrag:
    key: str
    class_index: int
    kind: CurveKind
    path: ThresholdPath | None = None
    at: tuple[float, float] | None = None
    """Where the pointer is; None before it has moved."""
    released: bool = False


def _has_plain_thresholds(session: Session) -> bool:
    return session.data.prepared.predictions.is_binary or session.point.rule.no_decision


class Dragging(QObject):
    """Follows drags. Each has a merge key of its own, so one undo takes all its moves back."""

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, *, screens: ScreenMaker, deciding: Deciding,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._screens = screens
        self._deciding = deciding
        self._messages = messages
        self._number = 0
        self._marker: _MarkerDrag | None = None

    def start_threshold(self, class_index: int) -> None:
        """Begin to drag the threshold of a class."""
        self._number += 1
        self._screens.begin_drag()
        self._deciding.select_class(class_index)

    def drag_threshold(self, payload: tuple[int, float]) -> None:
        """Move the threshold of a class to a displayed value."""
        class_index, shown = payload
        session = self._store.session
        if session is not None and not _has_plain_thresholds(session):
            # Shares of several classes: the ends of the slider are no thresholds, but a hand gets there.
            shown = min(max(shown, SMALLEST_SHARE), 1.0 - SMALLEST_SHARE)
        self._deciding.apply(lambda s: changes.set_threshold(s, class_index, shown), self._key())

    def finish_threshold(self, _class_index: int) -> None:
        """End the drag."""
        self._screens.end_drag()

    def press_marker(self, class_index: int, kind: CurveKind) -> None:
        """Begin to drag a marker: fetch the path of thresholds along its curve."""
        session = self._store.session
        if session is None:
            return
        self._number += 1
        drag = _MarkerDrag(self._key(), class_index, kind)
        self._marker = drag
        self._deciding.select_class(class_index)
        # Under a rule of prices, the path of the thresholds that are the same rule.
        point = session.point.with_rule(as_thresholds(session))

        def work(progress: Progress) -> ThresholdPath:
            progress(0.0)
            return threshold_path(seen(session).data.prepared, point, class_index)

        def done(path: ThresholdPath) -> None:
            drag.path = path
            self._follow(drag)

        self._jobs.cancel("path")
        self._jobs.submit("path", work, done, failed=lambda error: self._give_up(drag, error))

    def drag_marker(self, payload: tuple[int, float, float]) -> None:
        """Follow the pointer."""
        _, x, y = payload
        if self._marker is not None:
            self._screens.begin_drag()
            self._marker.at = (x, y)
            self._follow(self._marker)

    def release_marker(self, _class_index: int) -> None:
        """End the drag where the pointer was last."""
        if self._marker is not None:
            self._marker.released = True
            self._end_if_released(self._marker)

    def _key(self) -> str:
        return f"drag-{self._number}"

    def _follow(self, drag: _MarkerDrag) -> None:
        """Set the threshold nearest to the pointer."""
        if drag is not self._marker or drag.path is None:
            return
        if drag.at is not None:
            raw = drag.path.nearest(*drag.at, drag.kind)
            if not self._deciding.apply(
                lambda s: changes.set_raw_threshold(s, drag.class_index, raw), drag.key
            ):
                self._marker = None
                self._screens.end_drag()
                return
        self._end_if_released(drag)

    def _end_if_released(self, drag: _MarkerDrag) -> None:
        if drag.released and drag.path is not None:
            self._marker = None
            self._screens.end_drag()

    def _give_up(self, drag: _MarkerDrag, error: BaseException) -> None:
        if drag is self._marker:
            self._marker = None
        self._messages.fail(error)
        self._screens.end_drag()
        self._screens.show_again()
