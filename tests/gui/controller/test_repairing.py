"""Repairs from the window: one step of undo each, and what is decided stays."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from confmat_gui.core.repairs import Repair
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from tests.gui.controller.test_opening import opened, said
from tests.gui.kit import PATIENCE, wait_for_screen, write_predictions


def in_batches(tmp_path: Path) -> list[Path]:
    classes = ("ok", "dent", "crack")
    return [write_predictions(tmp_path / f"day_{i}.csv", classes, 40, seed=i) for i in range(3)]


def repaired(qtbot: QtBot, controller: Controller, *calls: tuple[str, bool]) -> None:
    with qtbot.waitSignal(controller.repairing.ended, timeout=PATIENCE):
        for name, included in calls:
            controller.repairing.set_included(name, included=included)
    qtbot.waitUntil(lambda: not controller.jobs.is_busy("open"), timeout=PATIENCE)
    wait_for_screen(qtbot, controller)


def counted(controller: Controller) -> int:
    session = controller.store.session
    assert session is not None
    return session.data.prepared.predictions.n


def test_that_a_batch_is_left_out_and_undo_brings_it_back(
    qtbot: QtBot, controller: Controller, tmp_path: Path
) -> None:
    session = opened(qtbot, controller, *in_batches(tmp_path))
    names = session.data.prepared.predictions.batch_names
    controller.deciding.select_class(1)
    notices = said(controller)
    repaired(qtbot, controller, (names[1], False))
    now = controller.store.session
    assert now is not None
    assert counted(controller) == 80
    assert now.point == session.point
    assert now.display.selected_class == 1
    assert f"Batch {names[1]} left out" in notices[-1].text
    controller.store.undo()
    wait_for_screen(qtbot, controller)
    assert counted(controller) == 120
    controller.store.redo()
    repaired(qtbot, controller, (names[1], True))
    assert counted(controller) == 120


def test_that_quick_presses_all_count(qtbot: QtBot, controller: Controller, tmp_path: Path) -> None:
    session = opened(qtbot, controller, *in_batches(tmp_path))
    names = session.data.prepared.predictions.batch_names
    repaired(qtbot, controller, (names[0], False), (names[1], False))
    qtbot.waitUntil(lambda: counted(controller) == 40, timeout=PATIENCE)


def test_that_the_last_batch_cannot_be_left_out(qtbot: QtBot, controller: Controller, tmp_path: Path) -> None:
    session = opened(qtbot, controller, *in_batches(tmp_path))
    names = session.data.prepared.predictions.batch_names
    notices = said(controller)
    repaired(qtbot, controller, *((name, False) for name in names))
    qtbot.waitUntil(lambda: bool(notices) and notices[-1].severity == "error", timeout=PATIENCE)
    assert "Every batch is left out" in notices[-1].text


def test_that_a_repair_that_is_impossible_says_so_and_changes_nothing(
    qtbot: QtBot, controller: Controller, tmp_path: Path
) -> None:
    before = opened(qtbot, controller, *in_batches(tmp_path))
    notices = said(controller)
    with qtbot.waitSignal(controller.repairing.ended, timeout=PATIENCE):
        controller.repairing.add(Repair("leave-out", ("never",)))
    assert "no batch “never”" in notices[-1].text
    assert controller.store.session is before


def test_that_several_repairs_are_taken_back_in_one_step(
    qtbot: QtBot, controller: Controller, tmp_path: Path
) -> None:
    names = opened(qtbot, controller, *in_batches(tmp_path)).data.prepared.predictions.batch_names
    leaving = tuple(Repair("leave-out", (name,)) for name in names[:2])
    for repair in leaving:
        with qtbot.waitSignal(controller.repairing.ended, timeout=PATIENCE):
            controller.repairing.add(repair)
    notices = said(controller)
    with qtbot.waitSignal(controller.repairing.ended, timeout=PATIENCE):
        controller.repairing.remove_all(leaving)
    assert notices[-1].text == "Taken back: 2 batches left out."
    assert controller.store.session is not None
    assert controller.store.session.data.repairs == ()
    controller.store.undo()
    assert controller.store.session.data.repairs == leaving


def test_that_the_last_repair_is_taken_back_from_the_menu(
    qtbot: QtBot, window: MainWindow, two_classes: Path
) -> None:
    window.open_paths([two_classes])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    repairing, action = window.controller.repairing, window.actions_by_name["take_back"]
    assert not action.isEnabled()
    repairing.remove_last()  # there is none
    for repair in (Repair("drop-repeated"), Repair("reverse-scores")):
        with qtbot.waitSignal(repairing.ended, timeout=PATIENCE):
            repairing.add(repair)
    qtbot.waitUntil(action.isEnabled, timeout=PATIENCE)
    with qtbot.waitSignal(repairing.ended, timeout=PATIENCE):
        action.trigger()
    session = window.controller.store.session
    assert session is not None
    assert session.data.repairs == (Repair("drop-repeated"),)


def test_that_the_tab_shows_what_is_left_out(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    controller = window.controller
    session = opened(qtbot, controller, *in_batches(tmp_path))
    window.panels.show_tab("batches")
    qtbot.waitUntil(lambda: window.views.batches.table.model().rowCount() == 3, timeout=PATIENCE)
    name = session.data.prepared.predictions.batch_names[2]
    with qtbot.waitSignal(controller.repairing.ended, timeout=PATIENCE):
        window.views.batches.batch_included.emit((name, False))
    qtbot.waitUntil(lambda: bool(window.views.batches.repairs.buttons), timeout=PATIENCE)
    model = window.views.batches.table.model()
    assert model.index(2, model.columnCount() - 1).data() == "Left out"
    assert window.panels.tabs.tabText(TABS.index("batches")) == "Batches (2)"
    screen = controller.screens.last
    assert screen is not None
    assert "2 of 3 batches" in screen.state.subtitle
    assert screen.state.repairs == f"Batch {name} left out"
