"""Measure speed and memory beside peers and floors.

    python -m benchmarks [--quick] [--only TOPIC] [--peers DIR] [--json FILE]

Both sides are handed the same arrays and take turns; a ratio is that of the medians. It is printed only where
the answers agree. A time alone says little on a shared machine, a ratio from one run says more; still, expect
it to move by a fifth from run to run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.measuring import PEERS, Measure, median_seconds
from benchmarks.rows import HEADER, Row, as_json

TOPICS = (
    "curves",
    "classes",
    "deciding",
    "moving",
    "searching",
    "suggesting",
    "honesty",
    "covering",
    "drawing",
    "whole",
    "reading",
    "opening",
    "adding",
    "dragging",
    "orange",
)
"""Modules of this package with a function `rows(size, measure, turns)`, in the order they are run."""


def rows_of(topic: str) -> Callable[[str, Measure, int], Iterator[Row]]:
    """Return the function of a topic; imported here, so that a topic needs its own libraries only."""
    found: Callable[[str, Measure, int], Iterator[Row]] = importlib.import_module(f"benchmarks.{topic}").rows
    return found


def measure_topic(topic: str, size: str, turns: int) -> list[Row]:
    """Print each row as soon as it is measured."""
    print(f"\n{topic}\n{HEADER}", flush=True)
    found = []
    for row in rows_of(topic)(size, median_seconds, turns):
        found.append(row)
        print(row.as_text(), flush=True)
    return found


def main(arguments: list[str]) -> int:
    """Print a table for each topic; with --json also write the figures to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed and memory.")
    parser.add_argument("--quick", action="store_true", help="smaller samples, fewer turns")
    parser.add_argument("--only", action="append", choices=TOPICS, metavar="TOPIC",
                        help=f"one topic, may be given several times: {', '.join(TOPICS)}")  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    parser.add_argument("--peers", type=Path, metavar="DIR",
                        help="folder for peers that need an environment of their own")  # fmt: skip
    options = parser.parse_args(arguments)
    if options.peers:
        os.environ[PEERS] = str(options.peers.resolve())
    size, turns = ("quick", 3) if options.quick else ("full", 5)
    topics = {topic: measure_topic(topic, size, turns) for topic in options.only or TOPICS}
    if options.json:
        document = {
            "numpy": np.__version__,
            "python": platform.python_version(),
            "topics": {topic: as_json(rows) for topic, rows in topics.items()},
        }
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
