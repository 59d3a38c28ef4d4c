"""Rows that are there twice, and rows that are equal by chance."""

from __future__ import annotations

import itertools
import math
import tracemalloc
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import confmat_gui.core.repeated_rows as module
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repeated_rows import repeated_rows

SEEDS = st.integers(0, 2**32 - 1)


def scored(scores: Any, y: Any = None, **more: Any) -> Predictions:
    y = np.zeros(len(scores), dtype=np.int64) if y is None else y
    return Predictions.from_arrays(y, scores, classes=["a", "b"], score_kind="score", **more)


def again(predictions: Predictions) -> list[int]:
    return np.flatnonzero(repeated_rows(predictions, np.arange(predictions.n_rows))).tolist()


@given(SEEDS, st.integers(1, 60))
def test_that_with_ids_the_first_of_each_is_kept(seed: int, n: int) -> None:
    ids = np.random.default_rng(seed).integers(0, 20, n).astype(str)
    seen: set[str] = set()
    expected = []
    for row, name in enumerate(ids.tolist()):
        if name in seen:
            expected.append(row)
        seen.add(name)
    y = np.arange(n) % 2
    assert again(Predictions.from_arrays(y, y_pred=y, classes=["a", "b"], sample_id=ids)) == expected


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("times", [2, 3])
def test_that_a_stretch_that_comes_again_is_found(dtype: Any, times: int) -> None:
    once = np.random.default_rng(0).random((40, 2)).astype(dtype)
    y = np.arange(40) % 2
    twice = scored(np.concatenate([once] * times), np.concatenate([y] * times))
    assert again(twice) == list(range(40, 40 * times))
    part = scored(np.concatenate([once, once[10:20]]), np.concatenate([y, y[10:20]]))
    assert again(part) == list(range(40, 50))
    other_labels = scored(np.concatenate([once, once[10:20]]), np.concatenate([y, 1 - y[10:20]]))
    assert again(other_labels) == []


def test_that_a_batch_in_another_order_is_found() -> None:
    generator = np.random.default_rng(1)
    once = generator.random((320, 2))
    rows = np.concatenate([np.arange(320), generator.permutation(np.arange(64, 96))])
    batch = [f"b{row // 32}" for row in range(320)] + ["new"] * 32
    assert again(scored(once[rows], batch=batch)) == list(range(320, 352))
    assert again(scored(once[rows])) == []  # without batches, no order and no ids it may be chance


@given(SEEDS, st.integers(2, 2000), st.integers(1, 12), st.booleans())
def test_that_equal_rows_are_not_taken_for_repeated_ones(
    seed: int, n: int, values: int, in_order: bool
) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.integers(0, values, (n, 2)) / values
    y = generator.integers(0, 2, n)
    predictions = scored(scores, np.sort(y) if in_order else y, batch=[f"b{row // 16}" for row in range(n)])
    assert again(predictions) == []


def row_by_row(rows: list[tuple[float, ...]]) -> list[int]:
    """Return the rows of stretches that come again, by going back from each row to the last equal one."""
    last: dict[tuple[float, ...], int] = {}
    back = []
    for place, row in enumerate(rows):
        back.append(place - last.get(row, place))
        last[row] = place
    stretches = [
        list(group) for _, group in itertools.groupby(range(len(rows)), key=lambda place: back[place])
    ]
    pairs = sum(count * (count - 1) / 2 for count in Counter(rows).values())
    pairs -= sum(len(each) for each in stretches if min(len(each), back[each[0]]) >= 4)
    chance = min(0.95, 8 * (pairs + 1) / (len(rows) * (len(rows) - 1) / 2))
    needed = max(4, math.ceil(math.log(len(rows) * 1e9) / -math.log(chance)))
    return [place for each in stretches if min(len(each), back[each[0]]) >= needed for place in each]


@given(SEEDS, st.integers(8, 400), st.sampled_from((3, 50, 10**9)), st.integers(0, 40))
def test_that_stretches_are_those_found_row_by_row(seed: int, n: int, values: int, length: int) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.integers(0, values, (n, 2)).astype(np.float64)
    start = int(generator.integers(0, n))
    scores = np.concatenate([scores, scores[start : start + length], generator.random((3, 2))])
    assert again(scored(scores)) == row_by_row([tuple(row) for row in scores.tolist()])


def test_that_a_stretch_across_blocks_of_rows_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_ROWS", 16)
    once = np.random.default_rng(0).random((400, 2))
    for start in range(0, 40, 3):
        twice = scored(np.concatenate([once, once[start : start + 5]]))
        assert again(twice) == list(range(400, 405))


def test_that_only_the_rows_that_are_asked_for_count() -> None:
    once = np.random.default_rng(0).random((40, 2))
    twice = scored(np.concatenate([once, once]))
    rows = np.arange(30, 80)
    assert np.flatnonzero(repeated_rows(twice, rows)).tolist() == list(range(40, 50))


@pytest.mark.parametrize("n", [1, 7, 100])
def test_that_all_rows_alike_are_no_repeats(n: int) -> None:
    assert again(scored(np.full((n, 2), 0.5))) == []


def test_that_a_file_without_repeats_is_looked_at_in_little_memory() -> None:
    n = 800_000
    predictions = scored(np.random.default_rng(0).random((n, 2)))
    tracemalloc.start()
    assert not repeated_rows(predictions).any()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2.5 * 8 * n  # one number a row, and some blocks
