"""The Calibration tab of a session, made from its probabilities."""

from __future__ import annotations

from confmat_gui.core.calibration import Calibration, Reliability, calibration
from confmat_gui.core.calibration_error import CalibrationError
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.isotonic import isotonic_points
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.recalibration import check_recalibration
from confmat_gui.core.reliability_bins import Binning
from confmat_gui.core.rescoring import recalibration_in
from confmat_gui.core.score_parts import ScoreParts
from confmat_gui.present import texts
from confmat_gui.present.calibration_states import (
    CalibrationFigure,
    CalibrationRow,
    CalibrationState,
    ReliabilityState,
    written,
)
from confmat_gui.session.state import Session

LIKELIEST = "the likeliest class"
BINS_NAMES: dict[Binning, str] = {"mass": "equal mass", "width": "equal width"}


def why_no_calibration(predictions: Predictions) -> str:
    """Return why there is no calibration, empty where there is."""
    try:
        check_probabilities(predictions, "Calibration")
    except InputError as error:
        return str(error)
    return ""


def calibration_state(session: Session, evaluation: Evaluation) -> CalibrationState:
    """Return how far the probabilities can be taken at their word."""
    predictions, binning = evaluation.prepared.predictions, session.display.calibration_bins
    unavailable = why_no_calibration(predictions)
    if unavailable:
        return CalibrationState(None, (), 0, (), binning, unavailable=unavailable)
    found = calibration(predictions)
    chosen = chosen_class(session, evaluation)
    shown = found.top if chosen is None else found.classes[chosen]
    return CalibrationState(
        reliability=_reliability(shown, evaluation, binning),
        rows=_rows(found, evaluation, binning),
        chosen=0 if chosen is None else chosen + 1,
        figures=calibration_figures(found, predictions, evaluation.metrics["log_loss"]),
        binning=binning,
        scores=_scores_sentence(session),
        units=_units(predictions),
        why_no_recalibration=_why_no_recalibration(predictions),
    )


def chosen_class(session: Session, evaluation: Evaluation) -> int | None:
    """Return the class whose diagram is drawn; None for the likeliest one."""
    if session.display.calibration_of == "likeliest":
        return None
    selected = session.display.selected_class
    return evaluation.point.positive if selected is None else selected


def calibration_figures(
    found: Calibration, predictions: Predictions, log_loss: float
) -> tuple[CalibrationFigure, ...]:
    """Return the errors by their exact names, and the losses with their parts."""
    errors = (
        ("ece_top_label_width", "ECE top label, equal width", found.top.width_error,
         f"Of the likeliest class, {found.n_bins} bins of equal width, as in Guo et al. 2017."),
        ("ece_top_label_mass", "ECE top label, equal mass", found.top.mass_error,
         f"Of the likeliest class, up to {found.n_bins} bins of equal mass."),
        ("ece_classwise_mass", "ECE classwise, equal mass", found.classwise,
         f"The mean over the classes, each against the rest, up to {found.n_bins} bins of equal mass."),
    )  # fmt: skip
    figures = [_error_figure(*each) for each in errors]
    figures.append(_parts_figure("brier", "Brier score", found.brier))
    if predictions.is_binary:
        positive = found.classes[predictions.positive or 0]
        figures.append(_parts_figure("log_loss", "Log loss", positive.log_loss))
    else:
        how = "Mean of −log of the probability of the true class; its parts are those of each class."
        loss = written(log_loss)
        figures.append(
            CalibrationFigure("log_loss", "Log loss", loss, "", above_chance=False, explanation=how)
        )
    return tuple(figures)


def chance_text(error: CalibrationError) -> str:
    """Return the range of a perfectly calibrated model."""
    return f"{written(error.low)} – {written(error.high)}"


def parts_text(parts: ScoreParts) -> str:
    """Return a score as the sum of its parts."""
    return (
        f"{written(parts.score)} = {written(parts.miscalibration)} miscalibration − "
        f"{written(parts.discrimination)} discrimination + {written(parts.uncertainty)} uncertainty"
    )


def _error_figure(key: str, name: str, error: CalibrationError, explanation: str) -> CalibrationFigure:
    beside = f"{written(error.perfect)} ({written(error.low)}–{written(error.high)})"
    return CalibrationFigure(key, name, written(error.value), beside, error.is_above_chance, explanation)


def _parts_figure(key: str, name: str, parts: ScoreParts) -> CalibrationFigure:
    beside = f"miscalibration {written(parts.miscalibration)}"
    how = f"{parts_text(parts)}, by isotonic regression, without bins."
    return CalibrationFigure(key, name, written(parts.score), beside, above_chance=False, explanation=how)


def _units(predictions: Predictions) -> tuple[str, ...]:
    """Return how a part of the samples can be drawn."""
    batches, groups = len(predictions.batch_names) > 1, len(predictions.group_names) > 1
    return ("rows", *(["batch"] if batches else []), *(["group"] if groups else []))


def _scores_sentence(session: Session) -> str:
    """Return on which samples the probabilities were recalibrated; empty where they were not."""
    change = recalibration_in(session.data.repairs)
    if change is None:
        return ""
    tuning, among = change.tuning, session.data.n_of_all is None and change.tuning.holds_back
    share = f"{texts.percent(tuning.share, spaced=True)} of the" if tuning.holds_back else "all"
    return (
        f"The probabilities are recalibrated by {change.words}, fitted on {share} samples"
        f"{', which are among these' if among else ''}."
    )


def _why_no_recalibration(predictions: Predictions) -> str:
    try:
        check_recalibration(predictions)
    except InputError as error:
        return str(error)
    return ""


def _rows(found: Calibration, evaluation: Evaluation, binning: Binning) -> tuple[CalibrationRow, ...]:
    names = [LIKELIEST.capitalize(), *evaluation.classes]
    return tuple(
        _row(name, reliability, binning)
        for name, reliability in zip(names, (found.top, *found.classes), strict=True)
    )


def _row(name: str, reliability: Reliability, binning: Binning) -> CalibrationRow:
    error, parts = reliability.error(binning), reliability.brier
    cells = (
        name, texts.percent(reliability.base_rate), written(error.value), chance_text(error),
        written(parts.score), written(parts.miscalibration), written(parts.discrimination),
        written(parts.uncertainty),
    )  # fmt: skip
    return CalibrationRow(name, reliability.class_index, error.value, error.is_above_chance, cells)


def _reliability(shown: Reliability, evaluation: Evaluation, binning: Binning) -> ReliabilityState:
    k = shown.class_index
    name = LIKELIEST if k is None else evaluation.classes[k]
    positive = k is not None and k == evaluation.point.positive
    return ReliabilityState(
        title=f"Reliability of {name}{' (positive class)' if positive else ''}",
        sentence=error_sentence(shown.error(binning), len(shown.bins(binning).n), binning),
        x_label=f"probability of {name}",
        y_label="observed share",
        class_index=k,
        came="are right" if k is None else f"are {name}",
        bins=shown.bins(binning),
        steps=isotonic_points(shown.steps),
        histogram=shown.histogram,
    )


def error_sentence(error: CalibrationError, n_bins: int, binning: Binning) -> str:
    """Return the error beside that of a perfectly calibrated model."""
    more = "more than chance gives" if error.is_above_chance else "no more than chance gives"
    return (
        f"ECE {written(error.value)} on {texts.counted(n_bins, 'bin')} of {BINS_NAMES[binning]}, {more}: a "
        f"perfectly calibrated model would show {written(error.perfect)} ({chance_text(error)})."
    )
