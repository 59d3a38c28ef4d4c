"""Scores and labels in one integer: the order, and the way back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confmat_gui.core.ranking import rank_scores
from confmat_gui.core.sorted_keys import sort_keys

SMALLEST, LARGEST = 5e-324, 1.7976931348623157e308


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(values=st.lists(st.floats(allow_nan=False, width=32), max_size=40))
@example(values=[0.0, -0.0, -1.0, float("inf"), 2.0])
@example(values=[-0.0, -0.0])
def test_that_sorted_keys_give_back_every_score_and_its_label(dtype: type[Any], values: list[float]) -> None:
    score = np.array(values, dtype=dtype)
    label = np.arange(len(score)) % 3 == 0
    keys = sort_keys(score, label)
    if keys is None:
        magnitudes = np.abs(score[score != 0]).astype(np.float64)
        assert np.signbit(score).any()
        assert magnitudes.max() > 2.0**120 * magnitudes.min()
        return
    every = slice(None)
    found = list(zip(keys.score(every).tolist(), keys.own(every).tolist(), strict=True))
    assert found == sorted(zip((score + dtype(0)).tolist(), label.tolist(), strict=True))
    assert not np.signbit(keys.score(every)[keys.score(every) == 0]).any()


@pytest.mark.parametrize(("dtype", "wide"), [(np.float32, 1e30), (np.float64, 1e200)])
def test_that_magnitudes_too_far_apart_are_ranked_all_the_same(dtype: type[Any], wide: float) -> None:
    score = np.array([-wide, 1 / wide, wide, -1 / wide, 0.0], dtype=dtype)
    positive = np.array([False, True, True, False, True])
    assert sort_keys(score, positive) is None
    for drop in (False, True):
        ranking = rank_scores(score, positive, drop_intermediate=drop)
        assert ranking.thresholds[:3].tolist() == np.sort(score)[:1:-1].tolist()
        assert ranking.tps.tolist()[:3] == [1, 2, 3]
        assert (ranking.tps[-1], ranking.fps[-1]) == (3, 2)


def test_that_float64_of_both_signs_may_differ_as_much_as_numbers_do() -> None:
    score = np.array([-LARGEST, SMALLEST])
    assert sort_keys(score, score > 0) is None
    keys = sort_keys(np.array([-1.0, 1e-300, 0.0, -1e-300]), np.array([True, False, True, False]))
    assert keys is not None
    assert keys.score(slice(None)).tolist() == [-1.0, -1e-300, 0.0, 1e-300]
