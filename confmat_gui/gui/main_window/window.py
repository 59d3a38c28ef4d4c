"""The main window: it shows screens, and knows nothing of how they come about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from confmat_gui.gui.actions import build_actions, fill_menus
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.gui.dialogs.choosing import FileChooser
from confmat_gui.gui.main_window.commands import Commands
from confmat_gui.gui.main_window.notice_board import NoticeBoard
from confmat_gui.gui.main_window.panels import Panels, build_views
from confmat_gui.gui.main_window.status import Status
from confmat_gui.gui.main_window.toolbar import ToolBar
from confmat_gui.gui.main_window.typing_follower import TypingFollower
from confmat_gui.gui.main_window.wiring import connect_views
from confmat_gui.gui.theme import Theme, apply_palette
from confmat_gui.gui.views.busy_bar import BusyState
from confmat_gui.gui.views.start_page import StartState
from confmat_gui.present.compare import CompareState
from confmat_gui.present.notices import Notice
from confmat_gui.present.palette import Palette
from confmat_gui.present.parts import EVERYTHING
from confmat_gui.present.screen import ScreenState
from confmat_gui.present.texts import listed
from confmat_gui.present.watching import WatchState
from confmat_gui.session.state import DataSet

PROGRAM = "confmat"
LOADING = ("open", "compare-open")
"""Subjects whose progress is shown."""


class MainWindow(QMainWindow):
    """Menus, toolbar, views and status bar around one controller.

    Parameters
    ----------
    controller : Controller
    theme : Theme
    chooser : FileChooser
        Asks for files; a test hands in one that answers by itself.
    """

    def __init__(self, controller: Controller, theme: Theme, chooser: FileChooser | None = None) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.controller = controller
        self._theme = theme
        self._board = NoticeBoard()
        self._closing = False
        self._data: DataSet | None = None
        self._grew = False
        self._blank: set[str] = set()
        """Parts that show nothing already."""
        self.views = build_views()
        self.panels = Panels(self.views)
        self.setCentralWidget(self.panels)
        self.actions_by_name = build_actions(self)
        self.recent_menu = QMenu("Open &recent", self)
        fill_menus(self.menuBar(), self.actions_by_name, self.recent_menu)
        self.toolbar = ToolBar(self.actions_by_name)
        self.addToolBar(self.toolbar)
        self.status = Status()
        self.setStatusBar(self.status)
        for name in ("undo", "redo"):
            self.actions_by_name[name].triggered.connect(lambda _checked: self.status.end_message())
        self.commands = Commands(
            self, controller, chooser or FileChooser(), theme, panels=self.panels, views=self.views,
            actions=self.actions_by_name,
        )
        connect_views(self.views, controller, self.commands)
        self._connect()
        self._show_palette(theme.palette)
        self._show_recent()
        self.show_start()

    def show_screen(self, screen: Screen) -> None:
        """Show one consistent screen."""
        state = screen.state
        new = screen.session.data is not self._data
        if new and self._data is not None and self._grew:
            self._data = screen.session.data
        elif new:
            self._board.begin_anew()
            self._data = screen.session.data
            self.panels.show_work()
            self._share_height(comparing=False)
            # The keyboard begins before the first view; otherwise the notice's button would have it.
            self.panels.setFocus(Qt.FocusReason.OtherFocusReason)
        self._grew = False
        # A bar that comes and goes under a drag would move and redraw all that is looked at.
        if not (screen.moving and self._board.is_turned_by(state.notices)):
            self._board.show_numbers(state.notices)
            self._show_notices()
        self.views.headline.show_state(state.headline)
        self.views.headline.show_seen(state.seen)
        self.views.headline.show_shares(state.shares)
        self.views.matrix.show_state(state.matrix)
        self.views.roc.show_state(state.roc)
        self.views.precision_recall.show_state(state.precision_recall)
        self.views.decide.show_state(state.decide)
        self.commands.suggesting.show_over(screen)
        held = self.panels.has_keyboard()
        self._show_parts(state, anew=new)
        self.panels.show_sample_count(state.sample_count, state.unavailable.get("samples", ""))
        self.panels.grey("cost_curves", state.unavailable.get("cost_curves", ""))
        self.panels.grey("scores", state.unavailable.get("scores", ""))
        self.panels.grey("calibration", state.unavailable.get("calibration", ""))
        self.panels.show_batch_count(state.batch_count, state.unavailable.get("batches", ""))
        if held:
            self.panels.hold_keyboard()
        self.toolbar.show_open(state.title, state.subtitle)
        if screen.evaluated:
            self._recomputed = f"decisions recomputed in {_milliseconds(screen.seconds)}"
        self.status.show_ready(f"Ready · {self._recomputed} · {state.rule_text}")
        self.commands.update_actions(screen)
        self._show_saved()

    def show_start(self) -> None:
        """Show the page for when nothing is open."""
        self._data = None
        self._recomputed = "decisions not computed yet"
        self._board.begin_anew()
        self._show_notices()
        self.views.compare.show_state(None)
        self.panels.show_start()
        self.toolbar.show_open("", "")
        self.status.show_ready("Ready")
        self.commands.update_actions(None)
        self._show_saved()

    def show_notice(self, notice: Notice) -> None:
        """Say something of the window itself: what is only information passes by in the status bar."""
        if notice.severity == "info":
            self.status.show_message(notice.text)
            return
        self._board.say(notice)
        # The bar keeps the notice that is on show; alone, the new one comes to the front.
        self.views.notices.show_state((notice,))
        self._show_notices()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files as if they had been chosen."""
        self.commands.files.open_paths(paths)

    def restore_geometry(self) -> None:
        """Stand where the window stood last."""
        settings = self.controller.settings
        self.restoreGeometry(settings.geometry("window"))
        self.panels.top.restoreState(settings.geometry("top_splitter"))
        if self.panels.whole.restoreState(settings.geometry("whole_splitter")):
            self.panels.keep_height()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, remember the geometry, and leave no thread behind."""
        if not self._closing and self.controller.store.modified:
            event.ignore()
            self.commands.files.guard(self._close_now)
            return
        settings = self.controller.settings
        settings.set_geometry("window", self.saveGeometry())
        settings.set_geometry("top_splitter", self.panels.top.saveState())
        if self.panels.height_chosen:
            settings.set_geometry("whole_splitter", self.panels.whole.saveState())
        self.controller.shutdown()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.commands.files.open_dropped(names)

    def _connect(self) -> None:
        controller = self.controller
        controller.screens.shown.connect(self.show_screen)
        controller.screens.closed.connect(self.show_start)
        controller.messages.said.connect(self.show_notice)
        controller.comparing.compared.connect(self._show_comparison)
        controller.store.changed.connect(lambda _: self._show_saved())
        controller.store.marked.connect(self._show_saved)
        controller.store.grew.connect(self._note_growth)
        controller.watching.changed.connect(self._show_watch)
        TypingFollower(self).changed.connect(lambda typing: controller.watching.hold(typing=typing))
        controller.saving.saved.connect(lambda path: self.status.show_message(f"Saved: “{path}”."))
        controller.jobs.progressed.connect(self._show_progress)
        controller.jobs.busy_changed.connect(self._follow_job)
        controller.settings.recent_changed.connect(self._show_recent)
        self.views.busy.cancelled.connect(self._cancel_loading)
        self.views.notices.action_requested.connect(self._act)
        self.views.notices.second_requested.connect(self.commands.suggesting.propose)
        self.views.notices.dismissed.connect(self._dismiss)
        self._theme.changed.connect(self._show_palette)
        self.panels.tabs.currentChanged.connect(self._follow_tab)
        self._follow_tab()

    def _follow_tab(self, _index: int = 0) -> None:
        self.controller.screens.show_parts(self.panels.parts_in_front())

    def _show_parts(self, state: ScreenState, *, anew: bool) -> None:
        """Show the parts that were made; one that is looked at keeps what it shows until the next is made."""
        for name in EVERYTHING:
            part = getattr(state, name)
            if part is None and name in self._blank:
                continue
            if part is not None or anew or not self.panels.is_in_front(name):
                getattr(self.views, name).show_state(part)
                (self._blank.add if part is None else self._blank.discard)(name)

    def _show_notices(self) -> None:
        self.views.notices.show_state(self._board.notices)

    def _show_saved(self) -> None:
        store = self.controller.store
        session = store.session
        name = "" if session is None else session.name or "without a name"
        self.setWindowTitle(f"{name}[*] – {PROGRAM}" if name else f"{PROGRAM}[*]")
        self.setWindowModified(store.modified)
        changes = " (unsaved changes)" if store.modified else ""
        self.status.show_session(f"session: {name}{changes}" if name else "")
        self.actions_by_name["undo"].setEnabled(store.can_undo)
        self.actions_by_name["redo"].setEnabled(store.can_redo)

    def _note_growth(self) -> None:
        """Leave focus, notices and heights as they are when the next screen has more samples."""
        self._grew = True

    def _show_watch(self, state: WatchState | None) -> None:
        self.status.show_watch(state)
        self.commands.update_watch_actions()

    def _show_comparison(self, state: CompareState | None) -> None:
        shown_before = self._has_comparison
        self._has_comparison = state is not None
        self.views.compare.show_state(state)
        self.commands.update_compare_actions()
        if self._has_comparison != shown_before:
            self._share_height(comparing=self._has_comparison)
        if state is not None and not shown_before:
            self.panels.show_tab("compare")

    _has_comparison = False

    def _share_height(self, *, comparing: bool) -> None:
        if self._data is not None:
            n_classes = self._data.prepared.predictions.n_classes
            self.panels.share_height(n_classes, comparing=comparing)

    def _show_recent(self) -> None:
        recent = self.controller.settings.recent
        self.views.start.show_state(StartState(recent))
        self.recent_menu.clear()
        for number, names in enumerate(recent, start=1):
            shown = listed((Path(name).name for name in names), 2)
            action = self.recent_menu.addAction(f"&{number % 10}  {shown}")
            action.setToolTip(listed(names, 2))
            action.triggered.connect(
                lambda _checked=False, names=names: self.commands.files.open_recent(names)
            )
        self.recent_menu.addSeparator()
        clear = self.recent_menu.addAction("&Clear this list")
        clear.triggered.connect(self.controller.settings.clear_recent)
        self.recent_menu.setEnabled(bool(recent))

    def _show_palette(self, palette: Palette) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_palette(app, palette)
        self.views.set_palette(palette)

    def _show_progress(self, report: tuple[str, float, str]) -> None:
        subject, fraction, text = report
        if subject in LOADING and self.controller.jobs.is_busy(subject):
            self.views.busy.show_state(BusyState(text or "Reading…", fraction))

    def _follow_job(self, subject: str) -> None:
        if subject not in LOADING:
            return
        if self.controller.jobs.is_busy(subject):
            self.views.busy.show_state(BusyState("Reading…"))
        elif not any(self.controller.jobs.is_busy(other) for other in LOADING):
            self.views.busy.show_state(None)

    def _cancel_loading(self, _payload: object = None) -> None:
        for subject in LOADING:
            self.controller.jobs.cancel(subject)
        self.views.busy.show_state(None)

    def _act(self, notice: Notice) -> None:
        commands = self.commands
        acts: dict[str, Callable[[], None]] = {
            "select_class": lambda: self._select_class(notice.class_name),
            "show_set_aside": commands.exports.list_set_aside,
            "choose_positive": self.controller.deciding.choose_other_positive,
            "choose_columns": commands.files.choose_columns,
            "show_costs": lambda: self.panels.show_tab("costs"),
            "show_batches": lambda: self.panels.show_tab("batches"),
            "add_batch": commands.files.add_batch,
            "read_as_logits": commands.files.read_as_logits,
            "suggest_rule": lambda: commands.suggesting.propose(notice),
        }
        if notice.repair is not None:
            self.controller.repairing.add(notice.repair)
        elif notice.action:
            acts[notice.action]()

    def _select_class(self, name: str | None) -> None:
        session = self.controller.store.session
        if session is not None and name is not None:
            self.controller.deciding.select_class(session.data.prepared.predictions.class_index(name))

    def _dismiss(self, notice: Notice) -> None:
        self._board.dismiss(notice)
        self._show_notices()

    def _close_now(self) -> None:
        self._closing = True
        self.close()


def _milliseconds(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.1f} ms" if milliseconds < 10 else f"{milliseconds:,.0f} ms"
