"""The ROC and precision-recall plots of one evaluation."""

from __future__ import annotations

import math
from dataclasses import replace

from confmat_gui.core.area_intervals import LOG_ODDS
from confmat_gui.core.arrays import Floats
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.matrix_figures import against_the_rest
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import prevalence_in_force
from confmat_gui.present import texts
from confmat_gui.present.curve_lines import ALL_DRAWN, WORST_DRAWN, Shares, classes_drawn, curve_lines
from confmat_gui.present.curves import (
    KINDS,
    CurveKind,
    CurveLine,
    CurveMarker,
    CurvePlotState,
    DecisionSetting,
)
from confmat_gui.present.decision_curves import decision_setting, why_no_decision_curve
from confmat_gui.present.drawn_curves import (
    NOTHING,
    DrawnCurves,
    WantedCurves,
    draw_curves,
    with_decision_curve,
    zoomed_parts,
)
from confmat_gui.present.guides import precision_recall_guides, roc_guides, with_lowest_cost
from confmat_gui.present.hulls import hull_state
from confmat_gui.session.state import Display, Session

TITLES: dict[CurveKind, str] = {"roc": "ROC", "pr": "Precision–recall"}
LOWEST_DECADE = -6
LABELS: dict[CurveKind, tuple[str, str]] = {
    "roc": ("false positive rate", "true positive rate"),
    "pr": ("recall", "precision"),
}


def curve_states(
    session: Session, evaluation: Evaluation, drawn: DrawnCurves | None = None
) -> tuple[CurvePlotState, CurvePlotState]:
    """Return the ROC and the precision-recall plot of a session.

    `drawn` is what was made in the background; what is missing there is said to be on its way. None: a
    decision curve that is wanted is made now.
    """
    prepared, display = evaluation.prepared, session.display
    why_not = why_no_decision_curve(session)
    setting = _wanted_decision(session, evaluation) if why_not == "" else None
    if drawn is None:
        focus = focus_class(evaluation, display)
        classes = classes_drawn(prepared, focus, evaluation.point.positive)
        parts = zoomed_parts(display.roc_zoom, lowest_decade(evaluation))
        drawn = draw_curves(prepared, WantedCurves(parts, tuple(classes), setting, shares_of(evaluation)))
    roc, pr = (
        replace(curve_state(kind, evaluation, display, drawn), why_not=why_not, decision=setting)
        for kind in KINDS
    )
    if setting is None:
        return (_asking(roc), _asking(pr)) if why_not == "" else (roc, pr)
    return (
        _with_extent(with_decision_curve(roc, setting, drawn), evaluation),
        _with_extent(with_decision_curve(pr, setting, drawn), evaluation),
    )


def _with_extent(state: CurvePlotState, evaluation: Evaluation) -> CurvePlotState:
    extent = _extent(evaluation)
    return replace(state, subtitle=f"{state.subtitle} · {extent}") if extent else state


def _extent(evaluation: Evaluation) -> str:
    """Say that only some classes are drawn; empty where all are."""
    n_classes = len(evaluation.classes)
    return f"the {WORST_DRAWN} worst of {texts.count(n_classes)} classes" if n_classes > ALL_DRAWN else ""


def _asking(state: CurvePlotState) -> CurvePlotState:
    """Ask for a class where decision curves are wanted and none is selected."""
    if state.basis != "decision" or any(line.selected for line in state.lines):
        return state
    return replace(state, subtitle=f"{state.subtitle} · select a class for its decision curve")


def _wanted_decision(session: Session, evaluation: Evaluation) -> DecisionSetting | None:
    """Return whose decision curve is wanted; None where no class is selected that could have one."""
    selected = session.display.selected_class
    if session.display.curves != "decision" or selected is None:
        return None
    has_curve = not math.isnan(evaluation.per_class["roc_auc"][selected])
    return decision_setting(session, selected) if has_curve else None


def curve_state(
    kind: CurveKind, evaluation: Evaluation, display: Display | None = None, drawn: DrawnCurves = NOTHING
) -> CurvePlotState:
    """Return one plot of one evaluation, each class against the rest."""
    display = display or Display()
    focus = focus_class(evaluation, display)
    classes = classes_drawn(evaluation.prepared, focus, evaluation.point.positive)
    roc, shares = kind == "roc", shares_of(evaluation)
    detailed = drawn.detailed if roc or drawn.wanted.shares == shares else None
    lines = curve_lines(evaluation.prepared, kind, classes, focus, detailed, shares=shares)
    x_label, y_label = LABELS[kind]
    hull = hull_state(evaluation, focus) if roc and display.hull and lines else None
    guides = roc_guides(evaluation) if roc else precision_recall_guides(evaluation, focus)
    return CurvePlotState(
        kind=kind,
        title=plot_title(kind, evaluation),
        subtitle=_subtitle(kind, evaluation, focus),
        x_label=x_label,
        y_label=y_label,
        lines=lines,
        markers=markers_of(kind, evaluation, classes, focus),
        guides=with_lowest_cost(guides, evaluation, hull),
        message=curve_message(evaluation.prepared.predictions, lines),
        zoom=display.roc_zoom if roc else "all",
        decade=lowest_decade(evaluation) if roc else 0,
        basis=display.curves,
        shares=shares,
        hull=hull,
        hull_wanted=display.hull if roc and lines else None,
    )


