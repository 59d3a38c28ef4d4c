"""Opening a file of two classes, from Parquet to the first screen: the memory at its peak, and the time.

The peak is that of a process that shows the window, less the peak of the same process while the window was
empty, as a multiple of the bytes of both columns of scores and of one 4-byte code a label.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.displays import missing
from benchmarks.dragging import watched
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples

SIZES = {"quick": 100_000, "full": 10_000_000}
MOST = 4
"""Times the bytes of scores and labels that may be needed at the peak."""
CODE = 4
NAMES = {"whole numbers": ("0", "1"), "texts": ("ok", "crack")}


def rows(size: str, _measure: Measure, _turns: int) -> Iterator[Row]:
    """Open each kind of scores with each kind of labels, each in a process of its own."""
    n = SIZES[size]
    if missing():
        yield Row(f"open from Parquet, {n:,} x 2", note=missing())
        return
    y_true, y_score = make_samples(n, 2)
    for kind in (np.float32, np.float64):
        for labels in NAMES:
            with tempfile.TemporaryDirectory() as folder:
                file = _write(Path(folder), y_true, y_score.astype(kind), labels)
                opening = watched(file, (), 0)["opening"]
            memory = opening["peak"] / (n * (2 * np.dtype(kind).itemsize + CODE))
            work = f"open from Parquet, {n:,} x 2 {np.dtype(kind).name}, {labels}"
            yield Row(work, opening["seconds"], memory=memory, goal=f"{MOST} times the bytes at most")


def _write(folder: Path, y_true: Any, y_score: Any, labels: str) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = NAMES[labels]
    label = pa.array(y_true)
    if labels == "texts":
        label = pa.DictionaryArray.from_arrays(pa.array(y_true, pa.int32()), names).cast(pa.string())
    columns = {"y_true": label} | {f"p_{name}": y_score[:, k] for k, name in enumerate(names)}
    path = folder / "samples.parquet"
    pq.write_table(pa.table(columns), path)
    return path
