"""Cells drawn anew, against beta distributions, plain sums and matrices made cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from confmat_gui.core.bootstrap import bootstrap_metrics
from confmat_gui.core.cell_draws import Cells, cells_of, centred, interval_of_draws, with_added
from confmat_gui.core.joint_bootstrap import joint_table, paired_draws
from confmat_gui.core.matrix_figures import class_figures, overall_figures
from confmat_gui.core.redrawn import ELSEWHERE, figures_of_cells
from confmat_gui.core.rules import CostMatrix, cost_matrix, costs_from_weights

FREE: tuple[CostMatrix | None, CostMatrix | None] = (None, None)


def matrices(cells: Cells, drawn: NDArray[Any], pred: NDArray[Any]) -> NDArray[np.float64]:
    """Fill (replicates, K, K + 1) matrices cell by cell; elsewhere is shared out among the other answers."""
    k = cells.n_classes
    answers = {*cells.true.tolist(), *(code for code in pred.tolist() if 0 <= code < k)}
    filled = np.zeros((len(drawn), k, k + 1))
    for place, (i, j) in enumerate(zip(cells.true.tolist(), pred.tolist(), strict=True)):
        others = answers - {i} if j == ELSEWHERE else {j}
        for column in others:
            filled[:, i, column] += drawn[:, place] / len(others)
    return filled


@st.composite
def outcomes(draw: st.DrawFn) -> NDArray[np.int64]:
    """Return sparse matrices with absent classes, classes never predicted and perhaps no decision."""
    k = draw(st.integers(1, 5))
    columns = k + draw(st.integers(0, 1))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    matrix = generator.poisson(draw(st.sampled_from([0.3, 1.0, 20.0])), (k, columns))
    matrix[generator.random(k) < 0.2] = 0
    matrix[:, generator.random(columns) < 0.2] = 0
    return matrix.astype(np.int64)


def test_that_errors_of_one_class_have_the_interval_of_jeffreys() -> None:
    for errors, n in ((0, 10), (1, 10), (4, 30), (30, 30)):
        matrix = np.array([[400, 0], [errors, n - errors]])
        costs = cost_matrix([[0, 0], [1, 0]])
        low, high = bootstrap_metrics(matrix, costs)[0]["total_cost"]
        expected = n * stats.beta.ppf([0.025, 0.975], errors + 0.5, n - errors + 0.5)
        assert low == pytest.approx(0 if errors == 0 else expected[0], abs=0.06 * n**0.5)
        assert high == pytest.approx(n if errors == n else expected[1], abs=0.06 * n**0.5)


@given(outcomes())
def test_that_every_class_keeps_its_samples_and_one_was_added(matrix: NDArray[np.int64]) -> None:
    cells = cells_of(matrix)
    drawn = cells.draw(np.random.default_rng(1), 20)
    filled = matrices(cells, drawn, cells.preds[0])
    np.testing.assert_array_equal(filled[0, :, : matrix.shape[1]], matrix)
    np.testing.assert_allclose(filled.sum(axis=2), np.broadcast_to(matrix.sum(axis=1), (21, len(matrix))))
    added = np.bincount(cells.true, cells.added, len(matrix))
    np.testing.assert_allclose(added, matrix.sum(axis=1) > 0)
    k = len(matrix)
    unused = ~(matrix.any(axis=1) | matrix[:, :k].any(axis=0))
    assert not filled[:, :, :k][:, :, unused].any()


@given(outcomes())
def test_that_drawn_cells_have_the_figures_of_whole_matrices(matrix: NDArray[np.int64]) -> None:
    assume(matrix.any())
    k = len(matrix)
    prices = cost_matrix([[float((3 * i + j) % 7) for j in range(k + 1)] for i in range(k)])
    cells = cells_of(matrix)
    drawn = cells.draw(np.random.default_rng(2), 8)
    overall, by_class = figures_of_cells(drawn, cells.true, cells.preds[0], k, prices)
    filled = matrices(cells, drawn, cells.preds[0])
    expected = class_figures(filled)
    expected["precision"][:, matrix[:, :k].sum(axis=0) == 0] = np.nan
    for key in ("tp", "fp", "fn", "tn", "precision", "recall", "f1"):
        np.testing.assert_allclose(by_class[key], expected[key], atol=1e-9, err_msg=key)
    for key, values in overall_figures(expected).items():
        np.testing.assert_allclose(overall[key], values, atol=1e-7, err_msg=key)
    np.testing.assert_allclose(overall["total_cost"], (filled * np.array(prices)).sum(axis=(1, 2)), atol=1e-8)


@given(outcomes())
@example(np.array([[0, 3, 0], [2, 0, 0]]))  # whose MCC would round to less than -1
def test_that_no_figure_lies_outside_its_own_interval(matrix: NDArray[np.int64]) -> None:
    k = len(matrix)
    costs = cost_matrix(np.pad(np.array(costs_from_weights([2.0] * k)), ((0, 0), (0, 1)), constant_values=1))
    overall, per_class = bootstrap_metrics(matrix, costs, replicates=100)
    by_class = class_figures(matrix)
    for key, value in overall_figures(by_class).items() if overall else ():
        low, high = overall[key]
        assert np.isnan([low, high]).all() if np.isnan(value) else low <= value <= high, key
        assert np.isnan(value) or -1 <= low <= high <= 1
    for key, ends in per_class.items():
        if key != "cost":
            value = by_class[key]
            assert np.isnan(ends[np.isnan(value)]).all()
            known = ~np.isnan(value)
            assert (ends[known, 0] <= value[known] + 1e-12).all()
            assert (value[known] <= ends[known, 1] + 1e-12).all()


def test_that_what_one_class_never_showed_is_elsewhere_and_no_decision_only_where_there_is_any() -> None:
    cells = cells_of(np.array([[8, 2, 0], [0, 5, 0]]))
    assert sorted(zip(cells.true.tolist(), cells.preds[0].tolist(), cells.added.tolist(), strict=True)) == [
        (0, ELSEWHERE, 0.5), (0, 0, 0.0), (0, 0, 0.5), (0, 1, 0.0),
        (1, ELSEWHERE, 0.5), (1, 1, 0.0), (1, 1, 0.5),
    ]  # fmt: skip
    left = cells_of(np.array([[8, 2, 1], [0, 0, 4]]))
    added = {
        (i, j): share
        for i, j, share in zip(left.true.tolist(), left.preds[0].tolist(), left.added.tolist(), strict=True)
        if share
    }
    assert added == {(0, 0): 0.5, (0, ELSEWHERE): 0.25, (0, 2): 0.25, (1, 2): 1.0}


def test_that_models_that_decide_alike_do_not_differ_in_any_draw() -> None:
    y, pred = np.repeat([0, 1], [30, 8]), np.repeat([0, 1], [31, 7])
    first, second = paired_draws(joint_table(y, pred, pred, 2), FREE, 0)
    for key, values in first.items():
        np.testing.assert_array_equal(values, second[key])
    assert np.ptp(first["accuracy"]) > 0.05


def test_that_two_models_are_added_to_independently() -> None:
    seen = (np.array([0, 1, 1]), np.array([0, 0, 1]))
    cells = with_added(np.array([0, 0, 1]), seen, np.array([6, 2, 3]), 2)
    for k in (0, 1):
        own = (cells.true == k) & (cells.added > 0)
        pairs = list(zip(*(pred[own].tolist() for pred in cells.preds), strict=True))
        assert sorted(pairs) == sorted([(k, k), (k, ELSEWHERE), (ELSEWHERE, k), (ELSEWHERE, ELSEWHERE)])
        assert cells.added[own].tolist() == [0.25] * 4


def test_that_many_classes_are_not_pulled_by_what_was_added() -> None:
    draws = np.random.default_rng(4).normal(0.4, 0.1, 1000)
    values = np.append(0.2, draws)
    assert centred(values, 2).mean() == pytest.approx(draws.mean())
    assert centred(values, 50).mean() == pytest.approx(0.2 + 0.2 * (draws.mean() - 0.2), abs=1e-9)
    assert interval_of_draws(values, 200) == pytest.approx([0.02, 0.42], abs=0.03)
    assert np.isnan(interval_of_draws(np.append(np.nan, draws))).all()
    assert np.isnan(interval_of_draws(np.append(0.2, np.full(9, np.nan)), 9)).all()
    assert interval_of_draws(np.append(0.0, draws), 2, (0.25, 0.3)).tolist() == [0.0, 0.3]
