"""Commands of the menus, with their dialogs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.columns import ColumnsDialog
from confmat_gui.gui.dialogs.compare import CompareDialog
from confmat_gui.gui.dialogs.help import AboutDialog, KeyboardDialog
from confmat_gui.gui.dialogs.properties import PropertiesDialog
from confmat_gui.gui.dialogs.recovery import RecoveryDialog
from confmat_gui.gui.dialogs.report import ReportDialog
from confmat_gui.gui.dialogs.set_aside import SetAsideDialog
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.session import changes
from confmat_gui.session.autosave import list_recoveries, write_recovery
from confmat_gui.session.files import save_session
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, FakeChooser, shown_dialog, wait_for_screen, write_predictions


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow, three_classes: Path) -> MainWindow:
    """The window with three classes on the screen."""
    window.open_paths([three_classes])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    return window


def trigger(window: MainWindow, name: str) -> None:
    """Choose a command that must be possible now."""
    action = window.actions_by_name[name]
    assert action.isEnabled()
    action.trigger()


def written(qtbot: QtBot, path: Path) -> Path:
    qtbot.waitUntil(path.exists, timeout=PATIENCE)
    return path


def test_that_open_asks_for_files(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, three_classes: Path
) -> None:
    trigger(window, "open")
    assert not window.controller.jobs.is_busy("open"), "nothing was chosen"
    chooser.to_open = [[three_classes]]
    trigger(window, "open")
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)


def test_that_several_files_are_batches(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, three_classes: Path, tmp_path: Path
) -> None:
    more = write_predictions(tmp_path / "more.csv", ("ok", "dent", "crack"), n=10, seed=1)
    chooser.to_open = [[three_classes, more]]
    trigger(window, "open")
    qtbot.waitUntil(lambda: "2 batches" in window.toolbar.subtitle.text(), timeout=PATIENCE)


def test_that_a_folder_opens_and_its_new_files_are_added(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, tmp_path: Path
) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    write_predictions(folder / "batch_2.csv", ("ok", "crack"), n=20)
    write_predictions(folder / "batch_10.csv", ("ok", "crack"), n=10, seed=1)
    trigger(window, "open_folder")
    assert not window.controller.jobs.is_busy("open"), "nothing was chosen"
    chooser.to_open = [[folder], [folder]]
    trigger(window, "open_folder")
    qtbot.waitUntil(lambda: "2 batches" in window.toolbar.subtitle.text(), timeout=PATIENCE)
    assert window.controller.settings.recent == ((str(folder),),)
    write_predictions(folder / "batch_11.csv", ("ok", "crack"), n=5, seed=2)
    trigger(window, "add_folder")
    qtbot.waitUntil(lambda: "35 samples" in window.toolbar.subtitle.text(), timeout=PATIENCE)
    session = window.controller.store.session
    assert session is not None
    assert session.data.loaded.predictions.batch_names == ("batch_2", "batch_10", "batch_11")


def test_that_a_batch_is_added(qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path) -> None:
    chooser.to_open = [[write_predictions(tmp_path / "more.csv", ("ok", "dent", "crack"), n=10, seed=1)]]
    trigger(ready, "add_batch")
    qtbot.waitUntil(lambda: "100 samples" in ready.toolbar.subtitle.text(), timeout=PATIENCE)
    assert "more.csv" in ready.status.text.text()


def test_that_columns_are_chosen_before_opening(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, three_classes: Path
) -> None:
    chooser.to_open = [[three_classes]]
    trigger(window, "open_columns")
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    kind = dialog.form.roles["kind"]
    kind.setCurrentIndex(kind.findData("score"))
    kind.activated.emit(kind.currentIndex())
    qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
    dialog.accept()
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    assert window.controller.store.session is not None
    assert window.controller.store.session.data.prepared.predictions.score_kind == "score"


def test_that_the_reading_of_what_is_open_can_be_changed(qtbot: QtBot, ready: MainWindow) -> None:
    trigger(ready, "columns")
    dialog = shown_dialog(qtbot, ready, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    dialog.reject()


def test_that_a_refused_file_leads_to_its_columns(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "unclear.csv"
    path.write_text("x1,x2\n0.5,0.25\n0.75,0.125\n", encoding="utf-8")
    with qtbot.waitSignal(window.controller.opening.ended, timeout=PATIENCE):
        window.open_paths([path])
    notice = window.views.notices.current
    assert notice is not None
    window.views.notices.action_requested.emit(notice)
    dialog = shown_dialog(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_that_name_and_notes_are_one_step(qtbot: QtBot, ready: MainWindow) -> None:
    trigger(ready, "properties")
    dialog = shown_dialog(qtbot, ready, PropertiesDialog)
    dialog.name.setText("week 46")
    dialog.notes.setPlainText("cracks are dear")
    dialog.accept()
    session = ready.controller.store.session
    assert session is not None
    assert (session.name, session.notes) == ("week 46", "cracks are dear")
    trigger(ready, "undo")
    assert ready.controller.store.session is not None
    assert ready.controller.store.session.notes == ""


def test_that_a_session_can_be_saved_without_its_samples(
    qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path
) -> None:
    chooser.to_save = [tmp_path / "whole.confmat", tmp_path / "reference.confmat"]
    trigger(ready, "save_as")
    whole = written(qtbot, tmp_path / "whole.confmat")
    qtbot.waitUntil(lambda: not ready.controller.jobs.is_busy(), timeout=PATIENCE)
    trigger(ready, "save_refer")
    reference = written(qtbot, tmp_path / "reference.confmat")
    assert reference.stat().st_size < whole.stat().st_size


@pytest.mark.parametrize(
    ("action", "name"),
    [("export_samples", "samples.csv"), ("export_decisions", "decisions.csv"), ("export_rule", "rule.json")],
)
def test_that_a_file_is_written(
    qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, *, tmp_path: Path, action: str, name: str
) -> None:
    chooser.to_save = [tmp_path / name]
    trigger(ready, action)
    written(qtbot, tmp_path / name)
    assert chooser.proposals[0].name == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rule.py", "def decide(scores):"), ("rule_sklearn.py", "class RuleClassifier("),
        ("rule.sql", "SELECT"), ("rule.json", '"test_vectors"'),
    ],
)
def test_that_the_rule_is_exported_in_the_format_of_the_name(
    qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, *, tmp_path: Path, name: str, words: str
) -> None:
    chooser.to_save = [tmp_path / name]
    trigger(ready, "export_rule")
    assert words in written(qtbot, tmp_path / name).read_text(encoding="utf-8")


def test_that_rule_and_costs_are_read_back(
    qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path
) -> None:
    ready.controller.deciding.type_cost((2, 0, 20.0))
    ready.controller.deciding.type_threshold((2, 0.1))
    wait_for_screen(qtbot, ready)
    rule, costs = tmp_path / "rule.json", tmp_path / "costs.csv"
    chooser.to_save = [rule, costs]
    trigger(ready, "export_rule")
    trigger(ready, "export_costs")
    written(qtbot, rule)
    written(qtbot, costs)
    assert json.loads(rule.read_text(encoding="utf-8"))["kind"] == "thresholds"
    trigger(ready, "clear_costs")
    trigger(ready, "reset_rule")
    chooser.to_open = [[rule], [costs]]
    trigger(ready, "import_rule")
    trigger(ready, "import_costs")
    wait_for_screen(qtbot, ready)
    session = ready.controller.store.session
    assert session is not None
    assert session.point.rule.kind == "thresholds"
    assert session.point.costs is not None


def test_that_the_report_is_exported_through_its_dialog(
    qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path
) -> None:
    chooser.to_save = [tmp_path / "report.png"]
    trigger(ready, "export_report")
    dialog = shown_dialog(qtbot, ready, ReportDialog)
    qtbot.waitUntil(lambda: dialog.has_picture, timeout=PATIENCE)
    dialog.dpi.setValue(50)
    dialog.accept()
    assert written(qtbot, tmp_path / "report.png").read_bytes().startswith(b"\x89PNG")
    assert chooser.proposals[0].name == "three.png"


def test_that_rows_set_aside_are_listed_and_exported(
    qtbot: QtBot, window: MainWindow, chooser: FakeChooser, tmp_path: Path
) -> None:
    path = tmp_path / "gaps.csv"
    path.write_text("y_true,p_a,p_b\na,0.75,0.25\nb,nan,0.5\nb,0.25,0.75\n", encoding="utf-8")
    window.controller.opening.open([path], ask_in_doubt=False)
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    trigger(window, "set_aside")
    dialog = shown_dialog(qtbot, window, SetAsideDialog)
    chooser.to_save = [tmp_path / "aside.csv"]
    dialog.export_requested.emit()
    written(qtbot, tmp_path / "aside.csv")
    dialog.reject()


def test_that_without_rows_set_aside_there_is_nothing_to_list(ready: MainWindow) -> None:
    assert not ready.actions_by_name["set_aside"].isEnabled()


def test_that_a_session_is_compared_and_the_comparison_exported(
    qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, session: Session, tmp_path: Path
) -> None:
    assert not ready.actions_by_name["export_comparison"].isEnabled()
    other = tmp_path / "last week.confmat"
    save_session(changes.rename(changes.set_threshold(session, 2, 0.1), "last week"), other)
    chooser.to_open = [[other]]
    ready.controller.settings.clear_recent()
    trigger(ready, "compare")
    qtbot.waitUntil(lambda: ready.controller.comparing.state is not None, timeout=PATIENCE)
    assert ready.panels.tabs.currentIndex() == TABS.index("compare")
    chooser.to_save = [tmp_path / "comparison.png"]
    trigger(ready, "export_comparison")
    dialog = shown_dialog(qtbot, ready, ReportDialog)
    qtbot.waitUntil(lambda: dialog.has_picture, timeout=PATIENCE)
    dialog.dpi.setValue(50)
    dialog.accept()
    written(qtbot, tmp_path / "comparison.png")
    trigger(ready, "compare_clear")
    assert ready.controller.comparing.state is None
    assert not ready.actions_by_name["compare_clear"].isEnabled()


def test_that_recent_files_are_offered_for_comparison(
    qtbot: QtBot, ready: MainWindow, tmp_path: Path
) -> None:
    other = write_predictions(tmp_path / "other.csv", ("ok", "dent", "crack"), seed=3)
    ready.controller.settings.add_recent(str(other))
    trigger(ready, "compare")
    dialog = shown_dialog(qtbot, ready, CompareDialog)
    assert "other.csv" in dialog.list.item(0).text()
    dialog.accept()
    qtbot.waitUntil(lambda: ready.controller.comparing.state is not None, timeout=PATIENCE)


@pytest.mark.parametrize("changed", [False, True])
def test_that_what_is_open_is_offered_for_comparison_only_after_a_change(
    qtbot: QtBot, ready: MainWindow, tmp_path: Path, three_classes: Path, *, changed: bool
) -> None:
    other = write_predictions(tmp_path / "other.csv", ("ok", "dent", "crack"), seed=3)
    for path in (other, three_classes):
        ready.controller.settings.add_recent(str(path))
    if changed:
        ready.controller.deciding.type_threshold((2, 0.1))
        wait_for_screen(qtbot, ready)
    trigger(ready, "compare")
    dialog = shown_dialog(qtbot, ready, CompareDialog)
    offered = [dialog.list.item(row).text().split()[0] for row in range(dialog.list.count())]
    assert offered == (["three.csv", "other.csv"] if changed else ["other.csv"])
    dialog.reject()


def test_that_a_crash_is_recovered_from(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    folder = window.controller.autosave.folder
    write_recovery(folder, "1-crashed", changes.set_threshold(session, 2, 0.1))
    window.controller.autosave.start()
    dialog = shown_dialog(qtbot, window, RecoveryDialog)
    qtbot.mouseClick(dialog.recover, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    assert window.isWindowModified()
    window.close()
    box = shown_dialog(qtbot, window, QMessageBox)
    qtbot.mouseClick(box.button(QMessageBox.StandardButton.Discard), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert list_recoveries(folder) == ()


@pytest.mark.parametrize(("name", "kind"), [("keyboard", KeyboardDialog), ("about", AboutDialog)])
def test_that_help_opens(
    qtbot: QtBot, window: MainWindow, name: str, kind: type[KeyboardDialog] | type[AboutDialog]
) -> None:
    trigger(window, name)
    dialog: KeyboardDialog | AboutDialog = shown_dialog(qtbot, window, kind)
    dialog.reject()


def test_that_the_rule_is_chosen_from_the_menu(qtbot: QtBot, ready: MainWindow) -> None:
    trigger(ready, "rule_thresholds")
    wait_for_screen(qtbot, ready)
    assert ready.controller.store.session is not None
    assert ready.controller.store.session.point.rule.kind == "thresholds"
    trigger(ready, "next_class")
    assert ready.controller.store.session is not None
    assert ready.controller.store.session.display.selected_class == 0
    trigger(ready, "rule_no_decision")
    wait_for_screen(qtbot, ready)
    assert ready.controller.store.session.point.rule.no_decision
    assert ready.actions_by_name["rule_no_decision"].isChecked()
    assert ready.actions_by_name["boundary_strict"].isEnabled()


class TestDoubt:
    """Files whose columns a person should look at are shown only after that."""

    @pytest.fixture
    def doubtful(self, tmp_path: Path) -> Path:
        path = tmp_path / "counted.csv"
        path.write_text("y_true,y_pred,count\na,a,5\na,b,1\nb,b,7\n", encoding="utf-8")
        return path

    def test_that_the_reading_is_shown_and_taken_as_it_is(
        self, qtbot: QtBot, window: MainWindow, doubtful: Path
    ) -> None:
        window.open_paths([doubtful])
        dialog = shown_dialog(qtbot, window, ColumnsDialog)
        assert not window.panels.shows_work
        qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
        dialog.accept()
        qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)

    def test_that_the_reading_can_be_corrected(
        self, qtbot: QtBot, window: MainWindow, doubtful: Path
    ) -> None:
        window.open_paths([doubtful])
        dialog = shown_dialog(qtbot, window, ColumnsDialog)
        qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
        positive = dialog.form.roles["positive"]
        positive.setCurrentIndex(positive.findData("a"))
        positive.activated.emit(positive.currentIndex())
        qtbot.waitUntil(lambda: not window.controller.jobs.is_busy(), timeout=PATIENCE)
        dialog.accept()
        qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
        session = window.controller.store.session
        assert session is not None
        assert session.point.positive == session.data.prepared.predictions.class_index("a")

    def test_that_cancel_leaves_what_was_open(self, qtbot: QtBot, ready: MainWindow, doubtful: Path) -> None:
        before = ready.controller.store.session
        ready.open_paths([doubtful])
        shown_dialog(qtbot, ready, ColumnsDialog).reject()
        qtbot.waitUntil(lambda: not ready.controller.jobs.is_busy(), timeout=PATIENCE)
        assert ready.controller.store.session is before


def test_that_a_session_whose_files_are_gone_cannot_be_read_in_another_way(
    qtbot: QtBot, window: MainWindow, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "moved.confmat"
    save_session(session, path)
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    trigger(window, "columns")
    assert window.views.notices.current is not None
    assert "cannot be read in another way" in window.views.notices.current.text


def test_that_dropped_files_can_be_compared_with(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    other = write_predictions(tmp_path / "other.csv", ("ok", "dent", "crack"), seed=3)
    ready.commands.files.open_dropped([str(other)])
    box = shown_dialog(qtbot, ready, QMessageBox)
    (button,) = [button for button in box.buttons() if "Compare" in button.text()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ready.controller.comparing.state is not None, timeout=PATIENCE)


def test_that_the_window_fills_the_screen_and_no_longer(window: MainWindow) -> None:
    trigger(window, "full_screen")
    assert window.isFullScreen()
    trigger(window, "full_screen")
    assert not window.isFullScreen()


def test_that_a_ready_made_matrix_has_a_grey_tab_for_samples(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, three_classes: Path
) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("actual,ok,crack\nok,88,2\ncrack,7,3\n", encoding="utf-8")
    window.open_paths([path])
    qtbot.waitUntil(lambda: "100 samples" in window.toolbar.subtitle.text(), timeout=PATIENCE)
    samples = TABS.index("samples")
    assert not window.panels.tabs.isTabEnabled(samples)
    assert "counts only" in window.panels.tabs.tabToolTip(samples)
    window.open_paths([three_classes])
    qtbot.waitUntil(lambda: window.panels.tabs.isTabEnabled(samples), timeout=PATIENCE)


def test_that_the_hull_is_shown_and_hidden_from_the_menu(qtbot: QtBot, ready: MainWindow) -> None:
    store = ready.controller.store
    assert ready.actions_by_name["hull"].isChecked()
    trigger(ready, "hull")
    wait_for_screen(qtbot, ready)
    assert store.session is not None
    assert (store.session.display.hull, store.can_undo) == (False, False)
    assert not ready.actions_by_name["hull"].isChecked()
    ready.views.roc.hull_chosen.emit(True)
    wait_for_screen(qtbot, ready)
    assert ready.actions_by_name["hull"].isChecked()
