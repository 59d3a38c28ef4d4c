"""What a model said about samples whose true class is known: validated once, read-only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Codes, Counts, Floats, Scores, read_only
from confmat_gui.core.complement import complement
from confmat_gui.core.errors import InputError

ScoreKind: TypeAlias = Literal["probability", "sigmoid", "logit", "score", "confidence", "labels", "matrix"]
SCORE_KINDS: tuple[ScoreKind, ...] = get_args(ScoreKind)
BLOCK_ROWS = 2**19
"""Rows counted at a time."""
WITHOUT_SCORES: tuple[ScoreKind, ...] = ("confidence", "labels", "matrix")
"""Kinds of predictions that rank nothing: y_score is None."""
PositiveSource: TypeAlias = Literal["given", "declared", "named", "rarer", "none"]


@dataclass(frozen=True, eq=False)
class Predictions:
    """True classes and scores of n samples.

    Every array is read-only and free of NaN and infinity: rows that cannot be used are set aside before
    (see `confmat_gui.io.load`). Build one with `Predictions.from_arrays`, which checks; the plain constructor
    trusts its caller.

    Attributes
    ----------
    classes : tuple of str, length K
        Names in the user's order, never re-sorted. A class may have no true samples or never be predicted.
    y_true : (n,) int32
        Index of the true class of each sample.
    y_score : (n, K) or (n, 1) float32 or float64, columns contiguous, or None
        Scores in class order, higher means more likely. A single column belongs to `score_class` (binary
        only).
    score_kind : str
        "probability": rows sum to 1; "sigmoid": each in [0, 1], independent; "logit"; "score": any ranking
        score; "confidence": only the predicted class had a confidence (then y_score is None);
        "labels": no scores; "matrix": the rows are the cells of a ready-made matrix, with their counts.
    score_class : int or None
        The class of the only column; None where there are K columns or none.
    y_pred : (n,) int32 or None
        The file's own labels; -1 for a row without one.
    positive : int or None
        The positive class of a binary problem; None for K != 2.
    positive_source : str
        How `positive` was found: "given" by the user, "declared" by the file, "named" (yes, true, positive,
        1, +1), "rarer" (assumed; the notice `positive_assumed` says so), "none".
    sample_weight : (n,) float64 or None
        Weights >= 0, for the second matrix `confusion_weighted`.
    count : (n,) int64 or None
        How many samples a row stands for (frequency counts >= 0).
    batch : (n,) int32 or None
        Index into `batch_names`.
    group : (n,) int32 or None
        Index into `group_names` (patients, parts: rows that belong together).
    sample_id : (n,) str array or None
    drawn_by : as `y_score`, or None
        The scores before they were recalibrated or adapted, by which samples are drawn (`core.tuning`): the
        same ones before and after.
    """

    classes: tuple[str, ...]
    y_true: Codes
    y_score: Scores | None = None
    score_kind: ScoreKind = "labels"
    score_class: int | None = None
    y_pred: Codes | None = None
    positive: int | None = None
    positive_source: PositiveSource = "none"
    sample_weight: Floats | None = None
    count: Counts | None = None
    batch: Codes | None = None
    batch_names: tuple[str, ...] = ()
    group: Codes | None = None
    group_names: tuple[str, ...] = ()
    sample_id: NDArray[np.str_] | None = None
    drawn_by: Scores | None = None

    @property
    def n_rows(self) -> int:
        """Number of rows (each may stand for several samples, see `n`)."""
        return len(self.y_true)

    @property
    def n(self) -> int:
        """Number of samples: rows, or the sum of frequency counts."""
        return self.n_rows if self.count is None else int(self.count.sum())

    @property
    def n_classes(self) -> int:
        """K."""
        return len(self.classes)

    @property
    def is_binary(self) -> bool:
        """Whether there are exactly two classes."""
        return len(self.classes) == 2

    @property
    def has_probabilities(self) -> bool:
        """Whether probabilities are at hand or follow from logits."""
        return self.y_score is not None and self.score_kind in ("probability", "sigmoid", "logit")

    @cached_property
    def support(self) -> Counts:
        """(K,) int64: samples of each true class, frequency counts included."""
        return self._counted(self.y_true, self.n_classes)

    @cached_property
    def batch_sizes(self) -> Counts:
        """(B,) int64: samples of each batch, frequency counts included; all in one where there are none."""
        if self.batch is None:
            return read_only(np.array([self.n], dtype=np.int64))
        return self._counted(self.batch, len(self.batch_names))

    def _counted(self, codes: Codes, n_codes: int) -> Counts:
        result = np.zeros(n_codes, dtype=np.int64)
        for start in range(0, self.n_rows, BLOCK_ROWS):  # one long count would stop all other threads
            rows = slice(start, start + BLOCK_ROWS)
            count = None if self.count is None else self.count[rows]
            result += np.bincount(codes[rows], count, minlength=n_codes).astype(np.int64)
        return read_only(result)

    def with_positive(self, positive: int) -> Predictions:
        """Return the same samples with another positive class (binary only)."""
        if not self.is_binary or positive not in (0, 1):
            raise InputError("A positive class can be chosen only where there are exactly two classes.")
        return replace(self, positive=positive, positive_source="given")

    def class_index(self, name: str) -> int:
        """Return the index of the class called `name`; InputError names the known ones."""
        try:
            return self._index_of[name]
        except KeyError:
            known = ", ".join(self.classes[:12]) + (", …" if self.n_classes > 12 else "")
            raise InputError(f"There is no class called “{name}”; the classes are {known}.") from None

    @cached_property
    def _index_of(self) -> dict[str, int]:
        """Where each name stands, so that a thousand names are found at once."""
        return {name: k for k, name in reversed(list(enumerate(self.classes)))}

    def score_of(self, class_index: int) -> Scores:
        """Return the (n,) score of `class_index`, on which its threshold lies.

        With K columns it is the class's own column, except that two logit columns give their difference (the
        log-odds). With one column, the other class has 1 - p (float64, see `complement`) for probabilities
        and -s for all else.
        """
        if self.y_score is None:
            raise InputError("These predictions hold no scores, only labels.")
        if self.y_score.shape[1] == 1:
            column = self.y_score[:, 0]
            if class_index == self.score_class:
                return column
            return complement(column) if self.is_complement(class_index) else -column
        if self.is_binary and self.score_kind == "logit":
            return self.y_score[:, class_index] - self.y_score[:, 1 - class_index]
        return self.y_score[:, class_index]

    def ranking_score_of(self, class_index: int) -> Scores:
        """Return the (n,) score that ranks samples for `class_index` against the rest.

        As `score_of`, except that 1 - p is ranked by -p: near 1 it can not tell small p apart.
        """
        if self.y_score is not None and self.is_complement(class_index):
            return -self.y_score[:, 0]
        return self.score_of(class_index)

    def is_complement(self, class_index: int) -> bool:
        """Whether the score of a class is 1 - p of the only column."""
        single = self.y_score is not None and self.y_score.shape[1] == 1 and class_index != self.score_class
        return single and self.score_kind in ("probability", "sigmoid")

    def score_type(self, class_index: int) -> np.dtype[Any]:
        """Return the type of the score of a class, to which its threshold is rounded."""
        kept = self.y_score is not None and not self.is_complement(class_index)
        return self.y_score.dtype if kept and self.y_score is not None else np.dtype(np.float64)

    @classmethod
    def from_arrays(
        cls,
        y_true: ArrayLike,
        y_score: ArrayLike | None = None,
        *,
        classes: list[str] | tuple[str, ...] | None = None,
        y_pred: ArrayLike | None = None,
        score_kind: ScoreKind | None = None,
        positive: str | int | None = None,
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
        y_score : (n,), (n, 1) or (n, K) numbers, higher means more likely, columns in class order, or None
            A single column belongs to the positive class if one is given or named, else to the second one.
        classes : K names in order; None: the labels that occur, in natural order (0, 1, 2, 10)
        y_pred : (n,) labels, None or NaN where a row has none
        score_kind : None finds out: values in [0, 1] are probabilities if the rows sum to 1, else sigmoids;
            all else is a ranking score. Logits must be said.
        positive : name or index, for two classes; None: a class that reads yes, true, positive, 1 or +1,
            else the rarer one
        sample_weight : (n,) numbers >= 0; they give a second matrix only
        count : (n,) whole numbers >= 0, the samples that a row stands for
        batch, group, sample_id : (n,) labels

        Raises
        ------
        InputError
            For no rows, lengths that differ, labels that are no class, scores that are not finite; names the
            row.
        """
        from confmat_gui.core.intake import predictions_from_arrays

        return predictions_from_arrays(
            y_true, y_score, classes=classes, y_pred=y_pred, score_kind=score_kind, positive=positive,
            sample_weight=sample_weight, count=count, batch=batch, group=group, sample_id=sample_id,
        )


def frozen(predictions: Predictions) -> Predictions:
    """Return `predictions` with every array marked read-only."""
    names = ("y_true", "y_score", "y_pred", "sample_weight", "count", "batch", "group", "sample_id")
    given = {name: getattr(predictions, name) for name in names}
    marked: dict[str, Any] = {name: read_only(array) for name, array in given.items() if array is not None}
    return replace(predictions, **marked)
