"""Report, compare, set-aside rows, properties, recovery, help."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.core.evaluation import evaluate
from confmat_gui.gui.actions import shortcut_list
from confmat_gui.gui.dialogs.compare import CompareDialog
from confmat_gui.gui.dialogs.help import AboutDialog, KeyboardDialog
from confmat_gui.gui.dialogs.properties import PropertiesDialog
from confmat_gui.gui.dialogs.recovery import RecoveryDialog
from confmat_gui.gui.dialogs.report import ReportDialog, ReportWish, proposal, suffix_filter
from confmat_gui.gui.dialogs.set_aside import SetAsideDialog
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.io.loaded import SetAsideRow
from confmat_gui.report import report_view
from confmat_gui.session.autosave import list_recoveries, write_recovery
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE


@pytest.fixture
def jobs(qtbot: QtBot, no_leaks: None) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


@pytest.fixture
def parent(qtbot: QtBot, no_leaks: None) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_that_the_report_dialog_draws_a_preview_and_hands_out_the_wish(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, session: Session
) -> None:
    evaluation = evaluate(session.data.prepared, session.point)
    threads: list[threading.Thread] = []

    def figure(wish: ReportWish) -> Any:
        threads.append(threading.current_thread())
        assert wish.view != "comparison"
        return report_view(session, evaluation, wish.view, dark=wish.dark)

    dialog = ReportDialog(jobs, figure, parent)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.has_picture, timeout=PATIENCE)
    assert list(dialog.wish.sections) == ["costs", "batches"]
    dialog.sections["batches"].setChecked(False)
    assert dialog.wish.sections == ("costs",)
    dialog.sections["batches"].setChecked(True)
    dialog.view.setCurrentIndex(1)
    assert not dialog.sections["batches"].isEnabled(), "only a whole page has sections"
    dialog.format.setCurrentIndex(2)
    dialog.dark.setChecked(True)
    assert not dialog.dpi.isEnabled(), "a vector file has no resolution"
    with qtbot.waitSignal(dialog.chosen) as blocker:
        dialog.accept()
    assert blocker.args == [ReportWish("matrix", "pdf", 200, True)]
    assert threading.main_thread() not in threads


def test_that_a_preview_that_fails_is_said(qtbot: QtBot, jobs: JobRunner, parent: QWidget) -> None:
    def figure(wish: ReportWish) -> Any:
        raise ValueError("no room")

    dialog = ReportDialog(jobs, figure, parent)
    dialog.open()
    qtbot.waitUntil(lambda: "no room" in dialog.preview.text(), timeout=PATIENCE)
    dialog.reject()


def test_that_the_proposed_name_says_what_it_holds() -> None:
    wish = ReportWish("roc", "svg", 200, False)
    assert proposal("/data", "week 46", wish) == Path("/data/week 46 roc.svg")
    assert proposal("", "week 46", ReportWish("page", "png", 200, False)) == Path("week 46.png")
    assert suffix_filter("svg") == "SVG (*.svg)"


def test_that_a_recent_file_is_chosen_for_comparison(qtbot: QtBot, parent: QWidget) -> None:
    dialog = CompareDialog([("/data/a.confmat",), ("/data/b.csv", "/data/c.csv", "/data/d.csv")], parent)
    dialog.open()
    dialog.list.setCurrentRow(1)
    with qtbot.waitSignal(dialog.paths_chosen) as blocker:
        qtbot.mouseClick(dialog.compare, Qt.MouseButton.LeftButton)
    assert dialog.list.item(1).text() == "b.csv and 2 more   (/data)"
    assert blocker.args == [[Path("/data/b.csv"), Path("/data/c.csv"), Path("/data/d.csv")]]


def test_that_another_file_can_be_asked_for(qtbot: QtBot, parent: QWidget) -> None:
    dialog = CompareDialog([], parent)
    dialog.open()
    assert not dialog.compare.isEnabled()
    with qtbot.waitSignal(dialog.other_requested):
        qtbot.mouseClick(dialog.other, Qt.MouseButton.LeftButton)


def test_that_rows_set_aside_are_listed_with_their_reason(qtbot: QtBot, parent: QWidget) -> None:
    rows = (SetAsideRow("a.csv", 7, "p_ok", "nan_score", "the score is not a number"),)
    dialog = SetAsideDialog(rows, parent)
    dialog.open()
    model = dialog.table.model()
    texts = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert texts == ["a.csv", "7", "p_ok", "the score is not a number"]
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 1
    dialog.reject()


def test_that_name_and_notes_come_out(qtbot: QtBot, parent: QWidget) -> None:
    dialog = PropertiesDialog("old", "", parent)
    dialog.open()
    dialog.name.setText(" week 46 ")
    dialog.notes.setPlainText("cracks are dear")
    with qtbot.waitSignal(dialog.chosen) as blocker:
        dialog.accept()
    assert blocker.args == [("week 46", "cracks are dear")]


class TestRecovery:
    @pytest.fixture
    def dialog(self, parent: QWidget, session: Session, tmp_path: Path) -> RecoveryDialog:
        for key in ("1-a", "2-b"):
            write_recovery(tmp_path / "recovery", key, session)
        dialog = RecoveryDialog(list_recoveries(tmp_path / "recovery"), parent)
        dialog.open()
        return dialog

    def test_that_each_copy_says_what_it_is(self, dialog: RecoveryDialog) -> None:
        assert dialog.list.count() == 2
        assert "three" in dialog.list.item(0).text()
        assert "90" in dialog.list.item(0).text()
        dialog.reject()

    def test_that_a_copy_is_recovered(self, qtbot: QtBot, dialog: RecoveryDialog) -> None:
        with qtbot.waitSignal(dialog.recover_requested):
            qtbot.mouseClick(dialog.recover, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()

    def test_that_copies_can_be_deleted_one_after_the_other(
        self, qtbot: QtBot, dialog: RecoveryDialog
    ) -> None:
        for _ in range(2):
            with qtbot.waitSignal(dialog.discard_requested):
                qtbot.mouseClick(dialog.delete, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()


def test_that_every_shortcut_is_listed(qtbot: QtBot, parent: QWidget) -> None:
    dialog = KeyboardDialog(shortcut_list(), parent)
    model = dialog.table.model()
    texts = [model.data(model.index(row, 0)) for row in range(model.rowCount())]
    assert set(texts) >= {keys for keys, _ in shortcut_list()}
    dialog.close()


def test_that_the_program_says_what_it_is(qtbot: QtBot, parent: QWidget) -> None:
    dialog = AboutDialog(parent)
    dialog.open()
    assert dialog.isVisible()
    dialog.reject()
