"""States to figures and pages, with matplotlib and without a display.

Every function takes what the window shows (a state) or an evaluation, so that a notebook draws the same:

>>> from confmat_gui import report as cm_report                              # doctest: +SKIP
>>> cm_report.confusion_figure(evaluation)                                   # doctest: +SKIP
"""

from __future__ import annotations

from confmat_gui.present.sections import SECTION_NAMES, VIEWS
from confmat_gui.report.figures import (
    batches_figure,
    calibration_figure,
    comparison_figure,
    confusion_figure,
    cost_curves_figure,
    precision_recall_figure,
    report_figure,
    roc_figure,
)
from confmat_gui.report.writing import View, render_png, report_view, write_comparison, write_report

__all__ = [
    "SECTION_NAMES",
    "VIEWS",
    "View",
    "batches_figure",
    "calibration_figure",
    "comparison_figure",
    "confusion_figure",
    "cost_curves_figure",
    "precision_recall_figure",
    "render_png",
    "report_figure",
    "report_view",
    "roc_figure",
    "write_comparison",
    "write_report",
]
