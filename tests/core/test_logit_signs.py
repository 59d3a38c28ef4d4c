"""The best temperature of scores, against a fine search."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from confmat_gui.core.logit_signs import logit_temperature
from confmat_gui.core.predictions import Predictions
from tests.core.made_sets import softmax


def predictions_of(model: object, load: object) -> Predictions:
    data = load(return_X_y=True)  # type: ignore[operator]
    fitted = make_pipeline(StandardScaler(), model).fit(data[0][::2], data[1][::2])
    scores = fitted.decision_function(data[0][1::2])
    names = [str(k) for k in range(int(data[1].max()) + 1)]
    return Predictions.from_arrays(data[1][1::2], scores, classes=names, score_kind="score")


@pytest.mark.parametrize("load", [load_breast_cancer, load_digits])
def test_that_logits_are_told_from_margins(load: object) -> None:
    logits = predictions_of(LogisticRegression(C=10), load)
    found = logit_temperature(logits)
    assert found is not None
    assert logit_temperature(predictions_of(SVC(), load)) is None
    assert logits.y_score is not None
    wide = logits.y_score.astype(np.float64)
    wide = np.concatenate([-wide / 2, wide / 2], axis=1) if wide.shape[1] == 1 else wide
    losses = [
        log_loss(logits.y_true, softmax(wide / t), labels=range(wide.shape[1]))
        for t in (found / 1.1, found, found * 1.1)
    ]
    assert losses[1] == min(losses)


def test_that_scores_without_news_are_no_logits() -> None:
    generator = np.random.default_rng(0)
    y, noise = generator.integers(0, 3, 500), generator.normal(size=(500, 3))
    assert logit_temperature(Predictions.from_arrays(y, noise, score_kind="score")) is None
    assert logit_temperature(Predictions.from_arrays(y[:50], noise[:50], score_kind="score")) is None
    labels = Predictions.from_arrays(y, y_pred=y)
    assert logit_temperature(labels) is None


def test_that_counts_weigh_rows() -> None:
    y = np.tile([0, 1], 100)
    scores = np.where(y == 1, 2.0, -2.0)[:, None] * [[-0.5, 0.5]]
    wrong = np.arange(200) < 24
    scores[wrong] *= -1
    once = Predictions.from_arrays(y, scores, score_kind="score")
    assert logit_temperature(once) == pytest.approx(1.0, abs=0.1)  # 88 % right, as two logits say
    heavy = Predictions.from_arrays(y, scores, score_kind="score", count=np.where(wrong, 7, 1))
    assert logit_temperature(heavy) is None  # about as many wrong as right
