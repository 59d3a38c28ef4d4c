"""Thin curves show the same picture: nothing of either line is half a pixel from the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from confmat_gui.core.count_curve import GROUP, CountCurve
from confmat_gui.core.simplify import WHOLE, Part, stepped, thin_precision_recall, thin_roc

Line = NDArray[np.float64]
SMALL = Part(width=60, height=40)
CORNER = Part(0.0, 0.1, 0.8, 1.0, 60, 40)
MIDDLE = Part(0.4, 0.45, 0.3, 0.6, 50, 70)
LOGARITHMIC = Part(1e-3, 1.0, 0.0, 1.0, 60, 40, decade=-3)


def farther(points: Line, line: Line) -> float:
    """Return the largest distance of points from a polyline, a little too large by what `dense` skips."""
    return float(cKDTree(dense(line)).query(points)[0].max(initial=0.0))


def dense(line: Line, spacing: float = 0.04) -> Line:
    """Return points along a polyline with no larger gap than `spacing` pixels."""
    pieces = np.maximum(1, np.ceil(np.hypot(*np.diff(line, axis=0).T) / spacing)).astype(int)
    share = np.concatenate([np.arange(n) / n for n in pieces] + [np.array([0.0])])
    at = np.append(np.repeat(np.arange(len(pieces)), pieces), len(line) - 1)
    after = np.minimum(at + 1, len(line) - 1)
    return np.asarray(line[at] + share[:, None] * (line[after] - line[at]))


def pixels(x: Line, y: Line, part: Part) -> Line:
    return np.column_stack([part.across(x), part.up(y)])


def inside(line: Line, part: Part) -> Line:
    """Return the points of a line that a part shows."""
    edges = pixels(np.array([part.left, part.right]), np.array([part.bottom, part.top]), part)
    return np.asarray(line[((line >= edges[0]) & (line <= edges[1])).all(axis=1)])


def deviation(drawn: Line, exact: Line, part: Part) -> float:
    """Return the farthest that a visible place on either line is from the other line."""
    return max(farther(inside(dense(exact), part), drawn), farther(inside(dense(drawn), part), exact))


def curve_of(positive: NDArray[np.bool_], ends: NDArray[np.bool_]) -> CountCurve:
    """Return the curve of samples in descending order of score; `ends` says where a tie ends."""
    ends[-1] = True
    tps, fps = (np.cumsum(own, dtype=np.int64)[ends] for own in (positive, ~positive))
    return CountCurve(tps, fps, int(positive.sum()), int((~positive).sum()))


@st.composite
def curves(draw: st.DrawFn) -> CountCurve:
    """Return curves with runs, saws that rise as steeply as counts can, ties, and either class rare."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.sampled_from([2, 5, 300, 1500]))
    kind = draw(st.sampled_from(["random", "skilled", "saw", "runs"]))
    if kind == "saw":  # as far up and down in every column as can be
        length = np.maximum(1, (np.arange(n) * draw(st.sampled_from([0.01, 0.03, 0.1]))).astype(int))
        positive = np.repeat(np.arange(n) % 2 == 0, length)[:n]
    elif kind == "runs":
        positive = np.repeat(random.random(n) < 0.5, random.geometric(0.1, n))[:n]
    elif kind == "skilled":
        positive = random.random(n) < np.linspace(1, 0, n) ** 3
    else:
        positive = random.random(n) < draw(st.sampled_from([0.02, 0.5, 0.98]))
    positive[0], positive[-1] = draw(st.sampled_from([(True, False), (False, True)]))
    return curve_of(positive, random.random(n) < draw(st.sampled_from([1.0, 0.5])))


@given(curves(), st.sampled_from([SMALL, CORNER, MIDDLE, LOGARITHMIC]))
def test_that_a_drawn_roc_is_within_half_a_pixel(curve: CountCurve, part: Part) -> None:
    exact = pixels(*curve.roc(np.arange(len(curve))), part)
    x, y = thin_roc(curve, part)
    assert deviation(pixels(x, y, part), exact, part) <= 0.5
    assert (x[0], y[0], x[-1], y[-1]) == (0.0, 0.0, 1.0, 1.0)


