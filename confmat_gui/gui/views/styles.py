"""One palette to Qt's own colours, for the plain widgets inside a view."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from confmat_gui.present.palette import Palette

_SHEET = """
QFrame#panel {{ background: {panel}; border: 1px solid {border}; border-radius: 6px; }}
QLabel {{ color: {text}; background: transparent; border: 0; }}
QLabel[quiet="true"] {{ color: {muted}; }}
QLabel[overlay="true"] {{ color: {muted}; background: {panel}; padding: 4px 6px; border-radius: 4px; }}
QLabel[link="true"] {{ color: {accent}; }}
QPushButton {{ background: {window}; color: {text}; border: 1px solid {border}; border-radius: 5px;
    padding: 4px 10px; min-width: 0; }}
QPushButton:hover {{ border-color: {muted}; }}
QPushButton:focus {{ border: 1px solid {accent}; }}
QPushButton:disabled {{ color: {muted}; }}
QPushButton[primary="true"] {{ background: {accent}; color: {accent_text}; border-color: {accent}; }}
QPushButton[primary="true"]:disabled {{ background: {window}; color: {muted}; border-color: {border}; }}
QPushButton[primary="true"]:focus, QPushButton[primary="true"]:hover {{ border: 1px solid {text}; }}
QPushButton:checked {{ background: {accent}; color: {accent_text}; border-color: {accent}; }}
QPushButton:checked:focus {{ border: 1px solid {text}; }}
QPushButton[flat="true"] {{ background: transparent; border: 1px solid transparent; color: {accent};
    padding: 2px 6px; }}
QPushButton[flat="true"]:hover {{ text-decoration: underline; }}
QPushButton[flat="true"]:focus {{ border: 1px solid {accent}; }}
QPushButton::menu-indicator {{ subcontrol-position: right center; left: -4px; }}
QPushButton#menu {{ padding-right: 22px; }}
QTableView {{ background: {panel}; color: {text}; border: 0; gridline-color: {grid};
    selection-background-color: {selected_row}; selection-color: {text}; outline: 0; }}
QTableView::item {{ padding: 0 8px; }}
QTableView:focus {{ border: 0; }}
QHeaderView {{ background: {panel}; color: {muted}; border: 0; }}
QHeaderView::section {{ background: {panel}; border: 0;
    border-bottom: 1px solid {border}; padding: 3px 8px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QRadioButton {{ color: {text}; spacing: 6px; }}
QRadioButton:disabled {{ color: {muted}; }}
QRadioButton::indicator {{ width: 12px; height: 12px; border: 1px solid {muted}; border-radius: 7px;
    background: {panel}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 4px solid {accent}; }}
QRadioButton::indicator:focus {{ border-color: {text}; }}
QRadioButton::indicator:disabled {{ border-color: {border}; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTableCornerButton::section {{ background: {panel}; border: 0; border-bottom: 1px solid {border}; }}
QLineEdit {{ background: {panel}; color: {text}; border: 1px solid {border}; border-radius: 3px;
    selection-background-color: {accent}; selection-color: {accent_text}; }}
QLineEdit:focus {{ border: 1px solid {accent}; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: 0; }}
QLineEdit[wrong="true"] {{ border: 1px solid {worse}; color: {worse}; }}
"""


def qt_palette(palette: Palette) -> QPalette:
    """Return Qt's palette for widgets that lie on a panel."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: palette.panel, QPalette.ColorRole.WindowText: palette.text,
        QPalette.ColorRole.Base: palette.panel, QPalette.ColorRole.AlternateBase: palette.window,
        QPalette.ColorRole.Text: palette.text, QPalette.ColorRole.Button: palette.window,
        QPalette.ColorRole.ButtonText: palette.text, QPalette.ColorRole.Highlight: palette.accent,
        QPalette.ColorRole.HighlightedText: palette.accent_text, QPalette.ColorRole.Link: palette.accent,
        QPalette.ColorRole.ToolTipBase: palette.tooltip, QPalette.ColorRole.ToolTipText: palette.tooltip_text,
        QPalette.ColorRole.PlaceholderText: palette.muted, QPalette.ColorRole.Mid: palette.border,
        QPalette.ColorRole.Accent: palette.accent,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.muted))
    return result


def dress(widget: QWidget, palette: Palette, extra: str = "") -> None:
    """Give `widget` and all that lies in it the colours of `palette`; `extra` is a further style sheet."""
    widget.setPalette(qt_palette(palette))
    widget.setStyleSheet(_SHEET.format(**vars(palette)) + extra)
