"""The suggestion in the window: bar and preview in the Decide tab, the change in the matrix, and the ROC."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.gui.main_window.panels import TABS, Panels, Views
from confmat_gui.present.curves import without_best
from confmat_gui.present.notice import Notice
from confmat_gui.present.preview import PreviewState

SHARES: tuple[tuple[float, str], ...] = ((0.25, "25 % fewer"), (0.5, "Half as many"), (1.0, "None at all"))


class SuggestWiring(QObject):
    """Connects the views with `Suggesting`, and lends the matrix to a preview."""

    def __init__(self, parent: QObject, controller: Controller, panels: Panels, views: Views) -> None:
        super().__init__(parent)
        self._controller = controller
        self._panels = panels
        self._views = views
        self._lends_matrix = False
        suggesting, bar = controller.suggesting, views.decide.suggest_bar
        suggesting.wished.connect(bar.show_state)
        suggesting.worked.connect(bar.show_busy)
        suggesting.previewed.connect(self._show_preview)
        suggesting.refused.connect(bar.constraint_panel.refuse)
        bar.objective_chosen.connect(suggesting.choose_objective)
        bar.constraint_added.connect(suggesting.add_constraint)
        bar.constraint_typed.connect(suggesting.type_constraint)
        bar.constraint_removed.connect(suggesting.remove_constraint)
        bar.tuning_chosen.connect(suggesting.choose_tuning)
        bar.suggestion_requested.connect(lambda _: suggesting.suggest())
        bar.cancelled.connect(lambda _: suggesting.cancel())
        bar.accepted.connect(lambda _: self._end(suggesting.accept))
        bar.discarded.connect(lambda _: self._end(suggesting.discard))
        bar.matrix_wanted.connect(self._lend_matrix)
        views.matrix.mode_chosen.connect(lambda _: self._lend_matrix(False))
        views.matrix.menu_requested.connect(self.open_cell_menu)

    def show_over(self, screen: Screen) -> None:
        """Show what belongs to a preview over the screen that has just been shown."""
        if self._controller.suggesting.preview is not None:
            self._views.roc.show_state(without_best(screen.state.roc))
            self._show_change()

    def suggest(self) -> None:
        """Go to the Decide tab and search."""
        self._to_decide()
        self._controller.suggesting.suggest()

    def propose(self, notice: Notice) -> None:
        """Go to the bar with what helps against a notice filled in; the person presses Suggest."""
        session = self._controller.store.session
        if session is not None and notice.class_name is not None:
            index = session.data.prepared.predictions.class_index(notice.class_name)
            self._controller.deciding.select_class(index)
            self._controller.suggesting.propose(index)
        self._to_decide()
        self._views.decide.suggest_bar.suggest.setFocus()

    def fewer_of_selected(self, share: float) -> None:
        """Look for fewer errors in the selected cell."""
        self._to_decide()
        self._controller.suggesting.fewer_of_selected(share)

    def discard_or_clear(self) -> None:
        """Let a preview go; where there is none, select nothing."""
        if self._controller.suggesting.preview is not None:
            self._controller.suggesting.discard()
        else:
            self._controller.deciding.clear_selection()

    def open_cell_menu(self, cell: tuple[int, int], at: QPoint) -> None:
        """Offer what can be done about a cell of the matrix."""
        screen = self._controller.screens.last
        if screen is not None:
            self.cell_menu(screen, cell).popup(at)

    def cell_menu(self, screen: Screen, cell: tuple[int, int]) -> QMenu:
        """Return the menu of a cell: its samples, and fewer of its errors."""
        matrix = screen.state.matrix
        true, predicted = matrix.classes[cell[0]], matrix.columns[cell[1]]
        menu = QMenu(self._views.matrix)
        menu.setObjectName("cell_menu")
        menu.setToolTipsVisible(True)
        menu.addAction("List these samples").triggered.connect(lambda _checked: self._list_samples(cell))
        fewer = menu.addMenu(f"Fewer of these ({true} → {predicted})")
        fewer.setToolTipsVisible(True)
        reason = self._controller.suggesting.why_not_fewer(cell)
        fewer.setEnabled(not reason)
        fewer.menuAction().setToolTip(reason)
        for share, words in SHARES:
            action = fewer.addAction(words)
            action.triggered.connect(lambda _checked, share=share: self._fewer(cell, share))
        if reason:
            menu.addAction(reason).setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _list_samples(self, cell: tuple[int, int]) -> None:
        self._controller.deciding.select_cell(cell)
        self._panels.show_tab("samples")

    def _fewer(self, cell: tuple[int, int], share: float) -> None:
        self._controller.deciding.select_cell(cell)
        self._to_decide()
        self._controller.suggesting.fewer(cell, share)

    def _end(self, end: Callable[[], None]) -> None:
        """Accept or discard, and give the keyboard back to the bar."""
        end()
        self._views.decide.suggest_bar.suggest.setFocus()

    def _to_decide(self) -> None:
        """Bring the tab to the front; the table would select a class if it got the keyboard."""
        self._panels.tabs.setCurrentIndex(TABS.index("decide"))

    def _show_preview(self, state: PreviewState | None) -> None:
        self._views.decide.show_preview(state)
        if state is not None:
            self._to_decide()
            self._views.decide.suggest_bar.accept.setFocus()
        self._lend_matrix(state is not None)
        screen = self._controller.screens.last
        if screen is not None:
            roc = screen.state.roc
            self._views.roc.show_state(roc if state is None else without_best(roc))

    def _lend_matrix(self, wanted: bool) -> None:
        """Show the change in the matrix, or the matrix of now again."""
        before, self._lends_matrix = self._lends_matrix, wanted
        self._views.decide.suggest_bar.in_matrix.setChecked(wanted)
        screen = self._controller.screens.last
        if screen is None:
            return
        if wanted:
            self._show_change()
        elif before:
            self._views.matrix.show_state(screen.state.matrix)

    def _show_change(self) -> None:
        preview = self._controller.suggesting.preview
        if self._lends_matrix and preview is not None:
            self._views.matrix.show_state(preview.state.matrix)