@given(curves(), st.sampled_from([SMALL, Part(width=20, height=90), CORNER, MIDDLE]))
def test_that_a_drawn_precision_recall_curve_is_within_half_a_pixel(curve: CountCurve, part: Part) -> None:
    exact = pixels(*stepped(curve, 0, len(curve)), part)
    x, y = thin_precision_recall(curve, part)
    assert deviation(pixels(x, y, part), exact, part) <= 0.5
    share = curve.n_pos / (curve.n_pos + curve.n_neg)
    assert (x[0], y[0], x[-1], y[-1]) == (0.0, 1.0, 1.0, share)


@given(curves(), st.data())
def test_that_a_curve_that_begins_late_is_within_half_a_pixel(curve: CountCurve, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(curve.tps) - 1))
    stop = data.draw(st.integers(first + 1, len(curve.tps)))
    tps, fps = curve.tps[first:stop], curve.fps[first:stop]
    cut = CountCurve(tps, fps, curve.n_pos, curve.n_neg, from_origin=False)
    exact = pixels(*stepped(cut, 0, len(cut)), SMALL)
    assert deviation(pixels(*thin_precision_recall(cut, SMALL), SMALL), exact, SMALL) <= 0.5
    exact = pixels(*cut.roc(np.arange(len(cut))), SMALL)
    assert deviation(pixels(*thin_roc(cut, SMALL), SMALL), exact, SMALL) <= 0.5


def large(kind: str, n: int = 400_000) -> CountCurve:
    random = np.random.default_rng(3)
    if kind == "saw":
        length = np.maximum(1, (np.arange(20_000) * 0.0016).astype(int))
        positive = np.repeat(np.arange(20_000) % 2 == 0, length)[:n]
    else:
        shares = {"chance": np.full(n, 0.5), "rare": np.full(n, 0.001), "skilled": np.linspace(1, 0, n) ** 3}
        positive = random.random(n) < shares[kind]
    return curve_of(positive, np.full(len(positive), True))


@pytest.mark.parametrize("kind", ["chance", "rare", "skilled", "saw"])
@pytest.mark.parametrize("part", [WHOLE, Part(0, 0.1, 0.9, 1, 1000, 1000), Part(0.5, 0.52, 0.5, 0.52)])
def test_that_at_most_2860_points_are_inside_a_plot_of_1000_pixels(kind: str, part: Part) -> None:
    for x, y in (thin_roc(large(kind), part), thin_precision_recall(large(kind), part)):
        assert len(inside(pixels(x, y, part), part)) <= 2860


@pytest.mark.parametrize("part", [replace(p, width=1000, height=1000) for p in (CORNER, MIDDLE, LOGARITHMIC)])
def test_that_what_is_outside_the_part_stays_coarsely(part: Part) -> None:
    x, y = thin_roc(large("skilled"), part)
    whole = thin_roc(large("skilled"))
    assert len(x) <= 2 * (part.width + part.height) / 1.4 + len(whole[0])
    assert farther(pixels(*whole, WHOLE), pixels(x, y, WHOLE)) <= 0.5


def test_that_a_curve_of_few_points_keeps_them_all() -> None:
    curve = CountCurve(np.array([2, 2, 5]), np.array([0, 3, 4]), 5, 4)
    assert [v.tolist() for v in thin_roc(curve)] == [[0, 0, 0.75, 1], [0, 0.4, 0.4, 1]]
    x, y = thin_precision_recall(curve)
    assert x.tolist() == [0, 0, 0.4, 0.4, 0.4, 1]
    assert y.tolist() == [1, 1, 1, 0.4, 5 / 9, 5 / 9]


@given(curves(), st.data())
def test_that_the_range_of_a_piece_is_that_of_its_vertices(curve: CountCurve, data: st.DataObject) -> None:
    first = data.draw(st.lists(st.integers(0, len(curve) - 1), min_size=1, max_size=5))
    last = [data.draw(st.integers(at, min(len(curve) - 1, at + 5 * GROUP))) for at in first]
    low, high = curve.precision_range(np.array(first), np.array(last))
    for a, b, bottom, top in zip(first, last, low, high, strict=True):
        precision = curve.precision_recall(np.arange(a, b + 1))[1]
        assert (bottom, top) == (precision.min(), precision.max())
