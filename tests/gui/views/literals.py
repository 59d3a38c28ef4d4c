"""States made by hand, for tests that show them to a view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.present.costs import CostState
from confmat_gui.present.curves import CurveKind, CurveLine, CurveMarker, CurvePlotState, GuideLine
from confmat_gui.present.decide import DecideColumn, DecideState, RuleChoice
from confmat_gui.present.headline import FigureCard
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.notices import Notice

FIVE = ("ok", "scratch", "dent", "crack", "stain")
FIVE_COUNTS = np.array(
    [
        [37845, 52, 30, 607, 4], [184, 3129, 16, 530, 1], [138, 30, 2059, 184, 1],
        [18, 31, 0, 1426, 0], [304, 57, 47, 289, 1228],
    ],
    dtype=np.int64,
)


def class_names(n: int) -> tuple[str, ...]:
    return FIVE[:n] if n <= 5 else tuple(f"class {index:03d}" for index in range(n))


def confusion(n: int) -> Counts:
    if n == 5:
        return FIVE_COUNTS
    rng = np.random.default_rng(n)
    counts = rng.poisson(0.4, (n, n)) + np.diag(rng.integers(60, 400, n))
    return np.asarray(counts, dtype=np.int64)


def matrix_state(n: int = 5, mode: str = "true", **changes: object) -> MatrixState:
    counts = confusion(n)
    rows = counts.sum(axis=1, keepdims=True)
    share: Floats = counts / np.maximum(rows, 1)
    values = counts.astype(np.float64) if mode == "counts" else share
    intensity = share
    if mode == "delta":
        values = intensity = share - np.roll(share, 1, axis=1)
    columns = np.maximum(counts.sum(axis=0), 1)
    state = MatrixState(
        title="Confusion matrix",
        classes=class_names(n),
        mode=mode,  # type: ignore[arg-type]
        values=values,
        intensity=intensity,
        diverging=mode == "delta",
        low_text="−100 %" if mode == "delta" else "0 %",
        high_text="+100 %" if mode == "delta" else "100 %",
        counts=counts,
        recall=np.diag(counts) / np.maximum(rows[:, 0], 1),
        precision=np.diag(counts) / columns,
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def curve_lines(n: int, selected: int | None, kind: CurveKind, points: int = 300) -> tuple[CurveLine, ...]:
    lines = []
    for index in range(n):
        x = np.linspace(0, 1, points)
        power = 0.03 + 0.25 * ((index * 7) % n) / n
        y = x**power if kind == "roc" else 1 - x ** (1 / power)
        lines.append(CurveLine(index, class_names(n)[index], x, y, selected == index))
    return tuple(lines)


def _iso_f1(f1: float) -> GuideLine:
    recall = np.linspace(f1 / (2 - f1), 1, 60)
    return GuideLine("iso_f1", recall, f1 * recall / (2 * recall - f1), f"F1 {f1}")


def curve_state(
    kind: CurveKind = "roc", n: int = 5, selected: int | None = 3, **changes: object
) -> CurvePlotState:
    lines = curve_lines(n, selected, kind)
    markers = tuple(
        CurveMarker(
            line.class_index, float(line.x[60]), float(line.y[60]), line.class_index == selected,
            line.class_index == selected, f"{line.name}: threshold 0.200",
        )
        for line in lines
    )
    diagonal = np.array([0.0, 1.0])
    guides: tuple[GuideLine, ...] = (
        GuideLine("chance", diagonal, diagonal),
        GuideLine("iso_cost", np.array([0.0, 0.35]), np.array([0.7, 0.98]), "iso-cost line"),
    )
    if kind == "pr":
        guides = (
            GuideLine("prevalence", diagonal, np.array([0.031, 0.031]), "prevalence of crack"),
            *(_iso_f1(f1) for f1 in (0.2, 0.4)),
        )
    state = CurvePlotState(
        kind=kind,
        title="ROC" if kind == "roc" else "Precision–recall",
        subtitle="crack against the rest · AUC 0.995 [0.993, 0.996]",
        x_label="false positive rate" if kind == "roc" else "recall",
        y_label="true positive rate" if kind == "roc" else "precision",
        lines=lines,
        markers=markers,
        guides=guides,
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def headline() -> tuple[FigureCard, ...]:
    return (
        FigureCard(
            "accuracy", "Accuracy", "0.948", "[0.946, 0.950]", "+0.016 vs default", "better",
            "Share of right answers.",
        ),
        FigureCard(
            "balanced", "Balanced accuracy", "0.850", "[0.842, 0.858]", "+0.150 vs default", "better",
            "Mean of the recalls.",
        ),
        FigureCard("f1", "Macro F1", "0.834", "[0.828, 0.840]", "+0.038 vs default", "better", "Mean F1."),
        FigureCard("mcc", "MCC", "0.853", "[0.848, 0.858]", "same as default", "same", "Correlation."),
        FigureCard(
            "expected_cost", "Cost / sample", "0.138", "[0.133, 0.144]", "−0.343 vs default", "better", "",
        ),
        FigureCard("total_cost", "Total cost", "6,672", "by price", "+16,556 vs default", "worse", "Sum."),
    )


def notices() -> tuple[Notice, ...]:
    return (
        Notice(
            "accuracy_hides_class", "Accuracy 0.932 hides class crack: recall 0.47.", "crack",
            "A model that always answers ok would score 0.80.", "select_class", "Show crack",
        ),
        Notice("set_aside", "12 rows were set aside.", action="show_set_aside", action_label="List"),
        Notice("never_predicted", "Class stain is never predicted.", "stain", severity="info"),
    )


COLUMNS = (
    DecideColumn("class", "Class", "The classes in your order."),
    DecideColumn("support", "Support", "How many samples truly are of the class."),
    DecideColumn("threshold", "Threshold", "A class is chosen by its score against its threshold."),
    DecideColumn("cost_weight", "Cost of missing it", "The price of each error on the class."),
    DecideColumn("recall", "Recall", "Share of the class that is found."),
    DecideColumn("precision", "Precision", "Share of right answers among those that name the class."),
    DecideColumn("f1", "F1", "Harmonic mean of precision and recall."),
    DecideColumn("fpr", "FPR", "Share of the others that are taken for the class."),
    DecideColumn("roc_auc", "AUC", "Area under the ROC curve."),
    DecideColumn("average_precision", "AP", "Average precision."),
    DecideColumn("cost", "Cost", "Total cost of the class's errors."),
    DecideColumn("share_of_cost", "Share of cost", "Part of the total cost."),
)


def decide_state(n: int = 5, **changes: object) -> DecideState:
    counts = confusion(n)
    recall: Floats = np.diag(counts) / counts.sum(axis=1)
    figures = {column.key: recall for column in COLUMNS[4:10]}
    cost = np.linspace(100, 3000, n)
    thresholds = np.full(n, 1 / n) if n != 5 else np.array([0.469, 0.156, 0.117, 0.023, 0.235])
    state = DecideState(
        rules=(
            RuleChoice("argmax", "Highest score", True, "", False),
            RuleChoice("thresholds", "Class thresholds", True, "", True),
            RuleChoice("min-cost", "Lowest expected cost", False, "Give a price first.", False),
        ),
        boundary=">=",
        boundary_applies=n == 2,
        columns=COLUMNS,
        classes=class_names(n),
        positive=1 if n == 2 else None,
        support=counts.sum(axis=1),
        thresholds=thresholds,
        threshold_low=0.0,
        threshold_high=1.0,
        thresholds_editable=True,
        threshold_note="Only the ratios of the thresholds matter; they are shown so that they sum to 1.",
        cost_weights=np.array([1.0, 3.0, 4.0, 20.0, 2.0]) if n == 5 else np.ones(n),
        figures={**figures, "cost": cost},
        share_of_cost=cost / cost.sum(),
        selected_class=min(3, n - 1),
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def cost_state(n: int = 5, **changes: object) -> CostState:
    weights = np.array([1.0, 3.0, 4.0, 20.0, 2.0]) if n == 5 else np.ones(n)
    costs = np.repeat(weights[:, None], n, axis=1)
    np.fill_diagonal(costs, 0.0)
    state = CostState(
        classes=class_names(n), priced=True, costs=costs, contribution=costs * confusion(n),
        summary=("The same rule as weights 1 : 3 : 4 : 20 : 2.", "Total 6,672."), counts=confusion(n),
    )
    return replace(state, **changes)  # type: ignore[arg-type]
