"""Figures of a matrix against scikit-learn, and where they are undefined."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from confmat_gui.core import confusion as confusion_module
from confmat_gui.core.confusion import confusion_matrix, normalise, weighted_confusion
from confmat_gui.core.matrix_figures import class_figures, no_information_rate, overall_figures
from confmat_gui.core.redrawn import figures_of_cells

Labels = tuple[NDArray[np.int32], NDArray[np.int32], int]


@st.composite
def labels(draw: st.DrawFn) -> Labels:
    k = draw(st.integers(1, 7))
    n = draw(st.integers(1, 60))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    high_true, high_pred = draw(st.integers(1, k)), draw(st.integers(1, k))
    y_pred = generator.integers(0, high_pred, n).astype(np.int32)
    return generator.integers(0, high_true, n).astype(np.int32), y_pred, k


def quietly(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args, **kwargs)


@given(labels())
def test_that_the_matrix_is_that_of_scikit_learn(data: Labels) -> None:
    y_true, y_pred, k = data
    expected = quietly(reference.confusion_matrix, y_true, y_pred, labels=range(k))
    ours = confusion_matrix(y_true, y_pred, k)
    np.testing.assert_array_equal(ours, expected)
    assert ours.dtype == np.int64
    count = (np.arange(len(y_true)) + 1) % 3
    counted = quietly(reference.confusion_matrix, y_true, y_pred, labels=range(k), sample_weight=count)
    np.testing.assert_array_equal(confusion_matrix(y_true, y_pred, k, count), counted)
    weight = np.linspace(1, 0, len(y_true))
    weighted = quietly(reference.confusion_matrix, y_true, y_pred, labels=range(k), sample_weight=weight)
    np.testing.assert_allclose(weighted_confusion(y_true, y_pred, k, weight), weighted, atol=1e-12)


@given(labels())
def test_that_overall_figures_are_those_of_scikit_learn(data: Labels) -> None:
    y_true, y_pred, k = data
    ours = overall_figures(class_figures(confusion_matrix(y_true, y_pred, k)))
    expected = {
        "accuracy": reference.accuracy_score(y_true, y_pred),
        "balanced_accuracy": quietly(reference.balanced_accuracy_score, y_true, y_pred),
        "macro_f1": quietly(reference.f1_score, y_true, y_pred, average="macro"),
        "weighted_f1": quietly(reference.f1_score, y_true, y_pred, average="weighted"),
    }
    for key, value in expected.items():
        assert ours[key] == pytest.approx(value, abs=1e-12), key
    if len(set(y_true.tolist())) > 1:
        assert ours["mcc"] == pytest.approx(reference.matthews_corrcoef(y_true, y_pred), abs=1e-12)
        assert ours["cohen_kappa"] == pytest.approx(reference.cohen_kappa_score(y_true, y_pred), abs=1e-12)
    else:
        assert np.isnan(ours["mcc"])
        assert np.isnan(ours["cohen_kappa"])


@given(labels())
def test_that_figures_of_each_class_are_those_of_scikit_learn(data: Labels) -> None:
    y_true, y_pred, k = data
    ours = class_figures(confusion_matrix(y_true, y_pred, k))
    precision, recall, f1, support = quietly(
        reference.precision_recall_fscore_support, y_true, y_pred, labels=range(k), zero_division=np.nan
    )
    np.testing.assert_array_equal(ours["support"], support)
    np.testing.assert_allclose(ours["precision"], precision, atol=1e-14)
    np.testing.assert_allclose(ours["recall"], recall, atol=1e-14)
    occurs = np.isin(np.arange(k), np.union1d(y_true, y_pred))
    np.testing.assert_allclose(ours["f1"][occurs], np.nan_to_num(f1[occurs]), atol=1e-14)
    assert np.isnan(ours["f1"][~occurs]).all()
    cells = quietly(reference.multilabel_confusion_matrix, y_true, y_pred, labels=range(k))
    np.testing.assert_array_equal(np.stack([ours["tn"], ours["fp"]], axis=1), cells[:, 0])
    np.testing.assert_array_equal(np.stack([ours["fn"], ours["tp"]], axis=1), cells[:, 1])
    np.testing.assert_allclose(ours["fpr"], 1 - ours["specificity"], atol=1e-15)


@given(labels())
def test_that_a_stack_of_matrices_has_the_figures_of_each(data: Labels) -> None:
    y_true, y_pred, k = data
    one, two = confusion_matrix(y_true, y_pred, k), confusion_matrix(y_pred, y_true, k)
    stack = np.stack([one, two])
    together, apart = class_figures(stack), [class_figures(one), class_figures(two)]
    for function in (dict, overall_figures):
        parts = [function(part) for part in apart]
        for key, value in function(together).items():
            np.testing.assert_array_equal(value, np.stack([part[key] for part in parts]))
    np.testing.assert_array_equal(no_information_rate(together)[0], no_information_rate(apart[0]))


def test_that_a_class_missed_altogether_has_f1_zero_and_an_absent_one_none() -> None:
    figures = class_figures(np.array([[5, 0, 0], [2, 0, 0], [0, 0, 0]]))
    assert figures["f1"][1] == 0
    assert np.isnan(figures["f1"][2])
    assert np.isnan(figures["precision"][1])
    assert figures["recall"][1] == 0


def test_that_macro_means_run_over_the_defined_classes() -> None:
    figures = overall_figures(class_figures(np.array([[4, 0, 0], [2, 2, 0], [0, 0, 0]])))
    assert figures["macro_recall"] == pytest.approx((1 + 0.5) / 2)
    assert figures["macro_precision"] == pytest.approx((4 / 6 + 1) / 2)


def test_that_always_the_same_answer_has_no_correlation() -> None:
    figures = overall_figures(class_figures(np.array([[90, 0], [10, 0]])))
    assert figures["mcc"] == 0
    assert figures["cohen_kappa"] == 0


def test_that_an_empty_matrix_has_no_figures() -> None:
    figures = overall_figures(class_figures(np.zeros((2, 2), dtype=np.int64)))
    assert all(np.isnan(value) for value in figures.values())


def test_that_large_counts_keep_mcc_finite() -> None:
    figures = overall_figures(class_figures(np.array([[10**12, 10**11], [10**11, 10**12]])))
    assert figures["mcc"] == pytest.approx(9 / 11)


def test_that_rows_without_a_decision_are_in_no_cell() -> None:
    y_true, y_pred = np.array([0, 1, 1], dtype=np.int32), np.array([0, -1, 1], dtype=np.int32)
    assert confusion_matrix(y_true, y_pred, 2).tolist() == [[1, 0], [0, 1]]
    assert confusion_matrix(y_true, y_pred, 2, np.array([2, 3, 4])).tolist() == [[2, 0], [0, 4]]
    weighted = weighted_confusion(y_true, y_pred, 2, np.array([0.5, 1, 2]), np.array([2, 3, 4]))
    assert weighted.tolist() == [[1, 0], [0, 8]]


def test_that_normalising_leaves_nothing_by_nothing_undefined() -> None:
    matrix = np.array([[3, 1], [0, 0]])
    by_true, by_pred, by_all = (normalise(matrix, by) for by in ("true", "pred", "all"))
    assert by_true[0].tolist() == [0.75, 0.25]
    assert np.isnan(by_true[1]).all()
    assert by_pred.tolist() == [[1, 1], [0, 0]]
    assert by_all.sum() == 1
    assert np.isnan(normalise(np.zeros((2, 2)), "all")).all()


@given(labels())
def test_that_redrawn_cells_have_the_figures_of_their_matrix(data: Labels) -> None:
    y_true, y_pred, k = data
    matrix = confusion_matrix(y_true, y_pred, k)
    costs = tuple(tuple(float(3 * i + j) for j in range(k)) for i in range(k))
    true, pred = np.nonzero(matrix)
    drawn = np.stack([matrix[true, pred], 2 * matrix[true, pred]]).astype(np.float64)
    overall, by_class = figures_of_cells(drawn, true, pred, k, costs)
    for place, factor in enumerate((1, 2)):
        expected = class_figures(factor * matrix)
        for key, value in expected.items():
            np.testing.assert_array_equal(by_class[key][place], value)
        for key, number in overall_figures(expected).items():
            np.testing.assert_array_equal(overall[key][place], number)
        assert overall["total_cost"][place] == factor * (matrix * np.array(costs)).sum()


def test_that_a_matrix_counted_in_blocks_is_that_of_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(8)
    y_true, y_pred = generator.integers(0, 3, (2, 200)).astype(np.int32)
    y_pred[::7] = -1
    weight = generator.random(200)
    expected = np.zeros((3, 3))
    kept = y_pred >= 0
    np.add.at(expected, (y_true[kept], y_pred[kept]), weight[kept])
    monkeypatch.setattr(confusion_module, "BLOCK_ROWS", 37)
    np.testing.assert_allclose(weighted_confusion(y_true, y_pred, 3, weight), expected)
    assert confusion_matrix(y_true, y_pred, 3).sum() == kept.sum()
