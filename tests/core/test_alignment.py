"""Rows without ids that a caller knows to be parts of one table."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.alignment import align
from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.predictions import Predictions

CLASSES = ["a", "b", "c"]


def evaluation(y: NDArray[np.int64], seed: int) -> Evaluation:
    p = np.random.default_rng(seed).dirichlet(np.ones(3), len(y))
    return evaluate(prepare(Predictions.from_arrays(y, p, classes=CLASSES)))


def n_runs(labels: list[int]) -> int:
    """Count the stretches of equal neighbours one by one."""
    return sum(1 for i, label in enumerate(labels) if i == 0 or labels[i - 1] != label)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=12))
def test_that_the_same_classes_in_the_same_order_pair_the_rows_unless_they_are_sorted(
    labels: list[int],
) -> None:
    y = np.array(labels)
    found = align(evaluation(y, 1), evaluation(y, 2), ids_match="order")
    assert found.paired == (n_runs(labels) > len(CLASSES))
    assert ("sorted by class" in found.reason) != found.paired
    if found.paired:
        assert "the rows are taken for the same samples" in found.reason
        assert found.rows_b is None


def test_that_another_order_of_classes_is_no_pair() -> None:
    y = np.array([0, 1, 2, 0, 1, 2])
    other = np.array([0, 1, 2, 0, 2, 1])
    found = align(evaluation(y, 1), evaluation(other, 2), ids_match="order")
    assert not found.paired
    assert "The true class differs in 2 rows, first in row 5" in found.reason


def test_that_another_number_of_rows_is_no_pair() -> None:
    y = np.array([0, 1, 2, 0, 1, 2])
    assert not align(evaluation(y, 1), evaluation(y[:5], 2), ids_match="order").paired
