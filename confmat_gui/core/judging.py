"""Probabilities before and after recalibration, judged on the samples held back from its fit."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.calibration import Calibration, calibration
from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.losses import mean_loss, row_loss
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.recalibration import Recalibration, fitted, recalibrated
from confmat_gui.core.strata import with_rows
from confmat_gui.core.tuning import Tuning, part_rows


@dataclass(frozen=True, eq=False)
class Judged:
    """What probabilities are worth on some samples.

    Attributes
    ----------
    n : samples
    log_loss, brier : mean losses
    calibration : reliability and errors beside chance
    """

    n: int
    log_loss: float
    brier: float
    calibration: Calibration


@dataclass(frozen=True, eq=False)
class RecalibrationTrial:
    """A recalibration and what it does, on the samples held back from its fit (on all where none are).

    Attributes
    ----------
    recalibration : with its numbers
    before, after : the same samples
    held_back : whether these samples were held back; else the figures flatter
    """

    recalibration: Recalibration
    before: Judged
    after: Judged
    held_back: bool


def judged(predictions: Predictions, progress: Progress = no_progress) -> Judged:
    """Return what probabilities that sum to 1 are worth on all of these samples."""
    losses = {key: mean_loss(row_loss(predictions, key), predictions) for key in ("log_loss", "brier")}
    return Judged(predictions.n, losses["log_loss"], losses["brier"], calibration(predictions, progress))


def trial(
    predictions: Predictions, recalibration: Recalibration, progress: Progress = no_progress, *,
    known: RecalibrationTrial | None = None,
) -> RecalibrationTrial:
    """Fit a recalibration on its part (where it has no numbers yet), and judge it on the rest.

    `known` is another trial on the same samples: what it has judged on the same part is not done again.

    Raises
    ------
    InputError
        See `core.recalibration.fitted`.
    """
    change = recalibration
    if not change.is_fitted:
        change = fitted(predictions, change, part_of(progress, 0.0, 0.5))
    tuning: Tuning = change.tuning
    rows = part_rows(predictions, tuning, "held-back" if tuning.holds_back else "tuned")
    rest = with_rows(predictions, rows)
    if known is not None and known.recalibration.tuning == tuning:
        before = known.before
    else:
        before = judged(rest, part_of(progress, 0.5, 0.75))
    after = judged(recalibrated(rest, change), part_of(progress, 0.75, 1.0))
    return RecalibrationTrial(change, before, after, tuning.holds_back)
