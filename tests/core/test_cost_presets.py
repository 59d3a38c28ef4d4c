"""Presets of prices and what constant answers and cells cost, beside plain loops."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.cost_answers import constant_costs, cost_shares, largest_asymmetry
from confmat_gui.core.cost_presets import (
    PlainPreset,
    distance_costs,
    equal_costs,
    group_costs,
    groups_by_prefix,
    one_costly,
    plain_costs,
)
from confmat_gui.core.errors import InputError


def test_that_presets_say_what_their_names_say() -> None:
    assert equal_costs(3).tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert one_costly(3, 1, 20).tolist() == [[0, 1, 1], [20, 0, 20], [1, 1, 0]]
    assert distance_costs(3).tolist() == [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
    assert distance_costs(3, squared=True).tolist() == [[0, 1, 4], [1, 0, 1], [4, 1, 0]]
    assert group_costs([0, 0, 1], 1, 10).tolist() == [[0, 1, 10], [1, 0, 10], [10, 10, 0]]
    assert equal_costs(1).tolist() == [[0]]


def test_that_presets_have_words() -> None:
    assert plain_costs("equal", 2).tolist() == equal_costs(2).tolist()
    assert plain_costs("distance", 4).tolist() == distance_costs(4).tolist()
    assert plain_costs("squared-distance", 4)[0, 3] == 9
    with pytest.raises(InputError, match="There is no preset “dear”; there are equal, distance"):
        plain_costs(cast(PlainPreset, "dear"), 3)


def test_that_names_with_one_beginning_are_one_group() -> None:
    names = ["car_red", "car_blue", "dog", "truck-old", "truck new", "_x", "car"]
    assert groups_by_prefix(names) == (0, 0, 1, 2, 2, 3, 0)
    assert groups_by_prefix(names, "-") == (0, 1, 2, 3, 4, 5, 6)


priced_samples = st.integers(1, 6).flatmap(
    lambda k: st.tuples(
        st.lists(st.integers(0, 9), min_size=k, max_size=k),
        st.lists(st.lists(st.integers(-3, 9), min_size=k + 1, max_size=k + 1), min_size=k, max_size=k),
    )
)


@given(priced_samples)
def test_that_constant_answers_cost_what_each_sample_costs(given_: tuple[list[int], list[list[int]]]) -> None:
    support, costs = given_
    slow = [0] * (len(support) + 1)
    for answer in range(len(slow)):
        for true, count in enumerate(support):
            for _ in range(count):
                slow[answer] += costs[true][answer]
    assert constant_costs(np.array(support), costs).tolist() == slow


def test_that_shares_are_of_what_is_paid() -> None:
    assert cost_shares(np.array([[-5.0, 1.0], [3.0, np.nan]])).tolist() == [[0, 0.25], [0.75, 0]]
    assert cost_shares(np.array([[-5.0, 0.0]])).tolist() == [[0, 0]]


def test_that_the_largest_asymmetry_is_the_dear_direction() -> None:
    assert largest_asymmetry([[0, 1], [20, 0]]) == (1, 0)
    assert largest_asymmetry([[0, 1, 7], [20, 0, 3], [1, 3, 0]]) == (1, 0)
    assert largest_asymmetry([[0, 2, 9], [2, 0, 9]]) is None
    assert largest_asymmetry([[0]]) is None
