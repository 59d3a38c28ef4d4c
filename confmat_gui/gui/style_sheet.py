"""The look of Qt's own widgets, in the colours of a palette."""

from __future__ import annotations

from string import Template

from confmat_gui.io.resources import resource_path
from confmat_gui.present.palette import Palette

_RULES = Template("""
QMainWindow, QDialog { background: $window; }
QMenuBar { background: $panel; padding: 2px 6px; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $selected_row; }
QMenu { background: $panel; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selected_row; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QToolBar {
    background: $panel; border: none; border-bottom: 1px solid $border;
    spacing: 8px; padding: 4px 10px 6px 10px;
}
QToolBar QToolButton {
    background: $window; border: 1px solid $border; border-radius: 5px; padding: 5px 12px;
}
QToolButton#curve_choice {
    background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 1px 2px;
}
QToolButton#curve_choice:hover, QToolButton#curve_choice:focus { border-color: $accent; }
QToolButton#curve_choice::menu-indicator {
    image: url("$chevron"); width: 10px; height: 10px;
    subcontrol-origin: padding; subcontrol-position: center;
}
QToolButton#undo, QToolButton#redo { font-size: 15pt; padding: 0 10px; }
QToolBar QToolButton:hover, QPushButton:hover { border-color: $accent; }
QToolBar QToolButton:focus, QPushButton:focus { border-color: $accent; }
QToolBar QToolButton:disabled, QPushButton:disabled { color: $muted; }
QPushButton {
    background: $window; border: 1px solid $border; border-radius: 5px; padding: 5px 12px;
}
QDialogButtonBox QPushButton { min-width: 60px; }
QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:default:disabled { background: $window; color: $muted; border-color: $border; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QComboBox {
    background: $window; border: 1px solid $border; border-radius: 5px; padding: 4px 8px;
    combobox-popup: 0;  /* a list below the box, not a menu over it, whose frame does not follow this sheet */
}
QComboBox:hover, QComboBox:focus { border-color: $accent; }
QComboBox:disabled { color: $muted; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$chevron"); width: 10px; height: 10px; }
QComboBox QAbstractItemView {
    background: $panel; border: 0; padding: 2px; outline: 0;
    selection-background-color: $selected_row; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding-left: 4px; border: none; }
QComboBox QAbstractItemView::item:selected { background: $selected_row; color: $text; }
QComboBoxPrivateContainer { background: $panel; border: 1px solid $border; }
QAbstractSpinBox {
    background: $panel; color: $text; border: 1px solid $border; border-radius: 3px; padding: 2px 0;
    selection-background-color: $accent; selection-color: $accent_text;
}
QAbstractSpinBox QLineEdit { background: transparent; border: 0; }
QAbstractSpinBox:hover { border-color: $muted; }
QAbstractSpinBox:focus { border-color: $accent; }
QAbstractSpinBox:disabled { color: $muted; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 20px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $selected_row; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("$chevron"); width: 9px; height: 9px; }
QAbstractSpinBox::up-arrow:off, QAbstractSpinBox::down-arrow:off { image: none; }
QLineEdit#class_order {
    background: $window; border: 1px solid $border; border-radius: 5px; padding: 4px 8px;
}
QLineEdit#class_order:hover, QLineEdit#class_order:focus { border-color: $accent; }
QStatusBar { background: $panel; border-top: 1px solid $border; color: $muted; }
QStatusBar QLabel { color: $muted; padding: 2px 6px; }
QStatusBar::item { border: none; }
QToolTip { background: $tooltip; color: $tooltip_text; border: none; padding: 6px; }
QSplitter::handle { background: transparent; }
QFrame[panel="true"] { background: $panel; border: 1px solid $border; border-radius: 6px; }
QScrollArea#tab_scroll, QScrollArea#tab_scroll > QWidget > QWidget { background: $panel; }
QCheckBox::indicator, QListView::indicator {
    width: 12px; height: 12px; border: 1px solid $muted; border-radius: 3px; background: $panel;
}
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check");
}
QCheckBox::indicator:focus { border-color: $text; }
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $border; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 30px; }
QScrollBar::handle:horizontal { min-width: 30px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QDialog QTableView, QDialog QListView, QDialog QPlainTextEdit {
    background: $panel; border: 1px solid $border; border-radius: 5px; gridline-color: $grid;
}
QDialog QListView { selection-background-color: $selected_row; selection-color: $text; outline: 0; }
QDialog QHeaderView::section {
    background: $window; color: $muted; border: 0; border-bottom: 1px solid $border; padding: 4px 8px;
}
QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab { padding: 9px 20px; border: none; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: bold; }
QTabBar::tab:hover:!selected { color: $text; }
QTabBar::tab:focus { background: $selected_row; }
QLabel[role="title"] { font-weight: bold; font-size: 11pt; }
QLabel[role="subtitle"] { color: $muted; }
""")


def style_sheet(palette: Palette) -> str:
    """Return Qt's style sheet in the colours of `palette`."""
    return _RULES.substitute(
        window=palette.window, panel=palette.panel, border=palette.border, text=palette.text,
        muted=palette.muted, accent=palette.accent, accent_text=palette.accent_text,
        selected_row=palette.selected_row, grid=palette.grid,
        tooltip=palette.tooltip, tooltip_text=palette.tooltip_text,
        chevron=resource_path("chevron.svg").as_posix(),
        chevron_up=resource_path("chevron_up.svg").as_posix(), check=resource_path("check.svg").as_posix(),
    )
