"""One view as a picture of its own."""

from __future__ import annotations

from typing import Any, TypeAlias

from confmat_gui.present.batch_rows import BatchesState
from confmat_gui.present.calibration_states import CalibrationState
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette
from confmat_gui.report.batches import draw_batches, section_height
from confmat_gui.report.calibration import calibration_height, draw_calibration
from confmat_gui.report.curves import draw_curves
from confmat_gui.report.heatmap import draw_matrix
from confmat_gui.report.sheet import Box, Sheet

MATRIX_SIZE = (460.0, 400.0)
LARGE_MATRIX_SIZE = (760.0, 700.0)
LARGE = 12
"""Beyond this number of classes a matrix gets the larger picture."""

CURVE_SIZE = (400.0, 400.0)
MARGIN = 12.0


BATCHES_WIDE = 800.0
LEAST_CHART = 190.0
MOST_BATCHES = 24
"""Batches that are listed beside their chart."""

CALIBRATION_WIDE = 800.0
MOST_CLASSES = 22
"""Classes that are listed beside their reliability diagram."""

Single: TypeAlias = MatrixState | CurvePlotState | BatchesState | CalibrationState


def draw_single(state: Single, palette: Palette, *, keep_text: bool = False) -> Any:
    """Return the figure of one matrix, of one plot, of the batches or of calibration."""
    if isinstance(state, MatrixState):
        size = LARGE_MATRIX_SIZE if len(state.classes) > LARGE else MATRIX_SIZE
        sheet = Sheet(*size, palette, keep_text=keep_text)
        draw_matrix(sheet, Box(0, 0, *size).inset(MARGIN), state)
    elif isinstance(state, BatchesState):
        inner = BATCHES_WIDE - 2 * MARGIN
        high = section_height(state, inner, most=MOST_BATCHES, least=LEAST_CHART, repairs=True) + 2 * MARGIN
        sheet = Sheet(BATCHES_WIDE, high, palette, keep_text=keep_text)
        draw_batches(sheet, Box(0, 0, BATCHES_WIDE, high).inset(MARGIN), state, repairs=True)
    elif isinstance(state, CalibrationState):
        high = calibration_height(state, CALIBRATION_WIDE - 2 * MARGIN, most=MOST_CLASSES) + 2 * MARGIN
        sheet = Sheet(CALIBRATION_WIDE, high, palette, keep_text=keep_text)
        draw_calibration(sheet, Box(0, 0, CALIBRATION_WIDE, high).inset(MARGIN), state)
    else:
        sheet = Sheet(*CURVE_SIZE, palette, keep_text=keep_text)
        draw_curves(sheet, Box(0, 0, *CURVE_SIZE).inset(MARGIN), state)
    return sheet.figure
