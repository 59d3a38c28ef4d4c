"""Scores adapted to other shares of the classes, for every rule and every kind of score."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.adapting import adaptation, adapted, factors
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import Prevalence, resolved_prevalence
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from tests.core.strategies import probability_predictions


@st.composite
def with_shares(draw: st.DrawFn) -> tuple[Predictions, Prevalence]:
    """Return samples and a share of every class that occurs."""
    predictions = draw(probability_predictions(smallest=2, largest=5))
    first = draw(st.integers(1, 9))
    parts = np.where(predictions.support > 0, first + np.arange(predictions.n_classes), 0)
    return predictions, tuple((parts / parts.sum()).tolist())


def slowly(predictions: Predictions, wanted: NDArray[Any], trained: NDArray[Any]) -> NDArray[np.float64]:
    """Return the adapted probabilities in exact fractions, row by row."""
    assert predictions.y_score is not None
    result = np.empty((predictions.n_rows, predictions.n_classes))
    ratio = [
        Fraction(float(new)) / Fraction(float(old)) if new > 0 and old > 0 else Fraction(1)
        for new, old in zip(wanted, trained, strict=True)
    ]
    for row, given_scores in enumerate(predictions.y_score.tolist()):
        parts = [Fraction(score) * each for score, each in zip(given_scores, ratio, strict=True)]
        result[row] = [float(part / sum(parts)) for part in parts]
    return result


@given(with_shares())
def test_that_adapted_probabilities_are_those_of_bayes_in_fractions(
    case: tuple[Predictions, Prevalence],
) -> None:
    predictions, prevalence = case
    made = adapted(predictions, adaptation(predictions, prevalence))
    own = resolved_prevalence(None, predictions.support)
    expected = slowly(predictions, resolved_prevalence(prevalence, predictions.support), own)
    assert made.y_score is not None
    assert made.y_score == pytest.approx(expected, abs=1e-15, rel=1e-13)
    assert made.y_score.sum(axis=1) == pytest.approx(1)
    assert (made.score_kind, made.classes) == (predictions.score_kind, predictions.classes)


def rule_of(form: str, names: tuple[str, ...]) -> Rule:
    """Return a rule of one form that is nobody's default."""
    if form == "argmax":
        return Rule.argmax()
    if form == "thresholds" and len(names) == 2:
        return Rule.thresholds({names[1]: 0.3})
    if form == "thresholds":
        return Rule.thresholds(dict(zip(names, np.linspace(0.2, 0.9, len(names)).tolist(), strict=True)))
    if form == "no-decision":
        return Rule.thresholds(dict.fromkeys(names, 0.6), no_decision=True)
    every = range(len(names))
    return Rule.min_cost([[0.0 if i == j else 1.0 + i + 2 * j for j in every] for i in every])


@given(with_shares(), st.sampled_from(["argmax", "thresholds", "no-decision", "min-cost"]))
def test_that_every_rule_decides_as_on_scores_that_were_adapted_beforehand(
    case: tuple[Predictions, Prevalence], form: str
) -> None:
    predictions, prevalence = case
    step = adaptation(predictions, prevalence)
    made = adapted(predictions, step)
    weight = np.array([float(each) for each in factors(step, predictions.classes)])
    assert predictions.y_score is not None
    parts = predictions.y_score.astype(np.float64) * weight
    total = np.zeros(len(parts))
    for column in parts.T:
        total += column
    before = replace(predictions, y_score=np.asfortranarray(parts / total[:, None]))
    rule = rule_of(form, predictions.classes)
    point = OperatingPoint(rule, None, predictions.positive)
    first, second = (evaluate(prepare(each), point, intervals=False) for each in (made, before))
    assert np.array_equal(first.decided, second.decided)
    assert np.array_equal(first.outcomes, second.outcomes)


@given(with_shares())
def test_that_lowest_cost_on_adapted_scores_is_that_of_scaled_prices_up_to_ties(
    case: tuple[Predictions, Prevalence],
) -> None:
    """Adapting says the same as a price of each row that is as much higher as its class is more common."""
    predictions, prevalence = case
    step = adaptation(predictions, prevalence)
    n = predictions.n_classes
    costs = np.array([[0.0 if i == j else 1.0 + ((i * 3 + j) % 4) for j in range(n)] for i in range(n)])
    weight = factors(step, predictions.classes)
    made = adapted(predictions, step)
    assert made.y_score is not None
    assert predictions.y_score is not None
    first = evaluate(prepare(made), Rule.min_cost(costs), intervals=False).decided
    second = evaluate(prepare(predictions), Rule.min_cost(costs * weight[:, None]), intervals=False).decided
    expected = made.y_score @ costs
    rows = np.arange(len(first))
    assert expected[rows, first] == pytest.approx(expected[rows, second], abs=1e-12)


