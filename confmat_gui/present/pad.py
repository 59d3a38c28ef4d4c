"""The pad: prevalence by what a miss costs, and which answer is the best there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.conditions import Condition, pc_of
from confmat_gui.core.cost_curve import Envelope
from confmat_gui.present.texts import UNDEFINED, plain

PadAxis: TypeAlias = Literal["linear", "log"]
AXES: tuple[PadAxis, PadAxis] = ("linear", "log")
WIDE, HIGH = 576, 432
"""Cells of the pad."""
LOWEST_DECADE = -4
"""Exponent of the lowest prevalence of a logarithmic axis."""
DECADES = 3
"""The price of a miss goes from 1 : 1000 to 1000 : 1 false alarms."""
LEAST_NAMED = 0.035
"""Share of the pad that an area needs to be named."""
EDGE = 21
"""Rows of cells at the upper and lower edge in which no name stands."""
CLEAR = 0.12
"""Share of the height that is between two names."""
RARE = 0.1
"""Up to this prevalence the logarithmic axis is the first choice."""
SPREAD = math.log(0.998 / 0.002)
"""Log odds at which the colour scale of probabilities ends."""


@dataclass(frozen=True)
class PadName:
    """Where an area can be named: a place of the envelope in it, and plot coordinates of its middle."""

    place: int
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class Pad:
    """Which place of the envelope is best at every prevalence and price, for both axes.

    Attributes
    ----------
    linear, log : (HIGH, WIDE) uint16, the first row at the lowest price
        Along the rows the prevalence rises evenly, or its logarithm does.
    shades : (m,) float64 in [0, 1], how strong the colour of each place is; nan for those without threshold
    ticks : threshold and shade of the marks on the colour scale
    linear_names, log_names : where the areas that are large enough can be named
    """

    linear: NDArray[np.uint16]
    log: NDArray[np.uint16]
    shades: Floats
    ticks: tuple[tuple[str, float], ...]
    linear_names: tuple[PadName, ...]
    log_names: tuple[PadName, ...]

    def names(self, axis: PadAxis) -> tuple[PadName, ...]:
        """Return the places of names for one axis."""
        return self.log_names if axis == "log" else self.linear_names

    def codes(self, axis: PadAxis) -> NDArray[np.uint16]:
        """Return the places for one axis."""
        return self.log if axis == "log" else self.linear


@lru_cache(maxsize=8)
def pad_of(envelope: Envelope, *, probabilities: bool, by_model: bool = False) -> Pad:
    """Return the pad of an envelope; thresholds on probabilities have a fixed scale of colours.

    `by_model`: the areas of a model are one, and not one for each threshold.
    """
    ratios = 10.0 ** _centres(-DECADES, DECADES, HIGH)[:, None]
    grids = [
        np.searchsorted(envelope.switches, pc_of(shares, ratios)).astype(np.uint16)
        for shares in (_centres(0.0, 1.0, WIDE), 10.0 ** _centres(LOWEST_DECADE, 0.0, WIDE))
    ]
    shades, ticks = _shades(envelope.thresholds, probabilities=probabilities)
    areas = _areas(envelope) if by_model else np.arange(len(envelope.models))
    names = [_names(grid, areas, axis) for grid, axis in zip(grids, AXES, strict=True)]
    return Pad(grids[0], grids[1], shades, ticks, names[0], names[1])


def _areas(envelope: Envelope) -> NDArray[np.intp]:
    """Return the number of the area of each place: that of its model; the trivial answers have their own."""
    areas = envelope.models + 2
    areas[0], areas[-1] = 0, 1
    return np.asarray(areas)


def _names(grid: NDArray[np.uint16], areas: NDArray[np.intp], axis: PadAxis) -> tuple[PadName, ...]:
    """Return where each large area is widest."""
    of_area = areas[grid]
    found: list[PadName] = []
    low, high = (LOWEST_DECADE, 0.0) if axis == "log" else (0.0, 1.0)
    across, up = _centres(low, high, WIDE), _centres(-DECADES, DECADES, HIGH)
    sizes = np.bincount(of_area.ravel())
    for area in np.argsort(-sizes).tolist():
        inside = of_area == area
        if sizes[area] < LEAST_NAMED * grid.size:
            continue
        widths = inside[EDGE:-EDGE].sum(axis=1)  # a name at an edge would be cut
        if not widths.any():
            continue
        row = EDGE + int(np.median(np.flatnonzero(widths >= 0.95 * widths.max())))
        columns = np.flatnonzero(inside[row])
        column = int(columns[len(columns) // 2])
        name = PadName(int(grid[row, column]), float(across[column]), float(up[row]))
        if all(abs(name.y - other.y) > CLEAR * 2 * DECADES for other in found):
            found.append(name)
    return tuple(found)


def _centres(low: float, high: float, n: int) -> Floats:
    return np.asarray(low + (np.arange(n) + 0.5) * (high - low) / n)


def _shades(thresholds: Floats, *, probabilities: bool) -> tuple[Floats, tuple[tuple[str, float], ...]]:
    """Return the shade of each threshold and the marks of the scale.

    Probabilities by their log odds, which is what changes evenly with prices and prevalence; other scores
    evenly between the lowest and the highest that is best somewhere.
    """
    finite = np.isfinite(thresholds)
    if probabilities:
        marks = np.array([0.01, 0.1, 0.5, 0.9, 0.99])
        names = ("0.01", "0.1", "0.5", "0.9", "0.99")
        return np.where(finite, _by_odds(thresholds), np.nan), tuple(
            zip(names, _by_odds(marks).tolist(), strict=True)
        )
    if not finite.any():
        return np.full(len(thresholds), np.nan), ()
    low, high = float(thresholds[finite].min()), float(thresholds[finite].max())
    wide = high - low or 1.0
    marks = np.unique([low, (low + high) / 2, high])
    ticks = tuple((plain(float(f"{mark:.3g}")), float((mark - low) / wide)) for mark in marks)
    return np.where(finite, (thresholds - low) / wide, np.nan), ticks


def _by_odds(p: Floats) -> Floats:
    known = np.clip(np.where(np.isfinite(p), p, 0.5), 1e-9, 1 - 1e-9)
    return np.asarray(np.clip((np.log(known / (1 - known)) + SPREAD) / (2 * SPREAD), 0.0, 1.0))


def first_axis(condition: Condition) -> PadAxis:
    """Return the axis of prevalence that suits the present condition."""
    return "log" if condition.prevalence <= RARE else "linear"


def pad_x(prevalence: float, axis: PadAxis) -> float:
    """Return where a prevalence is on the axis, as it is or its logarithm, within the pad."""
    if axis == "linear":
        return min(max(prevalence, 0.0), 1.0)
    return max(math.log10(prevalence), LOWEST_DECADE) if prevalence > 0 else LOWEST_DECADE


def pad_y(ratio: float) -> float:
    """Return where a price is on the axis: its logarithm, within the pad; nan stays nan."""
    return min(max(math.log10(ratio), -DECADES), DECADES) if ratio > 0 else math.nan


def condition_at(x: float, y: float, axis: PadAxis) -> tuple[float, float]:
    """Return (prevalence, price of a miss) at a place of the pad, with as many digits as a person reads."""
    share = x if axis == "linear" else 10.0 ** min(x, 0.0)
    lowest = 10.0**LOWEST_DECADE
    prevalence = float(f"{min(max(share, lowest), 1 - lowest):.3g}")
    return min(prevalence, 1 - lowest), _readable(10.0 ** min(max(y, -DECADES), DECADES))


def _readable(ratio: float) -> float:
    """Return a price with two digits, of misses in false alarms or the other way round."""
    return float(f"{ratio:.2g}") if ratio >= 1 else 1 / float(f"{1 / ratio:.2g}")


def ratio_text(ratio: float, decimals: int | None = None) -> str:
    """Return "20 : 1" where a miss costs 20 false alarms, "1 : 20" where it is the other way round."""
    if math.isnan(ratio):
        return UNDEFINED
    if ratio >= 1:
        return f"{plain(float(f'{ratio:.3g}') if decimals is None else ratio, decimals)} : 1"
    return f"1 : {plain(float(f'{1 / ratio:.3g}'))}" if ratio > 0 else "0 : 1"


def share_text(prevalence: float, decimals: int | None = None) -> str:
    """Return a prevalence with three digits: "0.3", "0.0004"; with other decimals beside another."""
    if math.isnan(prevalence):
        return UNDEFINED
    return plain(float(f"{prevalence:.3g}") if decimals is None else prevalence, decimals)
