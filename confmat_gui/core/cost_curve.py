"""Cost curves: what thresholds, and models, cost at every condition of use (Drummond and Holte 2006).

At PC(+) = x a ROC point costs `fnr * x + fpr * (1 - x)` of what it would cost to be always wrong, so it is a
line over x, and the convex hull of the ROC points is the lower envelope of these lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.ranking import Ranking

NO_MODEL = -1
"""Stands for the answers that need no model: always negative and always positive."""
_ROUNDING = 1e-12
"""Odds of conditions that differ by less, relative to the larger, are equal but for rounding."""


@dataclass(frozen=True, eq=False)
class Envelope:
    """The ROC points that are cheapest somewhere, from always negative to always positive.

    Attributes
    ----------
    fpr, tpr, fnr : (m,) float64
        Rates, from (0, 0) to (1, 1); the first two never fall, fnr = 1 - tpr never rises.
    thresholds : (m,) float64
        A score at or above it is called positive; inf at the first and -inf at the last place.
    models : (m,) intp
        Which of the rankings has the point (the first of several), `NO_MODEL` at both ends.
    switches : (m - 1,) float64, never falling
        PC(+) at which each place gives way to the next; there both cost the same. Of places that cost the
        same the earlier one, with the lower false positive rate, counts as best.
    """

    fpr: Floats
    tpr: Floats
    fnr: Floats
    thresholds: Floats
    models: NDArray[np.intp]
    switches: Floats

    def cost(self, pc: ArrayLike) -> Floats:
        """Return the normalised expected cost at PC(+), elementwise; nan stays nan."""
        x = np.asarray(pc, dtype=np.float64)
        known = np.where(np.isnan(x), 0.0, x)
        at = np.searchsorted(self.switches, known)
        return np.where(np.isnan(x), np.nan, self.fnr[at] * x + self.fpr[at] * (1 - x))

    def best_at(self, pc: float) -> tuple[int, int]:
        """Return the first and the last place that is best at PC(+): they differ on an edge of the hull."""
        first = last = int(np.searchsorted(self.switches, pc))
        while first > 0 and _same_condition(float(self.switches[first - 1]), pc):
            first -= 1
        while last < len(self.switches) and _same_condition(float(self.switches[last]), pc):
            last += 1
        return first, last

    def reach(self, place: int) -> tuple[float, float]:
        """Return the lowest and the highest PC(+) at which a place is best."""
        low = float(self.switches[place - 1]) if place else 0.0
        return low, float(self.switches[place]) if place < len(self.switches) else 1.0


@dataclass(frozen=True)
class HullPlace:
    """A place on the hull.

    Attributes
    ----------
    tpr : float
    first, last : the places of the envelope on whose edge it lies; equal at a vertex
    chance : float
        With which the later of both is drawn. Such a place is reached only by drawing lots for each sample
        and has no threshold.
    """

    tpr: float
    first: int
    last: int
    chance: float = 0.0

    @property
    def randomised(self) -> bool:
        """Whether there is no threshold that reaches it."""
        return self.first != self.last


def envelope_of(hulls: Sequence[Ranking]) -> Envelope | None:
    """Return the lower envelope of one or several hulls.

    Parameters
    ----------
    hulls : rankings, or only their vertices on the convex hull (`hull.convex_hull`)
        Of one class against the rest, each by another model; the samples may be others.

    Returns
    -------
    Envelope or None
        Exact in whole numbers. Points on an edge of the common hull are left out, so costs that tie along an
        edge tie at its two ends; of models with the same point the first counts. A model no better than
        chance leaves only its two trivial answers. None where one of them lacks samples on either side.
    """
    if not hulls or any(hull.n_pos == 0 or hull.n_neg == 0 for hull in hulls):
        return None
    n_pos = math.lcm(*(hull.n_pos for hull in hulls))
    n_neg = math.lcm(*(hull.n_neg for hull in hulls))
    kept = _upper_chain(_points(hulls, n_pos, n_neg), n_pos, n_neg)
    thresholds = [
        float(hulls[point.model].thresholds[point.place]) if point.model != NO_MODEL else
        math.inf if number == 0 else -math.inf
        for number, point in enumerate(kept)
    ]  # fmt: skip
    return Envelope(
        fpr=np.array([point.fp / n_neg for point in kept]),
        tpr=np.array([point.tp / n_pos for point in kept]),
        fnr=np.array([(n_pos - point.tp) / n_pos for point in kept]),
        thresholds=np.array(thresholds),
        models=np.array([point.model for point in kept], dtype=np.intp),
        switches=np.array([_switch(a, b, n_pos, n_neg) for a, b in pairwise(kept)]),
    )


def place_on_hull(envelope: Envelope, fpr: float) -> HullPlace:
    """Return the place of the hull above a false positive rate within [0, 1]; the highest if upright."""
    last = int(np.searchsorted(envelope.fpr, fpr))
    while last + 1 < len(envelope.fpr) and envelope.fpr[last + 1] == fpr:
        last += 1
    if envelope.fpr[last] == fpr:
        return HullPlace(float(envelope.tpr[last]), last, last)
    first = last - 1
    chance = float((fpr - envelope.fpr[first]) / (envelope.fpr[last] - envelope.fpr[first]))
    tpr = (1 - chance) * envelope.tpr[first] + chance * envelope.tpr[last]
    return HullPlace(float(tpr), first, last, chance)


@dataclass(frozen=True)
class _Point:
    """A ROC point in counts out of common totals, the vertex `place` of a model."""

    fp: int
    tp: int
    model: int
    place: int = 0


def _points(hulls: Sequence[Ranking], n_pos: int, n_neg: int) -> list[_Point]:
    """Return the points between both ends, from left to right; of equal ones only that of the first model."""
    found = [
        _Point(fp * (n_neg // hull.n_neg), tp * (n_pos // hull.n_pos), model, place)
        for model, hull in enumerate(hulls)
        for place, (fp, tp) in enumerate(zip(hull.fps.tolist(), hull.tps.tolist(), strict=True))
    ]
    found.sort(key=lambda point: (point.fp, point.tp, point.model))
    ends = {(0, 0), (n_neg, n_pos)}
    first = {(point.fp, point.tp): point for point in reversed(found)}
    return [point for point in reversed(first.values()) if (point.fp, point.tp) not in ends]


def _upper_chain(points: list[_Point], n_pos: int, n_neg: int) -> list[_Point]:
    """Return the upper hull of the points with both ends, by Andrew's monotone chain."""
    chain = [_Point(0, 0, NO_MODEL)]
    for point in (*points, _Point(n_neg, n_pos, NO_MODEL)):
        while len(chain) > 1 and _is_under(chain[-2], chain[-1], point):
            chain.pop()
        chain.append(point)
    return chain


def _is_under(a: _Point, b: _Point, c: _Point) -> bool:
    return (b.fp - a.fp) * (c.tp - a.tp) >= (b.tp - a.tp) * (c.fp - a.fp)


def _switch(a: _Point, b: _Point, n_pos: int, n_neg: int) -> float:
    """Return PC(+) where both cost the same: x / (1 - x) is the rise of fpr over the fall of fnr."""
    more_alarms, fewer_misses = (b.fp - a.fp) * n_pos, (b.tp - a.tp) * n_neg
    return more_alarms / (more_alarms + fewer_misses)


def _same_condition(one: float, other: float) -> bool:
    ours, theirs = one * (1 - other), other * (1 - one)
    return abs(ours - theirs) <= _ROUNDING * max(ours, theirs)
