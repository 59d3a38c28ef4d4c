"""Works that take turns, and the medians of their times."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

PEERS = "CONFMAT_BENCHMARK_PEERS"
"""Environment variable: the folder of the peers that need an environment of their own."""

Measure = Callable[..., list[float]]
"""`measure(turns, *works)` gives the median seconds of each work."""


def median_seconds(turns: int, *works: Callable[[], object]) -> list[float]:
    """Let `works` take turns and return the median time of each."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(turns):
        for kept, work in zip(times, works, strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in times]
