"""What the rule in force costs beside other ways to decide."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts
from confmat_gui.core.cost_answers import constant_costs
from confmat_gui.core.costs import cost_by_cell
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.lowest_cost import lowest_cost_outcomes
from confmat_gui.core.prevalence import row_weights
from confmat_gui.core.rules import CostMatrix
from confmat_gui.present import texts
from confmat_gui.present.costs import AnswerKey, CostAnswer
from confmat_gui.present.rule_words import KIND_LABELS, SIGNS, is_default
from confmat_gui.session.state import Session


def cost_answers(session: Session, evaluation: Evaluation, costs: CostMatrix) -> tuple[CostAnswer, ...]:
    """Return what this rule costs, what the default rule, the cheapest constant answer, and lowest cost.

    The default rule is left out where it is in force. Where the place of use has other shares of the classes,
    all are re-weighted to them.
    """
    prices = np.array(costs, dtype=np.float64)
    count = _Sum(evaluation, prices)
    own = count.total(evaluation.outcomes)
    why = "samples without a decision have no price" if math.isnan(own) else ""
    rows = [count.answer("rule", _own_name(session, evaluation), own, math.nan, note=why)]
    if not is_default(session, evaluation):
        default = session.data.default_evaluation
        rows.append(count.answer("default", default_name(default), count.total(default.outcomes), own))
    constant = constant_costs(count.support, prices)
    best = int(np.argmin(constant))
    always = "Never a decision" if best == len(prices) else f"Always {evaluation.classes[best]}"
    rows.append(count.answer("constant", always, float(constant[best]), own, answer=best))
    lowest, why = lowest_or_why(evaluation, costs)
    total = math.nan if lowest is None else count.total(lowest)
    rows.append(count.answer("lowest", KIND_LABELS["min-cost"], total, own, note=why))
    return tuple(rows)


def lowest_or_why(evaluation: Evaluation, costs: CostMatrix) -> tuple[Counts | None, str]:
    """Return the outcomes of lowest expected cost; None and why where there are no probabilities."""
    try:
        return lowest_cost_outcomes(evaluation, costs), ""
    except InputError:
        return None, "needs probabilities"


def value_sentence(answers: tuple[CostAnswer, ...], unit: str) -> str:
    """Say what the model is worth: how much less the rule costs than the cheapest constant answer."""
    own, constant = (next(each for each in answers if each.key == key) for key in ("rule", "constant"))
    name = f"{constant.name[:1].lower()}{constant.name[1:]}"
    each = texts.in_unit(texts.each(abs(constant.difference)), unit)
    if math.isnan(constant.difference):
        return "What this rule costs is open: samples without a decision have no price." if own.note else ""
    if constant.difference > 0:
        return f"The model is worth {each} a sample: so much less does this rule cost than {name}."
    if constant.difference < 0:
        return f"This rule costs {each} a sample more than {name}: at these prices it is worth nothing."
    return f"This rule costs what {name} does: at these prices it is worth nothing."


def default_name(default: Evaluation) -> str:
    """Return a short name of the default rule: "Highest score (default)", "crack ≥ 0.5 (default)"."""
    rule, positive = default.point.rule, default.point.positive
    if rule.kind == "thresholds" and positive is not None and default.thresholds is not None:
        threshold = texts.plain(float(default.thresholds[positive]))
        return f"{default.classes[positive]} {SIGNS[rule.boundary]} {threshold} (default)"
    return f"{KIND_LABELS[rule.form]} (default)"


def _own_name(session: Session, evaluation: Evaluation) -> str:
    if is_default(session, evaluation):
        return f"This rule: {default_name(evaluation)}"
    return f"This rule: {KIND_LABELS[evaluation.point.rule.form].lower()}"


class _Sum:
    """Adds up what outcomes cost, with the shares of the classes that the evaluation has."""

    def __init__(self, evaluation: Evaluation, prices: NDArray[Any]) -> None:
        prevalence = evaluation.point.prevalence
        self._weights = None if prevalence is None else row_weights(evaluation.outcomes, prevalence)
        self._prices = prices
        self.support: NDArray[Any] = self._weighted(evaluation.outcomes).sum(axis=1)
        self._n = float(self.support.sum())

    def total(self, outcomes: Counts) -> float:
        """Return the cost of all samples."""
        return float(cost_by_cell(self._weighted(outcomes), self._prices).sum())

    def answer(
        self, key: AnswerKey, name: str, total: float, own: float, *, note: str = "",
        answer: int | None = None,
    ) -> CostAnswer:
        """Return one row."""
        each = total / self._n if self._n else math.nan
        difference = (total - own) / self._n if self._n else math.nan
        return CostAnswer(key, name, total, each, difference, note, answer)

    def _weighted(self, outcomes: Counts) -> NDArray[Any]:
        return outcomes if self._weights is None else outcomes * self._weights[:, None]
