"""Which action does what, and which actions can be used now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from confmat_gui.core.rules import Boundary, RuleForm
from confmat_gui.gui.actions import ACTIONS, shortcut_list
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.gui.dialogs.choosing import FileChooser
from confmat_gui.gui.dialogs.help import AboutDialog, KeyboardDialog
from confmat_gui.gui.main_window.export_commands import ExportCommands
from confmat_gui.gui.main_window.file_commands import FileCommands
from confmat_gui.gui.main_window.panels import TABS, Panels, Views
from confmat_gui.gui.main_window.price_commands import PriceCommands
from confmat_gui.gui.main_window.suggest_wiring import SuggestWiring
from confmat_gui.gui.settings import THEMES, ThemeChoice
from confmat_gui.gui.theme import Theme
from confmat_gui.session.state import CurveBasis, MatrixMode
from confmat_gui.session.wish import why_no_suggestion

RULES: dict[str, RuleForm] = {
    "rule_argmax": "argmax", "rule_thresholds": "thresholds", "rule_no_decision": "no-decision",
    "rule_min_cost": "min-cost", "rule_predicted": "predicted",
}
BOUNDARIES: dict[str, Boundary] = {"boundary_inclusive": ">=", "boundary_strict": ">"}
MODES: tuple[MatrixMode, ...] = ("counts", "true", "pred", "all", "cost", "delta")
CURVES: tuple[CurveBasis, ...] = ("rest", "decision")
ZOOMS: tuple[Literal["all", "corner", "log"], ...] = ("all", "corner", "log")


class Commands(QObject):
    """Connects the actions of the window."""

    def __init__(
        self, window: QWidget, controller: Controller, chooser: FileChooser, theme: Theme, *, panels: Panels,
        views: Views, actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._theme = theme
        self._panels = panels
        self._views = views
        self._actions = actions
        self.files = FileCommands(window, controller, chooser)
        self.suggesting = SuggestWiring(self, controller, panels, views)
        self.exports = ExportCommands(window, controller, chooser, theme)
        self.prices = PriceCommands(window, controller, theme)
        handlers = self._file_handlers() | self._work_handlers() | self._view_handlers()
        for name, handler in handlers.items():
            actions[name].triggered.connect(partial(_call, handler))

    def show_keyboard(self) -> None:
        """List the shortcuts."""
        KeyboardDialog(shortcut_list(), self._window).open()

    def show_about(self) -> None:
        """Say what this program is."""
        AboutDialog(self._window).open()

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Use light or dark, or follow the system, now and at the next start."""
        self._controller.settings.theme = choice
        self._theme.choose(choice)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def update_actions(self, screen: Screen | None) -> None:
        """Grey what cannot be done now, and tick what is chosen."""
        store = self._controller.store
        for spec in ACTIONS:
            self._actions[spec.name].setEnabled(screen is not None or not spec.needs_session)
        self._actions["undo"].setEnabled(store.can_undo)
        self._actions["redo"].setEnabled(store.can_redo)
        self._actions[f"theme_{self._theme.choice}"].setChecked(True)
        self.update_compare_actions()
        self.update_watch_actions()
        if screen is not None:
            self._tick(screen)

    def update_compare_actions(self) -> None:
        """Grey what needs a comparison."""
        comparing = self._controller.comparing.n_others > 0
        for name in ("compare_clear", "export_comparison"):
            self._actions[name].setEnabled(comparing)

    def update_watch_actions(self) -> None:
        """Grey what needs a folder that is watched."""
        self._actions["stop_watching"].setEnabled(self._controller.watching.state is not None)

    def _tick(self, screen: Screen) -> None:
        display, decide = screen.session.display, screen.state.decide
        self._actions[f"mode_{display.matrix_mode}"].setChecked(True)
        self._actions[f"zoom_{display.roc_zoom}"].setChecked(True)
        self._actions[f"curves_{display.curves}"].setChecked(True)
        self._actions["curves_decision"].setEnabled(screen.state.roc.why_not == "")
        self._actions["hull"].setChecked(display.hull)
        self._actions["hull"].setEnabled(screen.state.roc.hull_wanted is not None)
        kinds = {rule.kind: rule for rule in decide.rules}
        for name, kind in RULES.items():
            choice = kinds.get(kind)
            self._actions[name].setEnabled(choice is not None and choice.possible)
            if choice is not None and choice.selected:
                self._actions[name].setChecked(True)
        for name, boundary in BOUNDARIES.items():
            self._actions[name].setEnabled(decide.boundary_applies)
            if decide.boundary == boundary:
                self._actions[name].setChecked(True)
        set_aside = bool(screen.session.data.loaded.set_aside)
        for name in ("set_aside", "export_set_aside"):
            self._actions[name].setEnabled(set_aside)
        self._actions["suggest"].setEnabled(not why_no_suggestion(screen.session))
        reason = self._controller.suggesting.why_not_fewer(display.selected_cell)
        for name in ("fewer_quarter", "fewer_half", "fewer_all"):
            self._actions[name].setEnabled(not reason)
        self._actions["take_back"].setEnabled(bool(screen.session.data.repairs))
        shares = screen.state.shares
        self._actions["adapt_scores"].setEnabled(
            shares is not None and not shares.adapted and not shares.why_not
        )
        self._actions["reset_shares"].setEnabled(shares is not None)
        for name in ("export_costs", "clear_costs", "swap_costs"):
            self._actions[name].setEnabled(screen.session.point.costs is not None)

    def _file_handlers(self) -> dict[str, Callable[[], Any]]:
        files, exports = self.files, self.exports
        return {
            "open": files.open, "open_folder": files.open_folder, "open_columns": files.open_with_columns,
            "add_batch": files.add_batch, "add_folder": files.add_folder,
            "watch_folder": files.watch_folder, "stop_watching": self._controller.watching.stop,
            "example_inspection": partial(files.open_example, "inspection"),
            "example_breast_cancer": partial(files.open_example, "breast-cancer"),
            "columns": files.change_columns, "set_aside": exports.list_set_aside, "save": files.save,
            "save_as": files.save_as, "save_refer": partial(files.save_as, refer=True),
            "properties": files.edit_properties, "close": files.close_session, "quit": self._window.close,
            "compare": files.compare, "compare_clear": self._controller.comparing.clear,
            "export_report": exports.report, "export_comparison": exports.comparison,
            "export_samples": exports.samples, "export_decisions": exports.decisions,
            "export_set_aside": exports.set_aside, "import_rule": exports.import_rule,
            "export_rule": exports.rule, "import_costs": exports.import_costs, "export_costs": exports.costs,
        }

    def _work_handlers(self) -> dict[str, Callable[[], Any]]:
        store, deciding, exports = self._controller.store, self._controller.deciding, self.exports
        views = self._views
        handlers: dict[str, Callable[[], Any]] = {
            "undo": store.undo, "redo": store.redo, "take_back": self._controller.repairing.remove_last,
            "reset_rule": deciding.reset_rule,
            "adapt_scores": partial(self._controller.sharing.adapt, True),
            "reset_shares": self._controller.sharing.reset,
            "usual_costs": self.prices.choose_usual, "swap_costs": self._controller.pricing.swap,
            "clear_costs": partial(deciding.set_costs, None), "copy_command": exports.copy_command,
            "copy_matrix": partial(exports.copy_picture, views.matrix, "matrix"),
            "copy_roc": partial(exports.copy_picture, views.roc, "ROC"),
            "copy_pr": partial(exports.copy_picture, views.precision_recall, "precision–recall curves"),
            "next_class": partial(deciding.select_next_class, 1),
            "previous_class": partial(deciding.select_next_class, -1),
            "clear_selection": self.suggesting.discard_or_clear, "suggest": self.suggesting.suggest,
            "fewer_quarter": partial(self.suggesting.fewer_of_selected, 0.25),
            "fewer_half": partial(self.suggesting.fewer_of_selected, 0.5),
            "fewer_all": partial(self.suggesting.fewer_of_selected, 1.0),
        }
        for name, kind in RULES.items():
            handlers[name] = partial(deciding.choose_rule, kind)
        for name, boundary in BOUNDARIES.items():
            handlers[name] = partial(deciding.choose_boundary, boundary)
        return handlers

    def _view_handlers(self) -> dict[str, Callable[[], Any]]:
        deciding = self._controller.deciding
        handlers: dict[str, Callable[[], Any]] = {
            "keyboard": self.show_keyboard, "about": self.show_about, "full_screen": self.toggle_full_screen,
        }
        handlers["hull"] = lambda: deciding.show_hull(self._actions["hull"].isChecked())
        handlers |= {f"mode_{mode}": partial(deciding.choose_mode, mode) for mode in MODES}
        handlers |= {f"zoom_{zoom}": partial(deciding.choose_zoom, zoom) for zoom in ZOOMS}
        handlers |= {f"curves_{basis}": partial(deciding.choose_curves, basis) for basis in CURVES}
        handlers |= {f"theme_{choice}": partial(self.choose_theme, choice) for choice in THEMES}
        handlers |= {f"tab_{tab}": partial(self._panels.show_tab, tab) for tab in TABS}
        return handlers


def _call(handler: Callable[[], Any], _checked: object = None) -> None:
    handler()
