"""Row numbers in the order of their scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confmat_gui.core.numbered_order import order_by_score


def slow_order(score: np.ndarray[Any, Any], is_last: np.ndarray[Any, Any]) -> list[int]:
    return sorted(range(len(score)), key=lambda row: (score[row] + 0.0, is_last[row], row))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(values=st.lists(st.floats(allow_nan=False, width=32), max_size=40))
@example(values=[0.0, -0.0, -1.0, float("inf"), -0.0, float("-inf")])
def test_that_rows_are_ordered_by_score_and_marked_ones_last_in_ties(
    dtype: type[Any], values: list[float]
) -> None:
    score = np.array(values, dtype=dtype)
    is_last = np.arange(len(score)) % 2 == 0
    assert order_by_score(score, is_last).tolist() == slow_order(score, is_last)


@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.booleans())
def test_that_float64_told_apart_by_their_lowest_bits_alone_are_in_order(
    seed: int, ulps: int, wide: bool
) -> None:
    generator = np.random.default_rng(seed)
    near = 1 + np.finfo(np.float64).eps * generator.integers(0, ulps + 1, 50)
    score = np.concatenate((near, [1e-300, 1e300] if wide else [0.5, 2.0], near[:5] / 2))
    is_last = generator.random(len(score)) < 0.5
    order = order_by_score(score, is_last)
    assert score[order].tolist() == sorted(score.tolist())
    for value in set(score.tolist()):
        marks = is_last[order][score[order] == value]
        assert marks.tolist() == sorted(marks.tolist())
