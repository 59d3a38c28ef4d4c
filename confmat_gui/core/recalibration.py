"""Probabilities made to agree with what comes true: fitted on one part of the samples, used for all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

import numpy as np

from confmat_gui.core.arrays import Floats, Scores, read_only
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.isotonic import isotonic_points, isotonic_steps
from confmat_gui.core.platt import fit_sigmoid, log_odds, sigmoid
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities, probability_column
from confmat_gui.core.score_counts import class_counts
from confmat_gui.core.temperature import blocks, fit_temperature, tempered
from confmat_gui.core.tuning import TUNED_BY, Tuning, tuning_part

RecalibrationMethod: TypeAlias = Literal["temperature", "sigmoid", "isotonic"]
RECALIBRATION_METHODS: tuple[RecalibrationMethod, ...] = get_args(RecalibrationMethod)
HALF = Tuning()


@dataclass(frozen=True)
class Recalibration:
    """How probabilities are changed so that they agree with what comes true.

    Attributes
    ----------
    method : "temperature", "sigmoid" or "isotonic"
    tuning : the part of the samples that it is fitted on
    of : the class of two whose probability `numbers` are for; None for more classes
    numbers : empty until it is fitted
        "temperature": ((T,),). "sigmoid": (a, b) for each map. "isotonic": for each map the scores, and then
        the rates, between which is interpolated. A map is of the class `of`, or of each class in class order.

    Raises
    ------
    InputError
        The numbers do not go with the method.
    """

    method: RecalibrationMethod
    tuning: Tuning = HALF
    of: str | None = None
    numbers: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        """Check that the numbers go with the method."""
        if self.tuning.seed >= 2**53:
            raise InputError("The seed of a recalibration must be below 2 to the power of 53.")
        if self.method not in RECALIBRATION_METHODS:
            known = ", ".join(RECALIBRATION_METHODS)
            raise InputError(f"There is no recalibration “{self.method}”; there are {known}.")
        if self.numbers and not self._goes_with_method():
            raise InputError(f"The numbers of the recalibration do not go with “{self.method}”.")

    def told(self) -> tuple[tuple[str, ...], tuple[tuple[float, ...], ...]]:
        """Return everything as names and numbers; `recalibration_of` reads them."""
        part = (float(self.tuning.share), float(self.tuning.seed))
        return (self.method, self.tuning.by, self.of or ""), (part, *self.numbers)

    @property
    def words(self) -> str:
        """"temperature 1.37", "sigmoid", "isotonic regression"; temperature alone where it is not fitted."""
        if self.method == "temperature" and self.is_fitted:
            return f"temperature {self.temperature:.3g}"
        return "isotonic regression" if self.method == "isotonic" else self.method

    @property
    def is_fitted(self) -> bool:
        """Whether the numbers are known."""
        return bool(self.numbers)

    @property
    def temperature(self) -> float:
        """T of "temperature", fitted."""
        return self.numbers[0][0]

    @property
    def n_maps(self) -> int:
        """How many classes have a map of their own; 0 for "temperature"."""
        rows = {"temperature": 0, "sigmoid": len(self.numbers), "isotonic": len(self.numbers) // 2}
        return rows[self.method]

    def points(self, index: int) -> tuple[Floats, Floats]:
        """Return scores and rates of a map of "isotonic"."""
        return np.array(self.numbers[2 * index]), np.array(self.numbers[2 * index + 1])

    def _goes_with_method(self) -> bool:
        if not all(math.isfinite(number) for row in self.numbers for number in row):
            return False
        if self.method == "temperature":
            return [len(row) for row in self.numbers] == [1] and self.temperature > 0
        if self.method == "sigmoid":
            return all(len(row) == 2 for row in self.numbers)
        pairs = [self.points(index) for index in range(len(self.numbers) // 2)]
        return len(self.numbers) % 2 == 0 and all(
            0 < len(scores) == len(rates) and bool((np.diff(scores) > 0).all())
            and bool((np.diff(rates) >= 0).all()) and 0 <= rates[0] <= rates[-1] <= 1
            for scores, rates in pairs
        )  # fmt: skip


def recalibration_of(names: tuple[str, ...], numbers: tuple[tuple[float, ...], ...]) -> Recalibration:
    """Return what `Recalibration.told` gave; InputError where it contradicts itself."""
    method, by, of = names
    part = numbers[0]
    if len(part) != 2 or part[1] != part[1] // 1:
        raise InputError("A recalibration needs the share and the seed of the samples that it is fitted on.")
    chosen = next((each for each in RECALIBRATION_METHODS if each == method), None)
    drawn = next((each for each in TUNED_BY if each == by), None)
    if chosen is None or drawn is None:
        known = ", ".join(RECALIBRATION_METHODS)
        raise InputError(f"There is no recalibration “{method}” by “{by}”; there are {known}.")
    return Recalibration(chosen, Tuning(part[0], int(part[1]), drawn), of or None, tuple(numbers[1:]))


def check_recalibration(predictions: Predictions) -> None:
    """Raise InputError with one sentence unless the scores can be recalibrated."""
    check_probabilities(predictions, "Recalibration")
    scores = predictions.y_score
    assert scores is not None
    if predictions.score_kind == "sigmoid" and scores.shape[1] > 1:
        raise InputError(
            "Recalibration needs probabilities that sum to 1, but these are independent sigmoids; "
            "if they are probabilities, say so (kind probability)."
        )
    if predictions.n_classes < 2:
        raise InputError("There is only one class, so there is nothing to recalibrate.")


def fitted(
    predictions: Predictions, recalibration: Recalibration, progress: Progress = no_progress
) -> Recalibration:
    """Return a recalibration with its numbers, fitted on its part of the samples.

    Raises
    ------
    InputError
        There are no probabilities that sum to 1; or the part cannot be drawn (see `core.tuning`).
    """
    check_recalibration(predictions)
    progress(0.0, "Fitting the recalibration")
    part = tuning_part(predictions, recalibration.tuning, "tuned")
    of = predictions.classes[_mapped_class(predictions)] if predictions.is_binary else None
    if recalibration.method == "temperature":
        return replace(recalibration, of=of, numbers=((fit_temperature(part),),))
    numbers: list[tuple[float, ...]] = []
    classes = [_mapped_class(predictions)] if predictions.is_binary else range(predictions.n_classes)
    for k in classes:
        progress(k / predictions.n_classes, f"Fitting the recalibration of {predictions.classes[k]}")
        if recalibration.method == "sigmoid":
            numbers.append(fit_sigmoid(part, k))
        else:
            points = isotonic_points(isotonic_steps(class_counts(part, k)))
            numbers += [tuple(values.tolist()) for values in points]
    return replace(recalibration, of=of, numbers=tuple(numbers))


def recalibrated(predictions: Predictions, recalibration: Recalibration) -> Predictions:
    """Return the samples with recalibrated probabilities, float64, in as many columns as there were.

    "temperature": softmax(ln p / T). "sigmoid" and "isotonic": each class against the rest, then divided by
    the sum over the classes; 1 / K each where all are 0. Of two classes one is mapped, the other is the rest.

    Raises
    ------
    InputError
        The samples have no probabilities, or the numbers are of other classes.
    """
    check_recalibration(predictions)
    _check_fits(predictions, recalibration)
    if recalibration.method == "temperature":
        columns = _tempered(predictions, recalibration.temperature)
    elif predictions.is_binary:
        columns = _of_two(predictions, recalibration)
    else:
        columns = _of_several(predictions, recalibration)
    scores = predictions.y_score
    assert scores is not None
    kept: Scores = columns
    if scores.shape[1] == 1:
        own = predictions.score_class or 0
        kept = np.asfortranarray(columns[:, own : own + 1])
    return replace(predictions, y_score=read_only(kept), score_kind="probability")


def _mapped_class(predictions: Predictions) -> int:
    """Return the class of two that a map is for: the one with the column, else the second."""
    return 1 if predictions.score_class is None else predictions.score_class


def _check_fits(predictions: Predictions, recalibration: Recalibration) -> None:
    binary = predictions.is_binary
    known = recalibration.of is None or recalibration.of in predictions.classes
    wanted = 0 if recalibration.method == "temperature" else 1 if binary else predictions.n_classes
    if not recalibration.is_fitted or not known or recalibration.n_maps != wanted \
            or binary != (recalibration.of is not None):
        raise InputError("The recalibration was fitted for other classes; fit it again.")


def _tempered(predictions: Predictions, temperature: float) -> Floats:
    result = np.empty((predictions.n_rows, predictions.n_classes), order="F")
    for rows in blocks(predictions.n_rows, predictions.n_classes):
        result[rows] = tempered(predictions, rows, temperature)
    return result


def _mapped(predictions: Predictions, recalibration: Recalibration, class_index: int, index: int) -> Floats:
    """Return the probabilities of one class by its own map, (n,)."""
    if recalibration.method == "sigmoid":
        slope, offset = recalibration.numbers[index]
        return sigmoid(slope * log_odds(predictions, class_index) + offset)
    scores, rates = recalibration.points(index)
    return np.interp(probability_column(predictions, class_index).astype(np.float64), scores, rates)


def _of_two(predictions: Predictions, recalibration: Recalibration) -> Floats:
    assert recalibration.of is not None
    own = predictions.class_index(recalibration.of)
    result = np.empty((predictions.n_rows, 2), order="F")
    result[:, own] = _mapped(predictions, recalibration, own, 0)
    result[:, 1 - own] = 1 - result[:, own]
    return result


def _of_several(predictions: Predictions, recalibration: Recalibration) -> Floats:
    n_classes = predictions.n_classes
    result = np.empty((predictions.n_rows, n_classes), order="F")
    total = np.zeros(predictions.n_rows)
    for k in range(n_classes):
        result[:, k] = _mapped(predictions, recalibration, k, k)
        total += result[:, k]
    nothing = total == 0
    total[nothing] = 1
    for k in range(n_classes):
        result[:, k] /= total
    result[nothing] = 1 / n_classes
    return result
