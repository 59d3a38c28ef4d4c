"""Thresholds as typed, stored and shown."""

from __future__ import annotations

import numpy as np
import pytest

from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.core.thresholds import (
    SMALLEST_SHARE,
    normalised_thresholds,
    one_minus,
    raw_from_shown,
    resolve_thresholds,
    shown_range,
    starting_thresholds,
    with_threshold,
)

BINARY = Predictions.from_arrays(["ok", "crack"], [[0.9, 0.1], [0.2, 0.8]], classes=["ok", "crack"],
                                 positive="crack")
RANKED = Predictions.from_arrays(["ok", "crack"], [-1.5, 7.0], classes=["ok", "crack"], positive="crack")
THREE = Predictions.from_arrays(["a", "b", "c"], [[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0, 0.4, 0.6]])


def test_that_a_binary_threshold_is_stored_as_typed() -> None:
    assert resolve_thresholds(BINARY, Rule.thresholds({"crack": 0.4})).tolist() == [0.6, 0.4]
    assert resolve_thresholds(BINARY, Rule.thresholds({"crack": 1.7}))[1] == 1.7


def test_that_a_threshold_of_the_negative_class_is_taken_from_one_as_on_paper() -> None:
    assert 1 - 0.9 != 0.1
    assert resolve_thresholds(BINARY, Rule.thresholds({"ok": 0.9})).tolist() == [0.9, 0.1]
    assert one_minus(0.9) == 0.1


def test_that_two_binary_thresholds_must_sum_to_one_or_are_scaled() -> None:
    assert resolve_thresholds(BINARY, Rule.thresholds({"ok": 0.9, "crack": 0.1}))[1] == 0.1
    assert resolve_thresholds(BINARY, Rule.thresholds({"ok": 3, "crack": 1}))[1] == 0.25
    with pytest.raises(InputError, match="sum above 0"):
        resolve_thresholds(BINARY, Rule.thresholds({"ok": 0, "crack": 0}))


def test_that_the_other_positive_class_turns_the_threshold_round() -> None:
    raw = resolve_thresholds(BINARY, Rule.thresholds({"crack": 0.4}), positive=0)
    assert raw.tolist() == [0.6, 0.4]
    codes, _ = decide(BINARY, OperatingPoint(Rule.thresholds({"ok": 0.95}), positive=0))
    assert codes.tolist() == [1, 1]


def test_that_nothing_typed_means_the_middle_for_probabilities_only() -> None:
    assert resolve_thresholds(BINARY, Rule.thresholds({})).tolist() == [0.5, 0.5]
    with pytest.raises(InputError, match="Give a threshold for crack"):
        resolve_thresholds(RANKED, Rule.thresholds({}))


def test_that_ranking_scores_take_a_threshold_of_the_positive_class_only() -> None:
    raw = resolve_thresholds(RANKED, Rule.thresholds({"crack": -3.0}))
    assert np.isnan(raw[0])
    assert raw[1] == -3
    with pytest.raises(InputError, match="only the positive class crack"):
        resolve_thresholds(RANKED, Rule.thresholds({"ok": 0.3}))


def test_that_classes_not_named_share_the_rest_as_on_paper() -> None:
    raw = resolve_thresholds(THREE, Rule.thresholds({"c": 0.4}))
    assert raw.tolist() == [0.3, 0.3, 0.4]
    assert resolve_thresholds(THREE, Rule.thresholds({"c": 8, "a": 1, "b": 2})).tolist() == [1, 2, 8]
    assert normalised_thresholds(THREE, np.array([1.0, 1.0, 2.0])).tolist() == [0.25, 0.25, 0.5]
    assert normalised_thresholds(BINARY, np.array([0.6, 0.4])).tolist() == [0.6, 0.4]


@pytest.mark.parametrize(
    ("values", "part"),
    [({"a": 0.0}, "above 0"), ({"a": -1}, "above 0"), ({"a": 0.6, "b": 0.4}, "leaves nothing"),
     ({"d": 0.3}, "no class called")],
)  # fmt: skip
def test_that_impossible_thresholds_are_refused(values: dict[str, float], part: str) -> None:
    with pytest.raises(InputError, match=part):
        resolve_thresholds(THREE, Rule.thresholds(values))


def test_that_a_threshold_must_be_finite() -> None:
    with pytest.raises(InputError, match="finite"):
        Rule.thresholds({"a": float("nan")})
    with pytest.raises(InputError, match="finite"):
        raw_from_shown(np.ones(3), 0, float("inf"))


def test_that_the_raw_threshold_shows_what_was_asked_for() -> None:
    raw = np.array([0.2, 0.3, 1.5])
    for shown in (0.01, 0.4, 0.999):
        moved = raw.copy()
        moved[1] = raw_from_shown(raw, 1, shown)
        assert normalised_thresholds(THREE, moved)[1] == pytest.approx(shown)
        assert moved[[0, 2]].tolist() == raw[[0, 2]].tolist()


def test_that_the_ends_of_the_slider_stay_possible() -> None:
    raw = np.ones(3)
    assert raw_from_shown(raw, 0, 0.0) == pytest.approx(2 * SMALLEST_SHARE, rel=1e-5)
    assert np.isfinite(raw_from_shown(raw, 0, 1.0))


def test_that_a_binary_shown_threshold_is_the_stored_one() -> None:
    raw = np.array([0.6, 0.4])
    assert raw_from_shown(raw, 1, 0.7, positive=1) == 0.7
    assert raw_from_shown(raw, 0, 0.9, positive=1) == 0.1
    assert raw_from_shown(raw, 0, 0.9) == 0.9


def test_that_sliders_reach_from_the_lowest_to_the_highest_score() -> None:
    assert shown_range(RANKED) == (-1.5, 7.0)
    assert shown_range(BINARY) == (0, 1)
    assert shown_range(THREE) == (0, 1)
    assert shown_range(Predictions.from_arrays(["a", "b"], y_pred=["a", "b"])) == (0, 1)


def test_that_a_first_move_starts_from_the_rule_that_is() -> None:
    assert starting_thresholds(THREE, Rule.argmax()).tolist() == [1, 1, 1]
    assert starting_thresholds(THREE, Rule.thresholds({"a": 0.5})).tolist() == [0.5, 0.25, 0.25]
    assert starting_thresholds(BINARY, Rule.predicted()).tolist() == [0.5, 0.5]
    assert starting_thresholds(RANKED, Rule.predicted())[1] == 0


def test_that_moving_one_class_keeps_the_others() -> None:
    rule = with_threshold(THREE, Rule.argmax(), 1, 0.5)
    assert rule.thresholds_by_class == {"a": 1.0, "b": 0.5, "c": 1.0}
    strict = Rule.thresholds({"crack": 0.4}, boundary=">")
    moved = with_threshold(BINARY, strict, 0, 0.3)
    assert moved.thresholds_by_class == {"crack": 0.3}
    assert moved.boundary == ">"
