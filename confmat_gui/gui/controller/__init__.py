"""Between the views and the store: what a person does becomes a change, a job, a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from confmat_gui.gui.controller.autosaving import Autosave
from confmat_gui.gui.controller.calibrating import Calibrating
from confmat_gui.gui.controller.comparing import Comparing
from confmat_gui.gui.controller.curve_making import CurveMaker
from confmat_gui.gui.controller.deciding import Deciding
from confmat_gui.gui.controller.dragging import Dragging
from confmat_gui.gui.controller.exporting import Exporting
from confmat_gui.gui.controller.messages import Messages
from confmat_gui.gui.controller.opening import Opening
from confmat_gui.gui.controller.pricing import Pricing
from confmat_gui.gui.controller.repairing import Repairing
from confmat_gui.gui.controller.saving import Saving
from confmat_gui.gui.controller.screens import ScreenMaker
from confmat_gui.gui.controller.sharing import Sharing
from confmat_gui.gui.controller.suggesting import Suggesting
from confmat_gui.gui.controller.watching import Watching
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.gui.settings import Settings
from confmat_gui.gui.store import Store

__all__ = ["Controller"]


class Controller(QObject):
    """Everything behind the window, in one place; each part does one thing.

    Parameters
    ----------
    settings : Settings
    recovery : Path
        Folder for recovery files.
    """

    def __init__(self, settings: Settings, recovery: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.store = Store(self)
        self.jobs = JobRunner(self)
        self.messages = Messages(self)
        store, jobs, messages = self.store, self.jobs, self.messages
        self.screens = ScreenMaker(store, jobs, messages, self)
        self.curves = CurveMaker(jobs, self.screens, messages, self)
        self.deciding = Deciding(store, jobs, self.screens, messages, self)
        self.pricing = Pricing(store, jobs, self.deciding, messages, self)
        self.dragging = Dragging(
            store, jobs, messages, screens=self.screens, deciding=self.deciding, parent=self
        )
        self.suggesting = Suggesting(
            store, jobs, messages, screens=self.screens, deciding=self.deciding, parent=self
        )
        self.opening = Opening(store, jobs, messages, screens=self.screens, settings=settings, parent=self)
        self.repairing = Repairing(store, jobs, messages, screens=self.screens, parent=self)
        self.sharing = Sharing(
            store, jobs, messages, screens=self.screens, deciding=self.deciding, parent=self
        )
        self.calibrating = Calibrating(
            store, jobs, messages, screens=self.screens, repairing=self.repairing, parent=self
        )
        self.watching = Watching(store, jobs, messages, screens=self.screens, parent=self)
        self.saving = Saving(store, jobs, messages, settings, self)
        self.autosave = Autosave(store, jobs, messages, recovery, self)
        self.comparing = Comparing(jobs, self.screens, messages, self)
        self.opening.opened_beside.connect(self.comparing.compare_with)
        self.exporting = Exporting(jobs, self.screens, self.comparing, messages, self)

    def shutdown(self) -> None:
        """Stop timers and threads; nothing is called back any more."""
        self.watching.stop()
        self.autosave.stop()
        self.jobs.shutdown()
        self.autosave.remove()
        self.settings.sync()
