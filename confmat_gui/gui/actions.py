"""Every command of the window: its words, its shortcut, and the menu in which it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


@dataclass(frozen=True)
class ActionSpec:
    """One command.

    Attributes
    ----------
    name : str
        Under which the program knows it.
    text : str
        As it stands in the menu, with its mnemonic.
    shortcut : str
        In Qt's portable form, empty for none.
    tip : str
        What it does, in one line.
    needs_session : bool
        Greyed on the start page.
    group : str
        Actions of one group are checkable, one at a time; empty for plain commands.
    checkable : bool
        Whether it is ticked and unticked on its own.
    """

    name: str
    text: str
    shortcut: str = ""
    tip: str = ""
    needs_session: bool = True
    group: str = ""
    checkable: bool = False


SEPARATOR = ""
RECENT = "recent"
"""Place of the submenu with the recent files."""

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "&Open…", "Ctrl+O", "Open prediction files or a session", needs_session=False),
    ActionSpec("open_folder", "Open &folder…", "Ctrl+Alt+O",
               "Open the prediction files in a folder as batches", needs_session=False),
    ActionSpec("open_columns", "Open with &columns…", "Ctrl+Shift+O", "Open and say what each column is",
               needs_session=False),
    ActionSpec("example_inspection", "Example: surface &inspection", "", "Five classes in twelve batches",
               needs_session=False),
    ActionSpec("example_breast_cancer", "Example: &breast cancer", "", "Two classes, real predictions",
               needs_session=False),
    ActionSpec("add_batch", "&Add batch…", "Ctrl+B", "Add files to what is open; rule and costs stay"),
    ActionSpec("add_folder", "Add fo&lder…", "Ctrl+Alt+B", "Add the files in a folder that are not open yet"),
    ActionSpec("watch_folder", "&Watch folder…", "Ctrl+Shift+B",
               "Add every file that is written to a folder from now on"),
    ActionSpec("stop_watching", "Stop wa&tching", "", "Add no more files by themselves"),
    ActionSpec("columns", "Change col&umns…", "", "Look at how the files were read, and correct it"),
    ActionSpec("save", "&Save session", "Ctrl+S", "Save predictions and decisions in one file"),
    ActionSpec("save_as", "Save session &as…", "Ctrl+Shift+S", "Save in another file"),
    ActionSpec("save_refer", "Save &without the samples…", "", "Save only a fingerprint of the files"),
    ActionSpec("properties", "Name and &notes…", "Ctrl+I", "Name the session and write notes"),
    ActionSpec("close", "&Close", "Ctrl+W", "Back to the start page"),
    ActionSpec("quit", "&Quit", "Ctrl+Q", "End the program", needs_session=False),
    ActionSpec("undo", "&Undo", "Ctrl+Z", "Take back the last change"),
    ActionSpec("redo", "&Redo", "Ctrl+Shift+Z", "Do again what was taken back"),
    ActionSpec("take_back", "&Take back the last repair", "", "Undo what was last put right in the samples"),
    ActionSpec("copy_command", "Copy as &command", "Ctrl+Shift+C",
               "Copy the confmat line that gives these numbers"),
    ActionSpec("copy_matrix", "Copy &matrix picture", "Ctrl+Alt+M", "Copy the matrix as a picture"),
    ActionSpec("copy_roc", "Copy R&OC picture", "Ctrl+Alt+R", "Copy the ROC as a picture"),
    ActionSpec("copy_pr", "Copy &precision–recall picture", "Ctrl+Alt+P",
               "Copy the precision–recall curves as a picture"),
    ActionSpec("mode_counts", "&Counts", "Alt+1", "The matrix shows counts", group="mode"),
    ActionSpec("mode_true", "&Row %", "Alt+2", "The matrix shows shares of each true class", group="mode"),
    ActionSpec("mode_pred", "Co&lumn %", "Alt+3", "The matrix shows shares of each decision", group="mode"),
    ActionSpec("mode_all", "&All %", "Alt+4", "The matrix shows shares of all samples", group="mode"),
    ActionSpec("mode_cost", "C&ost", "Alt+5", "The matrix shows what each cell costs", group="mode"),
    ActionSpec("mode_delta", "Δ de&fault", "Alt+6", "The matrix shows the change against the default rule",
               group="mode"),
    ActionSpec("tab_decide", "&Decide", "Ctrl+1", "Go to the rule and its thresholds"),
    ActionSpec("tab_costs", "Cost &matrix", "Ctrl+2", "Go to the cost matrix"),
    ActionSpec("tab_cost_curves", "C&ost curves", "Ctrl+3", "Go to the cost curves and the best thresholds"),
    ActionSpec("tab_scores", "Sc&ores", "Ctrl+4", "Go to the scores of the selected class"),
    ActionSpec("tab_calibration", "Cali&bration", "Ctrl+5", "Go to the reliability of the probabilities"),
    ActionSpec("tab_batches", "&Batches", "Ctrl+6", "Go to the ledger of batches"),
    ActionSpec("tab_samples", "&Samples", "Ctrl+7", "Go to the samples of the selection"),
    ActionSpec("tab_compare", "Com&pare", "Ctrl+8", "Go to the comparison"),
    ActionSpec("next_class", "&Next class", "Ctrl+Down", "Select the next class"),
    ActionSpec("previous_class", "Pre&vious class", "Ctrl+Up", "Select the class before"),
    ActionSpec("clear_selection", "Select n&othing", "Esc", "Clear the selection"),
    ActionSpec("zoom_all", "ROC: &whole", "Ctrl+Alt+1", "The ROC shows the whole square", group="zoom"),
    ActionSpec("zoom_corner", "ROC: cor&ner", "Ctrl+Alt+2", "The ROC shows the upper left corner",
               group="zoom"),
    ActionSpec("zoom_log", "ROC: lo&garithmic", "Ctrl+Alt+3", "The ROC has a logarithmic axis", group="zoom"),
    ActionSpec("curves_rest", "Curves: one against the r&est", "Ctrl+Alt+4",
               "The selected class has its curve against the rest", group="curves"),
    ActionSpec("curves_decision", "Curves: of the decis&ions", "Ctrl+Alt+5",
               "The selected class has its decision curve, other thresholds fixed", group="curves"),
    ActionSpec("hull", "ROC: convex &hull", "Ctrl+Alt+H",
               "The ROC has its convex hull, and marks the best threshold at your prices", checkable=True),
    ActionSpec("theme_system", "As the s&ystem", "", "Light or dark as the system has it",
               needs_session=False, group="theme"),
    ActionSpec("theme_light", "L&ight", "", "Light colours", needs_session=False, group="theme"),
    ActionSpec("theme_dark", "Dar&k", "", "Dark colours", needs_session=False, group="theme"),
    ActionSpec("full_screen", "&Full screen", "F11", "Fill the screen", needs_session=False),
    ActionSpec("rule_argmax", "&Highest score", "Ctrl+Shift+1", "Decide for the highest score", group="rule"),
    ActionSpec("rule_thresholds", "Class &thresholds", "Ctrl+Shift+2", "Decide by thresholds", group="rule"),
    ActionSpec("rule_no_decision", "Threshold, else &no decision", "Ctrl+Shift+5",
               "Decide where a class reaches its threshold, else not", group="rule"),
    ActionSpec("rule_min_cost", "Lowest expected &cost", "Ctrl+Shift+3", "Decide for the lowest cost",
               group="rule"),
    ActionSpec("rule_predicted", "The file’s &own labels", "Ctrl+Shift+4", "Take the file's predictions",
               group="rule"),
    ActionSpec("boundary_inclusive", "Score ≥ &threshold (inclusive)", "",
               "A score equal to the threshold counts",
               group="boundary"),
    ActionSpec("boundary_strict", "Score > t&hreshold (strict)", "",
               "A score equal to the threshold does not count",
               group="boundary"),
    ActionSpec("suggest", "&Suggest a rule", "Ctrl+G",
               "Search the rule for what the bar says, and show what it would change"),
    ActionSpec("fewer_quarter", "Fewer of the selected errors: &25 % fewer", "",
               "The smallest change of the rule that takes a quarter of the selected cell away"),
    ActionSpec("fewer_half", "Fewer of the selected errors: hal&f as many", "Ctrl+Shift+F",
               "The smallest change of the rule that halves the selected cell"),
    ActionSpec("fewer_all", "Fewer of the selected errors: n&one at all", "",
               "The smallest change of the rule that empties the selected cell"),
    ActionSpec("reset_rule", "Back to the &default rule", "Ctrl+R", "Use the default rule again"),
    ActionSpec("adapt_scores", "Ad&apt scores to the shares", "",
               "Make the probabilities those of the shares of the classes here; this changes decisions"),
    ActionSpec("reset_shares", "Back to the shares of the sa&mples", "",
               "Let every class be as common as in the samples"),
    ActionSpec("import_rule", "&Import rule…", "", "Read a rule from rule.json"),
    ActionSpec("export_rule", "&Export rule…", "",
               "Write the rule as JSON, or as code for Python, scikit-learn or SQL"),
    ActionSpec("import_costs", "Import co&sts…", "", "Read a cost matrix from CSV"),
    ActionSpec("export_costs", "Export cos&ts…", "", "Write the cost matrix to CSV"),
    ActionSpec("usual_costs", "&Usual prices…", "", "Choose usual prices, with a preview"),
    ActionSpec("swap_costs", "Change rows and &columns of costs over", "",
               "For a cost matrix whose rows are the predicted classes"),
    ActionSpec("clear_costs", "C&lear costs", "", "Take all prices away"),
    ActionSpec("compare", "&Compare with…", "Ctrl+D", "Compare with another session or other files"),
    ActionSpec("compare_clear", "&End the comparison", "", "Take all other sessions away"),
    ActionSpec("export_report", "&Report…", "Ctrl+E", "Write the report as PNG, SVG or PDF"),
    ActionSpec("export_comparison", "&Comparison…", "", "Write the comparison as PNG, SVG or PDF"),
    ActionSpec("export_samples", "&Samples of the selection…", "", "Write the listed samples as CSV"),
    ActionSpec("export_decisions", "All &decisions…", "", "Write every sample and its decision as CSV"),
    ActionSpec("export_set_aside", "Rows set &aside…", "", "Write the rows that could not be used as CSV"),
    ActionSpec("set_aside", "Rows set as&ide…", "", "List the rows that could not be used, and why"),
    ActionSpec("keyboard", "&Keyboard", "F1", "List all shortcuts", needs_session=False),
    ActionSpec("about", "&About confmat", "", "Version and licence", needs_session=False),
)

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("&File", ("open", "open_folder", "open_columns", RECENT, "example_inspection", "example_breast_cancer",
               SEPARATOR, "add_batch", "add_folder", "watch_folder", "stop_watching", SEPARATOR, "columns",
               "set_aside", SEPARATOR, "save", "save_as", "save_refer", "properties", SEPARATOR, "close",
               "quit")),
    ("&Edit", ("undo", "redo", "take_back", SEPARATOR, "copy_command", "copy_matrix", "copy_roc", "copy_pr")),
    ("&View", ("mode_counts", "mode_true", "mode_pred", "mode_all", "mode_cost", "mode_delta", SEPARATOR,
               "zoom_all", "zoom_corner", "zoom_log", SEPARATOR, "curves_rest", "curves_decision", "hull",
               SEPARATOR,
               "tab_decide", "tab_costs", "tab_cost_curves", "tab_scores", "tab_calibration", "tab_batches",
               "tab_samples", "tab_compare", SEPARATOR, "next_class", "previous_class", "clear_selection",
               SEPARATOR,
               "theme_system", "theme_light", "theme_dark", SEPARATOR, "full_screen")),
    ("&Decide", ("rule_argmax", "rule_thresholds", "rule_no_decision", "rule_min_cost", "rule_predicted",
                 SEPARATOR, "boundary_inclusive", "boundary_strict", SEPARATOR, "suggest", "fewer_quarter",
                 "fewer_half", "fewer_all", SEPARATOR, "reset_rule", SEPARATOR,
                 "adapt_scores", "reset_shares", SEPARATOR,
                 "import_rule", "export_rule", SEPARATOR, "usual_costs", "swap_costs", "import_costs",
                 "export_costs", "clear_costs")),
    ("&Compare", ("compare", "compare_clear")),
    ("E&xport", ("export_report", "export_comparison", SEPARATOR, "export_rule", SEPARATOR,
                 "export_samples", "export_decisions", "export_set_aside")),
    ("&Help", ("keyboard", "about")),
)

TOOLBAR: tuple[tuple[str, str], ...] = (
    ("open", "Open…"), ("add_batch", "Add batch…"), ("save", "Save session"), ("undo", "↶"), ("redo", "↷"),
    ("compare", "Compare with…"), ("export_report", "Export report…"),
)
"""Name and short text of the commands in the toolbar."""


def build_actions(parent: QWidget) -> dict[str, QAction]:
    """Return a QAction for each command, its shortcut active in the whole window."""
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.name)
        action.setShortcut(QKeySequence(spec.shortcut))
        shortcut = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setToolTip(spec.tip + (shortcut if spec.shortcut else ""))
        action.setStatusTip("")
        if spec.group:
            action.setCheckable(True)
            action.setActionGroup(groups.setdefault(spec.group, QActionGroup(parent)))
        elif spec.checkable:
            action.setCheckable(True)
        parent.addAction(action)
        actions[spec.name] = action
    return actions


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction], recent: QMenu) -> None:
    """Put every command into its menu."""
    for title, names in MENUS:
        menu = bar.addMenu(title)
        for name in names:
            if name == SEPARATOR:
                menu.addSeparator()
            elif name == RECENT:
                menu.addMenu(recent)
            else:
                menu.addAction(actions[name])


def shortcut_list() -> tuple[tuple[str, str], ...]:
    """Return (shortcut, what it does) for every command that has one."""
    native = QKeySequence.SequenceFormat.NativeText
    return tuple((QKeySequence(s.shortcut).toString(native), s.tip) for s in ACTIONS if s.shortcut)
