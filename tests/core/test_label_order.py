"""Runs and agreement of a random order, against every order there is."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from confmat_gui.core.label_order import _expected_agreement, _expected_runs, _runs, lost_order


@pytest.mark.parametrize("codes", [[0, 0, 1, 1, 2, 2], [0, 0, 0, 1, 1, 2], [0, 1, 2, 3, 4, 4]])
def test_that_mean_and_deviation_are_those_of_all_orders(codes: list[int]) -> None:
    orders = np.array(list(permutations(codes)))
    runs = [_runs(order) for order in orders]
    mean, deviation = _expected_runs(np.bincount(codes))
    assert mean == pytest.approx(np.mean(runs))
    assert deviation == pytest.approx(np.std(runs))
    true = np.array([0, 0, 0, 1, 2, 2])
    agreeing = (orders == true).sum(axis=1)
    expected = _expected_agreement(np.bincount(true, minlength=5), np.bincount(codes, minlength=5))
    assert expected == pytest.approx((np.mean(agreeing), np.std(agreeing)))


def test_that_an_order_is_lost_only_where_labels_are_in_blocks_and_predictions_are_not() -> None:
    generator = np.random.default_rng(0)
    blocks = np.repeat(np.arange(4), 100)
    mixed = generator.permutation(blocks)
    lost = lost_order(blocks, mixed, 4)
    assert lost is not None
    assert (lost.true_runs, lost.predicted_runs) == (4, _runs(mixed))
    assert lost.agreement == (blocks == mixed).mean()
    assert lost.chance == 0.25
    assert lost_order(mixed, blocks, 4) is None
    assert lost_order(mixed, generator.permutation(blocks), 4) is None
    assert lost_order(blocks, blocks, 4) is None
    assert lost_order(blocks, np.zeros_like(blocks), 4) is None
    assert lost_order(blocks[::20], mixed[::20], 4) is None
