"""Steps of a threshold in Orange's calibration plot: processor time of each, until it is painted.

    python benchmarks/orange_steps.py FILE < [0.40, 0.41, ...]

Runs in an environment that has Orange 3 and nothing of this program. FILE is an NPZ with y_true and the score
of the second of two classes. Prints seconds and accuracy of each step.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from AnyQt.QtWidgets import QApplication
from Orange.data import DiscreteVariable, Domain
from Orange.evaluation import Results
from Orange.widgets.evaluate.owcalibrationplot import OWCalibrationPlot

ACCURACY = 1
"""Place of the classification accuracy among the metrics that the widget draws."""


def results_of(path: str) -> Results:
    """Return the predictions of a file as Orange keeps them."""
    with np.load(path) as arrays:
        y_true, score = arrays["y_true"], arrays["y_score"].astype(np.float64)
    results = Results(
        domain=Domain([], DiscreteVariable("true", values=("0", "1"))), actual=y_true.astype(np.float64),
        predicted=(score >= 0.5).astype(np.float64)[None],
        probabilities=np.column_stack((1 - score, score))[None],
    )
    results.learner_names = ["model"]
    return results


def settle(app: QApplication) -> None:
    """Let everything be painted that waits."""
    for _ in range(3):
        app.sendPostedEvents()
        app.processEvents()


def main() -> None:
    """Set one threshold after the other, as a drag of the line does."""
    thresholds = json.load(sys.stdin)
    app = QApplication([])
    widget = OWCalibrationPlot()
    widget.score = ACCURACY
    widget.resize(1600, 1000)
    widget.show()
    widget.set_results(results_of(sys.argv[1]))
    settle(app)
    seconds, accuracy = [], []
    for threshold in thresholds:
        before = time.process_time()
        widget.line.setPos(threshold)
        settle(app)
        seconds.append(time.process_time() - before)
        _, (places, (curve,)) = widget.scores[0]
        accuracy.append(float(curve[np.searchsorted(places, widget.threshold)]))
    json.dump({"seconds": seconds, "accuracy": accuracy}, sys.stdout)


if __name__ == "__main__":
    main()
