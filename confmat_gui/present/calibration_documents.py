"""What `confmat evaluate --json` says of calibration."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeAlias

from confmat_gui.core.calibration import Reliability, calibration
from confmat_gui.core.calibration_error import CalibrationError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.reliability_bins import Bins
from confmat_gui.core.score_parts import BinnedParts, ScoreParts
from confmat_gui.present.calibration import why_no_calibration
from confmat_gui.present.json_values import ends, number

Document: TypeAlias = dict[str, Any]


def calibration_document(evaluation: Evaluation) -> Document | None:
    """Return errors by their exact names and parts of the scores; None where there are no probabilities."""
    predictions = evaluation.prepared.predictions
    if why_no_calibration(predictions):
        return None
    found = calibration(predictions)
    positive = found.classes[predictions.positive or 0]
    return {
        "n_bins": found.n_bins,
        "ece": {
            "top_label_equal_width": error_document(found.top.width_error),
            "top_label_equal_mass": error_document(found.top.mass_error),
            "classwise_equal_mass": error_document(found.classwise),
        },
        "brier": _parts(found.brier),
        "log_loss": _parts(positive.log_loss) if predictions.is_binary else None,
        "top_label": _reliability(found.top),
        "per_class": {
            name: _reliability(each) for name, each in zip(predictions.classes, found.classes, strict=True)
        },
    }


def error_document(error: CalibrationError) -> Document:
    """Return an error beside that of a perfectly calibrated model."""
    return {
        "value": number(error.value), "perfect": number(error.perfect),
        "perfect_interval": ends((error.low, error.high)),
    }  # fmt: skip


def _reliability(found: Reliability) -> Document:
    return {
        "ece_equal_mass": error_document(found.mass_error),
        "ece_equal_width": error_document(found.width_error),
        "brier": _parts(found.brier),
        "log_loss": _parts(found.log_loss),
        "brier_binned": _parts(found.murphy),
        "bins": _bins(found.by_mass),
    }


def _parts(parts: ScoreParts | BinnedParts) -> Document:
    return {key: number(value) for key, value in asdict(parts).items()}


def _bins(bins: Bins) -> list[Document]:
    columns = (
        bins.low.tolist(), bins.high.tolist(), bins.n.tolist(), bins.hits.tolist(), bins.mean.tolist(),
        bins.rate.tolist(), bins.interval.tolist(),
    )  # fmt: skip
    keys = ("low", "high", "n", "hits", "mean", "rate", "interval")
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]
