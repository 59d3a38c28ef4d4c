"""What the ways to choose thresholds cost at one condition, and what the model is worth there."""

from __future__ import annotations

import math

from confmat_gui.present import texts
from confmat_gui.present.condition_reading import ConditionReading, constant_answer
from confmat_gui.present.cost_curves import CostCurvesState, Policy, PolicyKey

ABSTAINS = "The rule may leave samples without a decision, which has a cost of its own."
NO_PROBABILITIES = "The scores are no probabilities."
NOT_SENSIBLE = "These prices are not sensible: an error must cost more than a right answer."
UNPRICED = "No prices: each error costs 1. "
NOTHING = 1e-12
"""Differences of costs below it are rounding."""


def policies(state: CostCurvesState, reading: ConditionReading | None) -> tuple[Policy, ...]:
    """Return the policies in the order of the legend; without sensible prices nothing has a cost."""
    costs = (math.nan,) * 4
    best = trusted = math.nan
    if reading is not None:
        costs = (reading.keep, reading.trust, reading.best, reading.trivial)
        best, trusted = reading.threshold, reading.trusted
    keep, trust, again, trivial = costs
    return (
        _policy(state, "keep", f"keep {state.keep_name}", keep, "" if state.keep is not None else ABSTAINS),
        _policy(
            state, "trust", _with_threshold("trust", trusted), trust,
            "" if state.ranking is not None else NO_PROBABILITIES,
        ),
        _policy(state, "best", _with_threshold("choose again", best), again),
        _policy(state, "trivial", _cheapest_constant(state, reading), trivial),
    )  # fmt: skip


def value_sentence(state: CostCurvesState, reading: ConditionReading | None) -> str:
    """Say what the model is worth beside always giving the cheapest answer."""
    if reading is None:
        return NOT_SENSIBLE
    assumed = "" if state.priced else UNPRICED
    constant = _cheapest_constant(state, reading)
    saved = reading.trivial - reading.best
    if saved <= NOTHING:
        return f"{assumed}Here no threshold is cheaper than {constant}."
    words = f"{assumed}Beside {constant} the model saves {_written(state, saved)} a sample at its best"
    if math.isnan(reading.keep):
        return f"{words}."
    kept = reading.trivial - reading.keep
    verb = "saves" if kept >= 0 else "costs"
    more = "" if kept >= 0 else " more"
    return f"{words}; {state.keep_name} {verb} {_written(state, abs(kept))}{more}."


def _policy(state: CostCurvesState, key: PolicyKey, name: str, cost: float, reason: str = "") -> Policy:
    return Policy(key, name, cost, _written(state, cost), reason)


def _written(state: CostCurvesState, cost: float) -> str:
    return texts.in_unit(texts.each(cost if math.isnan(cost) else round(cost, 9)), state.cost_unit)


def _with_threshold(words: str, threshold: float) -> str:
    return f"{words}: threshold {texts.threshold(threshold)}" if math.isfinite(threshold) else words


def _cheapest_constant(state: CostCurvesState, reading: ConditionReading | None) -> str:
    """Return the cheaper answer of both that need no model."""
    if reading is None:
        return constant_answer(state, math.inf)
    condition = reading.condition
    always = condition.expected_cost(1.0, 0.0) < condition.expected_cost(0.0, 1.0)
    return constant_answer(state, -math.inf if always else math.inf)
