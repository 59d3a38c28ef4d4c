"""Thin curves for drawing: few points, the same picture, at a cost that does not follow the samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.count_curve import CountCurve, Points, Vertices

RISING_STEP = 1.4
"""Pixels of x + y a step: a rising curve deviates by at most 1.4 / (2 sqrt 2), under half a pixel."""
COLUMN = 0.8
"""Width in pixels of a column of any other curve, which is drawn at the column's middle."""
FLAT = 0.48
"""Height in pixels up to which what a column holds is one point."""
OVERSHOOT = 0.28
"""Pixels above or below a column's ends that are not drawn: hypot(0.28, 0.8 / 2) is under half a pixel."""


@dataclass(frozen=True)
class Part:
    """The visible rectangle of a plot, in data coordinates, and its size in pixels.

    `decade`: on a logarithmic x axis the exponent of its left edge, where 0 stands too; None: a plain axis.
    """

    left: float = 0.0
    right: float = 1.0
    bottom: float = 0.0
    top: float = 1.0
    width: float = 1000.0
    height: float = 1000.0
    decade: int | None = None

    def across(self, x: Floats) -> Floats:
        """Pixels along x, counted from a place that does not move with the part."""
        if self.decade is None:
            return x * (self.width / (self.right - self.left))
        edge = 10.0**self.decade
        room = math.log10(self.right) - math.log10(max(self.left, edge))
        return (np.log10(np.maximum(x, edge)) - self.decade) * (self.width / room)

    def up(self, y: Floats) -> Floats:
        """Pixels along y, counted from 0."""
        return y * (self.height / (self.top - self.bottom))


WHOLE = Part()


def thin_roc(curve: CountCurve, part: Part = WHOLE) -> Points:
    """Return the points of a ROC that matter in a part of its plot.

    x + y in pixels is cut into steps of 1.4, of which the first and the last vertex stay: at most
    2 (width + height) / 1.4 inside the part, found by bisection. A piece between two of them rises by less
    than a step in all, so the drawn line is nowhere farther than 1.4 / (2 sqrt 2) pixels from the exact one.
    Of what is outside the part, the vertices next to it stay and the coarse points of the whole plot.
    """
    if len(curve) <= 4:
        return curve.roc(np.arange(len(curve)))
    if part == WHOLE:
        return curve.roc(_steps(curve, part, 0, len(curve)))
    first, stop = _visible(curve, part)
    outside = _steps(curve, WHOLE, 0, len(curve))
    outside = outside[(outside < first) | (outside >= stop)]
    near = np.array([first - 1, first, stop - 1, stop])
    inside = _steps(curve, part, first, stop) if first < stop else near
    index = np.unique(np.concatenate((outside, near, inside)))
    return curve.roc(index[(index >= 0) & (index < len(curve))])


def _visible(curve: CountCurve, part: Part) -> tuple[int, int]:
    """Return the first vertex inside the part and the first one after it."""
    first = max(curve.first_fpr(part.left), curve.first_tpr(part.bottom))
    stop = min(curve.first_fpr(part.right, above=True), curve.first_tpr(part.top, above=True))
    return first, stop


def _steps(curve: CountCurve, part: Part, first: int, stop: int) -> Vertices:
    """Return the first and last vertex of every step of x + y among the vertices first, ..., stop - 1."""
    def place(index: Vertices) -> Floats:
        x, y = curve.roc(index)
        return part.across(x) + part.up(y)

    ends = place(np.array([first, stop - 1])) / RISING_STEP
    targets = np.arange(math.floor(ends[0]) + 1, math.floor(ends[1]) + 1) * RISING_STEP
    low, high = np.full(len(targets), first), np.full(len(targets), stop - 1)
    while len(targets) and (low < high).any():
        middle = (low + high) // 2
        before = place(middle) < targets
        low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
    return np.unique(np.concatenate(([first], low - 1, low, [stop - 1])))


