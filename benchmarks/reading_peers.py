"""The same file to an array of scores and the labels as codes, by pyarrow, pandas, polars and NumPy.

Each takes the quickest way that its documentation names. Scores come class by class, or row by row where that
is how the library keeps them; labels as codes and their texts.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Arrays: TypeAlias = tuple[NDArray[Any], NDArray[Any], list[str]]
"""(n, K) scores, (n,) codes, and the text behind each code."""
Read: TypeAlias = Callable[[Path], Any]

TRUE = "y_true"


def peers_for(suffix: str) -> dict[str, Callable[[Path], Arrays]]:
    """Return every peer that reads such a file, by its name; Polars only where it is installed."""
    if suffix == "npz":
        return {"NumPy": _by_numpy}
    found = {"pyarrow": _by_arrow(suffix), "pandas": _by_pandas(suffix)}
    return found | ({"Polars": _by_polars(suffix)} if find_spec("polars") else {})


def _by_arrow(suffix: str) -> Callable[[Path], Arrays]:
    from pyarrow import csv, feather, parquet

    read = {"parquet": parquet.read_table, "feather": feather.read_table, "csv": csv.read_csv}[suffix]
    return lambda path: _from_arrow(read(path))


def _by_pandas(suffix: str) -> Callable[[Path], Arrays]:
    import pandas as pd

    reads: dict[str, Read] = {"parquet": pd.read_parquet, "feather": pd.read_feather, "csv": pd.read_csv}
    return lambda path: _from_pandas(reads[suffix](path))


def _by_polars(suffix: str) -> Callable[[Path], Arrays]:
    import polars as pl

    read = {"parquet": pl.read_parquet, "feather": pl.read_ipc, "csv": pl.read_csv}[suffix]
    return lambda path: _from_polars(read(path))


def _by_numpy(path: Path) -> Arrays:
    with np.load(path) as arrays:
        codes: NDArray[Any] = arrays[TRUE]
        return arrays["y_score"], codes, [str(code) for code in range(int(codes.max()) + 1)]


def _from_arrow(table: Any) -> Arrays:
    names = [name for name in table.column_names if name != TRUE]
    scores = np.empty((len(names), table.num_rows), table.column(names[0]).type.to_pandas_dtype())
    for row, name in zip(scores, names, strict=True):
        np.concatenate([chunk.to_numpy() for chunk in table.column(name).chunks], out=row)
    labels = table.column(TRUE).dictionary_encode().unify_dictionaries().combine_chunks()
    return scores.T, labels.indices.to_numpy(), labels.dictionary.to_pylist()


def _from_pandas(frame: Any) -> Arrays:
    import pandas as pd

    codes, texts = pd.factorize(frame[TRUE])
    return frame.drop(columns=TRUE).to_numpy(), codes, list(texts)


def _from_polars(frame: Any) -> Arrays:
    import polars as pl

    labels = frame[TRUE].cast(pl.Categorical)
    scores = frame.drop(TRUE).to_numpy(order="fortran")
    texts = labels.unique().cast(pl.String).to_list()
    places = labels.unique().to_physical().to_list()
    named = dict(zip(places, texts, strict=True))
    return scores, labels.to_physical().to_numpy(), [named.get(code, "") for code in range(max(places) + 1)]
