"""Scores in bins: what was said beside what came true."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.intervals import wilson
from confmat_gui.core.score_counts import ScoreCounts

Binning: TypeAlias = Literal["mass", "width"]
"""Bins of equal numbers of samples, or of equal width."""
BINNINGS: tuple[Binning, ...] = get_args(Binning)
N_BINS = 15
N_BARS = 40
"""Bars of a histogram of scores."""


@dataclass(frozen=True, eq=False)
class Bins:
    """Samples in bins of their scores, ascending; every bin has at least one.

    Attributes
    ----------
    low, high : (b,) the smallest and the largest score in each bin
    n, hits : (b,) samples, and those for which the event came true
    total : (b,) sum of the scores
    squares : (b,) sum of their squares
    hit_total : (b,) sum of the scores of the hits
    """

    low: Floats
    high: Floats
    n: Counts
    hits: Counts
    total: Floats
    squares: Floats
    hit_total: Floats

    @property
    def n_samples(self) -> int:
        """All samples."""
        return int(self.n.sum())

    @cached_property
    def mean(self) -> Floats:
        """(b,) mean score: what was said; never outside [low, high]."""
        return np.clip(self.total / self.n, self.low, self.high)

    @cached_property
    def rate(self) -> Floats:
        """(b,) share of hits: what came true."""
        return np.asarray(self.hits / self.n)

    @cached_property
    def interval(self) -> Floats:
        """(b, 2) Wilson's 95 % interval of the share of hits."""
        return wilson(self.hits, self.n)


def binned(counts: ScoreCounts, binning: Binning = "mass", n_bins: int = N_BINS) -> Bins:
    """Return scores in bins; equal scores are never split, and empty bins are left out.

    Parameters
    ----------
    counts : ScoreCounts
    binning : "mass" or "width"
        "mass": a group of equal scores falls into bin ⌊B · (samples below + half of its own) / N⌋, so that
        bins differ by one sample at most where there are no ties, and there are fewer bins where there are
        few distinct scores. "width": from 0 to 1, a score on a border is in the lower bin.
    n_bins : at least 1
    """
    if not len(counts.n):
        empty = np.empty(0)
        none = np.empty(0, dtype=np.int64)
        return Bins(empty, empty, none, none, empty, empty, empty)
    place = _by_mass(counts, n_bins) if binning == "mass" else _by_width(counts, n_bins)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    values = counts.values
    weighted = values * counts.n

    def add(numbers: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.add.reduceat(numbers, starts))

    return Bins(
        low=values[starts], high=values[np.append(starts[1:], len(values)) - 1], n=add(counts.n),
        hits=add(counts.hits), total=add(weighted), squares=add(weighted * values),
        hit_total=add(values * counts.hits),
    )  # fmt: skip


def histogram(counts: ScoreCounts, n_bins: int = N_BARS) -> Counts:
    """Return the samples with a score in each of so many parts of [0, 1], (n_bins,).

    A score on a border is in the upper part.
    """
    place = np.minimum((counts.values * n_bins).astype(np.intp), n_bins - 1)
    return np.bincount(np.maximum(place, 0), counts.n, minlength=n_bins).astype(np.int64)


def _by_mass(counts: ScoreCounts, n_bins: int) -> NDArray[np.intp]:
    """Return the bin of each group of equal scores, in whole numbers: no rounding decides."""
    twice_middle = 2 * np.cumsum(counts.n) - counts.n
    return (twice_middle * n_bins // (2 * counts.n_samples)).astype(np.intp)


def _by_width(counts: ScoreCounts, n_bins: int) -> NDArray[np.intp]:
    borders = np.linspace(0, 1, n_bins + 1)[1:-1]
    return np.searchsorted(borders, counts.values)
