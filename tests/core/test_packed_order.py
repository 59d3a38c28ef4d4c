"""Sorting by leading bits and row numbers: the same order as an argsort."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.packed_order import ascending_order

VALUES = st.lists(st.floats(0, 1e300) | st.sampled_from([0.0, 1.0, np.inf]), max_size=40)


@given(VALUES, st.integers(0, 2**32 - 1))
def test_that_any_numbers_come_out_in_order_with_their_rows(values: list[float], seed: int) -> None:
    near = np.array(values)
    near = np.concatenate((near, np.nextafter(near, np.inf), np.nextafter(near, np.inf)))
    near = np.random.default_rng(seed).permutation(near)
    ordered, order = ascending_order(near)
    np.testing.assert_array_equal(ordered, np.sort(near))
    np.testing.assert_array_equal(near[order], ordered)
    assert sorted(order.tolist()) == list(range(len(near)))


@pytest.mark.parametrize("span", [1, 40, 5000])
def test_that_many_numbers_alike_but_for_their_last_bits_are_put_right(span: int) -> None:
    generator = np.random.default_rng(span)
    bits = np.array(0.7).view(np.int64) + generator.integers(0, span, 5000)
    values = np.concatenate((bits.view(np.float64), generator.random(5000)))
    ordered, order = ascending_order(generator.permutation(values))
    np.testing.assert_array_equal(ordered, np.sort(values))
    assert len(set(order.tolist())) == len(values)
