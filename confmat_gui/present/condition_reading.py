"""What the cost curves say at one condition: the present one, or one that a person asks about."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.conditions import Condition
from confmat_gui.core.cost_curve import NO_MODEL
from confmat_gui.core.trust_curve import rates_at, threshold_at
from confmat_gui.present import texts
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.pad import ratio_text, share_text


@dataclass(frozen=True)
class ConditionReading:
    """Costs of a sample at one condition; nan where undefined.

    Attributes
    ----------
    condition : prevalence and prices
    place, last : the best place of the envelope, and the last one that ties with it
    threshold : of the best place; inf and -inf where every sample gets the same answer
    best, keep, trust, trivial : what the policies cost
    trusted : the threshold of trusting the probabilities
    sentence : all of it in words
    why_not : why the threshold cannot be taken over; empty where it can
    """

    condition: Condition
    place: int
    last: int
    threshold: float
    best: float
    keep: float
    trust: float
    trivial: float
    trusted: float
    sentence: str
    why_not: str


def reading_at(state: CostCurvesState, condition: Condition) -> ConditionReading | None:
    """Return what a state says at a condition; None where there are no curves or the prices make no sense."""
    envelope = state.envelope
    if envelope is None or not condition.sensible:
        return None
    place, last = envelope.best_at(condition.pc)
    threshold = float(envelope.thresholds[place])
    best = condition.expected_cost(float(envelope.fpr[place]), float(envelope.fnr[place]))
    keep = math.nan if state.keep is None else condition.expected_cost(*state.keep)
    trusted, trust = _trusting(state, condition)
    return ConditionReading(
        condition, place, last, threshold, best, keep, trust, condition.trivial_cost, trusted,
        _sentence(state, condition, (place, last), (best, keep)), _why_not(state, place),
    )  # fmt: skip


def _trusting(state: CostCurvesState, condition: Condition) -> tuple[float, float]:
    """Return the threshold of trusting the probabilities and what it costs."""
    if state.ranking is None:
        return math.nan, math.nan
    threshold = threshold_at(condition, state.spoken_share)
    kind = np.float32 if state.single_scores else np.float64
    return threshold, condition.expected_cost(*rates_at(state.ranking, threshold, kind))


def _sentence(
    state: CostCurvesState, condition: Condition, places: tuple[int, int], costs: tuple[float, float]
) -> str:
    best, keep = (texts.in_unit(texts.each(_rounded(cost)), state.cost_unit) for cost in costs)
    words = (
        f"At prevalence {share_text(condition.prevalence)} and {ratio_text(condition.ratio)} "
        f"{best_answer(state, places)}, cost {best} a sample"
    )
    return f"{words}." if math.isnan(costs[1]) else f"{words}, of keeping {state.keep_name} {keep}."


def best_answer(state: CostCurvesState, places: tuple[int, int]) -> str:
    """Return "threshold 0.031 is best", with the session where there are several, and what ties with it."""
    first, last = places
    answer = f"{answer_at(state, first)} is best"
    return answer if first == last else f"{answer} (or {answer_at(state, last).removeprefix('threshold ')})"


def answer_at(state: CostCurvesState, place: int) -> str:
    """Return "threshold 0.031", "threshold 0.031 of model B" or "always good"."""
    envelope = state.envelope
    assert envelope is not None
    model, threshold = int(envelope.models[place]), float(envelope.thresholds[place])
    if model == NO_MODEL:
        return constant_answer(state, threshold)
    words = f"threshold {texts.threshold(threshold)}"
    return f"{words} of {state.models.names[model]}" if state.models.several else words


def constant_answer(state: CostCurvesState, threshold: float) -> str:
    """Return what is answered if nothing reaches the threshold, or everything does."""
    if threshold < 0:
        return f"always {state.class_name}"
    return f"always {state.other_name}" if state.other_name else f"never {state.class_name}"


def _why_not(state: CostCurvesState, place: int) -> str:
    assert state.envelope is not None
    model = int(state.envelope.models[place])
    if model == NO_MODEL:
        return "Here every sample gets the same answer: there is no threshold to use."
    if model > 0:
        return f"Here {state.models.names[model]} is best; open it to use its threshold."
    return state.why_no_threshold


def _rounded(cost: float) -> float:
    """Return a cost with the digits that are read; rounding of sums does not show."""
    return cost if math.isnan(cost) else round(cost, 9)
