"""The window: it shows screens, notices and progress, and asks before anything is lost."""

from __future__ import annotations

import json
import shlex
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from confmat_gui.cli import main
from confmat_gui.core.cancel import Progress
from confmat_gui.gui.app import build_window
from confmat_gui.gui.controller import opening
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.gui.settings import Settings
from confmat_gui.io.loaded import InputOptions
from confmat_gui.present.notices import Notice
from confmat_gui.session.files import read_session
from confmat_gui.session.opening import open_any as really_open
from confmat_gui.session.state import Session
from tests.gui.kit import PATIENCE, FakeChooser, shown_dialog, wait_for_screen, write_predictions


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow, three_classes: Path) -> MainWindow:
    """The window with three classes on the screen."""
    window.open_paths([three_classes])
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    wait_for_screen(qtbot, window)
    return window


def press(qtbot: QtBot, box: QMessageBox, text: str) -> None:
    """Press the button of a question that reads like this."""
    (button,) = [button for button in box.buttons() if button.text().replace("&", "") == text]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def drop(window: MainWindow, *paths: Path) -> None:
    """Drop files on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


class TestStart:
    def test_that_the_start_page_is_shown_and_greys_what_needs_a_session(self, window: MainWindow) -> None:
        assert not window.panels.shows_work
        assert not window.actions_by_name["save"].isEnabled()
        assert window.actions_by_name["open"].isEnabled()
        assert window.windowTitle() == "confmat[*]"

    def test_that_an_example_opens_with_one_click(self, qtbot: QtBot, window: MainWindow) -> None:
        window.views.start.example_requested.emit("breast-cancer")
        qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
        wait_for_screen(qtbot, window)
        assert "2 classes" in window.toolbar.subtitle.text()
        assert window.controller.settings.recent == (), "an example is no recent file"

    def test_that_a_dropped_file_is_opened(
        self, qtbot: QtBot, window: MainWindow, three_classes: Path
    ) -> None:
        drop(window, three_classes)
        qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
        assert window.toolbar.title.text() == "three.csv"


class TestScreen:
    def test_that_all_views_show_the_same_moment(self, qtbot: QtBot, ready: MainWindow) -> None:
        ready.controller.deciding.type_threshold((2, 0.1))
        wait_for_screen(qtbot, ready)
        assert ready.actions_by_name["rule_thresholds"].isChecked()
        assert ready.actions_by_name["undo"].isEnabled()
        assert "decisions recomputed in" in ready.status.text.text()
        assert ready.status.session.text() == "session: three (unsaved changes)"
        assert ready.isWindowModified()

    def test_that_undo_and_redo_stand_in_the_menu(self, qtbot: QtBot, ready: MainWindow) -> None:
        before = ready.controller.store.session
        assert before is not None
        ready.controller.deciding.type_threshold((2, 0.1))
        ready.actions_by_name["undo"].trigger()
        wait_for_screen(qtbot, ready)
        assert ready.controller.store.session is not None
        assert ready.controller.store.session.point == before.point
        assert ready.actions_by_name["redo"].isEnabled()
        assert not ready.actions_by_name["undo"].isEnabled()

    @pytest.mark.parametrize(
        ("action", "mode"), [("mode_counts", "counts"), ("mode_pred", "pred"), ("mode_delta", "delta")]
    )
    def test_that_the_menu_chooses_what_the_matrix_shows(
        self, qtbot: QtBot, ready: MainWindow, action: str, mode: str
    ) -> None:
        ready.actions_by_name[action].trigger()
        wait_for_screen(qtbot, ready)
        assert ready.controller.screens.last is not None
        assert ready.controller.screens.last.state.matrix.mode == mode
        assert ready.actions_by_name[action].isChecked()

    def test_that_a_selected_cell_counts_its_samples_in_the_tab(
        self, qtbot: QtBot, ready: MainWindow
    ) -> None:
        ready.views.matrix.cell_selected.emit((2, 2))
        wait_for_screen(qtbot, ready)
        assert ready.controller.screens.last is not None
        count = ready.controller.screens.last.evaluation.confusion[2, 2]
        assert ready.panels.tabs.tabText(TABS.index("samples")) == f"Samples ({count})"

    def test_that_the_samples_tab_is_filled_when_it_comes_to_the_front(
        self, qtbot: QtBot, ready: MainWindow
    ) -> None:
        ready.panels.show_tab("decide")
        ready.views.matrix.cell_selected.emit((2, 2))
        wait_for_screen(qtbot, ready)
        assert ready.views.samples.table.model().rowCount() == 0
        ready.panels.show_tab("samples")
        wait_for_screen(qtbot, ready)
        assert ready.controller.screens.last is not None
        count = ready.controller.screens.last.evaluation.confusion[2, 2]
        assert ready.views.samples.table.model().rowCount() == count

    def test_that_the_keyboard_reaches_every_tab(self, ready: MainWindow) -> None:
        for number, name in enumerate(TABS):
            ready.actions_by_name[f"tab_{name}"].trigger()
            assert ready.panels.tabs.currentIndex() == number

    def test_that_dark_colours_are_chosen_and_remembered(self, ready: MainWindow) -> None:
        ready.actions_by_name["theme_dark"].trigger()
        assert ready.controller.settings.theme == "dark"
        assert ready.actions_by_name["theme_dark"].isChecked()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        assert app.palette().window().color().lightness() < 60

    def test_that_the_command_can_be_copied(self, ready: MainWindow) -> None:
        ready.actions_by_name["copy_command"].trigger()
        assert QGuiApplication.clipboard().text().startswith("confmat evaluate")

    @pytest.mark.parametrize("saved", [False, True])
    def test_that_the_copied_command_gives_the_same_figures_in_another_folder(
        self, qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path, *, saved: bool,
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        controller = ready.controller
        controller.deciding.set_costs([[0, 1, 1], [2, 0, 2], [9, 9, 0]])
        controller.deciding.type_threshold((2, 0.1))
        wait_for_screen(qtbot, ready)
        if saved:
            chooser.to_save.append(tmp_path / "session.confmat")
            ready.commands.files.save()
            qtbot.waitUntil(lambda: not controller.store.modified, timeout=PATIENCE)
            ready.commands.files.close_session()
            ready.open_paths([tmp_path / "session.confmat"])
            qtbot.waitUntil(lambda: ready.panels.shows_work, timeout=PATIENCE)
            controller.deciding.reset_rule()
        wait_for_screen(qtbot, ready)
        ready.actions_by_name["copy_command"].trigger()
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        program, *words = shlex.split(QGuiApplication.clipboard().text())
        assert (program, main([*words, "--json"])) == ("confmat", 0)
        document = json.loads(capsys.readouterr().out)
        screen = controller.screens.last
        assert screen is not None
        assert document["confusion"] == screen.evaluation.confusion.tolist()
        cost = screen.evaluation.metrics["expected_cost"]
        assert document["metrics"]["expected_cost"] == pytest.approx(cost)

    @pytest.mark.parametrize("name", ["copy_matrix", "copy_roc", "copy_pr"])
    def test_that_a_picture_can_be_copied(self, ready: MainWindow, name: str) -> None:
        QGuiApplication.clipboard().clear()
        ready.actions_by_name[name].trigger()
        assert QGuiApplication.clipboard().pixmap().width() > 100

    @pytest.mark.parametrize("size", [(1280, 800), (1600, 1000), (2560, 1440)])
    def test_that_the_window_fits_its_size(
        self, ready: MainWindow, size: tuple[int, int]
    ) -> None:
        ready.resize(*size)
        QApplication.processEvents()
        assert (ready.width(), ready.height()) == size
        bottom = ready.status.mapTo(ready, QPoint(0, ready.status.height())).y()
        assert bottom <= size[1]


class TestNotices:
    def test_that_an_error_stands_in_the_bar_and_can_be_dismissed(self, ready: MainWindow) -> None:
        ready.controller.messages.say("Row 3 has no label.", severity="error")
        current = ready.views.notices.current
        assert current is not None
        assert current.text == "Row 3 has no label."
        ready.views.notices.dismissed.emit(current)
        assert ready.views.notices.current != current

    def test_that_information_passes_by_in_the_status_bar(self, ready: MainWindow) -> None:
        ready.controller.messages.inform("Written: “a.csv”.")
        assert ready.status.text.text() == "Written: “a.csv”."

    def test_that_a_dismissed_notice_stays_away_for_this_data(self, ready: MainWindow) -> None:
        notice = Notice("accuracy_hides_class", "Accuracy hides class crack.", class_name="crack")
        ready._board.show_numbers((notice,))
        ready._dismiss(notice)
        ready._board.show_numbers((notice,))
        assert notice not in ready._board.notices
        ready._board.begin_anew()
        ready._board.show_numbers((notice,))
        assert notice in ready._board.notices

    def test_that_a_notice_selects_its_class(self, qtbot: QtBot, ready: MainWindow) -> None:
        ready.views.notices.action_requested.emit(Notice("x", "y", class_name="crack", action="select_class"))
        wait_for_screen(qtbot, ready)
        session = ready.controller.store.session
        assert session is not None
        assert session.display.selected_class == session.data.prepared.predictions.class_index("crack")

    def test_that_a_notice_leads_to_the_costs(self, ready: MainWindow) -> None:
        ready.views.notices.action_requested.emit(Notice("x", "y", action="show_costs"))
        assert ready.panels.tabs.currentIndex() == 1


    def test_that_a_notice_turns_the_positive_class(
        self, qtbot: QtBot, window: MainWindow, two_classes: Path
    ) -> None:
        window.open_paths([two_classes])
        qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
        session = window.controller.store.session
        assert session is not None
        window.views.notices.action_requested.emit(Notice("x", "y", action="choose_positive"))
        wait_for_screen(qtbot, window)
        assert window.controller.store.session is not None
        assert window.controller.store.session.point.positive != session.point.positive

    def test_that_a_notice_lists_the_rows_set_aside(self, ready: MainWindow) -> None:
        ready.views.notices.action_requested.emit(Notice("x", "y", action="show_set_aside"))
        assert "Every row could be used" in ready.status.text.text()


class TestLoading:
    def test_that_loading_shows_progress_and_can_be_cancelled(
        self, qtbot: QtBot, ready: MainWindow, two_classes: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began, leave = threading.Event(), threading.Event()

        def slow(paths: list[Path], options: InputOptions, progress: Progress) -> Session:
            began.set()
            assert leave.wait(20)
            return really_open(paths, options, progress)

        monkeypatch.setattr(opening, "open_any", slow)
        before = ready.controller.store.session
        ready.open_paths([two_classes])
        assert began.wait(20)
        assert ready.views.busy.isVisible()
        qtbot.mouseClick(ready.views.busy.cancel, Qt.MouseButton.LeftButton)
        assert not ready.views.busy.isVisible()
        leave.set()
        qtbot.waitUntil(lambda: not ready.controller.jobs.is_busy(), timeout=PATIENCE)
        assert ready.controller.store.session is before

    def test_that_a_broken_file_is_a_notice_over_the_old_screen(
        self, qtbot: QtBot, ready: MainWindow, tmp_path: Path
    ) -> None:
        broken = tmp_path / "broken.csv"
        broken.write_text("", encoding="utf-8")
        before = ready.controller.store.session
        with qtbot.waitSignal(ready.controller.opening.ended, timeout=PATIENCE):
            ready.open_paths([broken])
        assert ready.controller.store.session is before
        assert ready.panels.shows_work
        current = ready.views.notices.current
        assert current is not None
        assert "broken.csv" in current.text

    def test_that_a_broken_file_on_the_start_page_is_a_notice_too(
        self, qtbot: QtBot, window: MainWindow, tmp_path: Path
    ) -> None:
        with qtbot.waitSignal(window.controller.opening.ended, timeout=PATIENCE):
            window.open_paths([tmp_path / "missing.csv"])
        assert not window.panels.shows_work
        assert window.views.notices.isVisible()


class TestRecent:
    def test_that_an_opened_file_is_a_recent_one(self, ready: MainWindow, three_classes: Path) -> None:
        assert ready.controller.settings.recent == ((str(three_classes),),)
        assert "three.csv" in ready.recent_menu.actions()[0].text()

    def test_that_a_file_that_is_gone_is_forgotten_with_a_notice(
        self, window: MainWindow, tmp_path: Path
    ) -> None:
        gone = str(tmp_path / "gone.csv")
        window.controller.settings.add_recent(gone)
        window.commands.files.open_recent((gone,))
        assert window.controller.settings.recent == ()
        assert window.views.notices.current is not None
        assert "gone.csv" in window.views.notices.current.text

    def test_that_the_list_can_be_cleared(self, ready: MainWindow) -> None:
        ready.recent_menu.actions()[-1].trigger()
        assert ready.controller.settings.recent == ()
        assert not ready.recent_menu.isEnabled()


class TestSaving:
    def test_that_save_asks_once_and_then_knows(
        self, qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path
    ) -> None:
        path = tmp_path / "week 46.confmat"
        chooser.to_save = [path]
        for threshold in (0.1, 0.2):
            ready.controller.deciding.type_threshold((2, threshold))
            ready.actions_by_name["save"].trigger()
            qtbot.waitUntil(lambda: not ready.controller.store.modified, timeout=PATIENCE)
        assert [proposal.name for proposal in chooser.proposals] == ["three.confmat"]
        assert ready.controller.store.session is not None
        assert read_session(path).point == ready.controller.store.session.point
        assert not ready.isWindowModified()

    def test_that_a_saved_session_opens_again(
        self, qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.confmat"
        chooser.to_save = [path]
        ready.controller.deciding.type_cost((2, 0, 20.0))
        ready.actions_by_name["save"].trigger()
        qtbot.waitUntil(lambda: not ready.controller.store.modified, timeout=PATIENCE)
        ready.actions_by_name["close"].trigger()
        assert not ready.panels.shows_work
        ready.commands.files.open_recent((str(path),))
        qtbot.waitUntil(lambda: ready.panels.shows_work, timeout=PATIENCE)
        assert ready.controller.store.session is not None
        assert ready.controller.store.session.point.costs is not None
        assert ready.controller.store.path == path

    def test_that_closing_with_unsaved_changes_asks(
        self, qtbot: QtBot, ready: MainWindow, chooser: FakeChooser, tmp_path: Path
    ) -> None:
        ready.controller.deciding.type_threshold((2, 0.1))
        ready.close()
        assert ready.isVisible()
        press(qtbot, shown_dialog(qtbot, ready, QMessageBox), "Cancel")
        assert ready.isVisible()
        assert ready.controller.store.modified
        chooser.to_save = [tmp_path / "a.confmat"]
        ready.close()
        press(qtbot, shown_dialog(qtbot, ready, QMessageBox), "Save")
        qtbot.waitUntil(lambda: not ready.isVisible(), timeout=PATIENCE)
        assert (tmp_path / "a.confmat").exists()

    def test_that_changes_can_be_given_up(self, qtbot: QtBot, ready: MainWindow, two_classes: Path) -> None:
        ready.controller.deciding.type_threshold((2, 0.1))
        ready.open_paths([two_classes])
        press(qtbot, shown_dialog(qtbot, ready, QMessageBox), "Don’t save")
        qtbot.waitUntil(lambda: ready.toolbar.title.text() == "two.csv", timeout=PATIENCE)

    def test_that_a_question_that_is_cancelled_opens_nothing(
        self, qtbot: QtBot, ready: MainWindow, two_classes: Path
    ) -> None:
        ready.controller.deciding.type_threshold((2, 0.1))
        ready.open_paths([two_classes])
        press(qtbot, shown_dialog(qtbot, ready, QMessageBox), "Cancel")
        assert not ready.controller.jobs.is_busy("open")
        assert ready.toolbar.title.text() == "three.csv"


class TestDropping:
    def test_that_only_files_are_taken(self, window: MainWindow) -> None:
        page, file = QUrl("https://example.org/a.csv"), QUrl.fromLocalFile("/data/a.csv")
        for url, taken in ((page, False), (file, True)):
            mime = QMimeData()
            mime.setUrls([url])
            event = QDragEnterEvent(
                QPoint(400, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            event.ignore()
            window.dragEnterEvent(event)
            assert event.isAccepted() == taken

    def test_that_dropped_files_can_be_added_as_a_batch(
        self, qtbot: QtBot, ready: MainWindow, tmp_path: Path
    ) -> None:
        more = write_predictions(tmp_path / "more.csv", ("ok", "dent", "crack"), n=10, seed=1)
        drop(ready, more)
        press(qtbot, shown_dialog(qtbot, ready, QMessageBox), "Add as batch")
        qtbot.waitUntil(lambda: "100 samples" in ready.toolbar.subtitle.text(), timeout=PATIENCE)

    def test_that_dropped_files_can_replace_what_is_open(
        self, qtbot: QtBot, ready: MainWindow, two_classes: Path
    ) -> None:
        drop(ready, two_classes)
        press(qtbot, shown_dialog(qtbot, ready, QMessageBox), "Open instead")
        qtbot.waitUntil(lambda: ready.toolbar.title.text() == "two.csv", timeout=PATIENCE)


def test_that_the_window_stands_where_it_stood_last(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    ready.resize(790, 700)  # the screen of the offscreen platform is 800 x 800
    ready.panels.whole.setSizes([300, 200])
    ready.panels.keep_height()
    sizes = ready.panels.whole.sizes()
    ready.close()
    again = build_window(Settings(tmp_path / "window.ini"), tmp_path / "recovery", "light")
    again.restore_geometry()
    assert again.height() == 700
    with qtbot.waitExposed(again):
        again.show()
    again.panels.show_work()
    QApplication.processEvents()
    assert again.panels.whole.sizes()[0] / sum(again.panels.whole.sizes()) == pytest.approx(
        sizes[0] / sum(sizes), abs=0.1
    )
    again.close()
    again.deleteLater()


def test_that_the_tabs_get_more_height_while_sessions_are_compared(
    qtbot: QtBot, ready: MainWindow, two_classes: Path, three_classes: Path
) -> None:
    ready.resize(1600, 1400)
    ready.panels.share_height(3)
    qtbot.waitUntil(lambda: ready.height() == 1400, timeout=PATIENCE)
    _, before = ready.panels.whole.sizes()
    ready.controller.comparing.add([three_classes])
    qtbot.waitUntil(lambda: ready.panels.whole.sizes()[1] > before, timeout=PATIENCE)
    ready.controller.comparing.clear()
    qtbot.waitUntil(lambda: ready.panels.whole.sizes()[1] == before, timeout=PATIENCE)
