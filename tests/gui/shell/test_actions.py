"""The table of commands."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from confmat_gui.gui.actions import (
    ACTIONS,
    MENUS,
    RECENT,
    SEPARATOR,
    TOOLBAR,
    build_actions,
    fill_menus,
    shortcut_list,
)


def test_that_every_command_stands_in_one_menu_and_only_the_export_of_the_rule_in_two() -> None:
    in_menus = Counter(name for _, names in MENUS for name in names if name not in (SEPARATOR, RECENT))
    assert in_menus == Counter([*(spec.name for spec in ACTIONS), "export_rule"])


def test_that_no_shortcut_is_given_twice() -> None:
    keys = [QKeySequence(spec.shortcut).toString() for spec in ACTIONS if spec.shortcut]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_that_the_toolbar_names_known_commands() -> None:
    assert {name for name, _ in TOOLBAR} <= {spec.name for spec in ACTIONS}


def test_that_the_list_of_shortcuts_says_what_each_does() -> None:
    assert len(shortcut_list()) == sum(bool(spec.shortcut) for spec in ACTIONS)
    assert all(keys and tip for keys, tip in shortcut_list())


def test_that_the_menus_are_filled(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = build_actions(window)
    fill_menus(window.menuBar(), actions, QMenu("Recent", window))
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == [title for title, _ in MENUS]
    assert actions["mode_true"].isCheckable()
    assert not actions["open"].isCheckable()
