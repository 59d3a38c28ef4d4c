"""A threshold of the hull and a price ratio, as they come from the cost curves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from confmat_gui.core.conditions import condition_of
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions, ScoreKind
from confmat_gui.core.rules import Boundary
from confmat_gui.session.changes import set_boundary, set_costs, set_positive
from confmat_gui.session.conditions import set_price_ratio, use_threshold
from tests.present.building import WEIGHTS, binary, defects, evaluated, session_from

KINDS: tuple[ScoreKind, ...] = ("probability", "logit", "score")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("boundary", [">=", ">"])
def test_that_every_vertex_of_the_hull_is_reached_to_the_last_count(
    dtype: type, kind: ScoreKind, columns: int, boundary: Boundary
) -> None:
    generator = np.random.default_rng(4)
    y = generator.integers(0, 2, 80)
    score: NDArray[Any] = np.round(np.clip(0.3 * y + generator.random(80) * 0.7, 0, 1), 2).astype(dtype)
    if kind == "logit":
        score = (score - dtype(0.5)) * dtype(6)
    whole = score[:, None] if columns == 1 else np.stack([1 - score, score], axis=1)
    if kind == "logit" and columns == 2:
        whole = np.stack([np.zeros_like(score), score], axis=1)
    if kind == "score" and columns == 2:
        whole = score[:, None]
    predictions = Predictions.from_arrays(y, whole, classes=("a", "b"), positive="b", score_kind=kind)
    for positive in (1, 0):
        session = set_positive(session_from(predictions), positive)
        session = set_boundary(use_threshold(session, positive, 0.5), boundary)
        hull = session.data.prepared.hull(positive)
        for threshold, tp, fp in zip(hull.thresholds, hull.tps, hull.fps, strict=True):
            used = evaluated(use_threshold(session, positive, float(threshold)))
            assert used.point.rule.boundary == boundary
            assert used.per_class["tp"][positive] == tp
            assert used.per_class["fp"][positive] == fp


def test_that_only_the_positive_class_of_two_has_such_a_threshold() -> None:
    session = session_from(binary())
    with pytest.raises(InputError, match="positive class"):
        use_threshold(session, 0, 0.5)
    with pytest.raises(InputError, match="finite"):
        use_threshold(session, 1, float("inf"))
    with pytest.raises(InputError, match="positive class"):
        use_threshold(session_from(defects(200)), 3, 0.5)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.001, 1000))
def test_that_a_price_ratio_is_the_one_of_the_condition(ratio: float) -> None:
    for session, k in ((session_from(binary()), 1), (session_from(defects(300), None, WEIGHTS), 3)):
        priced = set_price_ratio(session, k, ratio)
        support = session.data.prepared.predictions.support
        assert condition_of(priced.point.costs, k, support).ratio == pytest.approx(ratio)


def test_that_a_price_ratio_leaves_all_other_prices() -> None:
    session = session_from(defects(300), None, WEIGHTS)
    before, after = np.array(session.point.costs), np.array(set_price_ratio(session, 3, 7).point.costs)
    assert np.array_equal(np.delete(before, 3, axis=0), np.delete(after, 3, axis=0))
    assert after[3, 3] == 0
    assert len(set(np.delete(after[3], 3).tolist())) == 1
    binary_prices = set_price_ratio(set_costs(session_from(binary()), [[1, 3], [9, 2]]), 1, 5).point.costs
    assert binary_prices == ((1, 3), (12, 2))


def test_that_prices_without_sense_become_sensible_and_no_decision_keeps_its_price() -> None:
    session = set_costs(session_from(binary()), [[1, 0, 0.5], [9, 2, 0.5]])
    assert set_price_ratio(session, 1, 4).point.costs == ((1, 2, 0.5), (6, 2, 0.5))
    with pytest.raises(InputError, match="more than nothing"):
        set_price_ratio(session, 1, 0)
