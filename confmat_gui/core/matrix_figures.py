"""Figures that follow from a confusion matrix, for one matrix or a stack of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats

_ROUNDING = 1e-13
"""Of fewer than 10 ** 13 samples a single one that is of another class spreads more, relative to all."""


def ratio(above: NDArray[Any], below: NDArray[Any]) -> Floats:
    """Return above / below, nan where below is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.asarray(np.divide(above, below, dtype=np.float64))
    np.copyto(result, np.nan, where=np.equal(below, 0))
    return result


def mean_of_defined(values: Floats) -> Floats:
    """Return the mean over the last axis of the values that are not nan; nan where none is."""
    defined = ~np.isnan(values)
    return ratio(np.where(defined, values, 0.0).sum(axis=-1), defined.sum(axis=-1))


def class_figures(matrix: NDArray[Any]) -> dict[str, Floats]:
    """Return counts and rates of every class against the rest.

    Parameters
    ----------
    matrix : (..., K, K), or (..., K, K + 1) whose last column is no decision; rows = true class

    Returns
    -------
    dict of (..., K) float64: support, no_decision, coverage, tp, fp, fn, tn, precision, recall, specificity,
        fpr, f1
        `support` counts all true samples of a class, every other figure but `no_decision` and `coverage` the
        decided ones. A rate is nan where its denominator is 0. F1 = 2 TP / (2 TP + FP + FN) is 0 for a class
        that is missed altogether, and nan only for one that neither occurs nor is predicted.
    """
    square = matrix[..., : matrix.shape[-2]]
    decided = square.sum(axis=-1)  # whole counts are summed as such: a copy of the matrix would cost more
    support = decided if square.shape == matrix.shape else decided + matrix[..., -1]
    tp = np.diagonal(square, axis1=-2, axis2=-1)
    return class_figures_of_sums(
        *(np.asarray(sums, np.float64) for sums in (tp, decided, square.sum(axis=-2), support))
    )


def class_figures_at(
    outcomes: NDArray[Any], weights: Floats | None
) -> tuple[NDArray[Any], dict[str, Floats], dict[str, Floats]]:
    """Return the weighted matrix, `class_figures` of it, and those of the whole counts.

    outcomes : (K, K) or (K, K + 1) counts
    weights : (K,) what a sample of each true class counts; None: all three are of the counts as they are

    What depends on one true class alone (recall, coverage) is that of the whole numbers, nan for a class that
    counts nothing.
    """
    counted = outcomes if weights is None else outcomes * weights[:, None]
    by_class = class_figures(counted)
    whole = by_class if weights is None else class_figures(outcomes)
    for key in ("recall", "coverage"):
        by_class[key] = np.where(by_class["support"] > 0, whole[key], np.nan)
    return counted, by_class, whole


def class_figures_of_sums(
    tp: Floats, decided: Floats, predicted: Floats, support: Floats
) -> dict[str, Floats]:
    """Return `class_figures` from diagonal, row sums and column sums of the square, and row sums of all."""
    total = decided.sum(axis=-1, keepdims=True)
    fp, fn = predicted - tp, decided - tp
    tn = total - decided - fp
    return {
        "support": support, "no_decision": support - decided, "coverage": ratio(decided, support),
        "tp": tp, "fp": fp, "fn": fn, "tn": tn,
        "precision": ratio(tp, predicted), "recall": ratio(tp, decided),
        "specificity": ratio(tn, tn + fp), "fpr": ratio(fp, tn + fp),
        "f1": ratio(2 * tp, decided + predicted),
    }  # fmt: skip


