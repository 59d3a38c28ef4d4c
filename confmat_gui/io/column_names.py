"""The names by which columns are known, and how a name is taken apart."""

from __future__ import annotations

import re

TRUE_NAMES = (
    "y_true",
    "true",
    "truth",
    "true_label",
    "label_true",
    "true_class",
    "true_labels",
    "y_test",
    "ground_truth",
    "groundtruth",
    "gt",
    "gold",
    "gold_label",
    "target",
    "targets",
    "actual",
    "actual_label",
    "actual_class",
    "obs",
    "observed",
    "reference",
    "expected",
    "label",
    "labels",
    "class",
    "y",
    "real",
    "correct",
)
"""In order of preference."""

PRED_NAMES = (
    "y_pred",
    "pred",
    "predicted",
    "prediction",
    "predictions",
    "predict",
    "predicted_label",
    "pred_label",
    "label_pred",
    "predicted_class",
    "pred_class",
    "class_pred",
    "predicted_labels",
    "yhat",
    "y_hat",
    "preds",
)
SINGLE_SCORE_NAMES = (
    "y_score",
    "score",
    "scores",
    "y_prob",
    "y_proba",
    "prob",
    "proba",
    "probability",
    "probabilities",
    "p",
    "probs",
    "pred_prob",
    "pred_proba",
    "predicted_probability",
    "prediction_score",
    "decision_function",
    "decision",
    "decision_value",
    "logit",
    "logits",
    "y_logit",
    "margin",
    "confidence",
    "conf",
    "output",
    "y_pred",
    "pred",
    "prediction",
    "predictions",
    "predicted",
    "y_hat",
    "yhat",
)
CONFIDENCE_NAMES = ("confidence", "conf", "max_prob", "max_proba", "top1", "top1_prob", "top1_confidence")
ID_NAMES = (
    "id",
    "ids",
    "sample_id",
    "sampleid",
    "sample",
    "row_id",
    "rowid",
    "row",
    "index",
    "idx",
    "uid",
    "uuid",
    "guid",
    "inst",
    "inst#",
    "instance",
    "instance_id",
    "case_id",
    "image_id",
    "image",
    "file",
    "filename",
    "file_name",
    "path",
    "key",
    "column_1",
    "unnamed:_0",
    "__index_level_0__",
)
BATCH_NAMES = ("batch",)
GROUP_NAMES = ("group", "groups", "group_id", "patient", "patient_id", "subject", "subject_id")
WEIGHT_NAMES = ("weight", "weights", "sample_weight", "sample_weights")
COUNT_NAMES = ("count", "counts", "freq", "frequency")

STEMS = frozenset(
    {
        "p",
        "pr",
        "prob",
        "proba",
        "probs",
        "probability",
        "probabilities",
        "score",
        "scores",
        "conf",
        "confidence",
        "logit",
        "logits",
        "softmax",
        "output",
        "out",
        "y_score",
        "y_prob",
        "y_proba",
        "y_pred",
        "pred",
        "pred_prob",
        "pred_proba",
        "prediction",
        "decision",
        "decision_function",
        "yscore",
        "yprob",
        "class",
        "y_logit",
        "y_scores",
        "y_probs",
        "predict_proba",
        "prob_class",
        "p_class",
        "score_class",
        "proba_class",
    }
)
"""What comes before or after a class name in the name of a score column."""

_SEPARATORS = " _.:-/|#()[]{}<>="


def normalised(name: str) -> str:
    """Return the name in lower case with _ for every space, dot and hyphen."""
    return re.sub(r"[\s.\-]+", "_", name.strip()).lower()


def stem_and_label(name: str) -> tuple[str, str] | None:
    """Take "prob_ok", "ok.prob", "proba(0)" or "p0" apart; None where no known stem is in it."""
    for pattern in (
        r"^(?P<stem>.+?)[\s_.:\-/|#(\[{<=]+(?P<label>.+?)[)\]}>]*$",
        r"^(?P<label>.+)[\s_.:\-/|#]+(?P<stem>[^\s_.:\-/|#]+)$",
        r"^(?P<stem>[A-Za-z_]+?)(?P<label>\d+)$",
    ):
        found = _known_stem(pattern, name)
        if found:
            return found
    return None


def _known_stem(pattern: str, name: str) -> tuple[str, str] | None:
    """Return the longest known stem that the pattern allows."""
    match = re.match(pattern, name)
    if match is None:
        return None
    stem, label = match["stem"], match["label"]
    rest = re.match(r"^(.+?)[\s_.:\-/|#]+(.+)$", label) if pattern.startswith("^(?P<stem>.+?)") else None
    if rest and normalised(f"{stem}_{rest[1]}") in STEMS:
        return normalised(f"{stem}_{rest[1]}"), rest[2]
    return (normalised(stem), label) if normalised(stem) in STEMS else None


def affix_around(name: str, label: str) -> tuple[str, str] | None:
    """Return what stands before and after `label` in `name`, if the label is a word of its own there."""
    folded, wanted = name.casefold(), label.casefold()
    at = folded.rfind(wanted)
    if at < 0 or len(folded) != len(name) or not wanted:
        return None
    before, after = name[:at], name[at + len(wanted) :]
    free_before = not before or before[-1] in _SEPARATORS or normalised(before) in STEMS
    free_after = not after or after[0] in _SEPARATORS
    return (before, after) if free_before and free_after else None
