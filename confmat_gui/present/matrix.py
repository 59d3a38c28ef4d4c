"""What the heatmap shows."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.session.state import MatrixMode


@dataclass(frozen=True, eq=False)
class MatrixState:
    """One confusion matrix ready to be drawn; texts are made on demand, for the visible cells only.

    Attributes
    ----------
    title : "Confusion matrix · positive class: crack" (binary) or "Confusion matrix"
    classes : names in order
    mode : what the main text and the colour show
    values : (K, K) float64, what the main text says (a share, a count, a cost or a change); nan = undefined
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

    def main_text(self, true: int, pred: int) -> str:
        """First line of a cell."""
        raise NotImplementedError

    def second_text(self, true: int, pred: int) -> str:
        """Second line of a cell: the count, or the percentage when the count comes first."""
        raise NotImplementedError

    def sentence(self, true: int, pred: int) -> tuple[str, ...]:
        """Lines that explain a cell, for hover and screen reader."""
        raise NotImplementedError
