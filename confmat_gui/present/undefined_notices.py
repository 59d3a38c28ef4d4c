"""Which figures are undefined, and why: figures that share a reason share a notice."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.metrics import METRICS
from confmat_gui.present import texts
from confmat_gui.present.notice import Notice

UNPRICED = ("expected_cost", "total_cost", "cost", "share_of_cost", "cost_weight", "threshold")
"""Undefined by the user's choice: no notice in the window, but a reason in JSON."""

SPREAD_NAMES = {
    "log_loss": "the log loss",
    "brier": "the Brier score",
    "macro_roc_auc": "the macro AUC",
    "hand_till": "Hand & Till M",
}
INTERVAL_NAMES = {
    "roc_auc_interval": "the interval of the AUC",
    "average_precision_interval": "the interval of the average precision",
    **{f"{key}_interval": f"the interval of {name}" for key, name in SPREAD_NAMES.items()},
}


def undefined_notices(evaluation: Evaluation) -> list[Notice]:
    """Return one notice for the overall figures of each reason, and one for each figure of the classes."""
    left_out = {*UNPRICED, *_degenerate(evaluation)}
    return _notices_of(
        evaluation, lambda key: key not in left_out and key.partition(":")[0] not in left_out
    )


def chosen_notices(evaluation: Evaluation) -> list[Notice]:
    """Return the notices about figures that are undefined because no price or threshold was chosen."""
    return _notices_of(evaluation, lambda key: key.partition(":")[0] in UNPRICED)


def _notices_of(evaluation: Evaluation, wanted: Callable[[str], bool]) -> list[Notice]:
    reasons = {**evaluation.prepared.undefined, **evaluation.undefined}
    known = {key: reason for key, reason in reasons.items() if wanted(key)}
    return [*_overall(known), *_by_class(known, len(evaluation.classes))]


def _degenerate(evaluation: Evaluation) -> list[str]:
    """Return the keys of intervals without width: they are there, and another notice speaks of them."""
    prepared = evaluation.prepared
    found = [f"{key}_interval" for key, (low, _) in prepared.intervals.items() if not math.isnan(low)]
    for key in ("roc_auc_interval", "average_precision_interval"):
        defined = ~np.isnan(getattr(prepared, key)).any(axis=1)
        found += [f"{key}:{prepared.predictions.classes[k]}" for k in np.flatnonzero(defined)]
    return found


def _overall(reasons: Mapping[str, str]) -> list[Notice]:
    by_reason: dict[str, list[str]] = {}
    for key, reason in reasons.items():
        if ":" not in key:
            by_reason.setdefault(reason, []).append(metric_name(key))
    return [_notice(names, reason) for reason, names in by_reason.items()]


def _by_class(reasons: Mapping[str, str], n_classes: int) -> list[Notice]:
    """Return one notice for all figures that are undefined, for one reason, in the same classes."""
    classes: dict[str, list[tuple[str, str]]] = {}
    for key, reason in reasons.items():
        metric, colon, name = key.partition(":")
        if colon:
            classes.setdefault(metric, []).append((name, reason))
    grouped: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for metric, found in classes.items():
        names = tuple(name for name, _ in found)
        grouped.setdefault((found[0][1], names), []).append(metric_name(metric))
    return [_class_notice(metrics, reason, names, n_classes) for (reason, names), metrics in grouped.items()]


def _class_notice(metrics: list[str], reason: str, names: tuple[str, ...], n_classes: int) -> Notice:
    where = "of every class" if len(names) == n_classes > 1 else f"of {texts.listed(names)}"
    notice = _notice([f"{texts.listed(metrics)} {where}"], reason, several=len(metrics) > 1)
    return notice if len(names) > 1 else _with_class(notice, names[0])


def _with_class(notice: Notice, name: str) -> Notice:
    return Notice(notice.code, notice.text, class_name=name, severity=notice.severity)


def _notice(names: list[str], reason: str, *, several: bool | None = None) -> Notice:
    many = len(names) > 1 if several is None else several
    why = reason.replace("It needs ", "They need ", 1) if many else reason
    text = f"{texts.listed(names, most=len(names))} {'are' if many else 'is'} undefined: {_lowered(why)}"
    return Notice("figure_undefined", text[0].upper() + text[1:], severity="info")


def metric_name(key: str) -> str:
    """Return the name of a figure, also where the registry does not know the key."""
    return METRICS[key].name if key in METRICS else INTERVAL_NAMES.get(key, key.replace("_", " "))


def _lowered(sentence: str) -> str:
    """Return a sentence so that it can follow a colon; names in capitals keep theirs."""
    first = sentence.split(" ", 1)[0]
    return sentence if first.isupper() or not first else sentence[0].lower() + sentence[1:]
