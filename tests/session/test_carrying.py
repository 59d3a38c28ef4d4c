from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.session import changes
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import DataSet
from tests.session.made import binary_session, loaded_of, three_class_session

THREE, BINARY = three_class_session(), binary_session()


def samples_of(*classes: str, **more: Any) -> DataSet:
    """Return one sample of each class, with probabilities that point at it."""
    scores = np.eye(len(classes)) * 0.6 + 0.4 / len(classes)
    predictions = Predictions.from_arrays(np.array(classes), scores, classes=list(classes), **more)
    return data_set(loaded_of(predictions))


def test_that_everything_stays_where_the_classes_are_the_same() -> None:
    session = changes.select_cell(changes.set_cost(changes.set_threshold(THREE, 0, 0.5), 0, 1, 3.0), (0, 1))
    carried = carry_over(session, samples_of("a", "b", "c"))
    assert (carried.point, carried.display, carried.name) == (session.point, session.display, session.name)
    assert carried.data.loaded.predictions.n == 3


def test_that_costs_follow_their_classes_by_name() -> None:
    session = changes.set_costs(THREE, [[0, 1, 2], [3, 0, 4], [5, 6, 0]])
    carried = carry_over(changes.select_class(session, 2), samples_of("c", "new", "a"))
    assert carried.point.costs == ((0.0, 1.0, 5.0), (1.0, 0.0, 1.0), (2.0, 1.0, 0.0))
    assert carried.display.selected_class is None
    owned = changes.set_rule(THREE, Rule.min_cost([[0, 1, 2], [3, 0, 4], [5, 6, 0]]))
    assert carry_over(owned, samples_of("b", "a", "c")).point.rule.costs == ((0, 3, 4), (1, 0, 2), (6, 5, 0))


def test_that_a_new_class_gets_the_mean_threshold() -> None:
    session = changes.set_rule(THREE, Rule.thresholds({"a": 0.2, "b": 0.3, "c": 0.1}))
    carried = carry_over(session, samples_of("a", "b", "c", "d"))
    assert carried.point.rule.thresholds_by_class == pytest.approx({"a": 0.2, "b": 0.3, "c": 0.1, "d": 0.2})
    some = changes.set_rule(THREE, Rule.thresholds({"a": 0.2}))
    assert carry_over(some, samples_of("a", "b", "d")).point.rule == some.point.rule


@pytest.mark.parametrize("classes", [("a", "b", "d"), ("a", "b"), ("x", "y", "z")])
def test_that_thresholds_of_classes_that_are_gone_give_way_to_the_default(classes: tuple[str, ...]) -> None:
    session = changes.set_rule(THREE, Rule.thresholds({"a": 0.2, "c": 0.3}))
    data = samples_of(*classes)
    assert carry_over(session, data).point.rule == data.prepared.default_rule


def test_that_other_rules_stay() -> None:
    session = changes.set_rule_kind(BINARY, "argmax")
    assert carry_over(session, samples_of("x", "y", "z")).point.rule == Rule.argmax()


def test_that_a_positive_class_stays_where_it_is_still_there() -> None:
    assert carry_over(BINARY, samples_of("crack", "dent", positive="dent")).point.positive == 0
    assert carry_over(BINARY, samples_of("dent", "fine", positive="fine")).point.positive == 1
    assert carry_over(BINARY, samples_of("ok", "crack", "dent")).point.positive is None
