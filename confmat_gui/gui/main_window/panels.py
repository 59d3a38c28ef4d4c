"""The views and where they stand: start page, or matrix beside curves above the tabs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from confmat_gui.gui.views.batches_view import BatchesView
from confmat_gui.gui.views.busy_bar import BusyBar
from confmat_gui.gui.views.calibration_view import CalibrationView
from confmat_gui.gui.views.compare_view import CompareView
from confmat_gui.gui.views.cost_curves_view import CostCurvesView
from confmat_gui.gui.views.cost_matrix_view import CostMatrixView
from confmat_gui.gui.views.curve_view import CurveView
from confmat_gui.gui.views.decide_view import DecideView
from confmat_gui.gui.views.headline_view import HeadlineView
from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.gui.views.notice_bar import NoticeBar
from confmat_gui.gui.views.samples_view import SamplesView
from confmat_gui.gui.views.scores_view import ScoresView
from confmat_gui.gui.views.start_page import StartPage
from confmat_gui.present.palette import Palette
from confmat_gui.present.parts import EVERYTHING, Parts


@dataclass(frozen=True)
class Tab:
    """A tab: its view's name in `Views`, what stands on it, and whether it scrolls in a small window."""

    name: str
    title: str
    scrolled: bool = False


TAB_LIST = (
    Tab("decide", "Decide"),
    Tab("costs", "Cost matrix"),
    Tab("cost_curves", "Cost curves"),
    Tab("scores", "Scores"),
    Tab("calibration", "Calibration"),
    Tab("batches", "Batches"),
    Tab("samples", "Samples"),
    Tab("compare", "Compare", scrolled=True),  # two plots and two tables want more height than a tab has
)
TABS = tuple(tab.name for tab in TAB_LIST)
TOP_SHARES = (48, 26, 26)
MOST_FOR_TABS = 0.45
"""Share of the height that the tabs get at most before someone moves the splitter."""

LEAST_FOR_TABS = 0.4
LINES_FOR_TABS = 19
LINES_FOR_COMPARISON = 24
"""Lines of text that the tabs have room for within this share of the height."""


class View(Protocol):
    """What every view can do."""

    def show_state(self, state: Any) -> None:
        """Draw a state."""
        ...

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        ...


@dataclass(frozen=True, eq=False)
class Views:
    """One of each view."""

    notices: NoticeBar
    busy: BusyBar
    headline: HeadlineView
    matrix: HeatmapView
    roc: CurveView
    precision_recall: CurveView
    decide: DecideView
    costs: CostMatrixView
    cost_curves: CostCurvesView
    samples: SamplesView
    scores: ScoresView
    batches: BatchesView
    calibration: CalibrationView
    compare: CompareView
    start: StartPage

    def __iter__(self) -> Iterator[View]:
        return iter(getattr(self, field.name) for field in fields(self))

    def set_palette(self, palette: Palette) -> None:
        """Draw everything in other colours."""
        for view in self:
            view.set_palette(palette)


def build_views() -> Views:
    """Make one of each view."""
    return Views(
        notices=NoticeBar(), busy=BusyBar(), headline=HeadlineView(), matrix=HeatmapView(),
        roc=CurveView("roc"), precision_recall=CurveView("pr"), decide=DecideView(),
        costs=CostMatrixView(), cost_curves=CostCurvesView(), samples=SamplesView(), scores=ScoresView(),
        batches=BatchesView(), calibration=CalibrationView(), compare=CompareView(), start=StartPage(),
    )


