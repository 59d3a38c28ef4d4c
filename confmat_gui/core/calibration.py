"""How far probabilities can be taken at their word: reliability, errors beside chance, parts of scores."""

from __future__ import annotations

import threading
import weakref
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.calibration_error import (
    REPLICATES,
    SEED,
    CalibrationError,
    beside_chance,
    expected_error,
    mean_error,
    replicates_for,
    simulated_errors,
)
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.isotonic import IsotonicSteps, isotonic_steps
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.reliability_bins import N_BINS, Binning, Bins, binned, histogram
from confmat_gui.core.score_counts import ScoreCounts, class_counts, top_label_counts
from confmat_gui.core.score_parts import BinnedParts, ScoreParts, added_up, binned_parts, score_parts
from confmat_gui.core.threads import THREADS, in_turn

SMALL = 20_000
"""Below this number of rows a thread costs more than it saves."""


@dataclass(frozen=True, eq=False)
class Reliability:
    """One event beside its probability: that a sample is of a class, or that the likeliest class is right.

    Attributes
    ----------
    class_index : int or None
        None for the likeliest class ("top label").
    by_mass, by_width : the same samples in bins of equal numbers, and of equal width
    mass_error, width_error : the expected calibration error on them, beside chance
    steps : the isotonic regression, which needs no bins
    brier, log_loss : the mean scores of the event and their parts, without bins
    murphy : the Brier score and its parts on bins of equal numbers
    histogram : samples by their probability, in 40 parts of [0, 1]
    n : samples
    base_rate : share of samples for which the event came true
    """

    class_index: int | None
    by_mass: Bins
    by_width: Bins
    mass_error: CalibrationError
    width_error: CalibrationError
    steps: IsotonicSteps
    brier: ScoreParts
    log_loss: ScoreParts
    murphy: BinnedParts
    histogram: Counts
    n: int
    base_rate: float

    def bins(self, binning: Binning) -> Bins:
        """Return the bins of one sort."""
        return self.by_mass if binning == "mass" else self.by_width

    def error(self, binning: Binning) -> CalibrationError:
        """Return the expected calibration error on the bins of one sort."""
        return self.mass_error if binning == "mass" else self.width_error


@dataclass(frozen=True, eq=False)
class Calibration:
    """How far the probabilities of a model can be taken at their word.

    Attributes
    ----------
    classes : one `Reliability` for each class against the rest, in class order
    top : of the likeliest class of each sample, equal ones to the first
    classwise : the mean of the errors of the classes on bins of equal numbers, beside chance
    brier : the Brier score and its parts; of the positive class, or for K != 2 summed over the classes
    n_bins : bins that there are at most
    """

    classes: tuple[Reliability, ...]
    top: Reliability
    classwise: CalibrationError
    brier: ScoreParts
    n_bins: int


_kept: weakref.WeakKeyDictionary[Predictions, Calibration] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def calibration(predictions: Predictions, progress: Progress = no_progress) -> Calibration:
    """Return reliability, errors and parts of the scores of every class; kept as long as the predictions are.

    Parameters
    ----------
    predictions : n rows with probabilities, or logits, of K classes
        Frequency counts are samples, weights are not.
    progress : Progress
        Called before each class; a `CancelledError` that it raises ends the work.

    Raises
    ------
    InputError
        There are no probabilities.

    Notes
    -----
    See docs/numbers.md, “Calibration”. The perfect model is simulated with a fixed seed, so the same
    samples have the same figures.
    """
    with _lock:
        kept = _kept.get(predictions)
    if kept is None:
        kept = _made(predictions, N_BINS, progress)
        with _lock:
            _kept[predictions] = kept
    return kept


def _made(predictions: Predictions, n_bins: int, progress: Progress) -> Calibration:
    n_classes = predictions.n_classes
    replicates = replicates_for(n_bins * n_classes)

    def work(k: int) -> tuple[Reliability, Floats]:
        return _reliability(class_counts(predictions, k), k, n_bins, replicates)

    threads = THREADS if predictions.n_rows >= SMALL else 1
    progress(0.0, "Binning the likeliest class")
    top, _ = _reliability(top_label_counts(predictions), None, n_bins, REPLICATES)
    found: list[tuple[Reliability, Floats]] = []
    with closing(in_turn(work, n_classes, threads=threads)) as results:
        for k, name in enumerate(predictions.classes):
            progress((k + 1) / (n_classes + 1), f"Binning the probabilities of {name}")
            found.append(next(results))
    classes = tuple(reliability for reliability, _ in found)
    # Two classes are right and wrong together: what is drawn for one is drawn for the other.
    drawn = [found[predictions.positive or 0]] if predictions.is_binary else found
    return Calibration(
        classes=classes, top=top, n_bins=n_bins, brier=_brier(predictions, classes),
        classwise=mean_error([each.mass_error.value for each in classes], [errors for _, errors in drawn]),
    )  # fmt: skip


def _reliability(
    counts: ScoreCounts, class_index: int | None, n_bins: int, replicates: int
) -> tuple[Reliability, Floats]:
    """Return what is found from the counts of one event, and the errors drawn on bins of equal numbers."""
    by_mass, by_width = binned(counts, "mass", n_bins), binned(counts, "width", n_bins)
    steps = isotonic_steps(counts)
    generator = np.random.default_rng([SEED, 0 if class_index is None else class_index + 1])
    drawn = simulated_errors(by_mass, replicates, generator)
    other = simulated_errors(by_width, replicates, generator)
    reliability = Reliability(
        class_index=class_index, by_mass=by_mass, by_width=by_width,
        mass_error=beside_chance(expected_error(by_mass), drawn),
        width_error=beside_chance(expected_error(by_width), other), steps=steps,
        brier=score_parts(counts, steps, "brier"), log_loss=score_parts(counts, steps, "log_loss"),
        murphy=binned_parts(by_mass), histogram=histogram(counts), n=counts.n_samples,
        base_rate=counts.base_rate,
    )  # fmt: skip
    return reliability, drawn


def _brier(predictions: Predictions, classes: tuple[Reliability, ...]) -> ScoreParts:
    if predictions.is_binary:
        return classes[predictions.positive or 0].brier
    return added_up([each.brier for each in classes])
