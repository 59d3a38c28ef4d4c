"""Steps of a threshold in the program's window: processor time of each, until it is painted.

    python -m benchmarks.own_steps FILE < [0.40, 0.41, ...]

FILE is an NPZ with y_true and the score of the second of two classes. Prints seconds and accuracy of
each step.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.watched_window import opened, rest, shown, shown_window, until


def main() -> None:
    """Set one threshold after the other, as a drag does."""
    thresholds: list[float] = json.load(sys.stdin)
    with shown_window() as (window, watch):
        opened(window, watch, Path(sys.argv[1]))
        dragging = window.controller.dragging
        dragging.start_threshold(1)
        rest(window)
        seconds, accuracy = [], []
        for threshold in thresholds:
            watch.begin()
            before = time.process_time()
            dragging.drag_threshold((1, threshold))
            until(watch.saw_all)
            seconds.append(time.process_time() - before)
            accuracy.append(shown(window).evaluation.metrics["accuracy"])
        dragging.finish_threshold(1)
        rest(window)
        json.dump({"seconds": seconds, "accuracy": accuracy}, sys.stdout)


if __name__ == "__main__":
    main()
