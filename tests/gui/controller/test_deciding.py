"""Decisions: each a change, a job, a screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.rules import Rule
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.io.rule_files import write_rule
from confmat_gui.present.cost_presets import PresetChoice
from confmat_gui.present.costs import CostState
from confmat_gui.present.notices import Notice
from confmat_gui.present.parts import EVERYTHING
from confmat_gui.session import changes
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller, session: Session) -> Controller:
    """A controller with three classes on the screen."""
    controller.screens.show_parts(EVERYTHING)
    controller.store.open(session)
    wait_for_screen(qtbot, controller)
    return controller


def settled(qtbot: QtBot, controller: Controller) -> Screen:
    wait_for_screen(qtbot, controller)
    assert controller.screens.last is not None
    return controller.screens.last


def test_that_a_threshold_moves_decisions_figures_and_table_together(
    qtbot: QtBot, ready: Controller, session: Session
) -> None:
    ready.deciding.type_threshold((2, 0.1))
    screen = settled(qtbot, ready)
    expected = evaluate(session.data.prepared, changes.set_threshold(session, 2, 0.1).point)
    assert (screen.evaluation.confusion == expected.confusion).all()
    assert (screen.state.matrix.counts == expected.confusion).all()
    assert screen.state.decide.thresholds is not None
    assert screen.state.decide.thresholds[2] == pytest.approx(0.1)


def test_that_a_selection_computes_no_decisions(qtbot: QtBot, ready: Controller) -> None:
    before = settled(qtbot, ready)
    ready.deciding.select_cell((2, 0))
    after = settled(qtbot, ready)
    assert after.evaluation is before.evaluation
    assert not after.evaluated
    assert after.state.matrix.selected_cell == (2, 0)
    assert len(after.listed().rows) == before.evaluation.confusion[2, 0]


def test_that_a_refused_threshold_is_said_and_shown_again(
    qtbot: QtBot, ready: Controller, session: Session
) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    with qtbot.waitSignal(ready.screens.shown):
        ready.deciding.type_threshold((2, -3.0))
    assert notices[0].severity == "error"
    assert ready.store.session is session


def test_that_a_step_changes_exactly_some_decision(qtbot: QtBot, ready: Controller) -> None:
    before = settled(qtbot, ready)
    ready.deciding.step_threshold((2, -1))
    qtbot.waitUntil(lambda: ready.store.can_undo, timeout=PATIENCE)
    after = settled(qtbot, ready)
    assert (before.evaluation.decided != after.evaluation.decided).any()


def test_that_steps_in_a_row_are_one_undo(qtbot: QtBot, ready: Controller, session: Session) -> None:
    for _ in range(4):
        ready.deciding.step_threshold((2, -1))
    qtbot.waitUntil(lambda: not ready.jobs.is_busy() and ready.store.can_undo, timeout=PATIENCE)
    settled(qtbot, ready)
    ready.store.undo()
    assert ready.store.session is not None
    assert ready.store.session.point == session.point


def test_that_steps_there_and_back_end_where_they_began(qtbot: QtBot, ready: Controller) -> None:
    before = settled(qtbot, ready)
    for direction in (-1, -1, 1, 1):
        ready.deciding.step_threshold((2, direction))
        qtbot.waitUntil(lambda: not ready.jobs.is_busy("step"), timeout=PATIENCE)
    after = settled(qtbot, ready)
    assert (before.evaluation.confusion == after.evaluation.confusion).all()


def test_that_the_cheapest_rule_asks_for_prices_first(
    qtbot: QtBot, ready: Controller, session: Session
) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.deciding.choose_rule("min-cost")
    assert notices[0].action == "show_costs"
    assert ready.store.session is session
    ready.deciding.type_cost((2, 0, 20.0))
    ready.deciding.choose_rule("min-cost")
    assert settled(qtbot, ready).session.point.rule.kind == "min-cost"


def costs_of(screen: Screen) -> CostState:
    assert screen.state.costs is not None
    return screen.state.costs


def test_that_costs_are_set_pasted_and_cleared(qtbot: QtBot, ready: Controller) -> None:
    rows = [[0.0, 1.0, 2.0], [3.0, 0.0, 4.0], [5.0, 6.0, 0.0]]
    ready.deciding.set_costs(rows)
    assert costs_of(settled(qtbot, ready)).costs.tolist() == rows
    ready.deciding.set_costs(None)
    assert not costs_of(settled(qtbot, ready)).priced


def test_that_a_pasted_matrix_of_another_size_is_refused(
    qtbot: QtBot, ready: Controller, session: Session
) -> None:
    ready.deciding.set_costs([[0.0, 1.0], [1.0, 0.0]])
    assert ready.store.session is session


def test_that_rule_and_costs_go_out_and_come_back(
    qtbot: QtBot, ready: Controller, session: Session, tmp_path: Path
) -> None:
    ready.deciding.type_threshold((2, 0.1))
    ready.deciding.type_cost((2, 0, 20.0))
    wanted = settled(qtbot, ready).session.point
    for write, name in ((ready.exporting.rule, "rule.json"), (ready.exporting.costs, "costs.csv")):
        with qtbot.waitSignal(ready.exporting.written):
            write(tmp_path / name)
    ready.deciding.set_costs(None)
    ready.deciding.reset_rule()
    ready.pricing.read_file(tmp_path / "costs.csv")
    settled(qtbot, ready)
    ready.deciding.import_rule(tmp_path / "rule.json")
    assert ready.store.session is not None
    assert ready.store.session.point == wanted


def test_that_the_costs_of_an_imported_rule_follow_their_classes(
    qtbot: QtBot, ready: Controller, session: Session, tmp_path: Path
) -> None:
    classes = session.data.prepared.predictions.classes
    costs = np.array([[0.0, 1.0, 2.0], [3.0, 0.0, 4.0], [5.0, 6.0, 0.0]])
    path = tmp_path / "rule.json"
    write_rule(path, Rule.min_cost(costs[::-1, ::-1]), classes[::-1], None)
    ready.deciding.import_rule(path)
    assert ready.store.session is not None
    assert ready.store.session.point.rule == Rule.min_cost(costs)


def test_that_a_rule_file_that_is_none_is_refused(
    qtbot: QtBot, ready: Controller, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "rule.json"
    path.write_text("{}", encoding="utf-8")
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.deciding.import_rule(path)
    ready.pricing.read_file(tmp_path / "missing.csv")
    settled(qtbot, ready)
    assert [n.severity for n in notices] == ["error", "error"]
    assert ready.store.session is session


def test_that_classes_are_walked_by_keyboard(qtbot: QtBot, ready: Controller) -> None:
    selected = []
    for direction in (1, 1, 1, 1, -1):
        ready.deciding.select_next_class(direction)
        assert ready.store.session is not None
        selected.append(ready.store.session.display.selected_class)
    assert selected == [0, 1, 2, 2, 1]
    ready.deciding.clear_selection()
    assert ready.store.session is not None
    assert ready.store.session.display.selected_class is None


def test_that_the_samples_stay_sorted_while_the_rule_changes(qtbot: QtBot, ready: Controller) -> None:
    headers = settled(qtbot, ready).listed().headers
    ready.screens.sort(len(headers) - 1, ascending=False)
    settled(qtbot, ready)
    ready.deciding.type_threshold((2, 0.2))
    samples = settled(qtbot, ready).listed()
    assert samples.sorted_by == len(headers) - 1
    assert not samples.ascending


def test_that_the_positive_class_can_be_turned(
    qtbot: QtBot, controller: Controller, two_classes: Path
) -> None:
    controller.opening.open([two_classes], ask_in_doubt=False)
    wait_for_screen(qtbot, controller)
    assert controller.store.session is not None
    before = controller.store.session.point.positive
    controller.deciding.choose_other_positive()
    wait_for_screen(qtbot, controller)
    assert before is not None
    assert controller.store.session.point.positive == 1 - before


def test_that_zoom_and_boundary_are_chosen(qtbot: QtBot, controller: Controller, two_classes: Path) -> None:
    controller.opening.open([two_classes], ask_in_doubt=False)
    wait_for_screen(qtbot, controller)
    controller.deciding.choose_zoom("corner")
    controller.deciding.choose_boundary(">")
    screen = settled(qtbot, controller)
    assert screen.state.roc.zoom == "corner"
    assert screen.state.decide.boundary == ">"
    controller.store.undo()
    assert controller.store.session is not None
    assert controller.store.session.point.rule.boundary == ">="
    assert controller.store.session.display.roc_zoom == "corner"


def test_that_without_a_session_nothing_can_be_decided(controller: Controller, tmp_path: Path) -> None:
    deciding = controller.deciding
    deciding.select_next_class(1)
    deciding.choose_other_positive()
    deciding.step_threshold((0, 1))
    deciding.choose_rule("argmax")
    controller.pricing.read_file(tmp_path / "costs.csv")
    controller.pricing.choose_preset(PresetChoice("equal"))
    assert controller.store.session is None
    assert not controller.jobs.is_busy()


def test_that_a_step_that_is_refused_is_said(
    qtbot: QtBot, ready: Controller, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Session:
        raise InputError("These scores have no thresholds.")

    monkeypatch.setattr(changes, "step_threshold", refuse)
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.deciding.step_threshold((2, 1))
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE)
    assert notices[0].text == "These scores have no thresholds."
    assert ready.store.session is session


def test_that_thresholds_with_no_decision_are_chosen_and_left(qtbot: QtBot, ready: Controller) -> None:
    ready.deciding.choose_rule("no-decision")
    screen = settled(qtbot, ready)
    assert screen.state.matrix.abstains
    assert screen.evaluation.no_decision is not None
    ready.deciding.type_threshold((0, 1.0))
    screen = settled(qtbot, ready)
    assert screen.session.point.rule.thresholds_by_class["ok"] == 1.0
    left_out = int(screen.evaluation.outcomes[0, 3])
    assert left_out > 0
    ready.deciding.select_cell((0, 3))
    assert len(settled(qtbot, ready).listed().rows) == left_out
    ready.deciding.choose_rule("argmax")
    after = settled(qtbot, ready)
    assert after.session.display.selected_cell is None
    assert not after.state.matrix.abstains
    ready.store.undo()
    ready.deciding.select_cell((0, 3))
    assert settled(qtbot, ready).state.matrix.selected_cell == (0, 3)
    ready.store.redo()
    screen = settled(qtbot, ready)
    assert not screen.state.matrix.abstains
    assert screen.session.display.selected_cell is None


def test_that_no_decision_gets_prices_and_loses_them(qtbot: QtBot, ready: Controller) -> None:
    ready.deciding.price_no_decision(True)
    assert costs_of(settled(qtbot, ready)).abstaining_priced
    ready.deciding.type_cost((2, 3, 0.25))
    ready.deciding.choose_rule("min-cost")
    screen = settled(qtbot, ready)
    assert screen.session.point.may_abstain
    assert costs_of(screen).costs[:, 3].tolist() == [1, 1, 0.25]
    ready.deciding.price_no_decision(False)
    assert not settled(qtbot, ready).state.matrix.abstains
