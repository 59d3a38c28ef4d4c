"""What the cost matrix editor shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np

from confmat_gui.core.arrays import Bools, Counts, Floats, Integers
from confmat_gui.core.cost_answers import cost_shares
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.present import texts

MOST_IN_GRID = 30
"""Classes up to which prices are a grid; more are a list of pairs of classes."""

AnswerKey: TypeAlias = Literal["rule", "default", "constant", "lowest"]
NO_COUNTS: Any = np.zeros((0, 0), dtype=np.int64)


@dataclass(frozen=True)
class CostAnswer:
    """What one way to decide all samples costs.

    Attributes
    ----------
    key : the rule in force, the default rule, the cheapest answer that is always the same, or lowest
        expected cost
    name : as a person reads it
    total, each : cost of all samples, and of one; nan where undefined, for the reason in `note`
    difference : `each` above that of the rule in force; nan for that itself
    answer : of "constant": the column that is always given
    """

    key: AnswerKey
    name: str
    total: float
    each: float
    difference: float
    note: str = ""
    answer: int | None = None

    @property
    def written(self) -> tuple[str, str, str]:
        """Total, cost of a sample, and difference, as they are written everywhere."""
        difference = "" if self.key == "rule" else texts.signed(self.difference)
        return texts.amount(self.total), texts.figure(self.each), difference


@dataclass(frozen=True, eq=False)
class CostState:
    """The price of each cell, and what the prices amount to.

    Attributes
    ----------
    classes : names in order
    priced : False while no price is given; then all prices are 0
    costs : (K, K) float64, or (K, K + 1) where no decision has a price
    contribution : the same shape, price times count; nan where samples without a decision have no price
    counts : the same shape, samples
    unit : in what prices are counted, empty where nobody said
    summary : plain sentences: "The same rule as weights 1 : 20", "never predicts dent"
    orientation : what the two cells cost whose prices differ most, so that a matrix which lies on its side is
        seen; empty without prices
    answers : what this rule, the default, the cheapest constant answer and lowest expected cost cost
    value : what the model is worth: the cost of the cheapest constant answer above its own
    """

    classes: tuple[str, ...]
    priced: bool
    costs: Floats
    contribution: Floats
    summary: tuple[str, ...]
    selected_cell: tuple[int, int] | None = None
    counts: Counts = field(default_factory=lambda: NO_COUNTS)
    unit: str = ""
    orientation: str = ""
    answers: tuple[CostAnswer, ...] = ()
    value: str = ""

    @property
    def abstaining_priced(self) -> bool:
        """Whether no decision has a price."""
        return len(self.costs[0]) > len(self.classes)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns: the classes, and no decision where it has a price."""
        return (*self.classes, NO_DECISION) if self.abstaining_priced else self.classes

    @cached_property
    def shares(self) -> Floats:
        """Share of each cell in all that is paid; see `cost_shares`."""
        return cost_shares(self.contribution)

    @cached_property
    def by_price(self) -> Integers:
        """Places of all cells, the dearest first; equal ones in reading order."""
        return np.argsort(-self.costs.ravel(), kind="stable")

    @cached_property
    def by_share(self) -> Integers:
        """Places of all cells, the largest share of the cost first."""
        return np.argsort(-self.shares.ravel(), kind="stable")

    @cached_property
    def unusual(self) -> Bools:
        """Cells with another price than the errors of their true class usually have (the median)."""
        n_classes, columns = len(self.classes), len(self.columns)
        right = np.eye(n_classes, columns, dtype=np.bool_)
        if n_classes < 2:
            return np.asarray(self.costs != 0)
        errors = self.costs[:, :n_classes][~right[:, :n_classes]].reshape(n_classes, n_classes - 1)
        usual = np.median(errors, axis=1, keepdims=True)
        own: Bools = np.where(right, self.costs != 0, self.costs != usual)
        return own

    @cached_property
    def greatest(self) -> float:
        """The largest price or gain, for colours."""
        return float(np.abs(self.costs).max(initial=0.0))

    def price_text(self, true: int, pred: int) -> str:
        """Return the price of a cell with its unit."""
        return texts.in_unit(texts.amount(float(self.costs[true, pred])), self.unit)

    def pair(self, true: int, pred: int) -> str:
        """Return "crack taken for ok"."""
        if true == pred:
            return f"{self.classes[true]} predicted rightly"
        if pred == len(self.classes):
            return f"{self.classes[true]} without a decision"
        return f"{self.classes[true]} taken for {self.classes[pred]}"

    def sentence(self, true: int, pred: int) -> str:
        """Say what a cell costs: "a true crack predicted ok costs 20 €"; a price below 0 is a gain."""
        return cell_sentence(self.classes, (true, pred), float(self.costs[true, pred]), self.unit)

    def written(self, rows: range, columns: range, *, named: bool) -> str:
        """Return prices as a spreadsheet takes them: tabs between, names on the edges of a whole matrix."""
        lines = [[f"{self.costs[row, column]:.15g}" for column in columns] for row in rows]
        if named:
            lines = [[self.classes[row], *line] for row, line in zip(rows, lines, strict=True)]
            lines = [["true \\ predicted", *(self.columns[column] for column in columns)], *lines]
        return "\n".join("\t".join(line) for line in lines)


def cell_sentence(classes: tuple[str, ...], cell: tuple[int, int], price: float, unit: str) -> str:
    """Say what a sample in a cell costs, without a capital letter and a full stop."""
    true, pred = cell
    amount = texts.in_unit(texts.amount(abs(price)), unit)
    costs = f"gains {amount}" if price < 0 else f"costs {amount}"
    if true == pred:
        return f"a true {classes[true]} predicted rightly {costs}"
    if pred == len(classes):
        return f"a true {classes[true]} without a decision {costs}"
    return f"a true {classes[true]} predicted {classes[pred]} {costs}"
