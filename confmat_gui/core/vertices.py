"""The vertices of a curve from sorted rows, in blocks that stay in the processor's cache."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Counts

BLOCK = 65_536
"""Sorted rows walked at a time: what is made of them stays in the processor's cache."""
SMALL_COUNTS = 2**30
"""Below it twice a count fits into int32."""

Places: TypeAlias = slice | NDArray[np.intp]
Kinds: TypeAlias = tuple[np.dtype[Any], np.dtype[Any]]
"""Of thresholds and of counts."""


class LabelledRows(Protocol):
    """Rows in ascending order of their scores, each of the class or of the rest."""

    @property
    def count(self) -> Counts | None:
        """Samples that each row stands for; None: one each."""

    @property
    def positives_last(self) -> bool:
        """Whether the rows of the class come last in a tie."""

    def __len__(self) -> int: ...

    def own(self, rows: slice) -> Bools:
        """Return whether each of some rows is of the class."""

    def starts(self, rows: slice) -> Bools:
        """Return whether each of some rows has a higher score than the one before it; the first has."""

    def first_of_tie(self, rows: NDArray[np.intp], within: slice) -> NDArray[np.intp]:
        """Return the places of the first rows with the scores of `rows`, which are somewhere in `within`."""

    def score(self, rows: Places) -> NDArray[Any]:
        """Return the scores of some rows."""


class Vertices(NamedTuple):
    """What a `Ranking` is made of, in its order."""

    thresholds: NDArray[Any]
    tps: NDArray[Any]
    fps: NDArray[Any]
    n_pos: int
    n_neg: int


def every_vertex(rows: LabelledRows) -> Vertices:
    """Return a vertex for every distinct score.

    Beside the rows nothing as long as they are is made but the result.
    """
    n, n_pos, _ = _totals(rows)
    kinds = np.dtype(np.float64), np.dtype(np.int64)
    return _EveryVertex(rows, n, n_pos, room=len(rows), kinds=kinds).walked()


def needed_vertices(rows: LabelledRows) -> Vertices:
    """Return the vertices that the curves need: scores of positives, and above each the next higher score.

    In a tie the positives come last.
    """
    n, n_pos, n_own_rows = _totals(rows)
    room, kinds = min(len(rows), 2 * n_own_rows + 1), (rows.score(slice(0, 0)).dtype, kind_of_counts(n))
    return _NeededVertices(rows, n, n_pos, room=room, kinds=kinds).walked()


def kind_of_counts(n: int) -> np.dtype[Any]:
    """Return the integers that hold the counts of n samples where intermediate scores are dropped."""
    return np.dtype(np.int32 if n < SMALL_COUNTS else np.int64)