class Panels(QWidget):
    """The middle of the window."""

    def __init__(self, views: Views, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = views
        self.top = _splitter("top_splitter", Qt.Orientation.Horizontal)
        for view in (views.matrix, views.roc, views.precision_recall):
            self.top.addWidget(view)
        self.tabs = self._build_tabs()
        self.whole = _splitter("whole_splitter", Qt.Orientation.Vertical)
        self.whole.addWidget(self.top)
        self.whole.addWidget(_framed(self.tabs))
        _share(self.top, TOP_SHARES)
        self.whole.setStretchFactor(0, 1)
        self.whole.setStretchFactor(1, 0)
        self.height_chosen = False
        self.whole.splitterMoved.connect(self.keep_height)
        self._work = _column(views.headline, self.whole)
        self._stack = QStackedWidget()
        self._stack.addWidget(views.start)
        self._stack.addWidget(self._work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(views.busy)
        layout.addWidget(views.notices)
        layout.addWidget(self._stack, 1)

    @property
    def shows_work(self) -> bool:
        """Whether a session is shown rather than the start page."""
        return self._stack.currentWidget() is self._work

    def show_work(self) -> None:
        """Show the views of a session."""
        self._stack.setCurrentWidget(self._work)

    def keep_height(self, *_moved: int) -> None:
        """From now on, the height of the tabs is the user's choice."""
        self.height_chosen = True

    def share_height(self, n_classes: int, *, comparing: bool = False) -> None:
        """Give the tabs the height that their rows need, as far as there is room."""
        if self.height_chosen:
            return
        height = max(self.whole.height(), 1)
        line = self.fontMetrics().height()
        wanted = (n_classes * 1.55 + 8.2) * line
        lines = LINES_FOR_COMPARISON if comparing else LINES_FOR_TABS
        least = min(lines * line, LEAST_FOR_TABS * height)
        tabs = round(min(max(wanted, least), MOST_FOR_TABS * height))
        self.whole.setSizes([height - tabs, tabs])

    def show_start(self) -> None:
        """Show the start page."""
        self._stack.setCurrentWidget(self._views.start)

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front and give it the keyboard."""
        self.tabs.setCurrentIndex(TABS.index(name))
        self.hold_keyboard(anew=True)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the tab that is seen."""
        focus = self.window().focusWidget()
        page = self.tabs.currentWidget()
        return focus is not None and focus.isVisible() and focus.isEnabled() and page.isAncestorOf(focus)

    def hold_keyboard(self, *, anew: bool = False) -> None:
        """Give the tab's title the keyboard where nothing in it can take it: the window would lose it."""
        if anew or not self.has_keyboard():
            self.tabs.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.has_keyboard():
            self.tabs.tabBar().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_in_front(self, name: str) -> bool:
        """Whether a tab is the one that is seen."""
        return self.tabs.currentIndex() == TABS.index(name)

    def parts_in_front(self) -> Parts:
        """Return the parts of a screen that are seen: the one of the tab in front, if it is one."""
        return frozenset(name for name in EVERYTHING if self.is_in_front(name))

    def show_sample_count(self, count: int, unavailable: str) -> None:
        """Say in the tab how many samples are listed; grey with its reason where there are none at all."""
        self._show_count("samples", count, unavailable)
        self.grey("samples", unavailable)

    def show_batch_count(self, count: int, unavailable: str) -> None:
        """Say in the tab how many batches there are; one alone has no ledger, but more can be added there."""
        self._show_count("batches", count, unavailable)
        self.tabs.setTabToolTip(TABS.index("batches"), unavailable)

    def grey(self, name: str, reason: str) -> None:
        """Grey a tab with its reason; empty: it can be used."""
        tab = TABS.index(name)
        self.tabs.setTabEnabled(tab, not reason)
        self.tabs.setTabToolTip(tab, reason)

    def _show_count(self, name: str, count: int, unavailable: str) -> None:
        tab = TABS.index(name)
        title = TAB_LIST[tab].title
        self.tabs.setTabText(tab, title if unavailable else f"{title} ({count:,})")

    def _build_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("tabs")
        tabs.setDocumentMode(True)
        tabs.setAccessibleName(", ".join(tab.title for tab in TAB_LIST))
        for tab in TAB_LIST:
            view: QWidget = getattr(self._views, tab.name)
            tabs.addTab(_scrolled(view) if tab.scrolled else view, tab.title)
        return tabs


def _splitter(name: str, orientation: Qt.Orientation) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(name)
    splitter.setHandleWidth(8)
    splitter.setChildrenCollapsible(False)
    return splitter


def _share(splitter: QSplitter, shares: tuple[int, ...]) -> None:
    for index, share in enumerate(shares):
        splitter.setStretchFactor(index, share)
    # Sizes are taken as proportions of whatever room there will be.
    splitter.setSizes([share * 100 for share in shares])


def _framed(widget: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("panel", "true")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(widget)
    return frame


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("tab_scroll")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusProxy(widget)
    area.setWidget(widget)
    return area


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QSplitter) else 0)
    return column
