"""What a person decides about prices: typed, pasted, read from a file, chosen from usual ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from confmat_gui.core.cancel import Progress
from confmat_gui.core.rules import CostMatrix, cost_matrix
from confmat_gui.gui.controller.deciding import Deciding
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.store import Store
from confmat_gui.present.cost_presets import PresetChoice, preset_costs
from confmat_gui.present.cost_words import orientation_sentence
from confmat_gui.session import changes, price_changes
from confmat_gui.session.state import Session

TURNED = "Its rows were the predicted classes, so rows and columns were changed over."


class Pricing(QObject):
    """One method for each way to set prices; each is one step of undo."""

    def __init__(
        self, store: Store, jobs: JobRunner, deciding: Deciding, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._deciding = deciding
        self._messages = messages

    def type_unit(self, unit: str) -> None:
        """Say in what prices are counted."""
        self._deciding.apply(lambda s: price_changes.set_cost_unit(s, unit))

    def swap(self, _payload: object = None) -> None:
        """Change rows and columns over, and say what the prices say now."""
        if self._deciding.apply(price_changes.swap_costs):
            self._say("Rows and columns of the prices were changed over.")

    def choose_preset(self, choice: PresetChoice) -> None:
        """Take usual prices."""
        session = self._store.session
        if session is None:
            return
        n_classes = session.data.prepared.predictions.n_classes
        self._deciding.apply(lambda s: price_changes.set_error_prices(s, preset_costs(choice, n_classes)))

    def paste(self, payload: tuple[str, tuple[int, int]]) -> None:
        """Lay copied prices into the matrix: all of it, or from a cell (true, predicted) on."""
        text, start = payload

        def read(session: Session) -> tuple[CostMatrix, bool]:
            from confmat_gui.io.pasted_prices import pasted_prices

            n_classes = session.data.prepared.predictions.n_classes
            costs = session.point.costs or cost_matrix(np.ones((n_classes, n_classes)) - np.eye(n_classes))
            found = pasted_prices(
                text, session.data.prepared.predictions.classes, np.array(costs, dtype=np.float64), start
            )
            return cost_matrix(found.costs), found.turned

        self._set_from(read, "")

    def read_file(self, path: Path) -> None:
        """Read a cost matrix and price with it."""

        def read(session: Session) -> tuple[CostMatrix, bool]:
            from confmat_gui.io.cost_files import read_cost_table

            found = read_cost_table(path, session.data.prepared.predictions.classes)
            return found.costs, found.turned

        self._set_from(read, f"The prices of “{path.name}” were read.")

    def _set_from(self, read: Callable[[Session], tuple[CostMatrix, bool]], done_text: str) -> None:
        """Set what `read` finds in a job: very many classes take a while."""
        session = self._store.session
        if session is None:
            return

        def work(_progress: Progress) -> tuple[CostMatrix, bool]:
            return read(session)

        def done(found: tuple[CostMatrix, bool]) -> None:
            costs, turned = found
            if self._deciding.apply(lambda s: changes.set_costs(s, costs)) and (done_text or turned):
                self._say(" ".join(text for text in (done_text, TURNED if turned else "") if text))

        self._jobs.submit("prices", work, done, failed=self._messages.fail)

    def _say(self, text: str) -> None:
        """Say what was done, and what the prices say now, so that a matrix on its side is noticed."""
        session = self._store.session
        if session is None or session.point.costs is None:
            return
        classes = session.data.prepared.predictions.classes
        prices = np.array(session.point.costs, dtype=np.float64)
        self._messages.inform(text, orientation_sentence(classes, prices, session.cost_unit))
