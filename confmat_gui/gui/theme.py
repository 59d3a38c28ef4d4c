"""Light and dark: the palette in force, and what it means for Qt's own widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from confmat_gui.gui.settings import ThemeChoice
from confmat_gui.gui.style_sheet import style_sheet
from confmat_gui.present.palette import DARK, LIGHT, Palette


class Theme(QObject):
    """Knows the palette in force; signal `changed(Palette)` when the system or the user changes it.

    `QStyleHints.setColorScheme` works with some platform themes only, so the program has its own two
    palettes and merely follows what the system says.
    """

    changed = Signal(object)

    def __init__(self, choice: ThemeChoice = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._palette = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def choice(self) -> ThemeChoice:
        """What the user chose."""
        return self._choice

    @property
    def palette(self) -> Palette:
        """The palette in force."""
        return self._palette

    def choose(self, choice: ThemeChoice) -> None:
        """Use light or dark, or follow the system."""
        self._choice = choice
        self._follow()

    def _wanted(self) -> Palette:
        if self._choice == "system":
            return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _follow(self, _scheme: object = None) -> None:
        palette = self._wanted()
        if palette is not self._palette:
            self._palette = palette
            self.changed.emit(palette)


def apply_palette(app: QApplication, palette: Palette) -> None:
    """Give Qt's own widgets the colours of `palette`."""
    app.setPalette(qt_palette(palette))
    app.setStyleSheet(style_sheet(palette))


def qt_palette(palette: Palette) -> QPalette:
    """Return the colours of `palette` in Qt's roles."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.window,
        role.WindowText: palette.text,
        role.Base: palette.panel,
        role.AlternateBase: palette.window,
        role.Text: palette.text,
        role.Button: palette.panel,
        role.ButtonText: palette.text,
        role.BrightText: palette.worse,
        role.ToolTipBase: palette.tooltip,
        role.ToolTipText: palette.tooltip_text,
        role.PlaceholderText: palette.muted,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.accent_text,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Light: palette.panel,
        role.Midlight: palette.border,
        role.Mid: palette.border,
        role.Dark: palette.muted,
        role.Shadow: palette.border,
    }
    made = QPalette()
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(palette.muted))
    return made
