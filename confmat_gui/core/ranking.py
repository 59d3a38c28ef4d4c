"""One sort per class: counts of positives and negatives at every distinct score."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.arrays import Counts, Floats


@dataclass(frozen=True, eq=False)
class Ranking:
    """Counts of samples with score >= each distinct score, for one class against the rest.

    Attributes
    ----------
    thresholds : (m,) float64, descending, without duplicates
    tps, fps : (m,) int64
        Samples of the class, and of the rest, with score >= thresholds[i].
    n_pos, n_neg : int
    """

    thresholds: Floats
    tps: Counts
    fps: Counts
    n_pos: int
    n_neg: int
