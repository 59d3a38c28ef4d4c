"""The curves of several sessions over one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.curve_lines import curve_lines
from confmat_gui.present.curve_plots import (
    LABELS,
    curve_message,
    markers_of,
    plot_title,
    shares_of,
    subject_words,
)
from confmat_gui.present.curves import CurveKind, CurveLine, CurveMarker, CurvePlotState
from confmat_gui.present.guides import precision_recall_guides, roc_guides
from confmat_gui.session.state import Display

MOST_CLASSES = 6
"""Beyond this number of classes only the selected one is compared, or the one whose area changes most."""


def compared_curves(
    kind: CurveKind, names: Sequence[str], evaluations: Sequence[Evaluation], display: Display
) -> CurvePlotState:
    """Return one plot of all sessions: the first session's curves solid, the others' dashed."""
    first = evaluations[0]
    focus = _focus(evaluations, display)
    drawn = list(range(len(first.classes))) if focus is None else [focus]
    lines: list[CurveLine] = []
    markers: list[CurveMarker] = []
    for number, evaluation in enumerate(evaluations):
        own_focus = None if focus is None else evaluation.classes.index(first.classes[focus])
        own = [evaluation.classes.index(first.classes[k]) for k in drawn]
        to_first = [first.classes.index(name) for name in evaluation.classes]
        lines += [
            replace(line, class_index=to_first[line.class_index], session=number)
            for line in curve_lines(
                evaluation.prepared, kind, own, own_focus, shares=shares_of(evaluation)
            )
        ]
        markers += [
            _renamed(marker, to_first[marker.class_index], names[number])
            for marker in markers_of(kind, evaluation, own, own_focus)
        ]
    x_label, y_label = LABELS[kind]
    chance = roc_guides(first)[:1]
    return CurvePlotState(
        kind=kind,
        title=plot_title(kind, first),
        subtitle=_subtitle(kind, evaluations, focus),
        x_label=x_label,
        y_label=y_label,
        lines=tuple(lines),
        markers=tuple(markers),
        guides=chance if kind == "roc" else precision_recall_guides(first, focus),
        message=curve_message(first.prepared.predictions, tuple(lines)),
        legend=tuple(names),
    )


def _renamed(marker: CurveMarker, class_index: int, session: str) -> CurveMarker:
    return replace(marker, class_index=class_index, draggable=False, text=f"{session}: {marker.text}")


def _focus(evaluations: Sequence[Evaluation], display: Display) -> int | None:
    """Return the one class that is compared; None where all are."""
    first = evaluations[0]
    if first.point.positive is not None:
        return first.point.positive
    if display.selected_class is not None or len(first.classes) <= MOST_CLASSES:
        return display.selected_class
    second = evaluations[1]
    order = [second.classes.index(name) for name in first.classes]
    change = np.abs(second.per_class["roc_auc"][order] - first.per_class["roc_auc"])
    return int(np.argmax(first.per_class["support"]) if np.isnan(change).all() else np.nanargmax(change))


def _subtitle(kind: CurveKind, evaluations: Sequence[Evaluation], focus: int | None) -> str:
    first = evaluations[0]
    words = subject_words(first, focus)
    if focus is None:
        return words
    key = "roc_auc" if kind == "roc" else "average_precision"
    name = first.classes[focus]
    areas = [texts.figure(float(e.per_class[key][e.classes.index(name)])) for e in evaluations]
    return f"{words} · {'AUC' if kind == 'roc' else 'AP'} {' → '.join(areas)}"
