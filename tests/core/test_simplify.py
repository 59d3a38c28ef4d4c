"""Thin curves show the same picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.curves import precision_recall_curve, roc_curve
from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.simplify import thin_curve


def farthest(points: NDArray[np.float64], line: NDArray[np.float64]) -> float:
    """Return the largest distance of points from a polyline."""
    start, along = line[:-1], np.diff(line, axis=0)
    length = np.maximum((along**2).sum(axis=1), 1e-300)
    worst = 0.0
    for point in points:
        share = np.clip(((point - start) * along).sum(axis=1) / length, 0, 1)
        worst = max(worst, float(np.hypot(*(start + share[:, None] * along - point).T).min()))
    return worst


def curve(kind: str, seed: int, n: int, skill: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    generator = np.random.default_rng(seed)
    y = generator.random(n) < 0.3
    ranking = rank_scores(generator.normal(y * skill, 1), y)
    if kind == "roc":
        roc = roc_curve(ranking)
        return roc.fpr, roc.tpr
    pr = precision_recall_curve(ranking)
    return pr.recall, pr.precision


@given(st.sampled_from(["roc", "pr"]), st.integers(0, 10**6), st.sampled_from([0.0, 1.0, 4.0]))
def test_that_no_point_is_farther_than_half_a_pixel_from_the_drawn_line(
    kind: str, seed: int, skill: float
) -> None:
    x, y = curve(kind, seed, 1500, skill)
    thin_x, thin_y = thin_curve(x, y, width=60, height=40)
    size = np.array([60, 40])
    drawn = np.column_stack([thin_x, thin_y]) * size
    assert farthest(np.column_stack([x, y]) * size, drawn) <= 0.5
    assert (thin_x[0], thin_y[0], thin_x[-1], thin_y[-1]) == (x[0], y[0], x[-1], y[-1])


@pytest.mark.parametrize(("kind", "most"), [("roc", 2 * 2000 / 1.4), ("pr", 8000)])
def test_that_the_number_of_drawn_points_does_not_grow_with_the_samples(kind: str, most: float) -> None:
    x, y = curve(kind, 1, 300_000, 1.0)
    thin_x, _ = thin_curve(x, y)
    assert len(thin_x) <= most + 2 < len(x)


def test_that_a_short_curve_stays_as_it_is() -> None:
    x, y = np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.7, 1.0])
    assert thin_curve(x, y) == (x, y)
