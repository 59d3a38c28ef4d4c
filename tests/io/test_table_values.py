"""Labels that are numbers: found block by block, as np.unique finds them at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.io import table
from confmat_gui.io.facts import Facts
from confmat_gui.io.table import NumberColumn, distinct_values, few_distinct_values, texts_of

NUMBERS = st.one_of(
    st.lists(st.integers(-3, 4), max_size=30).map(lambda values: np.array(values, dtype=np.int64)),
    st.lists(st.booleans(), max_size=30).map(lambda values: np.array(values, dtype=np.bool_)),
    st.lists(st.sampled_from((0.0, 1.0, 2.5, np.nan, np.inf)), max_size=30).map(
        lambda values: np.array(values, dtype=np.float32)
    ),
)


@given(NUMBERS, st.sampled_from((1, 3, 1 << 16)))
def test_that_numbers_become_the_same_texts_in_blocks_as_at_once(values: np.ndarray, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "BLOCK", block)
        column = texts_of(NumberColumn(values))
        distinct = distinct_values(values)
    there = ~np.isnan(values.astype(np.float64))
    np.testing.assert_array_equal(distinct, np.unique(values[there]))
    assert len(column.texts) == len(distinct)
    np.testing.assert_array_equal(column.codes >= 0, there)
    np.testing.assert_array_equal(distinct[column.codes[there]], values[there])


def test_that_more_distinct_values_than_wanted_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "BLOCK", 4)
    assert few_distinct_values(np.arange(40), 7) is None
    assert few_distinct_values(np.arange(40) % 7, 7) is not None
    monkeypatch.setattr(table, "FEW", 7)
    np.testing.assert_array_equal(distinct_values(np.arange(40)[::-1]), np.arange(40))


def test_that_labels_of_numbers_name_texts_that_stood_among_them() -> None:
    column = NumberColumn(np.array([1.0, np.nan, 0.0, 1.0]), {1: "crack"})
    assert Facts({"y": column}).labels("y") == ("0", "1", "crack")


def test_that_too_many_texts_among_numbers_are_no_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("confmat_gui.io.facts.MOST_LABELS", 2)
    column = NumberColumn(np.array([1.0, np.nan, 0.0]), {1: "crack"})
    assert Facts({"y": column}).labels("y") is None
