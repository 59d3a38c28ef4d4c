"""Picture one tab or one selection of the window, as the guide shows it.

    python packaging/make_pictures.py STEP TARGET.png [--size 1280x800] PATH ... [--with OTHER]

STEP is a name in STEPS: what is done in the window before its picture is taken. Pictures of the window as it
opens are made by `confmat-gui --screenshot`; packaging/make_pictures.sh makes them all.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confmat_gui.gui.main_window import MainWindow

Step = Callable[["MainWindow", argparse.Namespace], None]


def select_class(window: MainWindow, arguments: argparse.Namespace) -> None:
    """Select the class that is named with --class."""
    session = window.controller.store.session
    assert session is not None
    window.controller.deciding.select_class(session.data.prepared.predictions.class_index(arguments.of))


def show_costs(window: MainWindow, arguments: argparse.Namespace) -> None:
    """Go to the cost matrix and let the heatmap show costs."""
    select_class(window, arguments)
    window.controller.deciding.choose_mode("cost")
    window.panels.show_tab("costs")


def show_samples(window: MainWindow, arguments: argparse.Namespace) -> None:
    """Go to the samples of the class that are predicted as the first class."""
    session = window.controller.store.session
    assert session is not None
    true = session.data.prepared.predictions.class_index(arguments.of)
    window.controller.deciding.select_cell((true, 0))
    window.panels.show_tab("samples")


def show_batches(window: MainWindow, _arguments: argparse.Namespace) -> None:
    """Go to the ledger of batches."""
    window.panels.show_tab("batches")


def show_cost_curves(window: MainWindow, arguments: argparse.Namespace) -> None:
    """Go to the cost curves of a class, and ask what is best elsewhere on the pad."""
    select_class(window, arguments)
    window.panels.show_tab("cost_curves")
    window.views.cost_curves.ask((0.02, 20.0))


def show_calibration(window: MainWindow, arguments: argparse.Namespace) -> None:
    """Go to the reliability of a class, and try a recalibration."""
    from confmat_gui.core.tuning import Tuning

    select_class(window, arguments)
    window.panels.show_tab("calibration")
    window.controller.calibrating.try_out("temperature", Tuning())


def suggest(window: MainWindow, arguments: argparse.Namespace) -> None:
    """Ask for the lowest cost with most of a class found, and show what is suggested."""
    from confmat_gui.core.constraints import Constraint

    session = window.controller.store.session
    assert session is not None
    found = session.data.prepared.predictions.class_index(arguments.of)
    window.controller.suggesting.add_constraint(Constraint("recall", found, ">=", 0.95))
    window.commands.suggesting.suggest()


def compare(window: MainWindow, arguments: argparse.Namespace) -> None:
    """Compare with another session."""
    window.controller.comparing.add([arguments.other])


STEPS: dict[str, Step] = {
    "select": select_class,
    "costs": show_costs,
    "samples": show_samples,
    "batches": show_batches,
    "cost-curves": show_cost_curves,
    "calibration": show_calibration,
    "suggest": suggest,
    "compare": compare,
}


def take_picture(arguments: argparse.Namespace) -> str:
    """Open, do the step, take the picture; return what went wrong."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from confmat_gui.gui.app import build_window, prepare_application
    from confmat_gui.gui.photographer import Photographer
    from confmat_gui.gui.settings import Settings

    app = QApplication(["confmat-gui"])
    prepare_application(app)
    with tempfile.TemporaryDirectory() as folder:
        window = build_window(Settings(Path(folder) / "window.ini"), Path(folder), "light")
        window.resize(*arguments.size)
        window.show()
        opened = QEventLoop()
        window.controller.screens.shown.connect(lambda _: opened.quit())
        window.controller.opening.open(arguments.paths, None, ask_in_doubt=False, remember=False)
        opened.exec()
        STEPS[arguments.step](window, arguments)
        photographer = Photographer(window, window.controller.jobs, arguments.target)
        window.controller.messages.said.connect(photographer.note)
        QTimer.singleShot(0, photographer.look)
        app.exec()
        window.controller.store.close()
        window.close()
        window.deleteLater()
    return photographer.error


def parsed() -> argparse.Namespace:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description="Picture the window after one step.")
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("target", type=Path)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--class", dest="of", default="crack")
    parser.add_argument("--with", dest="other", type=Path)
    parser.add_argument("--size", type=lambda text: tuple(map(int, text.split("x"))), default=(1280, 800))
    return parser.parse_intermixed_args()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(take_picture(parsed()) or 0)
