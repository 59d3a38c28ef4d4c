"""Some rows of what was read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, read_only
from confmat_gui.core.predictions import frozen
from confmat_gui.core.strata import with_rows
from confmat_gui.io.loaded import Loaded, SetAsideRow


def rows_of(loaded: Loaded, rows: NDArray[np.intp]) -> Loaded:
    """Return the same reading with some of its rows, in the order given; nothing else changes."""
    return replace(
        loaded,
        predictions=with_rows(loaded.predictions, rows),
        row_numbers=read_only(loaded.row_numbers[rows]),
        source_index=read_only(loaded.source_index[rows]),
        extra={name: read_only(values[rows]) for name, values in loaded.extra.items()},
    )


def set_aside_by_source(
    set_aside: tuple[SetAsideRow, ...], numbers: list[int]
) -> list[tuple[SetAsideRow, ...]]:
    """Return the entries of each file; they lie in the order of the files, which have so many each."""
    stops = np.cumsum([0, *numbers]).tolist()
    return [set_aside[start:stop] for start, stop in pairwise(stops)]


def without_source(loaded: Loaded, place: int) -> Loaded:
    """Return what was read without the rows of one file, which stays named as one with no rows."""
    parts = set_aside_by_source(loaded.set_aside, [source.n_set_aside for source in loaded.sources])
    parts[place] = ()
    sources = list(loaded.sources)
    sources[place] = replace(sources[place], n=0, n_set_aside=0)
    rest = rows_of(loaded, np.flatnonzero(loaded.source_index != place))
    return replace(rest, sources=tuple(sources), set_aside=tuple(row for part in parts for row in part))


def named_by_appearance(loaded: Loaded) -> Loaded:
    """Return the same reading with batches and groups of columns in the order in which they appear."""
    old, columns = loaded.predictions, loaded.columns
    changed = old
    if columns.batch is not None and old.batch is not None:
        names, codes = _by_appearance(old.batch_names, old.batch)
        changed = replace(changed, batch_names=names, batch=codes)
    if columns.group is not None and old.group is not None:
        names, codes = _by_appearance(old.group_names, old.group)
        changed = replace(changed, group_names=names, group=codes)
    return loaded if changed is old else replace(loaded, predictions=frozen(changed))


def _by_appearance(names: tuple[str, ...], codes: Codes) -> tuple[tuple[str, ...], Codes]:
    used, first = np.unique(codes, return_index=True)
    order = used[np.argsort(first)]
    places = np.zeros(len(names), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return tuple(names[code] for code in order.tolist()), places[codes]
