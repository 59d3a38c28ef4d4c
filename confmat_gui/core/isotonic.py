"""Isotonic regression: the rates of hits, never falling with the score, that fit best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.hull import convex_hull
from confmat_gui.core.score_counts import ScoreCounts


@dataclass(frozen=True, eq=False)
class IsotonicSteps:
    """Neighbouring scores pooled into steps, from low to high.

    Attributes
    ----------
    low, high : (s,) the smallest and the largest score of each step
    n, hits : (s,) samples and hits; the rate hits / n rises from step to step
    """

    low: Floats
    high: Floats
    n: Counts
    hits: Counts

    @property
    def rate(self) -> Floats:
        """(s,) share of hits of each step, strictly rising."""
        return np.asarray(self.hits / self.n)


def isotonic_steps(counts: ScoreCounts) -> IsotonicSteps:
    """Return the isotonic regression of hits on scores, exact in whole numbers.

    What pooling adjacent violators (Ayer et al. 1955) ends in are the slopes of the convex hull of the ROC
    (Fawcett & Niculescu-Mizil 2007): its vertices are where steps meet. The same steps fit best under every
    proper score, Brier and log loss among them.
    """
    hull = convex_hull(counts.ranking)
    both = np.diff(hull.tps + hull.fps, prepend=0)[::-1]
    low = hull.thresholds[::-1]
    ends = np.append(np.searchsorted(counts.values, low[1:]), len(counts.values)) - 1
    return IsotonicSteps(low, counts.values[ends[: len(low)]], both, np.diff(hull.tps, prepend=0)[::-1])


def isotonic_points(steps: IsotonicSteps) -> tuple[Floats, Floats]:
    """Return the scores and rates between which a new score is interpolated: both ends of every step."""
    scores = np.stack([steps.low, steps.high], axis=1).ravel()
    rates = np.repeat(steps.rate, 2)
    kept = np.ones(len(scores), dtype=np.bool_)
    kept[1::2] = steps.high > steps.low
    return scores[kept], rates[kept]
