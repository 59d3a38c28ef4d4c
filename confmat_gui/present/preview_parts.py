"""What previews of a rule share: thresholds, errors and figures, before and after."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.confusion import apart
from confmat_gui.core.costs import cost_by_cell, priced
from confmat_gui.core.matrix_figures import class_figures, overall_figures
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import NO_DECISION, CostMatrix, Rule
from confmat_gui.core.thresholds import resolve_thresholds, shown_thresholds
from confmat_gui.present import texts
from confmat_gui.present.decide_table import equal_to_thresholds
from confmat_gui.present.headline import Direction
from confmat_gui.present.heatmap import CHANGE_ENDS, as_wide, change_intensity, share_change
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.preview import PreviewLine, PreviewRow, PreviewTable
from confmat_gui.session.starting import as_thresholds
from confmat_gui.session.state import Session

MOST_ERRORS = 12
"""Kinds of errors that are listed, those that change most first."""
MOST_THRESHOLDS = 40
"""Classes whose thresholds are listed, those that change most first beyond that."""
KEYS = ("accuracy", "balanced_accuracy", "macro_f1", "mcc", "coverage")


def figures_of(outcomes: Counts, costs: CostMatrix | None) -> dict[str, float]:
    """Return the overall figures that a preview compares, by key; costs where there are prices."""
    found = overall_figures(class_figures(outcomes))
    figures = {key: float(found[key]) for key in KEYS if key != "coverage" or apart(outcomes)[1] is not None}
    if costs is not None:
        total = float(cost_by_cell(outcomes, priced(costs, outcomes.shape[1])).sum())
        figures["expected_cost"] = total / max(1, int(outcomes.sum()))
    return figures


def unweighted(session: Session) -> tuple[PreviewLine, ...]:
    """Return that a preview is of the samples as they are, where other shares of the classes are in force."""
    if session.point.prevalence is None:
        return ()
    text = "The shares of the classes that you gave do not count here: all is of the samples as they are."
    return (PreviewLine(text),)


def figure_name(key: str, cost_unit: str) -> str:
    """Return how a figure is called in a preview."""
    return texts.named_unit("Cost per sample", cost_unit) if key == "expected_cost" else METRICS[key].name


def helps(difference: float, *, lower_is_better: bool) -> Direction:
    """Return whether a difference helps, as far as three decimals show it."""
    if np.isnan(difference) or round(difference, 3) == 0:
        return "same"
    return "better" if (difference < 0) == lower_is_better else "worse"


def errors_table(before: Counts, after: Counts, classes: tuple[str, ...], of: str) -> PreviewTable:
    """Return which kinds of errors become fewer and more, those that change most first; all errors on top."""
    columns = max(before.shape[1], after.shape[1])
    before, after = as_wide(before, columns), as_wide(after, columns)
    change = after - before
    np.fill_diagonal(change, 0)
    order = np.argsort(-np.abs(change), axis=None, kind="stable")
    cells = [divmod(int(place), columns) for place in order[: MOST_ERRORS + 1]]
    moved = [cell for cell in cells if change[cell]]
    rows = [_errors_row("All errors", _errors(before), _errors(after))]
    if columns > len(classes):
        undecided = (int(outcomes[:, -1].sum()) for outcomes in (before, after))
        rows.append(_errors_row(NO_DECISION.capitalize(), *undecided, judged=False))
    for true, predicted in moved[:MOST_ERRORS]:
        if predicted < len(classes):
            name = f"{classes[true]} → {classes[predicted]}"
            rows.append(_errors_row(name, int(before[true, predicted]), int(after[true, predicted])))
    more = int(np.count_nonzero(change[:, : len(classes)])) - (len(rows) - 1 - (columns > len(classes)))
    note = f"and {texts.counted(more, 'more kind')} of errors that change" if more > 0 else ""
    return PreviewTable(f"Errors {of}", ("True → predicted", "Now", "Then", "Change"), tuple(rows), note)


def _errors(outcomes: Counts) -> int:
    square = apart(outcomes)[0]
    return int(square.sum() - np.trace(square))


def _errors_row(name: str, before: int, after: int, *, judged: bool = True) -> PreviewRow:
    change = after - before
    direction: Direction = "same" if not change or not judged else "better" if change < 0 else "worse"
    cells = (name, texts.count(before), texts.count(after), texts.signed_count(change))
    return PreviewRow(cells, ("same", "same", "same", direction))


def thresholds_of(session: Session, rule: Rule) -> Floats | None:
    """Return the (K,) thresholds of a rule as they are shown; None where it has none."""
    predictions, positive = session.data.prepared.predictions, session.point.positive
    if rule.kind != "thresholds":
        if rule.kind == "predicted" or not equal_to_thresholds(session):
            return None
        rule = as_thresholds(session)
    return shown_thresholds(predictions, rule, resolve_thresholds(predictions, rule, positive))


def threshold_rows(session: Session, rule: Rule) -> list[tuple[int, str, str]]:
    """Return (class, threshold now, threshold then) of the classes that have one.

    Of two classes with one threshold only that of the positive class; of very many those that change most.
    """
    before, after = thresholds_of(session, session.point.rule), thresholds_of(session, rule)
    assert after is not None
    n_classes = len(after)
    order = _listed_classes(session.data.prepared.predictions, session.point, rule)
    if n_classes > MOST_THRESHOLDS:
        moved = np.zeros(n_classes) if before is None else np.abs(np.log(after / before))
        order = np.argsort(-np.nan_to_num(moved), kind="stable")[:MOST_THRESHOLDS].tolist()
    rows = []
    for k in order:
        now = np.nan if before is None else float(before[k])
        rows.append((k, texts.threshold(now), texts.threshold(float(after[k]))))
    return rows


def _listed_classes(predictions: Predictions, point: OperatingPoint, rule: Rule) -> list[int]:
    if predictions.is_binary and not rule.no_decision:
        return [1 if point.positive is None else point.positive]
    return list(range(predictions.n_classes))


def change_matrix(
    session: Session, before: Counts, after: Counts, title: str, against: str = "the rule of now"
) -> MatrixState:
    """Return the heatmap of what changes, as the mode “Δ default” shows it."""
    columns = max(before.shape[1], after.shape[1])
    before, after = as_wide(before, columns), as_wide(after, columns)
    change, figures = share_change(after, before), class_figures(after)
    prices = session.point.costs
    return MatrixState(
        title=title, classes=session.data.prepared.predictions.classes, mode="delta", values=change,
        intensity=change_intensity(change), diverging=True, low_text=CHANGE_ENDS[0],
        high_text=CHANGE_ENDS[1], counts=after, recall=figures["recall"], precision=figures["precision"],
        selected_class=session.display.selected_class, selected_cell=session.display.selected_cell,
        costs=None if prices is None else priced(prices, columns), cost_unit=session.cost_unit,
        reference_counts=before, against=against,
    )  # fmt: skip
