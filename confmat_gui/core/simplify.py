"""Thin a curve for drawing: fewer points, the same picture."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats

MONOTONE_STEP = 1.4
"""Pixels of x + y a step: a rising curve deviates by at most 1.4 / (2 sqrt 2), under half a pixel."""
COLUMN = 0.5
"""Width of a column in pixels for all other curves: no point moves sideways by more."""


def thin_curve(x: Floats, y: Floats, width: int = 1000, height: int = 1000) -> tuple[Floats, Floats]:
    """Return the points of a polyline that matter in a plot of width x height pixels over [0, 1] x [0, 1].

    Both ends stay. A rising curve (ROC) is cut into steps of 1.4 pixels along x + y, of which the first and
    the last point stay: at most 2 (width + height) / 1.4 points. Any other curve whose x rises
    (precision-recall) is cut into columns of half a pixel, of which first, last, lowest and highest stay in
    their order: at most 8 a pixel, mostly 2 to 4. The drawn line is nowhere farther than half a pixel from
    the exact one.
    """
    if len(x) <= 4:
        return x, y
    monotone = bool((x[1:] >= x[:-1]).all() and (y[1:] >= y[:-1]).all())
    step = np.floor((x * width + y * height) / MONOTONE_STEP if monotone else x * width / COLUMN)
    starts = np.flatnonzero(np.concatenate(([True], step[1:] != step[:-1])))
    stops = np.concatenate((starts[1:], [len(x)])) - 1
    kept = [starts, stops]
    if not monotone:
        kept += [_extreme(y, starts, highest=True), _extreme(y, starts, highest=False)]
    index = np.unique(np.concatenate(kept))
    return x[index], y[index]


def _extreme(values: Floats, starts: np.ndarray[tuple[int], np.dtype[np.intp]], *, highest: bool) -> Floats:
    """Return the index of the highest or lowest value of each run."""
    reduce = np.maximum if highest else np.minimum
    best = np.repeat(reduce.reduceat(values, starts), np.diff(np.append(starts, len(values))))
    hits = np.flatnonzero(values == best)
    run = np.searchsorted(starts, hits, side="right")
    return np.asarray(hits[np.concatenate(([True], run[1:] != run[:-1]))])
