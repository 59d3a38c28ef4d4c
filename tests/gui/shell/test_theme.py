"""Light and dark."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from confmat_gui.gui.style_sheet import style_sheet
from confmat_gui.gui.theme import Theme, qt_palette
from confmat_gui.present.palette import DARK, LIGHT


def test_that_a_choice_changes_the_palette_and_tells_it(qtbot: QtBot) -> None:
    theme = Theme("light")
    with qtbot.waitSignal(theme.changed) as blocker:
        theme.choose("dark")
    assert blocker.args == [DARK]
    assert theme.palette is DARK
    assert theme.choice == "dark"


def test_that_the_same_choice_tells_nothing(qtbot: QtBot) -> None:
    theme = Theme("light")
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose("light")


def test_that_the_system_decides_where_nobody_chose(qtbot: QtBot) -> None:
    assert Theme("system").palette in (LIGHT, DARK)


def test_that_qt_gets_the_colours_of_the_palette(qtbot: QtBot) -> None:
    for palette in (LIGHT, DARK):
        assert qt_palette(palette).color(QPalette.ColorRole.WindowText).name() == palette.text
        assert palette.accent in style_sheet(palette)
        assert "$" not in style_sheet(palette)
