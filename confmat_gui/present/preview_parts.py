"""What previews of a rule share: thresholds, errors and figures, before and after."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.confusion import apart
from confmat_gui.core.costs import mean_cost, priced
from confmat_gui.core.matrix_figures import class_figures_at, overall_figures
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import Prevalence, resolved_prevalence, reweighted, row_weights
from confmat_gui.core.rules import NO_DECISION, CostMatrix, Rule
from confmat_gui.core.thresholds import resolve_thresholds, shown_thresholds
from confmat_gui.present import texts
from confmat_gui.present.decide_table import equal_to_thresholds
from confmat_gui.present.headline import Direction
from confmat_gui.present.heatmap import CHANGE_ENDS, as_wide, change_intensity, share_change
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.preview import PreviewLine, PreviewRow, PreviewTable
from confmat_gui.present.shares import told_shares
from confmat_gui.session.starting import as_thresholds
from confmat_gui.session.state import Session

MOST_ERRORS = 12
"""Kinds of errors that are listed, those that change most first."""
MOST_THRESHOLDS = 40
"""Classes whose thresholds are listed, those that change most first beyond that."""
WEIGHED_DECIMALS = 1
"""Of re-weighted numbers of samples, which are no whole ones."""
KEYS = ("accuracy", "balanced_accuracy", "macro_f1", "mcc", "coverage")


def figures_of(
    outcomes: Counts, costs: CostMatrix | None, prevalence: Prevalence | None = None
) -> dict[str, float]:
    """Return the overall figures that a preview compares, by key; costs where there are prices.

    They are those that `evaluate` has at these prices and shares of the classes, to the last digit.
    """
    weights = None if prevalence is None else row_weights(outcomes, prevalence)
    counted, by_class, _ = class_figures_at(outcomes, weights)
    found = overall_figures(by_class)
    figures = {key: float(found[key]) for key in KEYS if key != "coverage" or apart(outcomes)[1] is not None}
    if costs is not None:
        figures["expected_cost"] = mean_cost(counted, costs)
    return figures


def share_lines(session: Session, outcomes: Counts) -> tuple[PreviewLine, ...]:
    """Return at which shares of the classes a preview is, where they are not those of the samples.

    outcomes : of the samples that it is about
    """
    told = share_words(session, outcomes, 8)
    if not told:
        return ()
    return (PreviewLine(f"Chosen and judged with classes as common as where the rule is used: {told}."),)


def share_words(session: Session, outcomes: Counts, most: int) -> str:
    """Return "crack 0.5 %", of more than so many shares how many more; empty where none is set."""
    shares, classes = session.point.prevalence, session.data.prepared.predictions.classes
    if shares is None:
        return ""
    force = resolved_prevalence(shares, outcomes.sum(axis=1))
    return texts.listed(told_shares(shares, force, classes, session.point.positive), most)


def titled(title: str, session: Session, outcomes: Counts) -> str:
    """Return a title of a preview with the shares that it is at: "Suggested for macro F1, at crack 0.5 %"."""
    told = share_words(session, outcomes, 2)
    return f"{title}, at {told}" if told else title


def at_shares(outcomes: Counts, prevalence: Prevalence | None) -> NDArray[Any]:
    """Return a matrix at other shares of the classes, or as it was counted where there are none."""
    return outcomes if prevalence is None else reweighted(outcomes, prevalence)


def re_weighted(of: str, prevalence: Prevalence | None) -> str:
    """Return "on the held-back part, re-weighted" where there are other shares of the classes."""
    return of if prevalence is None else f"{of}, re-weighted"


def figure_name(key: str, cost_unit: str) -> str:
    """Return how a figure is called in a preview."""
    return texts.named_unit("Cost per sample", cost_unit) if key == "expected_cost" else METRICS[key].name


def helps(difference: float, *, lower_is_better: bool) -> Direction:
    """Return whether a difference helps, as far as three decimals show it."""
    if np.isnan(difference) or round(difference, 3) == 0:
        return "same"
    return "better" if (difference < 0) == lower_is_better else "worse"


def errors_table(
    before: NDArray[Any], after: NDArray[Any], classes: tuple[str, ...], of: str
) -> PreviewTable:
    """Return which kinds of errors become fewer and more, those that change most first; all errors on top.

    before, after : (K, K) or (K, K + 1) counts, or float64 where they are re-weighted
    """
    columns = max(before.shape[1], after.shape[1])
    before, after = as_wide(before, columns), as_wide(after, columns)
    change = after - before
    np.fill_diagonal(change, 0)
    order = np.argsort(-np.abs(change), axis=None, kind="stable")
    cells = [divmod(int(place), columns) for place in order[: MOST_ERRORS + 1]]
    moved = [cell for cell in cells if change[cell]]
    numbers = {"All errors": (_errors(before), _errors(after))}
    if columns > len(classes):
        numbers[NO_DECISION.capitalize()] = (before[:, -1].sum(), after[:, -1].sum())
    for true, predicted in moved[:MOST_ERRORS]:
        if predicted < len(classes):
            name = f"{classes[true]} → {classes[predicted]}"
            numbers[name] = (before[true, predicted], after[true, predicted])
    every = (number for pair in numbers.values() for number in pair)
    decimals = texts.decimals_of(every, texts.weighed, WEIGHED_DECIMALS)
    rows = [_errors_row(name, pair, decimals) for name, pair in numbers.items()]
    more = int(np.count_nonzero(change[:, : len(classes)])) - (len(rows) - 1 - (columns > len(classes)))
    note = f"and {texts.counted(more, 'more kind')} of errors that change" if more > 0 else ""
    return PreviewTable(f"Errors {of}", ("True → predicted", "Now", "Then", "Change"), tuple(rows), note)


def _errors(outcomes: NDArray[Any]) -> Any:
    square = outcomes[:, : len(outcomes)].copy()
    np.fill_diagonal(square, 0)
    return square.sum()


def _errors_row(name: str, numbers: tuple[Any, Any], decimals: int) -> PreviewRow:
    before, after = numbers
    change, judged = after - before, name != NO_DECISION.capitalize()
    direction: Direction = "same" if not change or not judged else "better" if change < 0 else "worse"
    written = (texts.weighed(number, decimals) for number in numbers)
    cells = (name, *written, texts.signed_weighed(change, decimals))
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
    prices, prevalence = session.point.costs, session.point.prevalence
    weights = None if prevalence is None else row_weights(after, prevalence)
    change, (counted, figures, _) = share_change(after, before), class_figures_at(after, weights)
    return MatrixState(
        title=title, classes=session.data.prepared.predictions.classes, mode="delta", values=change,
        intensity=change_intensity(change), diverging=True, low_text=CHANGE_ENDS[0],
        high_text=CHANGE_ENDS[1], counts=after, recall=figures["recall"], precision=figures["precision"],
        selected_class=session.display.selected_class, selected_cell=session.display.selected_cell,
        costs=None if prices is None else priced(prices, columns), cost_unit=session.cost_unit,
        reference_counts=before, against=against, reweighted=None if weights is None else counted,
    )  # fmt: skip
