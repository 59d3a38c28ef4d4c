"""Prices through the window: usual ones, pasted, swapped, with a unit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.cost_presets import KINDS, CostPresetsDialog
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.session.state import Session
from tests.gui.kit import shown_dialog, wait_for_screen

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow, session: Session) -> MainWindow:
    """A window on three classes with the cost matrix in front."""
    window.resize(1280, 800)
    window.show()
    window.controller.store.open(session)
    wait_for_screen(qtbot, window)
    window.panels.show_tab("costs")
    wait_for_screen(qtbot, window)
    return window


def costs(window: MainWindow) -> object:
    assert window.controller.store.session is not None
    return window.controller.store.session.point.costs


def test_that_prices_are_chosen_pasted_and_swapped_in_the_window(qtbot: QtBot, ready: MainWindow) -> None:
    view = ready.views.costs
    qtbot.mouseClick(view.presets, LEFT)
    dialog = shown_dialog(qtbot, ready, CostPresetsDialog)
    dialog.kinds.setCurrentRow([kind for kind, _ in KINDS].index("distance"))
    dialog.accept()
    assert costs(ready) == ((0, 1, 2), (1, 0, 1), (2, 1, 0))
    wait_for_screen(qtbot, ready)
    assert "cannot be expressed as thresholds" in view.summary.text()
    assert [row[0] for row in view.answers.texts()][1].startswith("This rule")
    view.table.setFocus()
    view.table.setCurrentIndex(view.table.grid.index(2, 0))
    QGuiApplication.clipboard().setText("9,5")
    qtbot.keyClick(view.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_for_screen(qtbot, ready)
    assert costs(ready) == ((0, 1, 2), (1, 0, 1), (9.5, 1, 0))
    qtbot.mouseClick(view.swap, LEFT)
    assert costs(ready) == ((0, 1, 9.5), (1, 0, 1), (2, 1, 0))
    ready.actions_by_name["undo"].trigger()
    assert costs(ready) == ((0, 1, 2), (1, 0, 1), (9.5, 1, 0))
    qtbot.keyClicks(view.unit, "points")
    qtbot.keyClick(view.unit, Qt.Key.Key_Return)
    wait_for_screen(qtbot, ready)
    screen = ready.controller.screens.last
    assert screen is not None
    names = [card.name for card in screen.state.headline]
    assert "Total cost (points)" in names


def test_that_menus_lead_to_the_same(qtbot: QtBot, ready: MainWindow) -> None:
    actions = ready.actions_by_name
    assert not actions["swap_costs"].isEnabled()
    actions["usual_costs"].trigger()
    dialog = shown_dialog(qtbot, ready, CostPresetsDialog)
    dialog.reject()
    assert costs(ready) is None
    ready.controller.deciding.type_cost((2, 0, 20.0))
    wait_for_screen(qtbot, ready)
    actions["swap_costs"].trigger()
    assert costs(ready) == ((0, 1, 20), (1, 0, 1), (1, 1, 0))


def test_that_a_costly_cell_of_the_ranking_lists_its_samples(qtbot: QtBot, ready: MainWindow) -> None:
    ready.controller.deciding.type_cost((2, 0, 20.0))
    wait_for_screen(qtbot, ready)
    view = ready.views.costs
    if view.ranking.ranking.cells:
        qtbot.mouseClick(view.ranking.viewport(), LEFT, pos=view.ranking.place(0))
        assert ready.controller.store.session is not None
        assert ready.controller.store.session.display.selected_cell == view.ranking.ranking.cells[0]
