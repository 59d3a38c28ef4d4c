"""Compare curves, moving thresholds, `prepare` and `evaluate` with the same figures from scikit-learn.

    python -m benchmarks [--quick] [--json FILE]

Both sides are handed the same arrays and take turns; a ratio is that of the medians. It is printed only where
the answers agree. A time alone says little on a shared machine, a ratio from one run says more; still, expect
it to move by a fifth from run to run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import confmat_gui as cm
from benchmarks.engine import HEADER, Row, as_json, engine_rows
from benchmarks.peers import check_agreement, figures_by_sklearn, ranking_by_sklearn
from benchmarks.samples import SIZES, make_samples


def median_seconds(turns: int, *works: Callable[[], object]) -> list[float]:
    """Let `works` take turns and return the median time of each."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(turns):
        for kept, work in zip(times, works, strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in times]


def compare(n: int, n_classes: int, turns: int) -> list[dict[str, Any]]:
    """Measure both steps on one set of samples."""
    y_true, y_score = make_samples(n, n_classes)
    predictions = cm.Predictions.from_arrays(y_true, y_score, classes=[f"c{k}" for k in range(n_classes)])
    prepared = cm.prepare(predictions)
    evaluation = cm.evaluate(prepared)
    check_agreement(prepared, evaluation, y_true, y_score)
    steps: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("prepare", lambda: cm.prepare(predictions), lambda: ranking_by_sklearn(y_true, y_score)),
        (
            "evaluate",
            lambda: cm.evaluate(prepared, intervals=False),
            lambda: figures_by_sklearn(y_true, y_score),
        ),
    ]
    rows = []
    for name, ours, theirs in steps:
        mine, peer = median_seconds(turns, ours, theirs)
        rows.append({"n": n, "classes": n_classes, "step": name, "seconds": mine, "ratio": peer / mine})
    return rows


def print_engine(size: str, turns: int) -> list[Row]:
    """Print each row as soon as it is measured."""
    rows = []
    print(HEADER)
    for row in engine_rows(size, median_seconds, turns):
        rows.append(row)
        print(row.as_text(), flush=True)
    return rows


def main(arguments: list[str]) -> int:
    """Print a table of ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed beside scikit-learn.")
    parser.add_argument("--quick", action="store_true", help="smaller samples, fewer turns: some seconds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    options = parser.parse_args(arguments)
    if sys.stderr.isatty():
        print("Measuring …", file=sys.stderr)
    size, turns = ("quick", 3) if options.quick else ("full", 5)
    engine = print_engine(size, turns)
    rows: list[dict[str, Any]] = []
    print(f"\n{'samples':>10} {'classes':>8}  {'step':10} {'ours':>9} {'scikit-learn takes':>19}")
    for n, n_classes in SIZES[size]:
        for row in compare(n, n_classes, turns):
            rows.append(row)
            seconds, ratio = row["seconds"] * 1_000, row["ratio"]
            print(f"{n:>10,} {n_classes:>8}  {row['step']:10} {seconds:>6.1f} ms {ratio:>15.1f} x")
    if options.json:
        document = {"numpy": np.__version__, "rows": rows, "engine": as_json(engine)}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
