"""The same figures from scikit-learn, one call a figure, as a notebook would ask for them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

import confmat_gui as cm

Codes = NDArray[np.int64]
Scores = NDArray[np.float32]


def ranking_by_sklearn(y_true: Codes, y_score: Scores) -> list[Any]:
    """ROC and precision-recall curve, both areas, for every class; log loss."""
    found: list[Any] = [metrics.log_loss(y_true, y_score)]
    for k in range(y_score.shape[1]):
        positive, score = y_true == k, y_score[:, k]
        found += [
            metrics.roc_curve(positive, score, drop_intermediate=False),
            metrics.precision_recall_curve(positive, score),
            metrics.roc_auc_score(positive, score),
            metrics.average_precision_score(positive, score),
        ]
    return found


def figures_by_sklearn(y_true: Codes, y_score: Scores) -> list[Any]:
    """Decide by the highest score; matrix, overall figures, precision, recall and F1 of every class."""
    decided = y_score.argmax(axis=1)
    return [
        metrics.confusion_matrix(y_true, decided),
        metrics.accuracy_score(y_true, decided),
        metrics.balanced_accuracy_score(y_true, decided),
        metrics.matthews_corrcoef(y_true, decided),
        metrics.cohen_kappa_score(y_true, decided),
        metrics.precision_recall_fscore_support(y_true, decided, zero_division=np.nan),
    ]


def check_agreement(prepared: cm.Prepared, evaluation: cm.Evaluation, y_true: Codes, y_score: Scores) -> None:
    """Raise if the two sides do not give the same figures."""
    areas = [metrics.roc_auc_score(y_true == k, y_score[:, k]) for k in range(y_score.shape[1])]
    np.testing.assert_allclose(prepared.roc_auc, areas, rtol=1e-9)
    matrix, accuracy, *_ = figures_by_sklearn(y_true, y_score)
    if y_score.shape[1] > 2:  # two classes are decided by p >= 0.5, where a tie goes to the positive class
        np.testing.assert_array_equal(evaluation.confusion, matrix)
        np.testing.assert_allclose(evaluation.metrics["accuracy"], accuracy, rtol=1e-12)
