"""Prices that are pasted, read, swapped and chosen: each one step of undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.rules import CostMatrix
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.pricing import TURNED
from confmat_gui.present.cost_presets import PresetChoice
from confmat_gui.present.notices import Notice
from confmat_gui.session.state import Session
from tests.gui.kit import wait_for_screen

WHOLE: CostMatrix = ((0, 1, 2), (3, 0, 4), (5, 6, 0))


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller, session: Session) -> Controller:
    """A controller with three classes on the screen."""
    controller.store.open(session)
    wait_for_screen(qtbot, controller)
    return controller


@pytest.fixture
def said(ready: Controller) -> list[Notice]:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    return notices


def costs(qtbot: QtBot, controller: Controller) -> CostMatrix | None:
    wait_for_screen(qtbot, controller)
    assert controller.store.session is not None
    return controller.store.session.point.costs


def names(session: Session) -> tuple[str, ...]:
    return session.data.prepared.predictions.classes


def test_that_pasting_is_one_step(qtbot: QtBot, ready: Controller, said: list[Notice]) -> None:
    ready.pricing.paste(("0\t1\t2\n3\t0\t4\n5\t6\t0", (0, 0)))
    assert costs(qtbot, ready) == WHOLE
    ready.pricing.paste(("9", (2, 0)))
    assert costs(qtbot, ready) == ((0, 1, 2), (3, 0, 4), (9, 6, 0))
    ready.store.undo()
    assert costs(qtbot, ready) == WHOLE
    ready.store.undo()
    assert costs(qtbot, ready) is None
    assert said == []


def test_that_what_cannot_be_pasted_is_said_and_changes_nothing(
    qtbot: QtBot, ready: Controller, said: list[Notice]
) -> None:
    ready.pricing.paste(("1\ttwo", (0, 0)))
    assert costs(qtbot, ready) is None
    assert [notice.text for notice in said] == [
        "“two” in row 1, column 2 of what was pasted is not a number."
    ]


def test_that_a_file_on_its_side_is_turned_and_said(
    qtbot: QtBot, ready: Controller, session: Session, said: list[Notice], tmp_path: Path
) -> None:
    classes, path = names(session), tmp_path / "costs.csv"
    columns = zip(classes, zip(*WHOLE, strict=True), strict=True)
    lines = ["predicted \\ true," + ",".join(classes)]
    lines += [f"{name},{','.join(map(str, column))}" for name, column in columns]
    path.write_text("\n".join(lines), encoding="utf-8")
    ready.pricing.read_file(path)
    assert costs(qtbot, ready) == WHOLE
    assert said[0].text == f"The prices of “costs.csv” were read. {TURNED}"
    assert said[0].detail.startswith(f"A true {classes[2]} predicted {classes[0]} costs 5")
    ready.store.undo()
    assert costs(qtbot, ready) is None


def test_that_rows_and_columns_are_changed_over_in_one_step(
    qtbot: QtBot, ready: Controller, said: list[Notice]
) -> None:
    ready.pricing.swap()
    assert said[0].severity == "error"
    ready.deciding.set_costs(WHOLE)
    ready.pricing.swap()
    assert costs(qtbot, ready) == ((0, 3, 5), (1, 0, 6), (2, 4, 0))
    assert said[1].text == "Rows and columns of the prices were changed over."
    ready.store.undo()
    assert costs(qtbot, ready) == WHOLE


def test_that_usual_prices_are_one_step_and_leave_those_of_no_decision(
    qtbot: QtBot, ready: Controller
) -> None:
    ready.pricing.choose_preset(PresetChoice("one", class_index=1, factor=20))
    assert costs(qtbot, ready) == ((0, 1, 1), (20, 0, 20), (1, 1, 0))
    ready.deciding.price_no_decision(True)
    ready.deciding.type_cost((0, 3, 0.5))
    ready.pricing.choose_preset(PresetChoice("distance"))
    assert costs(qtbot, ready) == ((0, 1, 2, 0.5), (1, 0, 1, 20), (2, 1, 0, 1))
    ready.store.undo()
    assert costs(qtbot, ready) == ((0, 1, 1, 0.5), (20, 0, 20, 20), (1, 1, 0, 1))


def test_that_a_unit_is_one_step_and_a_bad_one_is_said(
    qtbot: QtBot, ready: Controller, said: list[Notice]
) -> None:
    ready.pricing.type_unit("minutes")
    wait_for_screen(qtbot, ready)
    assert ready.store.session is not None
    assert ready.store.session.cost_unit == "minutes"
    ready.pricing.type_unit("m" * 40)
    assert "too long" in said[0].text
    ready.store.undo()
    assert ready.store.session.cost_unit == ""
