"""Faults of prediction files that no reader can see: what the labels and the scores say about each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from confmat_gui.core.areas_by_chance import deviation_of_areas, deviation_of_mean
from confmat_gui.core.arrays import Bools
from confmat_gui.core.batch_sums import batch_totals
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.label_order import CHANCE_Z, SKILL_Z, lost_order
from confmat_gui.core.logit_signs import logit_temperature
from confmat_gui.core.mixed_classes import mixed_classes
from confmat_gui.core.odd_batches import odd_batches
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.core.repeated_rows import name_samples, repeated_rows

FindingCode: TypeAlias = Literal[
    "shuffled_labels", "permuted_classes", "reversed_score", "logits", "repeated_rows", "odd_batch"
]
REVERSED_Z = 3.29
"""So many standard deviations below AUC .5 a useless score is by chance only once in 2,000 files."""
WHOLE_BATCH = 0.9
"""From this share of repeated rows on, a batch as a whole was there before."""


@dataclass(frozen=True)
class Finding:
    """One fault, with what shows it.

    Attributes
    ----------
    code
    classes, batches : the classes and batches that it is about, in their order
    figures : what shows it, by name
    repair : the change of the samples that puts it right, None where there is none
    """

    code: FindingCode
    classes: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()
    repair: Repair | None = None

    def figure(self, name: str) -> float:
        """Return one of the figures."""
        return dict(self.figures)[name]


def check_integrity(default: Evaluation, progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Return the faults that the samples show under their default rule.

    Every check has a limit that a sound file passes by chance less than once in a thousand times; see
    docs/numbers.md. Labels in another order than the predictions make every other check meaningless, so then
    it is the only finding.
    """
    checks: tuple[Callable[[Evaluation], Iterator[Finding]], ...] = (
        _shuffled, _mixed, _reversed, _logits, _repeated, _odd
    )  # fmt: skip
    found: list[Finding] = []
    for place, check in enumerate(checks):
        progress(place / len(checks), "Looking for faults")
        if not any(each.code == "shuffled_labels" for each in found):
            found += check(default)
    progress(1.0)
    return tuple(found)


def _shuffled(default: Evaluation) -> Iterator[Finding]:
    predictions = default.prepared.predictions
    rows = default.decided
    if predictions.count is not None or len(rows) < 2 or not _no_auc(default):
        return
    known = (rows >= 0) & (rows < predictions.n_classes)
    lost = lost_order(predictions.y_true[known], rows[known], predictions.n_classes)
    if lost is not None:
        figures = (
            ("true_runs", float(lost.true_runs)), ("predicted_runs", float(lost.predicted_runs)),
            ("accuracy", lost.agreement), ("chance", lost.chance), ("n", float(known.sum())),
        )  # fmt: skip
        yield Finding("shuffled_labels", figures=figures)


def _no_auc(default: Evaluation) -> bool:
    """Tell whether the scores rank no better than chance on the average of the classes; true without any."""
    auc = default.prepared.roc_auc
    known = np.flatnonzero(~np.isnan(auc))
    if not len(known):
        return default.prepared.predictions.y_score is None
    skill = (auc[known].mean() - 0.5) / deviation_of_mean(default.prepared.predictions, known)
    return bool(-CHANCE_Z < skill < SKILL_Z)


def _mixed(default: Evaluation) -> Iterator[Finding]:
    predictions = default.prepared.predictions
    if predictions.is_binary and predictions.y_score is not None:
        return  # two classes with scores: the score is reversed, whatever the threshold
    mixed = mixed_classes(default.confusion)
    if mixed is None:
        return
    names = tuple(predictions.classes[k] for k in mixed.true_class.tolist())
    yield Finding(
        "permuted_classes",
        classes=tuple(predictions.classes[k] for k in mixed.moved.tolist()),
        figures=(("recall", mixed.recall), ("recall_then", mixed.recall_then)),
        repair=None if predictions.score_kind == "matrix" else Repair("map-classes", names),
    )


def _reversed(default: Evaluation) -> Iterator[Finding]:
    prepared, predictions = default.prepared, default.prepared.predictions
    positive = predictions.positive
    if positive is None or predictions.y_score is None:
        return
    auc, high = float(prepared.roc_auc[positive]), float(prepared.roc_auc_shown[positive, 1])
    if high < 0.5 and auc - 0.5 < -REVERSED_Z * deviation_of_areas(predictions)[positive]:
        yield Finding(
            "reversed_score",
            classes=(predictions.classes[positive], predictions.classes[1 - positive]),
            figures=(("roc_auc", auc), ("high", high)),
            repair=Repair("reverse-scores"),
        )


def _logits(default: Evaluation) -> Iterator[Finding]:
    temperature = logit_temperature(default.prepared.predictions)
    if temperature is not None:
        yield Finding("logits", figures=(("temperature", temperature),))


def _repeated(default: Evaluation) -> Iterator[Finding]:
    predictions = default.prepared.predictions
    again = repeated_rows(predictions)
    if not again.any() or not name_samples(predictions, again):
        return
    figures = (("n", float(again.sum())), ("of", float(len(again))))
    yield Finding("repeated_rows", (), _whole(predictions, again), figures, Repair("drop-repeated"))


def _whole(predictions: Predictions, again: Bools) -> tuple[str, ...]:
    """Return the batches that consist of repeated rows."""
    if predictions.batch is None:
        return ()
    n_batches = len(predictions.batch_names)
    rows = np.maximum(1, np.bincount(predictions.batch, minlength=n_batches))
    share = np.bincount(predictions.batch[again], minlength=n_batches) / rows
    return tuple(predictions.batch_names[b] for b in np.flatnonzero(share >= WHOLE_BATCH).tolist())


def _odd(default: Evaluation) -> Iterator[Finding]:
    predictions = default.prepared.predictions
    if predictions.batch is None or len(predictions.batch_names) < 3:
        return
    odd = odd_batches(batch_totals(default))
    for each in odd:
        name = predictions.batch_names[each.batch]
        yield Finding(
            "odd_batch",
            classes=() if each.class_index is None else (predictions.classes[each.class_index],),
            batches=(name,),
            figures=(
                ("hits", float(each.hits)), ("n", float(each.n)),
                ("of_others", each.recall_of_others), ("p_value", each.p_value),
            ),
            repair=Repair("leave-out", (name,)),
        )  # fmt: skip