def against_the_rest(by_class: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Return (fpr, tpr) of each class against the rest of all samples, (..., K), from `class_figures`.

    A sample without a decision is not predicted as the class, which is how the curves of a class count it.
    Where every sample is decided they are `fpr` and `recall`.
    """
    support = by_class["support"]
    others = support.sum(axis=-1, keepdims=True) - support
    return ratio(by_class["fp"], others), ratio(by_class["tp"], support)


def overall_figures(by_class: dict[str, Floats]) -> dict[str, Floats]:
    """Return the overall figures that follow from `class_figures`, as (...) float64, nan where undefined.

    All but coverage are of the decided samples. Macro means run over the classes for which the figure is
    defined. MCC (Gorodkin 2004) and Cohen's kappa are undefined when only one true class occurs; MCC is 0
    when only one class is predicted.
    """
    tp = by_class["tp"]
    predicted, decided = tp + by_class["fp"], tp + by_class["fn"]
    total = decided.sum(axis=-1)
    products, squares = (decided * predicted).sum(axis=-1), (decided**2).sum(axis=-1)
    f1 = by_class["f1"]
    recall = mean_of_defined(by_class["recall"])
    return {
        "accuracy": ratio(tp.sum(axis=-1), total),
        "error_rate": ratio(by_class["fn"].sum(axis=-1), total),
        "coverage": ratio(total, by_class["support"].sum(axis=-1)),
        "balanced_accuracy": recall,
        "macro_precision": mean_of_defined(by_class["precision"]),
        "macro_recall": recall,
        "macro_f1": mean_of_defined(f1),
        "weighted_f1": ratio((np.where(np.isnan(f1), 0.0, f1) * decided).sum(axis=-1), total),
        "mcc": mcc_of_sums(tp.sum(axis=-1), total, products, squares, (predicted**2).sum(axis=-1)),
        "cohen_kappa": kappa_of_sums(tp.sum(axis=-1), total, products, squares),
    }


def figure_of_class(by_class: dict[str, Floats], key: str) -> Floats:
    """Return a figure of `class_figures`, Youden's J or the share of all samples predicted as a class."""
    if key == "youden":
        return by_class["recall"] - by_class["fpr"]
    if key == "predicted":
        return ratio(by_class["tp"] + by_class["fp"], by_class["support"].sum(axis=-1, keepdims=True))
    return by_class[key]


def no_information_rate(by_class: dict[str, Floats]) -> Floats:
    """Return the share of the largest true class: what always saying that class would score.

    It counts the samples that accuracy counts, from `class_figures`.
    """
    decided = by_class["tp"] + by_class["fn"]
    return ratio(decided.max(axis=-1), decided.sum(axis=-1))


def mcc_of_sums(
    right: NDArray[Any], total: Any, products: NDArray[Any], true_squares: Any, pred_squares: NDArray[Any]
) -> Floats:
    """Return MCC from sums over the classes: of tp, of true samples t, of t * p, of t**2 and of p**2.

    p are the predicted samples of a class.
    """
    covered = right * total - products
    spread_true, spread_pred = _spread(total, true_squares), _spread(total, pred_squares)
    below = np.sqrt(spread_true) * np.sqrt(spread_pred)
    value = np.divide(covered, below, out=np.zeros(np.shape(below)), where=below != 0)
    return np.where(spread_true > 0, np.clip(value, -1.0, 1.0), np.nan)  # roots may round beyond the ends


def kappa_of_sums(right: NDArray[Any], total: Any, products: NDArray[Any], true_squares: Any) -> Floats:
    """Return Cohen's kappa from the same sums as `mcc_of_sums`."""
    several = _spread(total, true_squares) > 0
    return np.where(several, ratio(right * total - products, total**2 - products), np.nan)


def _spread(total: Any, squares: Any) -> NDArray[Any]:
    """Return total**2 - squares: 0 where one class has all, also where weights leave a rest of rounding."""
    whole = np.square(total, dtype=np.float64)
    spread = whole - squares
    return np.where(spread > _ROUNDING * whole, spread, 0.0)


def f1_of_sums(tp: NDArray[Any], support: Any, predicted: NDArray[Any]) -> Floats:
    """Return F1 = 2 TP / (2 TP + FP + FN) from TP, true samples and predicted samples."""
    return ratio(2 * tp, support + predicted)


def _recall(tp: NDArray[Any], _predicted: NDArray[Any], support: Any, _total: Any) -> Floats:
    return ratio(tp, support)


def _precision(tp: NDArray[Any], predicted: NDArray[Any], _support: Any, _total: Any) -> Floats:
    return ratio(tp, predicted)


def _fpr(tp: NDArray[Any], predicted: NDArray[Any], support: Any, total: Any) -> Floats:
    return ratio(predicted - tp, total - support)


def _specificity(tp: NDArray[Any], predicted: NDArray[Any], support: Any, total: Any) -> Floats:
    return ratio(total - support - (predicted - tp), total - support)


CLASS_RATES: Mapping[str, Callable[[NDArray[Any], NDArray[Any], Any, Any], Floats]] = {
    "recall": _recall,
    "precision": _precision,
    "fpr": _fpr,
    "specificity": _specificity,
    "f1": lambda tp, predicted, support, _total: f1_of_sums(tp, support, predicted),
    "youden": lambda *sums: _recall(*sums) - _fpr(*sums),
    "predicted": lambda _tp, predicted, _support, total: ratio(predicted, total),
}
"""Figures of one class where every sample is decided: from TP, predicted, true and all samples."""
