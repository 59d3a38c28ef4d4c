"""One view as a picture of its own."""

from __future__ import annotations

from typing import Any

from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import Palette
from confmat_gui.report.curves import draw_curves
from confmat_gui.report.heatmap import draw_matrix
from confmat_gui.report.sheet import Box, Sheet

MATRIX_SIZE = (460.0, 400.0)
LARGE_MATRIX_SIZE = (760.0, 700.0)
LARGE = 12
"""Beyond this number of classes a matrix gets the larger picture."""

CURVE_SIZE = (400.0, 400.0)
MARGIN = 12.0


def draw_single(state: MatrixState | CurvePlotState, palette: Palette, *, keep_text: bool = False) -> Any:
    """Return the figure of one matrix or one plot."""
    if isinstance(state, MatrixState):
        size = LARGE_MATRIX_SIZE if len(state.classes) > LARGE else MATRIX_SIZE
        sheet = Sheet(*size, palette, keep_text=keep_text)
        draw_matrix(sheet, Box(0, 0, *size).inset(MARGIN), state)
    else:
        sheet = Sheet(*CURVE_SIZE, palette, keep_text=keep_text)
        draw_curves(sheet, Box(0, 0, *CURVE_SIZE).inset(MARGIN), state)
    return sheet.figure
