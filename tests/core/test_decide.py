"""Decision rules against their plain definitions, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.argmax import FEWEST_ROWS, GROUP, MOST_ROWS, WIDE
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import probabilities
from confmat_gui.core.rules import Boundary, Rule, costs_from_weights
from tests.core.strategies import binary_scores, probability_predictions


def decided(predictions: Predictions, rule: Rule, **point: Any) -> list[int]:
    codes, _ = decide(predictions, OperatingPoint(rule, positive=predictions.positive, **point))
    return [int(code) for code in codes]


def plain_argmax(row: NDArray[Any]) -> tuple[int, bool]:
    best = max(row.tolist())
    holders = [k for k, value in enumerate(row.tolist()) if value == best]
    return holders[0], len(holders) > 1


@given(probability_predictions())
def test_that_argmax_takes_the_first_of_the_highest(predictions: Predictions) -> None:
    assert predictions.y_score is not None
    expected = [plain_argmax(row) for row in predictions.y_score]
    codes, n_tied = decide(predictions, OperatingPoint(Rule.argmax()))
    assert codes.tolist() == [code for code, _ in expected]
    assert n_tied == sum(tied for _, tied in expected)


RAW = st.lists(st.sampled_from([0.1, 0.25, 0.3, 1.0, 2.5]), min_size=6, max_size=6)


@given(probability_predictions(), RAW)
def test_that_thresholds_compare_float64_quotients(predictions: Predictions, values: list[float]) -> None:
    assert predictions.y_score is not None
    raw = values[: predictions.n_classes]
    rule = Rule.thresholds(dict(zip(predictions.classes, raw, strict=True)))
    expected = [plain_argmax(row.astype(np.float64) / raw) for row in predictions.y_score]
    codes, n_tied = decide(predictions, OperatingPoint(rule))
    assert codes.tolist() == [code for code, _ in expected]
    assert n_tied == sum(tied for _, tied in expected)


@given(binary_scores(), st.sampled_from([">=", ">"]), st.floats(-1, 1))
def test_that_a_binary_threshold_is_compared_in_the_type_of_the_score(
    data: tuple[NDArray[Any], NDArray[Any]], boundary: Boundary, threshold: float
) -> None:
    y, score = data
    predictions = Predictions.from_arrays(y, score, score_kind="score")
    codes = decided(predictions, Rule.thresholds({"1": threshold}, boundary=boundary))
    rounded = score.dtype.type(threshold)
    expected = [int(s >= rounded if boundary == ">=" else s > rounded) for s in score]
    assert codes == expected


def test_that_a_float32_score_read_as_seven_tenths_reaches_seven_tenths() -> None:
    predictions = Predictions.from_arrays([1, 0], np.array([0.7, 0.1], dtype=np.float32))
    assert decided(predictions, Rule.thresholds({"1": 0.7})) == [1, 0]
    codes, n_tied = decide(predictions, OperatingPoint(Rule.thresholds({"1": 0.7}, boundary=">"), positive=1))
    assert codes.tolist() == [0, 0]
    assert n_tied == 1


def test_that_a_threshold_beyond_float32_is_reached_by_nobody() -> None:
    predictions = Predictions.from_arrays([1, 0], np.array([3.0, -1.0], dtype=np.float32), score_kind="score")
    assert decided(predictions, Rule.thresholds({"1": 1e300})) == [0, 0]


@pytest.mark.parametrize("n_classes", [3, WIDE - 1, WIDE, WIDE + 9, WIDE + GROUP, 256, 300])
def test_that_many_classes_and_rows_are_decided_as_few(n_classes: int) -> None:
    generator = np.random.default_rng(1)
    n = (MOST_ROWS if n_classes == 3 else FEWEST_ROWS) + 100
    scores = np.round(generator.random((n, n_classes)), 2)
    predictions = Predictions.from_arrays(
        generator.integers(0, n_classes, n), scores, classes=[str(i) for i in range(n_classes)],
        score_kind="sigmoid",
    )  # fmt: skip
    codes, n_tied = decide(predictions, OperatingPoint(Rule.argmax()))
    np.testing.assert_array_equal(codes, scores.argmax(axis=1))
    assert n_tied == ((scores == scores.max(axis=1, keepdims=True)).sum(axis=1) > 1).sum()
    raw = np.linspace(0.1, 1, n_classes)
    rule = Rule.thresholds({str(i): float(t) for i, t in enumerate(raw)})
    codes, _ = decide(predictions, OperatingPoint(rule))
    np.testing.assert_array_equal(codes, (scores / raw).argmax(axis=1))


def test_that_very_many_logits_are_divided_after_they_became_probabilities() -> None:
    logits = np.random.default_rng(16).normal(0, 3, (20, WIDE))
    names = [str(i) for i in range(WIDE)]
    y = np.zeros(20, dtype=np.int64)
    predictions = Predictions.from_arrays(y, logits, classes=names, score_kind="logit")
    raw = np.linspace(0.1, 1, WIDE)
    codes = decided(predictions, Rule.thresholds(dict(zip(names, raw.tolist(), strict=True))))
    assert codes == (probabilities(predictions) / raw).argmax(axis=1).tolist()


def test_that_prices_of_the_point_decide_only_under_the_rule_of_lowest_cost() -> None:
    predictions = Predictions.from_arrays(["ok", "crack"], [[0.8, 0.2], [0.9, 0.1]], classes=["ok", "crack"])
    prices = costs_from_weights([1, 20])
    assert decided(predictions, Rule.argmax(), costs=prices) == [0, 0]
    assert decided(predictions, Rule.min_cost(), costs=prices) == [1, 1]
    assert decided(predictions, Rule.min_cost([[0, 1], [1, 0]]), costs=prices) == [0, 0]


def test_that_a_cost_weight_is_a_threshold_of_its_inverse() -> None:
    generator = np.random.default_rng(3)
    predictions = Predictions.from_arrays(generator.integers(0, 4, 500), generator.dirichlet(np.ones(4), 500))
    weights = [1.0, 20.0, 3.0, 7.0]
    by_cost = decided(predictions, Rule.min_cost(costs_from_weights(weights)))
    by_threshold = decided(predictions, Rule.thresholds({str(k): 1 / w for k, w in enumerate(weights)}))
    assert by_cost == by_threshold


def test_that_the_files_own_labels_are_taken_as_they_are() -> None:
    predictions = Predictions.from_arrays(["a", "b", "a"], y_pred=np.array(["b", None, "a"], dtype=object))
    assert decided(predictions, Rule.predicted()) == [1, -1, 0]


@pytest.mark.parametrize(
    ("kind", "middle"), [("probability", 0.5), ("logit", 0.0), ("sigmoid", 0.5)]
)
def test_that_one_column_is_split_in_its_middle(kind: Any, middle: float) -> None:
    scores = np.array([middle + 0.25, middle, middle - 0.25])
    for score_class in ("0", "1"):
        from confmat_gui.core.intake import predictions_from_arrays

        predictions = predictions_from_arrays([0, 1, 1], scores, score_kind=kind, score_class=score_class)
        own = int(score_class)
        codes, n_tied = decide(predictions, OperatingPoint(Rule.argmax()))
        assert codes.tolist() == [own, 0, 1 - own]
        assert n_tied == 1


def test_that_two_logits_are_decided_by_their_difference() -> None:
    predictions = Predictions.from_arrays([0, 1, 1], [[2.0, 1.0], [1.0, 1.5], [0.0, 4.0]], score_kind="logit")
    assert decided(predictions, Rule.thresholds({"1": 0.0})) == [0, 1, 1]
    assert decided(predictions, Rule.thresholds({"1": 1.0})) == [0, 0, 1]


def test_that_one_class_alone_is_always_decided() -> None:
    predictions = Predictions.from_arrays(["a", "a"], [0.2, 0.4])
    assert predictions.classes == ("a",)
    assert decided(predictions, Rule.argmax()) == [0, 0]


REFUSED = [
    (Predictions.from_arrays([0, 1], [0.2, 0.8]), Rule.predicted(), "no predicted labels of its own"),
    (Predictions.from_arrays([0, 1], y_pred=[0, 1]), Rule.argmax(), "hold only labels"),
    (Predictions.from_arrays([0, 1], [-3.0, 8.0]), Rule.argmax(), "choose a threshold"),
    (Predictions.from_arrays([0, 1], [-3.0, 8.0]), Rule.min_cost([[0, 1], [1, 0]]), "needs probabilities"),
    (Predictions.from_arrays([0, 1], [0.2, 0.8]), Rule.min_cost(), "needs prices"),
    (Predictions.from_arrays([0, 1], [0.2, 0.8]), Rule.min_cost(np.ones((3, 3))), "has 3 classes"),
    (
        Predictions.from_arrays([0, 1, 2], [[3, 1, 2], [3, 1, 2], [3, 1, 2]]),
        Rule.thresholds({"0": 0.2}),
        "only rank the samples",
    ),
]


@pytest.mark.parametrize(("predictions", "rule", "part"), REFUSED)
def test_that_a_rule_without_what_it_needs_is_refused_in_one_sentence(
    predictions: Predictions, rule: Rule, part: str
) -> None:
    with pytest.raises(InputError, match=part) as caught:
        decide(predictions, OperatingPoint(rule))
    assert str(caught.value).count("\n") == 0
