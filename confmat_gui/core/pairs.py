"""Hand & Till's M: the mean area under the curve over all pairs of classes."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.sorted_rows import SortedRows


def doubled_ranks(rows: SortedRows, class_index: int) -> Counts:
    """Return twice the samples of the class below each sorted row; those tied with it are counted once."""
    own = rows.code == class_index
    upto = np.cumsum(own if rows.count is None else np.where(own, rows.count, 0), dtype=np.int64)
    ends = rows.ends
    if len(ends) == len(rows.score) and rows.count is None:
        return np.asarray(2 * upto - own)
    upto = upto[ends]
    upto[1:] += upto[:-1]
    return np.repeat(upto, np.diff(ends, prepend=-1))


def pair_areas(rows: SortedRows, class_index: int, support: Counts, doubled: Counts) -> Floats:
    """Return A(i | j) for one class i and every j: how often a sample of i scores above one of j, ties 1/2.

    Parameters
    ----------
    rows : the scores of class i, sorted, with the true class of every row as code
    support : (K,) samples of each class
    doubled : see `doubled_ranks`

    Returns
    -------
    (K,) float64; nan at i itself and where either class has no samples
        One pass serves all j: each row adds, to its own class, the samples of i below it plus half its ties.
    """
    weight = doubled if rows.count is None else doubled * rows.count
    beaten = np.bincount(rows.code, weight, minlength=len(support)) / 2
    pairs = support.astype(np.float64) * support[class_index]
    area = 1 - np.divide(beaten, pairs, out=np.full(len(support), np.nan), where=pairs > 0)
    area[class_index] = np.nan
    return np.asarray(area)


def hand_till(areas: Floats) -> float:
    """Return M, the mean of A(i | j) over all ordered pairs (K, K) that are defined; nan if none is.

    Hand & Till (2001), equation 7: the mean over i < j of (A(i | j) + A(j | i)) / 2.
    """
    defined = ~np.isnan(areas)
    return float(areas[defined].mean()) if defined.any() else float("nan")
