"""The window on a small screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.gui.views.busy_bar import BusyState
from confmat_gui.present.notice import Notice
from confmat_gui.session.opening import new_session, open_data_set
from tests.gui.kit import wait_for_screen


@pytest.mark.parametrize("made", ["two_classes", "three_classes"])
def test_that_every_tab_fits_into_720_lines(
    window: MainWindow, qtbot: QtBot, request: pytest.FixtureRequest, made: str
) -> None:
    path: Path = request.getfixturevalue(made)
    window.controller.store.open(new_session(open_data_set([path])))
    wait_for_screen(qtbot, window)
    window.controller.deciding.select_class(1)
    window.controller.deciding.type_cost_weight((1, 5.0))
    wait_for_screen(qtbot, window)
    window.resize(1280, 720)
    for name in TABS:
        window.panels.show_tab(name)
        wait_for_screen(qtbot, window)
        assert window.minimumSizeHint().height() <= 720, name
    window.show_notice(Notice("broken", "broken.csv cannot be read."))
    window.views.busy.show_state(BusyState("Reading…", 0.3))
    wait_for_screen(qtbot, window)
    assert window.views.busy.isVisible()
    assert window.minimumSizeHint().height() <= 720, "while a file is read"
    assert window.height() == 720
    window.views.busy.show_state(None)
