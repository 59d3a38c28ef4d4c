"""The door: arrays of any sensible form to checked, frozen `Predictions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats, Scores
from confmat_gui.core.errors import InputError
from confmat_gui.core.labels import Labels, codes_of, label_texts, names_and_codes, natural_key
from confmat_gui.core.predictions import (
    SCORE_KINDS,
    WITHOUT_SCORES,
    PositiveSource,
    Predictions,
    ScoreKind,
    frozen,
)
from confmat_gui.core.score_kinds import check_kind, detect_kind, score_array

POSITIVE_NAMES = frozenset({"yes", "true", "positive", "1", "+1"})
_POSITIVE_BESIDE = {"p": "n", "pos": "neg"}
"""Short names that read as positive only beside their opposite."""


def predictions_from_arrays(
    y_true: ArrayLike,
    y_score: ArrayLike | None = None,
    *,
    classes: Sequence[str] | None = None,
    y_pred: ArrayLike | None = None,
    score_kind: ScoreKind | None = None,
    score_class: str | int | None = None,
    positive: str | int | None = None,
    positive_source: PositiveSource | None = None,
    sample_weight: ArrayLike | None = None,
    count: ArrayLike | None = None,
    batch: ArrayLike | None = None,
    group: ArrayLike | None = None,
    sample_id: ArrayLike | None = None,
) -> Predictions:
    """Check arrays and return them frozen.

    Parameters
    ----------
    y_true : (n,) labels: text, integers, booleans; or class indices when `classes` is given
    y_score : (n,), (n, 1) or (n, K) numbers, higher means more likely, columns in class order
        float32 and float64 keep their type, all else becomes float64.
    classes : K names in order, or None
        None: the labels that occur, numbers as numbers (0, 1, 2, 10), text in natural order; whole numbers
        below the number of score columns mean that column.
    y_pred : (n,) labels or None; None, NaN (and -1 beside class indices) mean that the row has none
    score_kind : None finds out: in [0, 1] and rows that sum to 1 within 0.001, or a single column in [0, 1]:
        "probability"; columns in [0, 1] that do not: "sigmoid"; else "score". Logits must be said.
    score_class : class of a single column; None: the positive class if given or named, else the second class
    positive : name or index of the positive class (K = 2); None: a class that reads yes, true, positive, 1 or
        +1, else the rarer one (of equals the second)
    positive_source : how `positive` was found, where it is more than "given"
    sample_weight, count, batch, group, sample_id : (n,) arrays or None

    Raises
    ------
    InputError
        For no rows, lengths that differ, labels that are no class, scores that are not finite; names the row.
    """
    truth = label_texts(y_true, "true label")
    n_rows = len(truth[1])
    if n_rows == 0:
        raise InputError("There are no rows; at least one sample is needed.")
    guess = None if y_pred is None else label_texts(y_pred, "predicted label")
    scores = None if y_score is None else score_array(y_score, n_rows)
    if scores is None and guess is None:
        raise InputError("There are neither scores nor predicted labels; give one of them.")
    names = _class_names(classes, truth, guess, scores)
    true_codes = codes_of(truth, names, "true label", missing_ok=False)
    pred_codes = None if guess is None else _predicted_codes(guess, names, n_rows)
    columns = _Columns(count, sample_weight, n_rows)
    counts = columns.counts()
    index, source = _positive(positive, positive_source, names, true_codes, counts)
    kind = _kind(scores, score_kind, len(names))
    batch_names, batch_codes = _coded(batch, "batch", n_rows)
    group_names, group_codes = _coded(group, "group", n_rows)
    return frozen(Predictions(
        classes=names, y_true=true_codes, y_score=scores, score_kind=kind,
        score_class=_score_class(scores, score_class, names, index, source), y_pred=pred_codes,
        positive=index, positive_source=source, sample_weight=columns.weights(), count=counts,
        batch=batch_codes, batch_names=batch_names, group=group_codes, group_names=group_names,
        sample_id=_sample_ids(sample_id, n_rows),
    ))


@dataclass(frozen=True)
class _Columns:
    """The numeric columns that stand beside the scores."""

    count: ArrayLike | None
    sample_weight: ArrayLike | None
    n_rows: int

    def counts(self) -> Counts | None:
        """Return whole frequency counts >= 0 of which at least one is above 0."""
        if self.count is None:
            return None
        values = _numbers(self.count, "count", self.n_rows)
        bad = np.flatnonzero((values < 0) | (values != np.floor(values)))
        if bad.size:
            raise InputError(f"Row {bad[0] + 1}: the count {values[bad[0]]:g} is no whole number from 0 up.")
        if not values.any():
            raise InputError("Every count is 0; at least one sample is needed.")
        return values.astype(np.int64)

    def weights(self) -> Floats | None:
        """Return sample weights >= 0."""
        if self.sample_weight is None:
            return None
        values = _numbers(self.sample_weight, "weight", self.n_rows)
        bad = np.flatnonzero(values < 0)
        if bad.size:
            raise InputError(f"Row {bad[0] + 1}: the weight {values[bad[0]]:g} is below 0.")
        return values


def _numbers(values: ArrayLike, what: str, n_rows: int) -> Floats:
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"The {what}s must be numbers.") from None
    _check_length(array, what, n_rows)
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise InputError(f"Row {bad[0] + 1}: the {what} {float(array[bad[0]])} is no finite number.")
    return array


def _check_length(array: NDArray[Any], what: str, n_rows: int) -> None:
    if array.shape != (n_rows,):
        found = f"the values for {what} have shape {array.shape}"
        raise InputError(f"There are {n_rows} true labels, but {found}.")


def _class_names(
    classes: Sequence[str] | None,
    truth: Labels,
    guess: Labels | None,
    scores: Scores | None,
) -> tuple[str, ...]:
    if classes is not None:
        names = tuple(str(name) for name in classes)
        if len(set(names)) < len(names) or not names:
            raise InputError("The class names must differ from each other, and there must be at least one.")
    else:
        guessed = [] if guess is None else guess[0]
        if "0" in truth[0] and "-1" not in truth[0]:  # class indices, among which -1 stands for none
            guessed = [text for text in guessed if text != "-1"]
        names = _found_names([*truth[0], *guessed], scores)
    if scores is not None and scores.shape[1] not in (1, len(names)):
        raise InputError(
            f"There are {scores.shape[1]} score columns but {len(names)} classes; name all classes."
        )
    if scores is not None and scores.shape[1] == 1 and len(names) > 2:
        raise InputError(f"There is one score column for {len(names)} classes; give a column for each class.")
    return names


def _found_names(texts: Sequence[str], scores: Scores | None) -> tuple[str, ...]:
    distinct = sorted(set(texts), key=lambda text: (natural_key(text), text))
    wanted = 0 if scores is None else max(2, scores.shape[1])
    if set(distinct) <= {"False", "True"}:
        return ("False", "True")
    whole = all(text.isascii() and text.isdigit() and int(text) < wanted for text in distinct)
    if len(distinct) < wanted and whole:
        return tuple(str(i) for i in range(wanted))
    return tuple(distinct)


def _predicted_codes(guess: Labels, names: tuple[str, ...], n_rows: int) -> Codes:
    texts, codes = guess
    _check_length(codes, "predicted label", n_rows)
    if "-1" in texts and "-1" not in names:
        none = texts.index("-1")
        codes = np.where(codes == none, -1, codes - (codes > none)).astype(np.int32)
        texts = [text for text in texts if text != "-1"]
    return codes_of((texts, codes), names, "predicted label", missing_ok=True)


def _positive(
    positive: str | int | None,
    source: PositiveSource | None,
    names: tuple[str, ...],
    y_true: Codes,
    count: Counts | None,
) -> tuple[int | None, PositiveSource]:
    if positive is not None:
        if len(names) != 2:
            raise InputError("A positive class can be given only where there are exactly two classes.")
        return class_position(positive, names), source or "given"
    if len(names) != 2:
        return None, "none"
    named = named_positive(names)
    if named is not None:
        return named, "named"
    support = np.bincount(y_true, count, minlength=2)
    return (0 if support[0] < support[1] else 1), "rarer"


def named_positive(names: Sequence[str]) -> int | None:
    """Return the class of two that reads as the positive one; None where none does, or both.

    That is yes, true, positive, 1, +1; beside their opposite also pos (neg) and p (n).
    """
    if len(names) != 2:
        return None
    lowered = [name.strip().lower() for name in names]
    named = [
        index
        for index, name in enumerate(lowered)
        if name in POSITIVE_NAMES or _POSITIVE_BESIDE.get(name) == lowered[1 - index]
    ]
    return named[0] if len(named) == 1 else None


def class_position(name: str | int, names: Sequence[str]) -> int:
    """Return the index of a class given by name or index; InputError names the known ones."""
    if str(name) in names:
        return list(names).index(str(name))
    if isinstance(name, int) and 0 <= name < len(names):
        return name
    raise InputError(f"There is no class called “{name}”; the classes are {', '.join(list(names)[:12])}.")


def _kind(scores: Scores | None, said: ScoreKind | None, n_classes: int) -> ScoreKind:
    if said is not None and said not in SCORE_KINDS:
        known = ", ".join(SCORE_KINDS)
        raise InputError(f"There is no kind of score called “{said}”; choose one of {known}.")
    if scores is None:
        return said if said in WITHOUT_SCORES else "labels"
    if said in WITHOUT_SCORES:
        raise InputError(f"Scores were given, so their kind cannot be {said}.")
    if said is None:
        return detect_kind(scores, n_classes)
    check_kind(scores, said)
    return said


def _score_class(
    scores: Scores | None, said: str | int | None, names: tuple[str, ...], positive: int | None, source: str
) -> int | None:
    if scores is None or scores.shape[1] != 1:
        return None
    if said is not None:
        return class_position(said, names)
    if len(names) == 1:
        return 0
    return positive if source != "rarer" else 1


def _coded(values: ArrayLike | None, what: str, n_rows: int) -> tuple[tuple[str, ...], Codes | None]:
    if values is None:
        return (), None
    names, codes = names_and_codes(values, what)
    _check_length(codes, what, n_rows)
    return names, codes


def _sample_ids(values: ArrayLike | None, n_rows: int) -> NDArray[np.str_] | None:
    if values is None:
        return None
    ids = np.array(values).astype(np.str_)
    _check_length(ids, "sample id", n_rows)
    return ids
