"""Qt without a display, one font, and no throttle on mouse moves."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pyqtgraph
import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"

# pyqtgraph drops mouse moves that come faster than this; a test moves the mouse without pauses.
pyqtgraph.setConfigOption("mouseRateLimit", -1)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Return the application with the bundled font."""
    for path in sorted(FONTS.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    return qapp
