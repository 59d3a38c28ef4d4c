"""The main window."""

from __future__ import annotations

from confmat_gui.gui.main_window.window import MainWindow

__all__ = ["MainWindow"]
