"""How many rows tie at a threshold under rule 2, from the neighbourhood of the threshold alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.critical import largest_winning
from confmat_gui.core.decide import share
from confmat_gui.core.prefix_counts import PrefixCounts
from confmat_gui.core.runner_up import RunnerUp, next_up

WIDEST = 3
"""Units in the last place over which one quotient can hold, between normal numbers."""
_TIED, _STRICT = 4, 8
_N_STATES = 16
_SMALLEST_REGULAR = 1e-300
_BITS = np.int64
_INF_BITS = int(np.array(np.inf).view(_BITS))
_AROUND = np.arange(-WIDEST, WIDEST + 1)


@dataclass(frozen=True, eq=False)
class TieStates:
    """For some rows where its class ties with the best other one, relative to its critical value.

    With b the largest t at which the class is above the best other share and a the largest at which it is
    not below, a row ties when b < t <= a, and above a too if other classes tie for the best share. One of
    a and b is the critical value, the other a few floats away.

    Attributes
    ----------
    state : (n,) uint8
        Distance in floats between a and b (2 bits), whether others tie, whether b is the critical value.
    odd_from, odd_until : float64
        b, and a where no others tie, of the rows where a and b are far apart; their state says nothing.
    """

    state: NDArray[np.uint8]
    odd_from: Floats
    odd_until: Floats


def tie_states(own: Floats, runner_up: RunnerUp, critical: Floats) -> TieStates:
    """Find the states of some rows; `own` are the probabilities of the class that moves."""
    strict, best = runner_up.strict, runner_up.best
    width = _widths(own, best, critical, strict)
    regular = (critical >= _SMALLEST_REGULAR) & (critical < np.inf) & (width <= WIDEST)
    state = width
    state |= np.multiply(runner_up.tied, np.uint8(_TIED), dtype=np.uint8)
    state |= np.multiply(strict, np.uint8(_STRICT), dtype=np.uint8)
    if regular.all():
        return TieStates(state, np.empty(0), np.empty(0))
    odd = ~regular & ((own > 0) | (best <= 0))
    state[~regular] &= np.uint8(_TIED | _STRICT)
    state[odd] = _STRICT  # with no width and no tie it never counts
    lower, upper = _limits(own[odd], best[odd])
    tied = runner_up.tied[odd]
    counts = (lower < upper) | tied
    return TieStates(state, lower[counts], upper[counts & ~tied])


class TieCounts:
    """Counts tied rows at any threshold, at a cost that does not grow with the rows.

    Parameters
    ----------
    critical : (n,) float64, ascending
    states : (n,) uint8, their `state` in the same order
    odd_from, odd_until : as in `TieStates`, of all rows
    """

    def __init__(
        self, critical: Floats, states: NDArray[np.uint8], odd_from: Floats, odd_until: Floats
    ) -> None:
        self._critical = critical
        self._states = PrefixCounts(states, _N_STATES)
        self._others_tie = bool((self._states.upto(len(critical)) @ _ALWAYS_ABOVE) > 0)
        self._from, self._until = np.sort(odd_from), np.sort(odd_until)

    @property
    def nbytes(self) -> int:
        """Memory beside the critical values."""
        return self._states.nbytes + self._from.nbytes + self._until.nbytes

    def at(self, threshold: float) -> tuple[int, int]:
        """Return the rows whose critical value is below the threshold (above 0), and those that tie there."""
        bits = int(np.float64(threshold).view(_BITS)) + _AROUND
        if not WIDEST < bits[WIDEST] < _INF_BITS - WIDEST:
            bits = np.clip(bits, 0, _INF_BITS)
        places = self._critical.searchsorted(bits.view(np.float64)).tolist()
        below = places[WIDEST]
        n_tied = int(self._states.upto(below) @ _ALWAYS_ABOVE) if self._others_tie else 0
        if places[0] != places[-1]:
            upto = np.stack([self._states.upto(place) for place in places])
            n_tied += int((np.diff(upto, axis=0) * _NEAR).sum())
        if len(self._from):
            n_tied += int(self._from.searchsorted(threshold)) - int(self._until.searchsorted(threshold))
        return below, n_tied


def _widths(p: Floats, best: Floats, critical: Floats, strict: Bools) -> NDArray[np.uint8]:
    """Count the floats next to the critical value (above it if strict) at which the shares are equal."""
    first = critical.view(_BITS) + strict
    width = _shares_equal(p, first, best).astype(np.uint8)
    rows = np.flatnonzero(width)
    step = np.where(strict[rows], 1, -1)
    p, first, best = p[rows], first[rows], best[rows]
    for i in range(1, WIDEST + 1):
        more = np.flatnonzero(_shares_equal(p, first + i * step, best))
        if not len(more):
            break
        rows, p, first, best, step = rows[more], p[more], first[more], best[more], step[more]
        width[rows] += 1
    return width


def _shares_equal(p: Floats, bits: NDArray[np.int64], best: Floats) -> Bools:
    return np.asarray(share(p, np.clip(bits, 1, _INF_BITS).view(np.float64)) == best)


def _limits(p: Floats, best: Floats) -> tuple[Floats, Floats]:
    """Return the largest t at which p / t is above the best, and at which it is not below."""
    above = next_up(best)
    above[best == np.inf] = np.nan
    return largest_winning(p, above), largest_winning(p, best)


def _near_table() -> NDArray[np.int64]:
    """Return [distance of the critical value from t, state] -> whether the row ties though not counted."""
    table = np.zeros((2 * WIDEST, _N_STATES), dtype=np.int64)
    for row, distance in enumerate(range(-WIDEST, WIDEST)):
        for state in range(_N_STATES):
            width, tied, strict = state & 3, bool(state & _TIED), bool(state & _STRICT)
            if strict:
                table[row, state] = not tied and distance < 0 and width >= -distance
            else:
                table[row, state] = distance >= 0 and width > distance
    return table


_ALWAYS_ABOVE = np.array([bool(state & _TIED) for state in range(_N_STATES)], dtype=np.int64)
_NEAR = _near_table()