def shares_of(evaluation: Evaluation) -> Shares | None:
    """Return the share of each class that precisions hold for; None where it is that of the samples."""
    if evaluation.point.prevalence is None:
        return None
    return tuple(prevalence_in_force(evaluation).tolist())


def plot_title(kind: CurveKind, evaluation: Evaluation) -> str:
    """Return the title of a plot, and that its precisions are those of other shares of the classes."""
    reweighted = kind == "pr" and evaluation.point.prevalence is not None
    return f"{TITLES[kind]}, re-weighted" if reweighted else TITLES[kind]


def lowest_decade(evaluation: Evaluation) -> int:
    """Return the exponent of the left edge of a logarithmic axis: there, one sample is the first step."""
    support = evaluation.per_class["support"]
    most = float((support.sum() - support).max(initial=10.0))
    return max(LOWEST_DECADE, -math.ceil(math.log10(max(most, 10.0))))


def focus_class(evaluation: Evaluation, display: Display) -> int | None:
    """Return the class whose curve is strong: the positive one of a binary problem, else the selected one."""
    positive = evaluation.point.positive
    return display.selected_class if positive is None else positive


def curve_message(predictions: Predictions, lines: tuple[CurveLine, ...]) -> str:
    """Return why there is no curve; empty where there is one."""
    if lines:
        return ""
    if predictions.score_kind == "matrix":
        return "No curve: it needs the score of every sample, and a matrix has counts only."
    if predictions.y_score is None:
        return "No curve: the files hold no score for each class. What is marked is what the labels reach."
    return "No curve: it needs samples of the class and of the rest."


def _subtitle(kind: CurveKind, evaluation: Evaluation, focus: int | None) -> str:
    parts = [subject_words(evaluation, focus), _area_text(kind, evaluation, focus)]
    extent = _extent(evaluation)
    if extent:
        parts[0] = parts[0] if focus is not None else ""
        parts.append(extent)
    return " · ".join(part for part in parts if part)


def subject_words(evaluation: Evaluation, focus: int | None) -> str:
    """Say whose curve is strong: "crack against the rest", "positive class: crack"."""
    if focus is None:
        return "one against the rest"
    name = evaluation.classes[focus]
    return f"{name} against the rest" if evaluation.point.positive is None else f"positive class: {name}"


def _area_text(kind: CurveKind, evaluation: Evaluation, focus: int | None) -> str:
    prepared = evaluation.prepared
    if focus is None:
        macro = evaluation.metrics.get("macro_roc_auc", math.nan)
        return "" if kind == "pr" or math.isnan(macro) else f"macro AUC {texts.figure(macro)}"
    roc = kind == "roc"
    area = float(evaluation.per_class["roc_auc" if roc else "average_precision"][focus])
    if math.isnan(area):
        return ""
    known = evaluation.per_class_intervals.get("average_precision", prepared.average_precision_interval)
    low, high = (prepared.roc_auc_shown if roc else known)[focus]
    text = f"{'AUC' if roc else 'AP'} {texts.figure(area)} {texts.interval((float(low), float(high)))}"
    by = " by log odds" if roc and prepared.roc_auc_method[focus] == LOG_ODDS else ""
    return f"{text.strip()}{by}"


def markers_of(
    kind: CurveKind, evaluation: Evaluation, drawn: list[int], focus: int | None
) -> tuple[CurveMarker, ...]:
    """Return the operating points from the counts at the rule, the one in focus last, on top.

    A sample without a decision is one that is not predicted as the class, as on the curve.
    """
    fpr, tpr = against_the_rest(dict(evaluation.per_class))
    x, y = (fpr, tpr) if kind == "roc" else (tpr, evaluation.per_class["precision"])
    movable = evaluation.prepared.predictions.y_score is not None
    return tuple(
        CurveMarker(
            class_index=k,
            x=float(x[k]),
            y=float(y[k]),
            selected=k == focus,
            draggable=movable and k == focus,
            text=_marker_text(kind, evaluation, k, float(x[k]), float(y[k])),
        )
        for k in sorted(drawn, key=lambda index: index == focus)
    )


def _marker_text(kind: CurveKind, evaluation: Evaluation, k: int, x: float, y: float) -> str:
    found = "recall" if evaluation.no_decision is None else "found of all"
    words = ("FPR", found) if kind == "roc" else (found, "precision")
    text = f"{evaluation.classes[k]}: {words[1]} {texts.figure(y)} at {words[0]} {texts.figure(x)}"
    thresholds: Floats | None = evaluation.thresholds_normalised
    if thresholds is None or math.isnan(thresholds[k]):
        return text
    return f"{text}, threshold {texts.figure(float(thresholds[k]))}"