def thin_precision_recall(curve: CountCurve, part: Part = WHOLE) -> Points:
    """Return the points of a stepped precision-recall curve that matter in a part of its plot.

    Between two vertices the precision is that of the further one, so the line has corners. It is cut into
    columns of 0.8 pixels, each drawn at its middle: from where the curve enters over its lowest and highest
    precision, where these stand out, to where it leaves; or as one point where it is flat. Neighbours are
    joined at the height at which the curve crosses from one into the other. So no point of either line is
    farther than half a pixel from the other line. At most 4 points a column, rarely more than 2; where all
    corners are fewer than 2 a column, they are drawn as they are.
    """
    wide = COLUMN * (part.right - part.left) / part.width
    ends = curve.precision_recall(np.array([0, len(curve) - 1]))[0]
    low = max(math.floor(part.left / wide) - 1, math.floor(ends[0] / wide))
    high = min(math.ceil(part.right / wide) + 1, math.floor(ends[1] / wide) + 1)
    if part != WHOLE and low >= high:
        return thin_precision_recall(curve)
    numbers = np.arange(low, high + 1)
    at_edges = np.minimum(curve.first_tprs(numbers * wide), len(curve) - 1)
    if high * wide > ends[1]:
        at_edges[-1] = len(curve) - 1
    if at_edges[-1] - at_edges[0] < len(numbers):
        inside = stepped(curve, max(int(at_edges[0]) - 1, 0), int(at_edges[-1]) + 1)
    else:
        inside = _columns(curve, part, (numbers[:-1] + 0.5) * wide, at_edges)
    return inside if part == WHOLE else _with_outside(inside, thin_precision_recall(curve))


def stepped(curve: CountCurve, first: int, stop: int) -> Points:
    """Return all corners of the precision-recall curve from one vertex to before another."""
    recall, precision = curve.precision_recall(np.arange(first, stop))
    ahead = np.flatnonzero(np.diff(recall) > 0) + 1
    return np.insert(recall, ahead, recall[ahead - 1]), np.insert(precision, ahead, precision[ahead])


def _columns(curve: CountCurve, part: Part, middles: Floats, at_edges: Vertices) -> Points:
    """Return the points of each column, in the order of the curve; `at_edges` has one entry more."""
    recall, height = curve.precision_recall(at_edges)
    enter, leave = height[:-1], height[1:]
    lowest, highest = curve.precision_range(at_edges[:-1], at_edges[1:])
    pixel = (part.top - part.bottom) / part.height
    flat = highest - lowest <= FLAT * pixel
    falls = enter > leave
    first, second = np.where(falls, highest, lowest), np.where(falls, lowest, highest)
    up = highest - np.maximum(enter, leave) > OVERSHOOT * pixel
    down = np.minimum(enter, leave) - lowest > OVERSHOOT * pixel
    rough, always = ~flat, np.full(len(flat), True)
    before, after = np.where(falls, up, down), np.where(falls, down, up)
    kept = np.column_stack((always, rough & before, rough & after, rough))
    y = np.column_stack((np.where(flat, (lowest + highest) / 2, enter), first, second, leave))[kept]
    x = np.repeat(np.clip(middles, recall[0], recall[-1]), kept.sum(axis=1))
    return _between_ends(curve, at_edges, (x, y))


def _between_ends(curve: CountCurve, at_edges: Vertices, points: Points) -> Points:
    """Return the points with the very ends of the curve where they are among the columns."""
    last = len(curve) - 1
    begin, end = (np.array([v] if v in at_edges[[0, -1]] else [], dtype=np.intp) for v in (0, last))
    x, y = zip(curve.precision_recall(begin), points, curve.precision_recall(end), strict=True)
    return np.concatenate(x), np.concatenate(y)


def _with_outside(inside: Points, whole: Points) -> Points:
    """Return the points of a part between those that the whole plot has before and after it."""
    before = int(np.searchsorted(whole[0], inside[0][0], side="right"))
    after = int(np.searchsorted(whole[0], inside[0][-1], side="left"))
    x, y = (np.concatenate((w[:before], i, w[after:])) for w, i in zip(whole, inside, strict=True))
    return x, y
