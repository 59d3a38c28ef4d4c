"""What a person had put right in the samples after they were read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, read_only
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions, frozen
from confmat_gui.core.recalibration import Recalibration, recalibration_of
from confmat_gui.core.repeated_rows import repeated_rows

RepairKind: TypeAlias = Literal[
    "map-classes", "reverse-scores", "drop-repeated", "leave-out", "recalibrate", "adapt-scores"
]  # fmt: skip
REPAIR_KINDS: tuple[RepairKind, ...] = get_args(RepairKind)


@dataclass(frozen=True)
class Repair:
    """One change of the samples; the files and what was read from them stay as they are.

    Attributes
    ----------
    kind
        "map-classes": scores and predicted labels belong to other classes than the file says.
        "reverse-scores": the score speaks for the other class of two.
        "drop-repeated": of rows that are there several times, and not by chance, the first counts; see
        `core.repeated_rows`.
        "leave-out": a batch does not count.
        "recalibrate": probabilities are made to agree with what comes true; see `core.recalibration`.
        "adapt-scores": probabilities are those of other shares of the classes; see `core.adapting`.
    names
        "map-classes": in class order, the class that each score and each predicted label is of.
        "leave-out": the name of the batch. "recalibrate": the method, how its part of the samples is drawn,
        and the class of two that its numbers are for (else ""). "adapt-scores": the classes in order. Else
        empty.
    numbers
        "recalibrate": share and seed of its part; then, once it is fitted, its numbers.
        "adapt-scores": the shares of the classes where the rule is used, and those in training. Else empty.
    """

    kind: RepairKind
    names: tuple[str, ...] = ()
    numbers: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in REPAIR_KINDS:
            raise InputError(f"There is no repair “{self.kind}”; there are {', '.join(REPAIR_KINDS)}.")
        several = len(self.names) > 1
        fits = {
            "map-classes": several, "leave-out": len(self.names) == 1, "recalibrate": len(self.names) == 3,
            "adapt-scores": several,
        }  # fmt: skip
        if not fits.get(self.kind, not self.names):
            raise InputError(f"The repair “{self.kind}” does not go with the names {list(self.names)}.")
        if not self._has_its_numbers():
            raise InputError(f"The repair “{self.kind}” does not go with the numbers {list(self.numbers)}.")

    def _has_its_numbers(self) -> bool:
        if self.kind == "recalibrate":
            return bool(self.numbers) and recalibration_of(self.names, self.numbers) is not None
        if self.kind != "adapt-scores":
            return not self.numbers
        fits = [len(row) for row in self.numbers] == [len(self.names)] * 2
        return fits and all(0 <= share <= 1 for row in self.numbers for share in row)


def recalibrate(recalibration: Recalibration) -> Repair:
    """Return the step that recalibrates the probabilities."""
    return Repair("recalibrate", *recalibration.told())


def kept_rows(predictions: Predictions, repairs: tuple[Repair, ...]) -> Bools:
    """Return which rows still count, (n,); repeated rows are looked for among what is not left out.

    Raises
    ------
    InputError
        A batch that is not there; no row would be left.
    """
    kept = np.ones(predictions.n_rows, dtype=np.bool_)
    for repair in repairs:
        if repair.kind == "leave-out":
            kept &= _of_other_batches(predictions, repair.names[0])
    if any(repair.kind == "drop-repeated" for repair in repairs):
        rows = np.flatnonzero(kept)
        kept[rows[repeated_rows(predictions, rows)]] = False
    if not kept.any() and len(kept):
        raise InputError("Every batch is left out, so no sample would be left; let one of them count.")
    return kept


def _of_other_batches(predictions: Predictions, name: str) -> Bools:
    if name not in predictions.batch_names or predictions.batch is None:
        known = ", ".join(predictions.batch_names[:12]) or "there are none"
        raise InputError(f"There is no batch “{name}” that could be left out; the batches are: {known}.")
    return np.asarray(predictions.batch != predictions.batch_names.index(name))


def repaired_classes(predictions: Predictions, repairs: tuple[Repair, ...]) -> Predictions:
    """Return the samples with scores and predicted labels of the classes that they are really of.

    Raises
    ------
    InputError
        The names are not the classes, each once; there are no scores to reverse, or not two classes.
    """
    for repair in repairs:
        if repair.kind == "map-classes":
            predictions = _mapped(predictions, repair.names)
        elif repair.kind == "reverse-scores":
            predictions = _reversed(predictions)
    return predictions


def _mapped(predictions: Predictions, names: tuple[str, ...]) -> Predictions:
    if sorted(names) != sorted(predictions.classes):
        raise InputError(
            f"The repair of mixed-up classes must name each class once: {', '.join(predictions.classes[:12])}"
            f"{', …' if predictions.n_classes > 12 else ''}."
        )
    target = np.array([predictions.class_index(name) for name in names], dtype=np.int32)
    changed = replace(predictions, y_score=_reordered(predictions.y_score, target))
    if predictions.score_class is not None:
        changed = replace(changed, score_class=int(target[predictions.score_class]))
    if predictions.y_pred is not None:
        mapped = np.append(target, np.int32(-1))[predictions.y_pred]  # -1: the file has no label
        changed = replace(changed, y_pred=mapped)
    return frozen(changed)


def _reordered(scores: NDArray[Any] | None, target: NDArray[Any]) -> NDArray[Any] | None:
    """Return score columns at the places of the classes that they are really of."""
    if scores is None or scores.shape[1] == 1:
        return scores
    result = np.empty_like(scores, order="F")
    for column, place in enumerate(target.tolist()):
        result[:, place] = scores[:, column]
    return read_only(result)


def _reversed(predictions: Predictions) -> Predictions:
    if predictions.y_score is None:
        raise InputError("There are no scores that could be reversed.")
    if not predictions.is_binary:
        raise InputError("Scores can be reversed only where there are two classes.")
    if predictions.score_class is not None:
        return replace(predictions, score_class=1 - predictions.score_class)
    return frozen(replace(predictions, y_score=_reordered(predictions.y_score, np.array([1, 0]))))
