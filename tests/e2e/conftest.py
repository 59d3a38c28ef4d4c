"""The whole program: without a display, unless one was chosen."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.gui.conftest import qapp
from tests.gui.kit import chooser, no_leaks, window

__all__ = ["chooser", "no_leaks", "qapp", "window"]
