"""Thinning curves for a plot, and making a whole screen while a threshold moves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

import confmat_gui as cm
from benchmarks.measuring import Measure
from benchmarks.rows import Row
from benchmarks.samples import make_samples
from confmat_gui.core.count_curve import CountCurve, Points
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.simplify import WHOLE, Part, thin_precision_recall, thin_roc
from confmat_gui.present.drawn_curves import NOTHING
from confmat_gui.present.from_evaluation import session_of
from confmat_gui.present.parts import NOTHING_ASIDE
from confmat_gui.present.screen import screen_state
from confmat_gui.session.changes import select_class, set_rule_kind, set_threshold

SIZES = {"quick": [100_000], "full": [10_000_000]}
SCREENS = {"quick": [(20_000, 10), (5_000, 200)], "full": [(1_000_000, 10), (50_000, 1000)]}
TENTH = Part(right=0.1)
GOAL = "<= 2,860 points, < 0.5 px, <= 0.1 floors"
_CHECKED = 200_000
"""Vertices whose distance to the drawn line is measured."""


def rows(size: str, measure: Measure, turns: int) -> Iterator[Row]:
    """Thin one ROC and one precision-recall curve for plots of 1000 x 1000 pixels, then make screens."""
    for n in SIZES[size]:
        yield from _thinning(n, measure, turns)
    for n, n_classes in SCREENS[size]:
        yield _screen(n, n_classes, measure, turns)


def _screen(n: int, n_classes: int, measure: Measure, turns: int) -> Row:
    """Measure what the window is handed at each step of a drag, after the matrix is known."""
    y, score = make_samples(n, n_classes)
    names = [f"c{k}" for k in range(n_classes)]
    prepared = cm.prepare(cm.Predictions.from_arrays(y, score, classes=names, score_kind="sigmoid"))
    session = set_rule_kind(select_class(session_of(cm.evaluate(prepared, intervals=False)), 1), "thresholds")
    session = set_threshold(session, 1, 1.5 / n_classes)
    evaluation = cm.evaluate(prepared, session.point, intervals=False)
    draw = partial(screen_state, session, evaluation, NOTHING, NOTHING_ASIDE)
    assert np.array_equal(draw().matrix.counts, evaluation.confusion)
    draw()
    (seconds,) = measure(turns, draw)
    return Row(f"screen of a moving threshold, {n:,} x {n_classes}", seconds)


def _thinning(n: int, measure: Measure, turns: int) -> Iterator[Row]:
    random = np.random.default_rng(8)
    y = random.random(n) < 0.3
    score = 1 / (1 + np.exp(-random.normal(2.0 * y - 1, 1.5)))
    curve = CountCurve.of_ranking(rank_scores(score, y))
    everything = np.linspace(0, len(curve) - 1, min(len(curve), _CHECKED)).astype(np.intp)
    plots = (
        ("ROC", curve.roc, thin_roc),
        ("precision-recall", curve.precision_recall, thin_precision_recall),
    )
    for name, exact, thin in plots:
        for place, part in (("", WHOLE), (", its first tenth", TENTH)):
            inside, off = _drawn(thin(curve, part), exact(everything), part)
            assert off < 0.5
            seconds, floor = measure(turns, partial(thin, curve, part), partial(np.sort, score))
            work = f"{name} of {n:,}{place}: {inside:,} points, {off:.2f} px"
            yield Row(work, seconds, seconds / floor, goal=GOAL)


def _drawn(drawn: Points, exact: Points, part: Part) -> tuple[int, float]:
    """Return how many points are in the part, and how many pixels a vertex in it is from the line."""
    line, vertices = (_inside(points, part) for points in (drawn, exact))
    along = np.hypot(*np.diff(line, axis=0).T)
    steps = np.maximum(1, np.ceil(along / 0.05)).astype(np.intp)
    start = np.repeat(np.arange(len(steps)), steps)
    share = (np.arange(len(start)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[start]
    dense = line[start] + share[:, None] * (line[start + 1] - line[start])
    return len(line), float(cKDTree(dense).query(vertices)[0].max())


def _inside(points: Points, part: Part) -> NDArray[np.float64]:
    x, y = points
    seen = (x >= part.left) & (x <= part.right) & (y >= part.bottom) & (y <= part.top)
    return np.column_stack((part.across(x[seen]), part.up(y[seen])))
