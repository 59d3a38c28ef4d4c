"""The method of the interval of an AUC stands with it: in the curve's title, on the card, in JSON."""

from __future__ import annotations

import numpy as np
import pytest

from confmat_gui.core.intervals import normal_interval
from confmat_gui.core.predictions import Predictions
from confmat_gui.present.curve_plots import curve_states
from confmat_gui.present.documents import evaluation_document
from confmat_gui.present.figure_cards import headline_cards
from tests.present.building import evaluated, session_from


def two_classes(n: int) -> Predictions:
    generator = np.random.default_rng(1)
    y = np.repeat([0, 1], n)
    p = 1 / (1 + np.exp(-generator.normal(2 * y - 1, 1.5)))
    return Predictions.from_arrays(y, p, classes=("ok", "crack"), positive="crack", score_kind="probability")


def test_that_the_method_of_an_area_is_said_wherever_its_interval_stands() -> None:
    for n, method, ending in ((400, "DeLong", "]"), (15, "DeLong on log odds", "] by log odds")):
        session = session_from(two_classes(n))
        evaluation = evaluated(session)
        roc, precision_recall = curve_states(session, evaluation)
        assert roc.subtitle.endswith(ending)
        assert precision_recall.subtitle.endswith("]")
        document = evaluation_document(session, evaluation)
        figures = document["per_class"]["crack"]
        assert figures["roc_auc_ci_shown_method"] == method
        prepared = evaluation.prepared
        delong = normal_interval(prepared.roc_auc[1], prepared.roc_auc_variance[1], 0, 1)
        assert figures["roc_auc_ci"] == pytest.approx(list(delong), abs=1e-12)
        assert (figures["roc_auc_ci_shown"] == figures["roc_auc_ci"]) is (method == "DeLong")
        assert document["intervals"]["macro_roc_auc"] == figures["roc_auc_ci_shown"]
        (card,) = [card for card in headline_cards(session, evaluation) if card.key == "macro_roc_auc"]
        assert f"Interval: {method}" in card.explanation
        assert ("DeLong's own is [" in card.explanation) is (method != "DeLong")


def test_that_labels_alone_have_no_method() -> None:
    session = session_from(Predictions.from_arrays(["a", "b"], y_pred=["a", "a"]))
    document = evaluation_document(session, evaluated(session))
    assert document["per_class"]["a"]["roc_auc_ci_shown_method"] == ""
