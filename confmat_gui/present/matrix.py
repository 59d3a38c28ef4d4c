"""What the heatmap shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.present import texts
from confmat_gui.session.state import MatrixMode


@dataclass(frozen=True, eq=False)
class MatrixState:
    """One confusion matrix ready to be drawn; texts are made on demand, for the visible cells only.

    Attributes
    ----------
    title : "Confusion matrix · positive class: crack" (binary) or "Confusion matrix"
    classes : names in order
    mode : what the main text and the colour show
    values : (K, K) float64, what the main text says (a share, a count, a cost or a change); nan = undefined.
        Where the rule may abstain, all arrays of cells are (K, K + 1): the last column is no decision
    intensity : (K, K) float64 in [0, 1], or [-1, 1] where `diverging`; nan where undefined; range is fixed
    low_text, high_text : ends of the colour bar
    counts : (K, K) int64, for the second line of a cell
    recall, precision : (K,) float64, nan where undefined, for the edges
    selected_class, selected_cell : what is marked
    """

    title: str
    classes: tuple[str, ...]
    mode: MatrixMode
    values: Floats
    intensity: Floats
    diverging: bool
    low_text: str
    high_text: str
    counts: Counts
    recall: Floats
    precision: Floats
    selected_class: int | None = None
    selected_cell: tuple[int, int] | None = None
    costs: Floats | None = None
    cost_unit: str = ""
    reference_counts: Counts | None = None
    """In mode "delta", where both matrices count the same samples: the counts it is compared with."""
    against: str = "the default rule"
    """What a change is a change from."""

    reweighted: Floats | None = None
    """`counts` at the shares of the classes where the rule is used; None where these are those counted."""

    @property
    def abstains(self) -> bool:
        """Whether there is a column of samples without a decision."""
        return len(self.counts[0]) > len(self.classes)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns: the classes, and no decision where there is such a column."""
        return (*self.classes, NO_DECISION) if self.abstains else self.classes

    def main_text(self, true: int, pred: int) -> str:
        """First line of a cell."""
        value = float(self.values[true, pred])
        if self.mode == "counts":
            return texts.count(value) if self.reweighted is None else texts.weighed(value)
        if self.mode == "cost":
            return texts.amount(value)
        if self.mode == "delta":
            return texts.points(value)
        return texts.percent(value)

    def second_text(self, true: int, pred: int) -> str:
        """Second line of a cell: the count, or the percentage when the count comes first."""
        if self.mode == "counts":
            return texts.percent(self.row_share(true, pred))
        if self.mode == "delta" and self.reference_counts is not None:
            return texts.signed_count(int(self.counts[true, pred] - self.reference_counts[true, pred]))
        return texts.count(int(self.counts[true, pred]))

    def row_share(self, true: int, pred: int) -> float:
        """Share of the true class that got this prediction; nan where the class has no samples."""
        total = int(self.counts[true].sum())
        return int(self.counts[true, pred]) / total if total else math.nan

    def sentence(self, true: int, pred: int) -> tuple[str, ...]:
        """Lines that explain a cell, for hover and screen reader."""
        name = self.classes[true]
        lines = [
            f"true {name}",
            f"→ {self.columns[pred]}",
            texts.samples(int(self.counts[true, pred])),
            f"{texts.percent(self.row_share(true, pred))} of {name}",
        ]
        if self.reweighted is not None:
            n = texts.samples(int(self.counts.sum()))
            lines.append(f"re-weighted: {texts.weighed(float(self.reweighted[true, pred]))} of {n}")
        if self.mode == "delta":
            lines.append(f"{self._change_text(true, pred)} against {self.against}")
        if self.costs is not None and not math.isnan(self.costs[true, pred]):
            lines.append(self._cost_text(float(self.costs[true, pred]), self._number(true, pred)))
        return tuple(lines)

    def _number(self, true: int, pred: int) -> float:
        """Return how many samples a cell counts for."""
        return float((self.counts if self.reweighted is None else self.reweighted)[true, pred])

    def _cost_text(self, price: float, count: float) -> str:
        """Say what one sample and all samples of a cell cost: "cost 20 € each, 360 € together"."""
        each, together = texts.amount(abs(price)), texts.amount(abs(price) * count)
        word = "gain" if price < 0 else "cost"
        line = f"{word} {texts.in_unit(each, self.cost_unit)} each"
        if count == 1 or not count or price == 0:
            return line
        return f"{line}, {texts.in_unit(together, self.cost_unit)} together"

    def _change_text(self, true: int, pred: int) -> str:
        if self.reference_counts is None:
            return self.main_text(true, pred)
        return f"{self.second_text(true, pred)} samples ({self.main_text(true, pred)})"
