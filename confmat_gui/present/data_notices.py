"""How the files were read, and what their scores allow."""

from __future__ import annotations

from collections import Counter

import numpy as np

from confmat_gui.core.evaluation import Evaluation, Prepared
from confmat_gui.core.predictions import Predictions
from confmat_gui.io.loaded import Loaded
from confmat_gui.present import texts
from confmat_gui.present.notice import Notice
from confmat_gui.present.undefined_notices import SPREAD_NAMES

SET_ASIDE_REASONS = {
    "nan_score": "without a usable score",
    "infinite_score": "with an infinite score",
    "missing_label": "without a true label",
    "no_partner": "without a partner in the other file",
    "unknown_label": "with an unknown label",
    "bad_number": "with text in place of a number",
    "repeated_row": "that were there before",
}


def loading_notices(loaded: Loaded) -> list[Notice]:
    """Return the notices about rows set aside and about what the loader is in doubt of."""
    found = [] if not loaded.set_aside else [_set_aside(loaded)]
    found += [
        Notice("files_joined", f"Joined: {each.value}, {each.reason}.", severity="info")
        for each in loaded.conclusions
        if each.subject == "join" and not each.doubt
    ]
    found += [
        Notice(
            "loader_doubt",
            conclusion.doubt,
            action="choose_columns",
            action_label="Choose columns",
            subject=conclusion.subject,
        )
        for conclusion in loaded.conclusions
        if conclusion.doubt
    ]
    return found


def score_notices(prepared: Prepared, evaluation: Evaluation) -> list[Notice]:
    """Return the notices about the kind of scores, weights, ties and the positive class."""
    found = [
        _positive_assumed(prepared.predictions),
        _no_scores(prepared.predictions),
        _youden(prepared),
        _weights(prepared.predictions),
        _degenerate(prepared),
        _ties(evaluation),
    ]
    return [notice for notice in found if notice is not None]


def _set_aside(loaded: Loaded) -> Notice:
    number = len(loaded.set_aside)
    reasons = Counter(row.code for row in loaded.set_aside).most_common()
    parts = [f"{texts.count(n)} {SET_ASIDE_REASONS.get(code, code.replace('_', ' '))}" for code, n in reasons]
    return Notice(
        code="rows_set_aside",
        text=f"{texts.counted(number, 'row')} {'was' if number == 1 else 'were'} set aside "
        f"and counted nowhere: {texts.listed(parts)}.",
        action="show_set_aside",
        action_label="Show the rows" if number > 1 else "Show the row",
    )


def _positive_assumed(predictions: Predictions) -> Notice | None:
    if predictions.positive is None or predictions.positive_source != "rarer":
        return None
    name = predictions.classes[predictions.positive]
    return Notice(
        code="positive_assumed",
        text=f"{name} is taken for the positive class because it is the rarer one.",
        class_name=name,
        action="choose_positive",
        action_label="Change it",
    )


def _no_scores(predictions: Predictions) -> Notice | None:
    if predictions.y_score is not None:
        return None
    if predictions.score_kind == "matrix":
        text = (
            "The counts of a ready-made matrix are known, but no samples, "
            "so there are no curves and no other rule can be tried."
        )
        return Notice("matrix_only", text, severity="info")
    if predictions.score_kind == "confidence":
        text = (
            "The files hold the confidence of the predicted class only, "
            "so there are no curves and no other rule can be tried."
        )
        return Notice("confidence_only", text, severity="info")
    text = "The files hold labels only, so there are no curves and no other rule can be tried."
    return Notice("labels_only", text, severity="info")


def _youden(prepared: Prepared) -> Notice | None:
    if prepared.default_rule_source != "youden":
        return None
    return Notice(
        code="default_rule_youden",
        text="These ranking scores have no natural threshold; the default is the one with the largest "
        "difference of true and false positive rate (Youden), chosen on these very samples.",
    )


def _weights(predictions: Predictions) -> Notice | None:
    if predictions.sample_weight is None:
        return None
    return Notice(
        code="sample_weights",
        text="The rows carry weights; the matrix and the figures count whole samples.",
        severity="info",
    )


def _degenerate(prepared: Prepared) -> Notice | None:
    low, high = prepared.roc_auc_shown.T
    names = [prepared.predictions.classes[k] for k in np.flatnonzero(low == high)]
    figures = [f"the AUC of {texts.listed(names)}"] if names else []
    figures += [SPREAD_NAMES[key] for key, (low, high) in prepared.intervals.items() if low == high]
    if not figures:
        return None
    whose = "its interval has" if len(figures) == len(names) == 1 else "their intervals have"
    return Notice(
        code="interval_degenerate",
        text=f"The scores leave no variance in {texts.listed(figures)}, so {whose} no width; "
        "that is no certainty.",
        class_name=names[0] if len(names) == 1 else None,
        severity="info",
    )


def _ties(evaluation: Evaluation) -> Notice | None:
    if not evaluation.n_tied:
        return None
    binary = evaluation.point.rule.form == "thresholds" and evaluation.point.positive is not None
    how = "lies exactly on the threshold" if binary else "has a tie between classes, which goes to the first"
    many = "lie exactly on the threshold" if binary else "have a tie between classes, which goes to the first"
    return Notice(
        code="decisions_tied",
        text=f"{texts.counted(evaluation.n_tied, 'row')} {how if evaluation.n_tied == 1 else many}.",
        severity="info",
    )
