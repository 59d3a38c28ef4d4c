"""A thirteenth file for an open session of twelve, beside opening all thirteen together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples
from confmat_gui.core.evaluation import evaluate
from confmat_gui.io.appending import appended
from confmat_gui.io.load import load_predictions
from confmat_gui.session.growing import grown
from confmat_gui.session.opening import open_any
from confmat_gui.session.state import Session

SIZES = {"quick": 5_000, "full": 100_000}
N_CLASSES = 5
N_FILES = 13


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Add the last file, after a check that the session is the same in both ways."""
    n = SIZES[size]
    y_true, y_score = make_samples(n * N_FILES, N_CLASSES)
    parts = [slice(index * n, (index + 1) * n) for index in range(N_FILES)]
    for suffix in ("parquet", "csv"):
        with tempfile.TemporaryDirectory() as folder:
            paths = [
                _write(Path(folder) / f"epoch_{index:02d}.{suffix}", y_true[part], y_score[part])
                for index, part in enumerate(parts)
            ]
            twelve = open_any(paths[:-1])
            _check_same(grown(twelve, paths[-1:]), open_any(paths))
            read = twelve.data.original
            mine, peer, reading, reading_all = measure(
                turns,
                partial(grown, twelve, paths[-1:]),
                partial(open_any, paths),
                partial(appended, read, paths[-1:]),
                partial(load_predictions, paths),
            )
        work = f"add {n:,} x {N_CLASSES} to {N_FILES - 1} such files, {suffix}"
        yield Row(work, mine, ratio=peer / mine, goal="faster than opening all files")
        yield Row(f"{work}, reading alone", reading, ratio=reading_all / reading)


def _write(path: Path, y_true: Any, y_score: Any) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import csv

    columns = {"y_true": pa.array([f"c{k}" for k in y_true.tolist()])}
    table = pa.table(columns | {f"p_c{k}": y_score[:, k] for k in range(N_CLASSES)})
    if path.suffix == ".csv":
        csv.write_csv(table, path)
    else:
        pq.write_table(table, path)
    return path


def _check_same(one: Session, other: Session) -> None:
    mine, theirs = (each.data.loaded.predictions for each in (one, other))
    assert mine.batch_names == theirs.batch_names
    assert mine.y_score is not None
    assert theirs.y_score is not None
    assert np.array_equal(mine.y_score, theirs.y_score)
    confusions = [evaluate(each.data.prepared, each.point).confusion for each in (one, other)]
    assert np.array_equal(confusions[0], confusions[1])
