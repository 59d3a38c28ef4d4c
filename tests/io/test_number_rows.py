"""Columns that lie in one array become the scores without a copy, and only where that is right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.number_rows import GrowingRows, NumberRows, as_scores


def test_that_neighbouring_rows_are_the_scores_themselves() -> None:
    rows = NumberRows(4, 3)
    columns = [rows.filled([np.array([k, k + 0.5]), np.array([k + 0.25])]) for k in range(3)]
    scores = as_scores(columns)
    assert scores is not None
    assert scores.tolist() == [[0, 1, 2], [0.5, 1.5, 2.5], [0.25, 1.25, 2.25]]
    assert all(np.shares_memory(scores, column) for column in columns)
    assert np.shares_memory(scores[:, 0], as_scores(columns[:1]))


def test_that_types_lie_in_arrays_of_their_own() -> None:
    rows = NumberRows(2, 2)
    wide, narrow = np.array([1.0, 2.0]), np.array([3.0, 4.0], np.float32)
    columns = [rows.filled([part]) for part in (wide, narrow, wide, narrow)]
    assert [column.dtype.name for column in columns] == ["float64", "float32"] * 2
    assert as_scores(columns) is None
    scores = as_scores(columns[1::2])
    assert scores is not None
    assert scores.dtype == np.float32
    assert scores.tolist() == [[3, 3], [4, 4]]


def test_that_other_columns_are_not_taken_for_neighbours() -> None:
    whole = np.arange(12.0).reshape(3, 4)
    assert as_scores([whole[1], whole[0]]) is None
    assert as_scores([whole[0], whole[2]]) is None
    assert as_scores([whole[0], whole.copy()[1]]) is None
    assert as_scores([whole[0, :2], whole[1, :2]]) is None
    assert as_scores([whole[0, ::-1], whole[1, ::-1]]) is None
    assert as_scores([whole[:, 0], whole[:, 1]]) is None
    assert as_scores([np.arange(3.0)]) is None
    assert as_scores([np.arange(12).reshape(3, 4)[0]]) is None


@given(st.lists(st.integers(0, 5), max_size=6), st.integers(0, 12), st.integers(1, 3), st.booleans())
def test_that_rows_grow_beyond_what_was_expected(
    sizes: list[int], expected: int, n_columns: int, single: bool
) -> None:
    dtype = np.dtype(np.float32 if single else np.float64)
    rows = GrowingRows(n_columns, expected, dtype)
    whole = np.arange(float(n_columns * sum(sizes)), dtype=dtype).reshape(n_columns, -1)
    start = 0
    for size in sizes:
        rows.add([row[start : start + size] for row in whole])
        start += size
    found = rows.rows()
    assert found.dtype == dtype
    assert found.shape == (n_columns, sum(sizes))
    np.testing.assert_array_equal(found, whole)
    assert found.base is None


@pytest.mark.parametrize("suffix", ["csv", "parquet", "feather", "npz"])
def test_that_scores_of_each_format_are_not_copied(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def watched(columns: list[np.ndarray]) -> np.ndarray | None:
        seen.append(as_scores(columns))
        return seen[-1]

    monkeypatch.setattr("confmat_gui.io.samples.as_scores", watched)
    scores = np.random.default_rng(1).dirichlet(np.ones(3), 5_000).astype(np.float32)
    y_true = scores.argmax(axis=1)
    path = tmp_path / f"samples.{suffix}"
    frame = pd.DataFrame({"y_true": y_true} | {f"p_{k}": scores[:, k] for k in range(3)})
    if suffix == "npz":
        np.savez(path, y_true=y_true, y_score=scores)
    elif suffix == "csv":
        frame.to_csv(path, index=False)
    else:
        getattr(frame, f"to_{suffix}")(path)
    found = load_predictions([path]).predictions
    assert found.y_score is not None
    np.testing.assert_array_equal(found.y_score.astype(np.float32), scores)
    assert np.shares_memory(found.y_score, seen[0])
    other = load_predictions([path], InputOptions(classes=("2", "0", "1"))).predictions
    assert other.y_score is not None
    np.testing.assert_array_equal(other.y_score.astype(np.float32), scores[:, [2, 0, 1]])
    assert seen[1] is None
