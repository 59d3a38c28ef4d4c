"""The colours of the pad: those of thresholds on one scale, or one for each session."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.cost_curve import NO_MODEL
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.palette import Palette, class_colour, heat_table, mixed, rgb

LEAST, MOST = 0.18, 0.95
"""Part of the scale of colours for thresholds: its ends are for the answers that need none."""
TINTED = 0.35
"""How much of the panel's colour is in that of a session."""


def pad_colours(state: CostCurvesState, palette: Palette) -> NDArray[np.uint8]:
    """Return red, green and blue of each place of the envelope, (m, 3) uint8."""
    assert state.envelope is not None
    assert state.pad is not None
    models = state.envelope.models
    colours = np.zeros((len(models), 3), dtype=np.uint8)
    if state.models.several:
        for model in np.unique(models[models != NO_MODEL]).tolist():
            colours[models == model] = rgb(model_colour(palette, model))
    else:
        colours[1:-1] = shade_colours(state.pad.shades[1:-1], palette)
    colours[0] = rgb(mixed(palette.muted, palette.panel, 0.72))
    colours[-1] = rgb(mixed(palette.muted, palette.panel, 0.45))
    return colours


def shade_colours(shades: NDArray[np.float64], palette: Palette) -> NDArray[np.uint8]:
    """Return the colours of shades in [0, 1], (n, 3) uint8."""
    places = np.rint((LEAST + (MOST - LEAST) * shades) * 255).astype(np.intp)
    return heat_table(palette)[places]


def model_colour(palette: Palette, model: int) -> str:
    """Return the colour of a session's areas."""
    return mixed(class_colour(palette, model), palette.panel, TINTED)
