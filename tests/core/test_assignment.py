"""The best assignment against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from confmat_gui.core.assignment import best_assignment


@given(st.integers(0, 2**32 - 1), st.integers(1, 14), st.booleans())
def test_that_no_assignment_gains_more(seed: int, n: int, tied: bool) -> None:
    generator = np.random.default_rng(seed)
    gain = generator.integers(-2, 3, (n, n)).astype(np.float64) if tied else generator.normal(size=(n, n))
    column = best_assignment(gain)
    assert sorted(column.tolist()) == list(range(n))
    rows, best = linear_sum_assignment(gain, maximize=True)
    assert gain[np.arange(n), column].sum() == pytest.approx(gain[rows, best].sum())


def test_that_a_thousand_classes_are_assigned() -> None:
    generator = np.random.default_rng(0)
    gain = generator.random((1000, 1000)).round(2)
    column = best_assignment(gain)
    rows, best = linear_sum_assignment(gain, maximize=True)
    assert gain[np.arange(1000), column].sum() == pytest.approx(gain[rows, best].sum())