def test_that_logits_stay_logits_and_say_the_same() -> None:
    generator = np.random.default_rng(3)
    y = generator.integers(0, 3, 50)
    logits = generator.normal(0, 2, (50, 3)).astype(np.float32)
    raw = Predictions.from_arrays(y, logits, score_kind="logit")
    soft = np.exp(logits.astype(np.float64))
    soft /= soft.sum(axis=1, keepdims=True)
    shares = (0.1, 0.7, 0.2)
    made = adapted(raw, adaptation(raw, shares))
    same = Predictions.from_arrays(y, soft, score_kind="probability")
    assert made.score_kind == "logit"
    assert made.y_score is not None
    again = np.exp(made.y_score)
    other = adapted(same, adaptation(same, shares)).y_score
    assert again / again.sum(axis=1, keepdims=True) == pytest.approx(other)


@pytest.mark.parametrize("kind", ["probability", "logit"])
@pytest.mark.parametrize("own", [0, 1])
def test_that_a_single_column_keeps_its_class(kind: Any, own: int) -> None:
    y = np.array([0, 0, 0, 1])
    p = np.array([0.2, 0.5, 0.0, 1.0]) if kind == "probability" else np.array([-1.5, 0.0, -30.0, 30.0])
    single = Predictions.from_arrays(
        y, p, classes=("ok", "crack"), positive=("ok", "crack")[own], score_kind=kind
    )
    made = adapted(single, adaptation(single, (0.5, 0.5)))
    assert made.y_score is not None
    assert made.score_class == single.score_class == own
    odds = (0.5 / 0.25 / (0.5 / 0.75)) ** (1 if own == 1 else -1)
    chance = p if kind == "probability" else 1 / (1 + np.exp(-p))
    expected = chance * odds / (chance * odds + 1 - chance)
    got = made.y_score[:, 0] if kind == "probability" else 1 / (1 + np.exp(-made.y_score[:, 0]))
    assert got == pytest.approx(expected)


def test_that_shares_in_training_can_be_others_than_those_of_the_samples() -> None:
    p = [0.2, 0.4, 0.1, 0.9]
    made = Predictions.from_arrays([0, 0, 0, 1], p, classes=("ok", "crack"), positive="crack")
    step = adaptation(made, (None, 0.01), {"crack": 0.5})
    assert step.numbers == ((0.99, 0.01), (0.5, 0.5))
    assert factors(step, ("crack", "ok")).tolist() == [0.02, 1.98]


def test_that_a_class_without_samples_keeps_its_weight() -> None:
    made = Predictions.from_arrays(
        [0, 0, 1], [[0.5, 0.3, 0.2]] * 3, classes=("a", "b", "c"), score_kind="probability"
    )
    assert factors(adaptation(made, (0.5, None, None)), made.classes)[2] == 1.0


@pytest.mark.parametrize(
    ("made", "shares", "words"),
    [
        (Predictions.from_arrays([0, 1], y_pred=[0, 1]), (0.5, 0.5), "needs scores"),
        (Predictions.from_arrays([0, 1], [1.0, 7.0], score_kind="score"), (0.5, 0.5), "needs probabilities"),
        (
            Predictions.from_arrays([0, 1, 2], [[0.9, 0.8, 0.1]] * 3, score_kind="sigmoid"), (0.2, 0.2, 0.6),
            "independent sigmoids",
        ),
        (Predictions.from_arrays([0, 1], [0.2, 0.9]), (0.0, 1.0), "a share is 0"),
    ],
)  # fmt: skip
def test_that_what_cannot_be_adapted_is_refused(made: Predictions, shares: Prevalence, words: str) -> None:
    with pytest.raises(InputError, match=words):
        adaptation(made, shares)


def test_that_a_step_for_other_classes_is_refused() -> None:
    made = Predictions.from_arrays([0, 1], [0.2, 0.9], classes=("ok", "crack"), positive="crack")
    step = adaptation(made, (None, 0.1))
    other = Predictions.from_arrays([0, 1], [0.2, 0.9], classes=("ok", "dent"), positive="dent")
    with pytest.raises(InputError, match="other classes"):
        adapted(other, step)


@pytest.mark.parametrize(
    ("names", "numbers"),
    [(("a", "b"), ()), (("a", "b"), ((0.5, 0.5),)), (("a", "b"), ((0.5, 0.5), (0.5,))), ((), ()),
     (("a", "b"), ((0.5, 0.5), (0.5, math.nan)))],
)  # fmt: skip
def test_that_a_step_needs_two_shares_for_each_class(names: Any, numbers: Any) -> None:
    with pytest.raises(InputError, match="does not go with"):
        Repair("adapt-scores", names, numbers)


def test_that_other_repairs_have_no_numbers() -> None:
    with pytest.raises(InputError, match="does not go with the numbers"):
        Repair("reverse-scores", (), ((1.0,),))