class _EveryVertex:
    """The vertices of a curve, found from the highest score down."""

    def __init__(self, rows: LabelledRows, n: int, n_pos: int, *, room: int, kinds: Kinds) -> None:
        self._rows, self._n, self._n_pos = rows, n, n_pos
        self._thresholds = np.empty(room, dtype=kinds[0])
        self._tps, self._fps = np.empty(room, dtype=kinds[1]), np.empty(room, dtype=kinds[1])
        self._n_found, self._above, self._pos_above = 0, 0, 0
        """Vertices so far, and the samples and positives in the rows taken in."""

    def walked(self) -> Vertices:
        """Return the vertices of all rows."""
        stop = len(self._rows)
        while stop:
            start = max(0, stop - BLOCK)
            if start:
                start = int(self._rows.first_of_tie(np.array([start]), slice(0, stop))[0])
            self._take_in(slice(start, stop))
            stop = start
        for array in (self._thresholds, self._tps, self._fps):
            array.resize(self._n_found, refcheck=False)  # gives back the rest of the room in place
        return Vertices(self._thresholds, self._tps, self._fps, self._n_pos, self._n - self._n_pos)

    def _take_in(self, rows: slice) -> None:
        """Take in the next lower rows, all that are tied with one of them included."""
        own = self._rows.own(rows)
        self._pos_above += self._samples(rows, own)
        self._above += self._samples(rows)
        places, pos_before = self._found(own, self._rows.starts(rows), rows)
        part = slice(self._n_found, self._n_found + len(pos_before))
        self._n_found = part.stop
        np.subtract(self._pos_above, pos_before, out=self._tps[part])
        samples = self._samples_from(places, rows)
        np.subtract(samples, self._tps[part], out=self._fps[part], casting="same_kind")
        if isinstance(places, slice):
            self._thresholds[part] = self._rows.score(rows)[places]
        else:
            self._thresholds[part] = self._rows.score(places + rows.start)

    def _found(self, own: Bools, starts: Bools, rows: slice) -> tuple[Places, NDArray[Any]]:
        """Return the rows at whose scores there is a vertex, from the last, and the positives before each."""
        places: Places = slice(None, None, -1) if starts.all() else _from_last(starts)
        return places, self._pos_before(own, rows)[places]

    def _pos_before(self, own: Bools, rows: slice) -> NDArray[Any]:
        count = self._rows.count
        return _sums_before(own if count is None else count[rows] * own, self._tps.dtype)

    def _samples_from(self, places: Places, rows: slice) -> NDArray[Any]:
        """Return the samples in each of some rows and all above it."""
        if self._rows.count is not None:
            return np.asarray(self._above - _sums_before(self._rows.count[rows], self._tps.dtype)[places])
        if isinstance(places, slice):
            return np.arange(self._above - (rows.stop - rows.start), self._above) + 1
        return np.asarray(self._above - places)

    def _samples(self, rows: slice, own: Bools | None = None) -> int:
        """Return how many samples, or positives, some rows stand for."""
        if self._rows.count is None:
            return rows.stop - rows.start if own is None else int(np.count_nonzero(own))
        count = self._rows.count[rows]
        return int(count.sum() if own is None else count[own].sum())


class _NeededVertices(_EveryVertex):
    """Only what the curves need."""

    def _found(self, own: Bools, starts: Bools, rows: slice) -> tuple[Places, NDArray[Any]]:
        """Return the first rows of ties that hold positives, and of those just above, from the last."""
        needed = own.copy()
        needed[1:] |= own[:-1]
        needed[:1] |= rows.start == 0 or self._rows.own(slice(rows.start - 1, rows.start))
        if not starts.all():
            needed &= starts
            within = np.flatnonzero(own[1:] > (own[:-1] | starts[1:])) + 1  # negatives are tied below
            needed[self._first_of_tie(within, starts, rows)] = True
        places = _from_last(needed)
        return places, self._pos_before(own, rows)[places]

    def _first_of_tie(self, places: NDArray[np.intp], starts: Bools, rows: slice) -> NDArray[np.intp]:
        first = places - 1  # most ties are short
        far = np.flatnonzero(~starts[first])
        first[far] = self._rows.first_of_tie(places[far] + rows.start, rows) - rows.start
        return first


def _from_last(flags: Bools) -> NDArray[np.intp]:
    """Return the places of what is set, descending."""
    return np.flatnonzero(flags)[::-1].copy()


def _sums_before(values: NDArray[Any], kind: np.dtype[Any]) -> NDArray[Any]:
    """Return the sum of the values before each."""
    result = np.empty(len(values), dtype=kind)
    result[:1] = 0
    np.cumsum(values[:-1], out=result[1:])
    return result


def _totals(rows: LabelledRows) -> tuple[int, int, int]:
    """Return all samples, those of the class, and the rows of the class."""
    n, n_pos, n_own_rows = 0, 0, 0
    for start in range(0, len(rows), BLOCK):
        part = slice(start, start + BLOCK)
        own = rows.own(part)
        n_own_rows += int(np.count_nonzero(own))
        if rows.count is not None:
            n, n_pos = n + int(rows.count[part].sum()), n_pos + int(rows.count[part][own].sum())
    return (len(rows), n_own_rows, n_own_rows) if rows.count is None else (n, n_pos, n_own_rows)
