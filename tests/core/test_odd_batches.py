"""Batches unlike the others, against scipy's hypergeometric distribution."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import hypergeom

from confmat_gui.core.arrays import Counts
from confmat_gui.core.batch_sums import ClassTotals
from confmat_gui.core.odd_batches import LEVEL, odd_batches


def totals(hits: Counts, trials: Counts) -> ClassTotals:
    return ClassTotals(hits, trials, trials, trials, None)


def test_that_the_p_value_of_a_class_is_fishers_times_the_comparisons() -> None:
    trials = np.full((6, 2), 50)
    hits = np.full((6, 2), 45)
    hits[2] = [10, 45]
    (odd,) = odd_batches(totals(hits, trials))
    assert (odd.batch, odd.class_index, odd.hits, odd.n) == (2, 0, 10, 50)
    assert odd.recall_of_others == 0.9
    tail = hypergeom.cdf(10, 300, int(hits[:, 0].sum()), 50)
    assert odd.p_value == pytest.approx(2 * tail * 2 * 12, rel=1e-9)


def test_that_the_p_value_of_all_classes_is_that_of_their_sum() -> None:
    trials = np.tile([12, 9, 7], (8, 1))
    hits = np.tile([9, 7, 6], (8, 1))
    hits[5] = [1, 2, 1]
    (odd,) = odd_batches(totals(hits, trials))
    assert (odd.batch, odd.class_index, odd.hits, odd.n) == (5, None, 4, 28)
    assert odd.recall_of_others == pytest.approx(22 / 28)
    shares = [
        hypergeom(int(total), int(right), int(n)).pmf(np.arange(n + 1))
        for total, right, n in zip(trials.sum(axis=0), hits.sum(axis=0), trials[5], strict=True)
    ]
    tail = sum(
        shares[0][a] * shares[1][b] * shares[2][c]
        for a, b, c in product(range(13), range(10), range(8)) if a + b + c <= 4
    )  # fmt: skip
    assert odd.p_value == pytest.approx(2 * tail * 2 * 8, rel=1e-9)


def test_that_one_odd_batch_does_not_make_the_others_odd() -> None:
    trials = np.full((4, 1), 400)
    hits = np.array([[360], [360], [40], [360]])
    assert [each.batch for each in odd_batches(totals(hits, trials))] == [2]


def test_that_batches_dealt_out_at_random_are_hardly_ever_odd() -> None:
    generator = np.random.default_rng(0)
    alarms = 0
    for _ in range(400):
        sizes = generator.integers(1, 40, (20, 5))
        rate = generator.uniform(0.01, 0.99, 5)
        alarms += len(odd_batches(totals(generator.binomial(sizes, rate), sizes)))
    assert alarms <= 1
    assert LEVEL * 400 < 0.1


@pytest.mark.parametrize("n_batches", [1, 2])
def test_that_two_batches_have_no_others(n_batches: int) -> None:
    hits = np.array([[0], [100]])[:n_batches]
    assert odd_batches(totals(hits, np.full((n_batches, 1), 100))) == ()


def test_that_empty_batches_and_certain_classes_are_like_the_others() -> None:
    trials = np.array([[0, 0], [30, 0], [30, 5], [30, 5]])
    assert odd_batches(totals(trials, trials)) == ()
    assert odd_batches(totals(np.zeros_like(trials), trials)) == ()
