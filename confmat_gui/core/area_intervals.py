"""The 95 % interval of the AUC that holds for few samples too (docs/numbers.md, section 4)."""

from __future__ import annotations

import math
from typing import NamedTuple

from confmat_gui.core.intervals import Z95, expit, normal_interval

DELONG = "DeLong"
LOG_ODDS = "DeLong on log odds"
"""What an interval of an AUC is called wherever it is shown."""
MANY = 100
"""Samples that each side needs for DeLong's interval as it is."""
NARROW = 0.35
"""DeLong's half-width reaches at most so far of the way from the AUC to 0 or 1, whichever is nearer."""
ADDED = 0.5
"""Samples that are added on each side, each a tie with all others, where there are few."""


class AreaSpread(NamedTuple):
    """An AUC with what its interval is made of.

    Attributes
    ----------
    area : AUC
    own, rest : what the samples of the class, and the others, add to DeLong's variance
    n_own, n_rest : samples of the class, and others
    """

    area: float
    own: float
    rest: float
    n_own: int
    n_rest: int


def area_interval(spread: AreaSpread) -> tuple[float, float]:
    """Return the 95 % interval of an AUC within [0, 1]; (nan, nan) unless each side has two samples.

    Notes
    -----
    With many samples it is DeLong's, see `area_method`. Else half a sample is added on each side that ties
    with all others, so that a variance is left where nothing overlaps. With A and V the AUC and DeLong's
    variance after that, h = z sqrt(V) / (A (1 - A)) is the half-width on the scale of log odds (delta
    method). The interval reaches from the lower of both AUCs, with and without what was added, minus h to
    the higher plus h; an AUC of 0 or 1 is an end. Where all scores are equal it is a point.
    """
    method = area_method(spread)
    if method == DELONG:
        return normal_interval(spread.area, spread.own + spread.rest, 0.0, 1.0)
    return _few(spread) if method else (math.nan, math.nan)


def area_method(spread: AreaSpread) -> str:
    """Return the name of the method of `area_interval`: `DELONG`, `LOG_ODDS` or "" for none.

    DeLong's interval is symmetric, which an AUC near 0 or 1, or of few samples, is not: it is used where
    both sides have `MANY` samples and its half-width is not above `NARROW` of the way to 0 or 1.
    """
    variance = spread.own + spread.rest
    if math.isnan(variance) or math.isnan(spread.area):
        return ""
    half, nearest = Z95 * math.sqrt(max(variance, 0.0)), min(spread.area, 1.0 - spread.area)
    if min(spread.n_own, spread.n_rest) >= MANY and 0.0 < half <= NARROW * nearest:
        return DELONG
    return LOG_ODDS


def _few(spread: AreaSpread) -> tuple[float, float]:
    kept_own, kept_rest = (n / (n + ADDED) for n in (spread.n_own, spread.n_rest))
    away = spread.area - 0.5
    area = 0.5 + away * kept_own * kept_rest
    variance = _with_added(spread.own, spread.n_own, away * kept_rest, kept_rest)
    variance += _with_added(spread.rest, spread.n_rest, away * kept_own, kept_own)
    half = Z95 * math.sqrt(variance) / (area * (1 - area))
    low, high = sorted((_log_odds(area), _log_odds(spread.area)))
    return expit(low - half), expit(high + half)


def _with_added(part: float, n: int, away: float, kept: float) -> float:
    """Return the part of one side after adding.

    away : mean of its placements minus 1/2, after adding to the other side
    kept : how far its placements keep their distance from 1/2
    """
    squares = part * n * (n - 1) * kept**2 + away**2 * n * ADDED / (n + ADDED)
    return squares / (n + ADDED - 1) / (n + ADDED)


def _log_odds(share: float) -> float:
    if 0 < share < 1:
        return math.log(share / (1 - share))
    return math.inf if share > 0 else -math.inf
