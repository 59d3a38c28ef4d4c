"""Files that are written from the screen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.exporting import ReportChoice
from confmat_gui.present.notices import Notice
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, wait_for_screen


@pytest.fixture
def ready(qtbot: QtBot, controller: Controller, session: Session) -> Controller:
    """A controller with three classes on the screen."""
    controller.store.open(session)
    wait_for_screen(qtbot, controller)
    return controller


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_that_the_samples_of_the_selection_are_written_in_their_order(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    ready.deciding.select_cell((2, 2))
    wait_for_screen(qtbot, ready)
    assert ready.screens.last is not None
    samples = ready.screens.last.listed()
    with qtbot.waitSignal(ready.exporting.written, timeout=PATIENCE):
        ready.exporting.samples(tmp_path / "samples.csv")
    rows = rows_of(tmp_path / "samples.csv")
    assert tuple(rows[0]) == samples.headers
    assert len(rows) == 1 + len(samples.rows)


def test_that_every_decision_is_written(qtbot: QtBot, ready: Controller, tmp_path: Path) -> None:
    with qtbot.waitSignal(ready.exporting.written, timeout=PATIENCE):
        ready.exporting.decisions(tmp_path / "decisions.csv")
    assert len(rows_of(tmp_path / "decisions.csv")) == 1 + 90


def test_that_rows_set_aside_are_written(qtbot: QtBot, controller: Controller, tmp_path: Path) -> None:
    path = tmp_path / "with gaps.csv"
    path.write_text("y_true,p_a,p_b\na,0.75,0.25\nb,nan,0.5\nb,0.25,0.75\n", encoding="utf-8")
    controller.opening.open([path], ask_in_doubt=False)
    qtbot.waitUntil(lambda: controller.store.session is not None, timeout=PATIENCE)
    wait_for_screen(qtbot, controller)
    with qtbot.waitSignal(controller.exporting.written, timeout=PATIENCE):
        controller.exporting.set_aside(tmp_path / "aside.csv")
    assert len(rows_of(tmp_path / "aside.csv")) == 2


@pytest.mark.parametrize(("suffix", "head"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")])
def test_that_the_report_is_written(
    qtbot: QtBot, ready: Controller, tmp_path: Path, suffix: str, head: bytes
) -> None:
    path = tmp_path / f"report.{suffix}"
    with qtbot.waitSignal(ready.exporting.written, timeout=PATIENCE):
        ready.exporting.report(ReportChoice(path, "page", 60))
    assert path.read_bytes().startswith(head)


def test_that_a_file_that_cannot_be_written_is_said(qtbot: QtBot, ready: Controller, tmp_path: Path) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.exporting.decisions(tmp_path / "no folder" / "decisions.csv")
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE)
    assert notices[0].severity == "error"


def test_that_costs_that_were_never_set_are_not_written(
    qtbot: QtBot, ready: Controller, tmp_path: Path
) -> None:
    notices: list[Notice] = []
    ready.messages.said.connect(notices.append)
    ready.exporting.costs(tmp_path / "costs.csv")
    qtbot.waitUntil(lambda: bool(notices), timeout=PATIENCE)
    assert "no costs" in notices[0].text
    ready.exporting.comparison(ReportChoice(tmp_path / "c.png"))
    assert "no comparison" in notices[1].text
