"""The nearest vertex, beside the distance to every vertex."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core import nearest
from confmat_gui.core.nearest import VertexBoxes

SHARES = st.one_of(st.floats(0, 1), st.sampled_from((0.0, 0.25, 0.5, 1.0)), st.just(float("nan")))


def slow_nearest(x: NDArray[np.float64], y: NDArray[np.float64], at: tuple[float, float]) -> int:
    distance = np.square(np.nan_to_num(x) - at[0]) + np.square(np.nan_to_num(y) - at[1])
    return int(np.argmin(distance))


@given(
    vertices=st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=60),
    monotone=st.booleans(),
    at=st.tuples(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5)),
    block=st.sampled_from((1, 2, 7, 1024)),
)
def test_that_the_nearest_vertex_is_that_of_all_distances_and_the_first_of_equals(
    vertices: list[tuple[float, float]], monotone: bool, at: tuple[float, float], block: int
) -> None:
    x, y = np.array(vertices).T
    if monotone:
        x, y = np.sort(x), np.sort(y)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "BLOCK", block)
        assert VertexBoxes(x, y).nearest(*at) == slow_nearest(x, y, at)


def test_that_a_long_curve_is_asked_in_few_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.linspace(0, 1, 200_000)
    boxes = VertexBoxes(x, np.sqrt(x))
    asked: list[int] = []
    inside = VertexBoxes._inside

    def counted(self: VertexBoxes, block: int, x: float, y: float) -> tuple[int, float]:
        asked.append(block)
        return inside(self, block, x, y)

    monkeypatch.setattr(VertexBoxes, "_inside", counted)
    assert boxes.nearest(0.3, 0.5) == slow_nearest(x, np.sqrt(x), (0.3, 0.5))
    assert len(asked) <= 4
