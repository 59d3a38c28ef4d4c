"""Files of scores to arrays, beside the fastest of pyarrow, pandas and Polars (NumPy for NPZ).

"Read" is the reader alone, to one array of scores and the labels as codes, which is what the peers do.
"Open" is the whole way in: also the file's SHA-256, every conclusion about columns and classes, and every
check of the values. Memory is that of the whole way, in a process of its own: its peak less
the peak after a small file of the same format was opened (so that libraries are loaded), as a multiple of the
bytes of the scores and of one 4-byte code a label.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import Measure
from benchmarks.memory import peak_bytes
from benchmarks.reading_peers import TRUE, Arrays, peers_for
from benchmarks.rows import Row
from benchmarks.samples import make_samples
from confmat_gui.core.cancel import no_progress
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.reading import read_table
from confmat_gui.io.table import Table

SIZES = {"quick": 100_000, "full": 1_000_000}
N_CLASSES = 10
FORMATS = {"parquet": 1.3, "feather": 1.3, "npz": 1.3, "csv": 2.5}
"""Times as long as the fastest peer that reading may take."""
MOST_MEMORY = 3
CODE = 4
SMALL = "small_"


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Read and open a file of each format and type, after a check that all read the same."""
    n = SIZES[size]
    y_true, y_score = make_samples(n, N_CLASSES)
    for suffix, most in FORMATS.items():
        for kind in (np.float32, np.float64):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"samples.{suffix}"
                _write(path, y_true, y_score.astype(kind))
                _write(path.with_name(SMALL + path.name), y_true[:1_000], y_score[:1_000].astype(kind))
                what = f"{n:,} x {N_CLASSES} {np.dtype(kind).name}"
                yield from _beside_peers(path, what, most, measure, turns)


def _beside_peers(path: Path, what: str, most: float, measure: Measure, turns: int) -> Iterator[Row]:
    peers = peers_for(path.suffix[1:])
    for peer in peers.values():
        _check_same(path, peer(path))
    reading, opening, *times = measure(
        turns,
        partial(read_table, path, InputOptions(), no_progress),
        partial(load_predictions, [path]),
        *(partial(peer, path) for peer in peers.values()),
    )
    fastest = min(times)
    name = list(peers)[times.index(fastest)]
    format_name = path.suffix[1:].upper() if path.suffix in (".npz", ".csv") else path.suffix[1:].title()
    goal = f"at least {1 / most:.2f} x ({name} was the fastest peer)"
    yield Row(f"read {format_name}, {what}", reading, ratio=fastest / reading, goal=goal)
    memory = _memory(path)
    goal = f"memory at most {MOST_MEMORY}"
    yield Row(f"open {format_name}, {what}", opening, ratio=fastest / opening, memory=memory, goal=goal)


def _write(path: Path, y_true: Any, y_score: Any) -> None:
    import pyarrow as pa
    from pyarrow import csv, feather, parquet

    if path.suffix == ".npz":
        np.savez(path, y_true=y_true, y_score=y_score)
        return
    names = [f"c{k}" for k in range(N_CLASSES)]
    labels = pa.DictionaryArray.from_arrays(pa.array(y_true, pa.int32()), names).cast(pa.string())
    table = pa.table({TRUE: labels} | {f"p_{name}": y_score[:, k] for k, name in enumerate(names)})
    write = {".parquet": parquet.write_table, ".feather": feather.write_feather, ".csv": csv.write_csv}
    write[path.suffix](table, str(path))


def _check_same(path: Path, theirs: Arrays) -> None:
    predictions = load_predictions([path]).predictions
    scores, codes, texts = theirs
    assert predictions.y_score is not None
    # pandas before 3.1 reads the numbers of a text to some 13 digits, unless it is told to read all
    rounding = 1e-12 if path.suffix == ".csv" else 0.0
    np.testing.assert_allclose(predictions.y_score, scores, rtol=rounding, atol=0)
    assert np.array_equal(np.array(predictions.classes)[predictions.y_true], np.array(texts)[codes])
    table: Table = read_table(path, InputOptions(), no_progress)
    assert len(table.columns) == N_CLASSES + 1


def _memory(path: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reading", str(path)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _opened_in_fresh_process(path: Path) -> float:
    load_predictions([path.with_name(SMALL + path.name)])
    before = peak_bytes()
    predictions = load_predictions([path]).predictions
    peak = peak_bytes()
    assert predictions.y_score is not None
    return (peak - before) / (predictions.y_score.nbytes + CODE * predictions.n_rows)


if __name__ == "__main__":
    print(_opened_in_fresh_process(Path(sys.argv[1])))
