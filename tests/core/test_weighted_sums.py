"""Sums of weighted samples against fractions: they round once, whatever the order."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.confusion import confusion_matrix
from confmat_gui.core.matrix_figures import class_figures_at, overall_figures
from confmat_gui.core.prevalence import row_weights
from confmat_gui.core.weighted_sums import RowWeights, row_weights_at


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), n_classes=st.integers(2, 6), size=st.sampled_from([5, 500, 10**7]))
def test_that_sums_are_exact_but_for_one_rounding_of_each_part(seed: int, n_classes: int, size: int) -> None:
    generator = np.random.default_rng(seed)
    outcomes = generator.integers(0, size, (n_classes, n_classes + 1))
    outcomes[generator.integers(n_classes)] //= max(1, size // 3)
    support = outcomes.sum(axis=1)
    shares = generator.dirichlet(np.full(n_classes, 0.5))
    weights = row_weights_at((None, *shares[1:].tolist()), support)
    assert weights is not None
    assert weights.values.tolist() == row_weights(outcomes, (None, *shares[1:].tolist())).tolist()
    exact = [
        sum((Fraction(w) * int(n) for w, n in zip(weights.values.tolist(), column, strict=True)), Fraction(0))
        for column in outcomes.T.tolist()
    ]
    expected = [float(each) for each in exact]
    assert weights.of_columns(outcomes) == pytest.approx(expected, rel=4e-16, abs=1e-18)
    assert weights.of_rows(support) == pytest.approx(weights.values * support, rel=4e-16, abs=1e-18)
    true = np.repeat(np.arange(n_classes), np.minimum(support, 40))
    generator.shuffle(true)
    after = weights.running(np.zeros(n_classes, np.int64), true, np.ones(len(true), np.int8))
    left = np.bincount(true, minlength=n_classes)
    back = weights.running(left, true, np.full(len(true), -1, np.int8))
    assert after[-1:].tolist() == weights.of_columns(left[:, None]).tolist()[: len(true)]
    assert back[-1:].tolist() == [0.0][: len(true)]


def test_that_without_shares_there_are_no_weights_and_without_samples_they_are_0() -> None:
    assert row_weights_at(None, np.array([1, 2])) is None
    empty = RowWeights(np.zeros(2), np.zeros(2, np.int64))
    assert empty.of_columns(np.array([[0, 0], [0, 0]])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("seed", range(12))
def test_that_always_the_same_answer_has_mcc_0_at_any_shares(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n_classes = int(generator.integers(2, 9))
    true = generator.integers(0, n_classes, 300).astype(np.int32)
    outcomes = confusion_matrix(true, np.zeros(300, np.int32), n_classes)
    shares = np.round(generator.dirichlet(np.ones(n_classes)), 3)
    _, by_class, _ = class_figures_at(outcomes, row_weights(outcomes, (None, *shares[1:].tolist())))
    assert float(overall_figures(by_class)["mcc"]) == 0.0
