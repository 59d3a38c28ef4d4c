"""What a person decides in the views, as changes of the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject

from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import ConfmatError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.reliability_bins import Binning
from confmat_gui.core.rules import Boundary, CostMatrix, RuleForm, cost_matrix
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.screens import ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.session import changes, conditions
from confmat_gui.session.recalibrating import recalibration_of_session
from confmat_gui.session.state import (
    BatchMetric,
    CurveBasis,
    MatrixMode,
    SamplesOf,
    ScoreAxis,
    ScoreScale,
    Session,
)
from confmat_gui.session.tuned_parts import seen


class Deciding(QObject):
    """One method for each thing that can be decided or selected."""

    def __init__(
        self, store: Store, jobs: JobRunner, screens: ScreenMaker, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._screens = screens
        self._messages = messages
        self._steps: tuple[int, int] = (0, 0)

    def apply(self, change: Callable[[Session], Session], merge_key: str | None = None) -> bool:
        """Dispatch a change; where it is refused, say why and show again what is true."""
        try:
            self._store.dispatch(change, merge_key)
        except ConfmatError as error:
            self._messages.fail(error)
            self._screens.show_again()
            return False
        return True

    def choose_rule(self, kind: RuleForm) -> None:
        """Decide by another rule."""
        session = self._store.session
        if kind == "min-cost" and session is not None and session.point.costs is None:
            self._messages.say(
                "Say first what the errors cost; then the lowest expected cost can be found.",
                action="show_costs", action_label="Set costs",
            )
            self._screens.show_again()
            return
        self.apply(lambda s: changes.set_rule_kind(s, kind))

    def choose_boundary(self, boundary: Boundary) -> None:
        """Count a score equal to the threshold as positive, or not."""
        self.apply(lambda s: changes.set_boundary(s, boundary))

    def type_threshold(self, payload: tuple[int, float]) -> None:
        """Set the threshold of a class, as displayed."""
        class_index, shown = payload
        self.apply(lambda s: changes.set_threshold(s, class_index, shown))

    def step_threshold(self, payload: tuple[int, int]) -> None:
        """Move a threshold to the next one at which a decision changes, found in a job."""
        class_index, direction = payload
        before, pending = self._steps
        self._steps = class_index, direction + (pending if before == class_index else 0)
        if not self._jobs.is_busy("step"):
            self._take_steps()

    def type_cost_weight(self, payload: tuple[int, float | None]) -> None:
        """Set what missing a class costs."""
        class_index, weight = payload
        self.apply(lambda s: changes.set_cost_weight(s, class_index, weight))

    def type_cost(self, payload: tuple[int, int, float]) -> None:
        """Set the price of one cell."""
        true, pred, value = payload
        self.apply(lambda s: changes.set_cost(s, true, pred, value))

    def use_threshold(self, payload: tuple[int, float]) -> None:
        """Call the scores at and above a threshold positive."""
        class_index, threshold = payload
        self.apply(lambda s: conditions.use_threshold(s, class_index, threshold))

    def use_price_ratio(self, payload: tuple[int, float]) -> None:
        """Let missing a class cost so many false alarms."""
        class_index, ratio = payload
        self.apply(lambda s: conditions.set_price_ratio(s, class_index, ratio))

    def set_costs(self, rows: Sequence[Sequence[float]] | CostMatrix | None) -> None:
        """Set the whole cost matrix, or take all prices away."""
        self.apply(lambda s: changes.set_costs(s, None if rows is None else cost_matrix(rows)))

    def price_no_decision(self, priced: bool) -> None:
        """Give no decision prices, or take them away."""
        self.apply(lambda s: changes.set_abstaining_priced(s, priced=priced))

    def choose_positive(self, class_index: int) -> None:
        """Take another class for the positive one."""
        self.apply(lambda s: changes.set_positive(s, class_index))

    def choose_other_positive(self) -> None:
        """Take the other of two classes for the positive one."""
        session = self._store.session
        if session is not None and session.point.positive is not None:
            self.choose_positive(1 - session.point.positive)

    def reset_rule(self, _payload: object = None) -> None:
        """Go back to the default rule."""
        self.apply(changes.reset_rule)

    def set_properties(self, name: str, notes: str) -> None:
        """Name the session and keep notes with it, as one step."""
        self.apply(lambda s: changes.set_notes(changes.rename(s, name), notes))

    def select_class(self, class_index: int | None) -> None:
        """Select a class everywhere."""
        self._store.display(lambda s: changes.select_class(s, class_index))

    def select_next_class(self, direction: int) -> None:
        """Select the class after (+1) or before (-1) the selected one."""
        session = self._store.session
        if session is None:
            return
        n_classes = session.data.prepared.predictions.n_classes
        selected = session.display.selected_class
        start = selected if selected is not None else (-1 if direction > 0 else n_classes)
        self.select_class(min(max(start + direction, 0), n_classes - 1))

    def select_cell(self, cell: tuple[int, int] | None) -> None:
        """Select a cell of the matrix; its samples are listed."""
        self._store.display(lambda s: changes.select_cell(s, cell))

    def clear_selection(self) -> None:
        """Select nothing."""
        self._store.display(lambda s: changes.select_class(changes.select_cell(s, None), None))

    def choose_mode(self, mode: MatrixMode) -> None:
        """Show something else in the matrix."""
        self._store.display(lambda s: changes.set_matrix_mode(s, mode))

    def choose_zoom(self, zoom: Literal["all", "corner", "log"]) -> None:
        """Show another part of the ROC."""
        self._store.display(lambda s: changes.set_roc_zoom(s, zoom))

    def choose_curves(self, curves: CurveBasis) -> None:
        """Show the selected class's curve against the rest, or of the decisions."""
        self._store.display(lambda s: changes.set_curves(s, curves))

    def choose_samples(self, samples: SamplesOf) -> None:
        """Show all samples, those that the rule was tuned on, or those held back."""
        self._store.display(lambda s: changes.set_samples_of(s, samples))

    def show_hull(self, shown: bool) -> None:
        """Show the convex hull in the ROC, or not."""
        self._store.display(lambda s: changes.show_hull(s, shown))

    def choose_batch_metric(self, metric: BatchMetric) -> None:
        """Show another figure in the ledger of batches."""
        self._store.display(lambda s: changes.set_batch_metric(s, metric))

    def choose_score_axis(self, axis: ScoreAxis) -> None:
        """Count the scores of a class along another axis."""
        self._store.display(lambda s: changes.set_score_axis(s, axis))

    def choose_score_scale(self, scale: ScoreScale) -> None:
        """Draw the bars of scores on another scale."""
        self._store.display(lambda s: changes.set_score_scale(s, scale))

    def choose_calibration_bins(self, binning: Binning) -> None:
        """Show the reliability of probabilities on other bins."""
        self._store.display(lambda s: changes.set_calibration_bins(s, binning))

    def show_reliability_of(self, class_index: int | None) -> None:
        """Show the reliability of a class, or of the likeliest one."""
        self._store.display(lambda s: changes.show_reliability_of(s, class_index))

    def import_rule(self, path: Path) -> None:
        """Read a rule file and decide by it."""
        from confmat_gui.io.rule_files import read_rule, recalibration_of_rule, steps_that_differ

        session = self._store.session
        if session is None:
            return
        try:
            rule, positive = read_rule(path, session.data.prepared.predictions.classes)
            wanted = recalibration_of_rule(path)
            differing = steps_that_differ(path, session.data.repairs)
        except (ConfmatError, OSError) as error:
            self._messages.fail(error)
            return

        def change(session: Session) -> Session:
            if positive is not None:
                index = session.data.prepared.predictions.class_index(positive)
                session = changes.set_positive(session, index)
            return changes.set_rule(session, rule)

        if self.apply(change):
            other = _of_other_scores(session, wanted, differing)
            self._messages.inform(f"The rule of “{path.name}” is in force.{other}")

    def _take_steps(self) -> None:
        session = self._store.session
        class_index, steps = self._steps
        self._steps = (class_index, 0)
        if session is None or steps == 0:
            return

        def work(progress: Progress) -> OperatingPoint:
            stepped = seen(session)  # a step changes a decision that is seen
            for done in range(abs(steps)):
                progress(done / abs(steps))
                stepped = changes.step_threshold(stepped, class_index, 1 if steps > 0 else -1)
            return stepped.point

        def done(point: OperatingPoint) -> None:
            if self._store.session is not None and self._store.session.point == session.point:
                self._store.dispatch(lambda s: replace(s, point=point), f"step-{class_index}")
            self._take_steps()

        self._jobs.submit("step", work, done, failed=self._refuse_step)

    def _refuse_step(self, error: BaseException) -> None:
        self._steps = (0, 0)
        self._messages.fail(error)
        self._screens.show_again()


def _of_other_scores(session: Session, wanted: Recalibration | None, differing: Sequence[str]) -> str:
    """Return a sentence where a rule was made for scores that were changed otherwise."""
    made_for = list(differing)
    if wanted != recalibration_of_session(session):
        made_for.append("not recalibrated" if wanted is None else f"recalibrated by {wanted.words}")
    return f" It was made for scores that are {' and '.join(made_for)}, unlike these." if made_for else ""
