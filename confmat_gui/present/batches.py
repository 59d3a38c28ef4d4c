"""The ledger of batches: each beside the whole, which is counted once and never averaged from them."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np

from confmat_gui.core.arrays import Counts
from confmat_gui.core.batch_spread import expected_spread
from confmat_gui.core.batch_sums import OF_ONE_CLASS, ClassTotals, batch_matrices, batch_totals
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.repairing import left_out
from confmat_gui.present import texts
from confmat_gui.present.batch_rows import BatchesState, BatchRow
from confmat_gui.present.repair_words import repair_rows
from confmat_gui.present.shares import as_sampled, is_reweighted
from confmat_gui.session.state import BatchMetric, Session

ONE_BATCH = "These samples are one batch. Add another, or say which column tells the batches apart."
AS_SAMPLED = "Batches are shown as they were sampled, not re-weighted. "
MOST_CLASSES = 30
"""Classes up to which a row has the matrix of its batch."""
CHOICES: tuple[BatchMetric, ...] = get_args(BatchMetric)


def batches_state(session: Session, evaluation: Evaluation) -> BatchesState:
    """Return the ledger of a session at its operating point, at the shares of the samples."""
    said = AS_SAMPLED if is_reweighted(evaluation) else ""
    evaluation = as_sampled(evaluation)
    predictions = evaluation.prepared.predictions
    if why_no_ledger(session):
        return _no_ledger(session, evaluation)
    focus = focus_class(session, evaluation)
    key = _chosen(session, evaluation)
    totals = batch_totals(evaluation)
    ledger = _Ledger(evaluation, totals, key, focus, session.cost_unit)
    few = predictions.n_classes <= MOST_CLASSES
    matrices = batch_matrices(evaluation) if few else None
    sources = _sources(session.data.original)
    without = set(left_out(session.data.loaded))
    rows = tuple(
        _left_out(session.data.original.predictions, b, sources[b]) if name in without
        else ledger.row(b, name, sources[b], None if matrices is None else matrices[b])
        for b, name in enumerate(predictions.batch_names)
    )
    return BatchesState(
        rows=rows, classes=predictions.classes, columns=_columns(evaluation), metric=key,
        metric_name=metric_name(key, focus, predictions.classes, session.cost_unit),
        metrics=_metrics(evaluation, focus, session.cost_unit),
        focus=focus, whole=ledger.whole, whole_text=texts.figure(ledger.whole), average=ledger.average,
        sentence=f"{said}{ledger.sentence()}", n=evaluation.n, repairs=repair_rows(session.data.loaded),
    )  # fmt: skip


def batch_count(session: Session) -> int:
    """Return how many batches count."""
    names = session.data.prepared.predictions.batch_names
    return max(1, len(names) - len(set(left_out(session.data.loaded))))


def why_no_ledger(session: Session) -> str:
    """Return why there is no ledger, empty where there is one."""
    return ONE_BATCH if len(session.data.prepared.predictions.batch_names) < 2 else ""


def focus_class(session: Session, evaluation: Evaluation) -> int:
    """Return the class whose recall and precision are offered."""
    chosen = session.display.selected_class
    if chosen is not None:
        return chosen
    if evaluation.point.positive is not None:
        return evaluation.point.positive
    support = evaluation.prepared.predictions.support
    return int(np.argmin(np.where(support > 0, support, support.max() + 1)))


def metric_name(key: str, focus: int, classes: tuple[str, ...], cost_unit: str = "") -> str:
    """Return the name of a figure, with its class where it is one of a class, or the unit of a cost."""
    if key == "expected_cost":
        return texts.named_unit(METRICS[key].name, cost_unit)
    return f"{METRICS[key].name} of {classes[focus]}" if key in OF_ONE_CLASS else METRICS[key].name


def _metrics(evaluation: Evaluation, focus: int, cost_unit: str) -> tuple[tuple[str, str], ...]:
    priced = evaluation.point.prices is not None
    keys = [key for key in CHOICES if priced or key != "expected_cost"]
    return tuple((key, metric_name(key, focus, evaluation.classes, cost_unit)) for key in keys)


def _chosen(session: Session, evaluation: Evaluation) -> BatchMetric:
    """Return the figure that is chosen; accuracy where it needs prices and there are none."""
    key = session.display.batch_metric
    return "accuracy" if key == "expected_cost" and evaluation.point.prices is None else key


def _columns(evaluation: Evaluation) -> tuple[str, ...]:
    abstains = evaluation.no_decision is not None
    return (*evaluation.classes, NO_DECISION) if abstains else evaluation.classes


def _no_ledger(session: Session, evaluation: Evaluation) -> BatchesState:
    focus, key = focus_class(session, evaluation), _chosen(session, evaluation)
    whole = float(evaluation.per_class[key][focus] if key in OF_ONE_CLASS else evaluation.metrics[key])
    return BatchesState(
        rows=(), classes=evaluation.classes, columns=_columns(evaluation), metric=key,
        metric_name=metric_name(key, focus, evaluation.classes, session.cost_unit),
        metrics=_metrics(evaluation, focus, session.cost_unit),
        focus=focus, whole=whole, whole_text=texts.figure(whole), average=whole, sentence="",
        n=evaluation.n, repairs=(), unavailable=why_no_ledger(session),
    )  # fmt: skip


def _left_out(original: Predictions, b: int, source: str) -> BatchRow:
    """Return the row of a batch that does not count."""
    assert original.batch is not None
    rows = np.flatnonzero(original.batch == b)
    count = None if original.count is None else original.count[rows]
    counts = np.bincount(original.y_true[rows], count, minlength=original.n_classes).astype(np.int64)
    return BatchRow(
        name=original.batch_names[b], source=source, included=False, n=int(counts.sum()), class_counts=counts,
        matrix=None, figure=math.nan, figure_text=texts.UNDEFINED, low=math.nan, high=math.nan, outside=False,
        accuracy_text=texts.UNDEFINED, without=math.nan, change_text=texts.UNDEFINED, remark="Left out",
    )  # fmt: skip


def _sources(loaded: Loaded) -> list[str]:
    """Return the names of the files that each batch came from; nothing for samples that came from arrays."""
    batch, n_batches = loaded.predictions.batch, len(loaded.predictions.batch_names)
    assert batch is not None
    if not loaded.sources:
        return [""] * n_batches
    pairs = np.unique(batch.astype(np.int64) * len(loaded.sources) + loaded.source_index)
    names: list[list[str]] = [[] for _ in range(n_batches)]
    for pair in pairs.tolist():
        names[pair // len(loaded.sources)].append(loaded.sources[pair % len(loaded.sources)].name)
    return [texts.listed(found, most=3) for found in names]


class _Ledger:
    """The figures of all batches, for their rows."""

    def __init__(
        self, evaluation: Evaluation, totals: ClassTotals, key: str, focus: int, cost_unit: str
    ) -> None:
        self._evaluation, self._totals, self._key = evaluation, totals, key
        self._sizes = totals.support.sum(axis=1)
        whole = totals.together()
        self.whole = float(whole.figure(key, focus))
        self._figures = totals.figure(key, focus)
        self._accuracy = totals.figure("accuracy")
        self._without = whole.without(totals).figure(key, focus)
        self._spread = expected_spread(key, focus, totals, evaluation.outcomes, evaluation.point.prices)
        self._occurs = whole.support > 0
        self._name = metric_name(key, focus, evaluation.classes, cost_unit)

    @property
    def average(self) -> float:
        """The mean of the figures of the batches that have one."""
        defined = self._figures[~np.isnan(self._figures)]
        return float(defined.mean()) if len(defined) else math.nan

    def row(self, b: int, name: str, source: str, matrix: Counts | None) -> BatchRow:
        """Return the row of one batch."""
        figure, (low, high) = float(self._figures[b]), self._spread[b].tolist()
        outside = figure < low - ROUNDING or figure > high + ROUNDING
        change = float(self._without[b]) - self.whole
        return BatchRow(
            name=name, source=source, included=True, n=int(self._sizes[b]),
            class_counts=self._totals.support[b], matrix=matrix, figure=figure,
            figure_text=texts.figure(figure), low=low, high=high, outside=outside,
            accuracy_text=texts.figure(float(self._accuracy[b])), without=float(self._without[b]),
            change_text=texts.signed(change), remark=self._remark(b, above=figure > high, outside=outside),
        )  # fmt: skip

    def _remark(self, b: int, *, above: bool, outside: bool) -> str:
        if not self._sizes[b]:
            return "No samples"
        if outside:
            return "Higher than by chance" if above else "Lower than by chance"
        absent = np.flatnonzero((self._totals.support[b] == 0) & self._occurs)
        names = [self._evaluation.classes[k] for k in absent.tolist()]
        return f"No samples of {texts.listed(names, most=3)}" if names else ""

    def sentence(self) -> str:
        """Return why one batch is not enough, with the widest spread and the mean of the batches."""
        widths = self._spread[:, 1] - self._spread[:, 0]
        if np.isnan(widths).all():
            return ""
        smallest = int(np.nanargmax(widths))
        low, high = self._spread[smallest].tolist()
        parts = [
            f"By chance alone a batch of {texts.samples(int(self._sizes[smallest]))} shows "
            f"{_between(low, high)} where all {texts.count(self._evaluation.n)} give "
            f"{texts.figure(self.whole)} ({_lower(self._name)})."
        ]
        if texts.figure(self.average) != texts.figure(self.whole):
            parts.append(f"The mean of the batches, {texts.figure(self.average)}, is not the figure of all.")
        return " ".join(parts)


ROUNDING = 1e-9
"""By how much a figure may miss an end of its spread and count as inside."""


def _between(low: float, high: float) -> str:
    return f"{texts.figure(low)} to {texts.figure(high)}"


def _lower(name: str) -> str:
    """Return a name as it stands within a sentence: "accuracy", but "MCC"."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
