"""The shared fixtures of the window."""

from __future__ import annotations

from tests.gui.kit import chooser, controller, no_leaks, session, three_classes, two_classes, window

__all__ = ["chooser", "controller", "no_leaks", "session", "three_classes", "two_classes", "window"]
