"""Which signal of the Calibration tab is which decision."""

from __future__ import annotations

from confmat_gui.core.tuning import Tuning
from confmat_gui.gui.controller import Controller
from confmat_gui.gui.views.calibration_view import CalibrationView


def connect_calibration(view: CalibrationView, controller: Controller) -> None:
    """Connect the tab."""
    calibrating, box = controller.calibrating, view.recalibration
    view.reliability_chosen.connect(controller.deciding.show_reliability_of)
    view.bins_chosen.connect(controller.deciding.choose_calibration_bins)
    box.trial_requested.connect(
        lambda asked: calibrating.try_out(asked[0], Tuning(asked[1], asked[2], asked[3]))
    )
    box.apply_requested.connect(lambda _: calibrating.apply())
    box.back_requested.connect(lambda _: calibrating.take_back())
    calibrating.tried.connect(view.show_trial)
    calibrating.trusted.connect(view.show_trust)
    calibrating.busy.connect(box.show_busy)
