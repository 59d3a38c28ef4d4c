"""Recalibration from the window: tried in a job, judged on what is held back, and made one step of undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from confmat_gui.core.cancel import Progress
from confmat_gui.core.judging import RecalibrationTrial
from confmat_gui.core.recalibration import Recalibration, RecalibrationMethod
from confmat_gui.core.repairs import recalibrate
from confmat_gui.core.trusting import MOST_CLASSES, cost_of_trust
from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.repairing import Repairing
from confmat_gui.gui.controller.screens import Screen, ScreenMaker
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.present.recalibration import TrialState, trial_state, trust_sentence
from confmat_gui.session.recalibrating import recalibration_of_session, tried
from confmat_gui.session.state import DataSet, Session

TRIAL, TRUST = "trial", "trust"


class Calibrating(QObject):
    """Tries recalibrations, and says what trusting the probabilities costs, while the tab is looked at.

    Signals
    -------
    tried(TrialState | None)
        None: nothing was tried on the samples that are open.
    trusted(str)
        What trusting the probabilities costs; empty where no price is given.
    busy(bool)
        A recalibration is being fitted.
    """

    tried = Signal(object)
    trusted = Signal(str)
    busy = Signal(bool)

    def __init__(
        self, store: Store, jobs: JobRunner, messages: Messages, *, screens: ScreenMaker,
        repairing: Repairing, parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store, self._jobs, self._messages = store, jobs, messages
        self._repairing = repairing
        self._data: DataSet | None = None
        self._priced: tuple[object, ...] | None = None
        self._known: tuple[DataSet, RecalibrationTrial] | None = None
        self.trial: TrialState | None = None
        screens.shown.connect(self._follow)
        screens.closed.connect(self._forget)

    def try_out(self, method: RecalibrationMethod, tuning: Tuning) -> None:
        """Fit a recalibration on one part and judge it on the other; nothing changes yet."""
        session = self._store.session
        if session is not None:
            self._judge(session, Recalibration(method, tuning), in_force=False)

    def apply(self) -> None:
        """Recalibrate the probabilities by what was tried last: one step of undo."""
        if self.trial is not None and not self.trial.in_force:
            self._repairing.add(recalibrate(self.trial.recalibration))

    def take_back(self) -> None:
        """Take the probabilities as the model gave them."""
        session = self._store.session
        if session is not None:
            self._repairing.remove_all(tuple(r for r in session.data.repairs if r.kind == "recalibrate"))

    def _follow(self, screen: Screen) -> None:
        session = self._store.session
        if session is None or screen.state.calibration is None or screen.moving:
            return
        if session.data is not self._data:
            self._data = session.data
            self._show(None)
            in_force = recalibration_of_session(session)
            if in_force is not None:
                self._judge(session, in_force, in_force=True)
        self._price(session)

    def _judge(self, session: Session, recalibration: Recalibration, *, in_force: bool) -> None:
        data = self._data = session.data
        known = self._known[1] if self._known is not None and self._known[0] is data else None
        self.busy.emit(True)

        def work(progress: Progress) -> RecalibrationTrial:
            return tried(data, recalibration, progress, known=known)

        def done(found: RecalibrationTrial) -> None:
            self.busy.emit(False)
            if self._store.session is not None and self._store.session.data is data:
                self._known = data, found
                self._show(trial_state(found, data.prepared.predictions.n, in_force=in_force))

        self._jobs.submit(TRIAL, work, done, failed=self._fail, stopped=lambda: self.busy.emit(False))

    def _fail(self, error: BaseException) -> None:
        self.busy.emit(False)
        self._messages.fail(error)

    def _price(self, session: Session) -> None:
        """Find what trusting the probabilities costs, once for each set of samples, prices and parts."""
        prices, prevalence = session.point.prices, session.point.prevalence
        predictions = session.data.prepared.predictions
        tuning = _held_back(session)
        key = (session.data, prices, prevalence, tuning, session.cost_unit)
        if key == self._priced:
            return
        self._priced = key
        self.trusted.emit("")
        possible = predictions.has_probabilities and 1 < predictions.n_classes <= MOST_CLASSES
        if prices is None or not possible:
            self._jobs.cancel(TRUST)
            return

        def work(progress: Progress) -> str:
            found = cost_of_trust(predictions, prices, tuning, progress, prevalence=prevalence)
            return trust_sentence(found, session.cost_unit)

        def done(sentence: str) -> None:
            if key == self._priced:
                self.trusted.emit(sentence)

        self._jobs.submit(TRUST, work, done, failed=lambda error: self.trusted.emit(str(error)))

    def _show(self, state: TrialState | None) -> None:
        self.trial = state
        self.tried.emit(state)

    def _forget(self) -> None:
        self._data = self._priced = self._known = None
        self._jobs.cancel(TRIAL)
        self._jobs.cancel(TRUST)
        self._show(None)
        self.trusted.emit("")


def _held_back(session: Session) -> Tuning:
    """Return how samples are held back to judge prices: as for the rule, else as for the recalibration."""
    if session.tuning is not None and session.tuning.holds_back:
        return session.tuning
    in_force = recalibration_of_session(session)
    return in_force.tuning if in_force is not None and in_force.tuning.holds_back else Tuning()
