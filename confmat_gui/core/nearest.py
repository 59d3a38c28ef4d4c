"""The vertex of a curve that is nearest to a place, without looking at every vertex."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats

BLOCK = 1024
"""Vertices in one box."""


class VertexBoxes:
    """Finds nearest vertices of one curve.

    The curve is cut into blocks of vertices that follow one another, each with the smallest box around it.
    No vertex is nearer than its box; so only boxes that may hold a nearer one than was found are looked into.
    Building takes one pass over the curve; a question looks at the boxes and into a few of them.

    Parameters
    ----------
    x, y : (m,) float64, m >= 1
        The vertices in order; nan counts as 0.
    """

    def __init__(self, x: Floats, y: Floats) -> None:
        self._x, self._y = _without_nan(x), _without_nan(y)
        starts = np.arange(0, len(x), BLOCK)
        self._low_x, self._high_x = _ends(self._x, starts)
        self._low_y, self._high_y = _ends(self._y, starts)

    def nearest(self, x: float, y: float) -> int:
        """Return the index of the vertex nearest to (x, y), of equally near ones the first."""
        across = np.maximum(np.maximum(self._low_x - x, x - self._high_x), 0.0)
        up = np.maximum(np.maximum(self._low_y - y, y - self._high_y), 0.0)
        bounds = np.square(across) + np.square(up)
        best, found = np.inf, 0
        for block in np.argsort(bounds, kind="stable").tolist():
            if bounds[block] > best:
                break
            index, distance = self._inside(block, x, y)
            best, found = min((best, found), (distance, index))
        return found

    def _inside(self, block: int, x: float, y: float) -> tuple[int, float]:
        """Return the first of the nearest vertices of a block, and its squared distance."""
        part = slice(block * BLOCK, (block + 1) * BLOCK)
        distances = np.square(self._x[part] - x) + np.square(self._y[part] - y)
        index = int(np.argmin(distances))
        return part.start + index, float(distances[index])


def _without_nan(values: Floats) -> Floats:
    return np.nan_to_num(values) if np.isnan(values).any() else values


def _ends(values: Floats, starts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[Floats, Floats]:
    return np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
