"""Commands about prices that need a dialog."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from confmat_gui.gui.controller import Controller
from confmat_gui.gui.dialogs.cost_presets import CostPresetsDialog
from confmat_gui.gui.theme import Theme


class PriceCommands(QObject):
    """One method a command; dialogs belong to `window`."""

    def __init__(self, window: QWidget, controller: Controller, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._theme = theme

    def choose_usual(self) -> None:
        """Offer usual prices, and set those that are chosen."""
        session = self._controller.store.session
        if session is None:
            return
        predictions = session.data.prepared.predictions
        chosen = (session.display.selected_class, session.point.positive, int(predictions.support.argmin()))
        costly = next(index for index in chosen if index is not None)
        dialog = CostPresetsDialog(
            predictions.classes, session.cost_unit, self._theme.palette, self._window, costly=costly
        )
        dialog.chosen.connect(self._controller.pricing.choose_preset)
        dialog.open()
