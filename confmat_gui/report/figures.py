"""The public figures: from a state, or from an evaluation in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.reliability_bins import Binning
from confmat_gui.present.batch_rows import BatchesState
from confmat_gui.present.batches import batches_state
from confmat_gui.present.calibration import calibration_state
from confmat_gui.present.calibration_states import CalibrationState
from confmat_gui.present.compare import CompareState, at_shares_of_first, compare_all, compared
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.curve_plots import curve_state
from confmat_gui.present.curves import CurveKind, CurvePlotState
from confmat_gui.present.from_evaluation import session_of
from confmat_gui.present.heatmap import matrix_of
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.operating_conditions import cost_curves_state
from confmat_gui.present.palette import DARK, LIGHT
from confmat_gui.present.screen import ScreenState, screen_state
from confmat_gui.present.sections import USUAL, SectionName, parts_of
from confmat_gui.report.batches import with_ledger
from confmat_gui.report.calibration import with_calibration
from confmat_gui.report.comparison import draw_comparison
from confmat_gui.report.cost_curves import draw_alone
from confmat_gui.report.page import Imprint, draw_page
from confmat_gui.report.settings import our_settings
from confmat_gui.report.single import draw_single
from confmat_gui.session.changes import (
    select_class,
    set_batch_metric,
    set_calibration_bins,
    show_reliability_of,
)
from confmat_gui.session.state import BatchMetric


def confusion_figure(subject: MatrixState | Evaluation, *, dark: bool = False) -> Any:
    """Return a matplotlib figure of the confusion matrix.

    Rows are true classes, columns predicted ones, in class order. A cell has its share of the true class (an
    evaluation) or what the state says, and its samples; recall and precision stand along the edges. Colours
    run over a fixed range, so that two matrices compare. A notebook shows the figure; `savefig` writes it.
    """
    with our_settings():
        state = matrix_of(subject) if isinstance(subject, Evaluation) else subject
        return draw_single(state, DARK if dark else LIGHT)


def roc_figure(subject: CurvePlotState | Evaluation, *, dark: bool = False) -> Any:
    """Return a matplotlib figure of the ROC curves with the true operating points.

    Each class against the rest (of two classes the positive one), thinned by less than half a pixel; a dot
    stands at the rates of the matrix, also where it is on no curve. Without scores there are dots alone.
    """
    return _curve_figure(subject, "roc", dark=dark)


def precision_recall_figure(subject: CurvePlotState | Evaluation, *, dark: bool = False) -> Any:
    """Return a matplotlib figure of the precision-recall curves with the true operating points.

    As `roc_figure`; thin lines join places of equal F1, and a dashed one is the prevalence.
    """
    return _curve_figure(subject, "pr", dark=dark)


def batches_figure(
    subject: BatchesState | Evaluation, *, metric: BatchMetric = "accuracy", dark: bool = False
) -> Any:
    """Return a matplotlib figure of the batches, each beside what chance alone gives.

    Bars are where the figure of a batch of that size lies 95 times in 100 if the batches differ by chance
    alone, the dashed line is the figure of all, which is counted once and is not the mean of the dots.

    Parameters
    ----------
    subject : an evaluation of samples with batches, or a state
    metric : the figure, of an evaluation; recall and precision are those of the positive class, else of the
        rarest

    Raises
    ------
    InputError
        There is one batch only.
    """
    with our_settings():
        if isinstance(subject, Evaluation):
            subject = batches_state(set_batch_metric(session_of(subject), metric), subject)
        return draw_single(with_ledger(subject), DARK if dark else LIGHT)


def cost_curves_figure(
    subject: CostCurvesState | Evaluation | Sequence[Evaluation], class_name: str | None = None, *,
    names: Sequence[str] = (), dark: bool = False,
) -> Any:
    """Return a matplotlib figure of the operating conditions of one class against the rest.

    Cost curves (Drummond & Holte 2006) with the policies of keeping the rule, trusting the probabilities and
    choosing again; a pad of prevalence by price, coloured by the best threshold or, for several evaluations,
    by the best model; and the switch table.

    Parameters
    ----------
    subject : an evaluation with scores, several of the same classes (the first is the one whose rule, prices
        and shares count), or a state
    class_name : of an evaluation of more than two classes; None: the rarest
    names : of several evaluations; else they are "model 1", "model 2", ...

    Raises
    ------
    InputError
        There are no scores, or no samples on both sides.
    """
    with our_settings():
        if not isinstance(subject, CostCurvesState):
            several = [subject] if isinstance(subject, Evaluation) else list(subject)
            subject = _cost_curves(several, class_name, names)
        return draw_alone(subject, DARK if dark else LIGHT)


def _cost_curves(
    evaluations: Sequence[Evaluation], class_name: str | None, names: Sequence[str]
) -> CostCurvesState:
    called = names or [f"model {number + 1}" for number in range(len(evaluations))]
    pairs = [
        (replace(session_of(each), name=name), each) for name, each in zip(called, evaluations, strict=True)
    ]
    (session, first), *beside = pairs
    if class_name is not None:
        session = select_class(session, first.prepared.predictions.class_index(class_name))
    return cost_curves_state(session, first, beside)


def calibration_figure(
    subject: CalibrationState | Evaluation, class_name: str | None = None, *, binning: Binning = "mass",
    dark: bool = False,
) -> Any:
    """Return a matplotlib figure of how far probabilities can be trusted.

    A reliability diagram with Wilson's intervals, the isotonic line and a histogram; errors by their exact
    names beside those of a perfectly calibrated model of this size; the Brier score of each class in parts.

    Parameters
    ----------
    subject : an evaluation of samples with probabilities, or a state
    class_name : whose reliability is drawn, of an evaluation; None: of the positive class, else of the
        likeliest class of each sample
    binning : "mass" for bins of equal numbers of samples, "width" for bins of equal width

    Raises
    ------
    InputError
        There are no probabilities, or no class of that name.
    """
    with our_settings():
        if isinstance(subject, Evaluation):
            session = set_calibration_bins(session_of(subject), binning)
            if class_name is not None:
                session = show_reliability_of(session, subject.prepared.predictions.class_index(class_name))
            subject = calibration_state(session, subject)
        return draw_single(with_calibration(subject), DARK if dark else LIGHT)


def report_figure(
    subject: ScreenState | Evaluation,
    *,
    sections: Sequence[SectionName] = USUAL,
    dark: bool = False,
    made_on: date | None = None,
    session: str = "",
) -> Any:
    """Return a matplotlib figure of the whole report page.

    `sections` stand below it where there is something to show; `session` is a name for its footer.
    """
    with our_settings():
        screen = subject
        if isinstance(screen, Evaluation):
            screen = screen_state(session_of(screen), screen, parts=parts_of(sections))
        imprint = Imprint(made_on or today(), session)
        return draw_page(screen, DARK if dark else LIGHT, imprint, sections=sections)


def comparison_figure(
    subject: CompareState | Sequence[Evaluation],
    *,
    names: Sequence[str] = (),
    dark: bool = False,
    made_on: date | None = None,
) -> Any:
    """Return a matplotlib figure of a comparison; of evaluations the first is the reference."""
    with our_settings():
        state = subject if isinstance(subject, CompareState) else _compared(subject, names)
        return draw_comparison(state, DARK if dark else LIGHT, made_on or today())


def today() -> date:
    """Return the day where the user is."""
    return datetime.now(UTC).astimezone().date()


def _curve_figure(subject: CurvePlotState | Evaluation, kind: CurveKind, *, dark: bool) -> Any:
    with our_settings():
        state = curve_state(kind, subject) if isinstance(subject, Evaluation) else subject
        return draw_single(state, DARK if dark else LIGHT)


def _compared(evaluations: Sequence[Evaluation], names: Sequence[str]) -> CompareState:
    given = names or [f"model {number + 1}" for number in range(len(evaluations))]
    same = at_shares_of_first(evaluations)
    return compared(given, same, compare_all(same))
