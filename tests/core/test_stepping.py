"""Threshold paths: what they promise is what `decide` does, to the last sample."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core import live
from confmat_gui.core.arrays import Floats
from confmat_gui.core.critical_rows import critical_rows
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.core.stepping import next_threshold, path_position, threshold_path
from confmat_gui.core.sweep import Sweep, sweep_of_many
from confmat_gui.core.thresholds import with_threshold
from tests.core.strategies import binary_scores, probability_predictions

RAW = st.lists(st.sampled_from([0.1, 0.25, 1 / 3, 0.7, 1.0, 3.0]), min_size=6, max_size=6)


def counts_at(
    predictions: Predictions, point: OperatingPoint, class_index: int, raw: float
) -> tuple[int, int]:
    rule = with_threshold(predictions, point.rule, class_index, raw, point.positive)
    chosen = decide(predictions, point.with_rule(rule))[0] == class_index
    own = predictions.y_true == class_index
    count = np.ones(predictions.n_rows, dtype=np.int64) if predictions.count is None else predictions.count
    return int(count[chosen & own].sum()), int(count[chosen & ~own].sum())


@given(probability_predictions(), RAW, st.integers(0, 5))
def test_that_every_vertex_of_many_classes_is_what_decide_gives(
    predictions: Predictions, values: list[float], at: int
) -> None:
    k = at % predictions.n_classes
    point = OperatingPoint(Rule.thresholds(dict(zip(predictions.classes, values, strict=False))))
    path = threshold_path(prepare(predictions), point, k)
    assert (np.diff(path.thresholds) < 0).all()
    for i, raw in enumerate(path.thresholds.tolist()):
        assert counts_at(predictions, point, k, raw) == (path.tps[i], path.fps[i])
        if i:  # the next larger number already decides otherwise, unless only rows of count 0 change
            above = counts_at(predictions, point, k, float(np.nextafter(raw, np.inf)))
            assert above == (path.tps[i - 1], path.fps[i - 1])


@given(probability_predictions(), RAW, st.integers(0, 5), st.floats(1e-3, 50))
def test_that_critical_values_say_who_is_predicted_at_any_threshold(
    predictions: Predictions, values: list[float], at: int, raw: float
) -> None:
    k = at % predictions.n_classes
    named = dict(zip(predictions.classes, values, strict=False))
    rule = Rule.thresholds(named | {predictions.classes[k]: raw})
    others = np.array(values[: predictions.n_classes])
    critical, _ = critical_rows(predictions, others, k)
    codes, _ = decide(predictions, OperatingPoint(rule))
    np.testing.assert_array_equal(codes == k, raw <= critical)


@given(st.integers(0, 2**32 - 1))
def test_that_critical_values_are_exact_for_tiny_and_huge_quotients(seed: int) -> None:
    generator = np.random.default_rng(seed)
    scores = 10.0 ** generator.uniform(-320, 0, (30, 3))
    scores[generator.random((30, 3)) < 0.2] = 0
    predictions = Predictions.from_arrays(
        generator.integers(0, 3, 30), scores, classes=["a", "b", "c"], score_kind="sigmoid"
    )
    for k in range(3):
        critical, _ = critical_rows(predictions, np.ones(3), k)
        for row, value in enumerate(critical.tolist()):
            for raw in {value, float(np.nextafter(value, np.inf)), float(np.nextafter(value, 0)), 1.0}:
                if 0 < raw < np.inf:
                    rule = with_threshold(predictions, Rule.argmax(), k, raw)
                    codes, _ = decide(predictions, OperatingPoint(rule))
                    assert (codes[row] == k) == (raw <= value)


@given(binary_scores(), st.sampled_from([">=", ">"]), st.booleans(), st.booleans())
def test_that_every_vertex_of_two_classes_is_what_decide_gives(
    data: tuple[np.ndarray, np.ndarray], boundary: Boundary, of_positive: bool, first_positive: bool
) -> None:
    y, score = data
    predictions = Predictions.from_arrays(y, score, score_kind="score", positive=0 if first_positive else 1)
    positive = 0 if first_positive else 1
    k = positive if of_positive else 1 - positive
    point = OperatingPoint(Rule.thresholds({str(positive): 0.25}, boundary=boundary), positive=positive)
    path = threshold_path(prepare(predictions), point, k)
    assert path.rising == of_positive
    for i, raw in enumerate(path.thresholds.tolist()):
        assert counts_at(predictions, point, k, raw) == (path.tps[i], path.fps[i])
    assert len({*zip(path.tps.tolist(), path.fps.tolist(), strict=True)}) == len(path.thresholds)


@given(binary_scores(), st.sampled_from([">=", ">"]), st.booleans(), st.floats(-1.5, 1.5))
def test_that_steps_walk_every_vertex_from_where_the_threshold_stands(
    data: tuple[np.ndarray, np.ndarray], boundary: Boundary, of_positive: bool, start: float
) -> None:
    y, score = data
    predictions = Predictions.from_arrays(y, score, score_kind="score")
    prepared = prepare(predictions)
    k = 1 if of_positive else 0
    point = OperatingPoint(Rule.thresholds({"1": start}, boundary=boundary), positive=1)
    path = threshold_path(prepared, point, k)
    at = path_position(prepared, point, k)
    assert counts_at(predictions, point, k, start) == (path.tps[at], path.fps[at])
    up, down = next_threshold(prepared, point, k, 1), next_threshold(prepared, point, k, -1)
    assert up == (path.thresholds[at - 1] if at else None)
    assert down == (path.thresholds[at + 1] if at + 1 < len(path.thresholds) else None)


@given(probability_predictions(), st.integers(0, 5), st.floats(0.01, 5))
def test_that_a_step_up_makes_a_class_rarer_and_a_step_down_more_frequent(
    predictions: Predictions, at: int, raw: float
) -> None:
    k = at % predictions.n_classes
    prepared = prepare(predictions)
    point = OperatingPoint(with_threshold(predictions, Rule.argmax(), k, raw))
    now = sum(counts_at(predictions, point, k, raw))
    path = threshold_path(prepared, point, k)
    position = path_position(prepared, point, k)
    assert now == path.tps[position] + path.fps[position]
    up, down = next_threshold(prepared, point, k, 1), next_threshold(prepared, point, k, -1)
    assert (up is None) == (position == 0)
    assert (down is None) == (position == len(path.thresholds) - 1)
    if up is not None:
        assert sum(counts_at(predictions, point, k, up)) < now
    if down is not None:
        assert sum(counts_at(predictions, point, k, down)) > now


def test_that_a_path_from_argmax_passes_through_argmax() -> None:
    generator = np.random.default_rng(4)
    predictions = Predictions.from_arrays(generator.integers(0, 3, 200), generator.dirichlet(np.ones(3), 200))
    prepared = prepare(predictions)
    evaluation = evaluate(prepared)
    for k in range(3):
        path = threshold_path(prepared, evaluation.point, k)
        at = path_position(prepared, evaluation.point, k)
        assert path.tpr[at] == evaluation.per_class["recall"][k]
        assert path.fpr[at] == evaluation.per_class["fpr"][k]
        assert path.nearest(path.fpr[at], path.tpr[at]) == path.thresholds[at]
        assert path.nearest(path.tpr[at], path.precision[at], "pr") == path.thresholds[at]


def test_that_the_path_of_a_drag_is_made_once() -> None:
    prepared = prepare(Predictions.from_arrays([0, 1, 2], np.eye(3)))
    point = OperatingPoint(Rule.thresholds({"0": 0.4, "1": 0.3, "2": 0.3}))
    moved = OperatingPoint(Rule.thresholds({"0": 0.9, "1": 0.3, "2": 0.3}))
    path = threshold_path(prepared, point, 0)
    assert threshold_path(prepared, moved, 0) is path
    assert threshold_path(prepared, moved, 1) is not path


def test_that_a_class_without_any_chance_has_one_vertex() -> None:
    predictions = Predictions.from_arrays([0, 1, 2], [[0.0, 0.5, 0.5], [0.0, 1, 0], [0.0, 0, 1]])
    path = threshold_path(prepare(predictions), OperatingPoint(Rule.argmax()), 0)
    assert path.thresholds.tolist() == [1.0]
    assert path.tps.tolist() == path.fps.tolist() == [0]
    assert path.precision.tolist() == [1.0]


def test_that_rows_that_are_the_class_at_any_threshold_are_in_every_vertex() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 2], [[1.0, 0, 0], [0.5, 0.5, 0.0], [0.2, 0.4, 0.4]], score_kind="probability"
    )
    path = threshold_path(prepare(predictions), OperatingPoint(Rule.argmax()), 0)
    assert path.tps.tolist() == [1, 1, 1]
    assert path.fps.tolist() == [0, 1, 2]


def test_that_rates_without_samples_are_undefined_on_a_path() -> None:
    predictions = Predictions.from_arrays([1, 1], [0.2, 0.4])
    path = threshold_path(prepare(predictions), OperatingPoint(Rule.thresholds({"1": 0.3}), positive=1), 1)
    assert np.isnan(path.fpr).all()
    assert path.nearest(0.0, 1.0) == 0.2
    other = threshold_path(prepare(predictions), OperatingPoint(Rule.thresholds({"1": 0.3}), positive=1), 0)
    assert np.isnan(other.tpr).all()


def test_that_there_is_no_path_without_scores_or_probabilities() -> None:
    point = OperatingPoint(Rule.argmax())
    with pytest.raises(InputError, match="only labels"):
        threshold_path(prepare(Predictions.from_arrays([0, 1], y_pred=[0, 1])), point, 0)
    ranked = Predictions.from_arrays([0, 1, 2], [[3, 1, 2], [3, 1, 2], [3, 1, 2]])
    with pytest.raises(InputError, match="needs probabilities"):
        threshold_path(prepare(ranked), point, 0)


ABSOLUTE = st.lists(st.sampled_from([0.125, 0.25, 1 / 3, 0.5, 0.7]), min_size=6, max_size=6)


def with_no_decision(predictions: Predictions, values: list[float], boundary: Boundary) -> OperatingPoint:
    named = dict(zip(predictions.classes, values, strict=False))
    return OperatingPoint(Rule.thresholds(named, boundary=boundary, no_decision=True))


@given(probability_predictions(2), ABSOLUTE, st.integers(0, 5), st.sampled_from([">=", ">"]))
def test_that_every_vertex_with_no_decision_is_what_decide_gives(
    predictions: Predictions, values: list[float], at: int, boundary: Boundary
) -> None:
    k = at % predictions.n_classes
    point = with_no_decision(predictions, values, boundary)
    path = threshold_path(prepare(predictions), point, k)
    assert (np.diff(path.thresholds) < 0).all()
    assert (np.diff(path.tps + path.fps) > 0).all()
    assert path.tps[0] == path.fps[0] == 0
    for i, raw in enumerate(path.thresholds.tolist()):
        assert counts_at(predictions, point, k, raw) == (path.tps[i], path.fps[i])
    everything = counts_at(predictions, point, k, 1e-9)
    assert everything == (path.tps[-1], path.fps[-1])


@given(probability_predictions(2), ABSOLUTE, st.integers(0, 5), st.sampled_from([">=", ">"]))
def test_that_a_step_with_no_decision_starts_from_the_present_decisions(
    predictions: Predictions, values: list[float], at: int, boundary: Boundary
) -> None:
    k = at % predictions.n_classes
    point, prepared = with_no_decision(predictions, values, boundary), prepare(predictions)
    path, position = threshold_path(prepared, point, k), path_position(prepared, point, k)
    assert counts_at(predictions, point, k, values[k]) == (path.tps[position], path.fps[position])
    up = next_threshold(prepared, point, k, 1)
    assert up == (path.thresholds[position - 1] if position else None)


@pytest.mark.parametrize("kind", ["roc", "pr"])
@pytest.mark.parametrize("n", [1, 15, 16, 17, 5000])
def test_that_the_nearest_vertex_is_the_first_nearest_of_all(n: int, kind: Literal["roc", "pr"]) -> None:
    generator = np.random.default_rng(n)
    score = np.round(generator.random(n), 3 if n == 5000 else 1)
    y = generator.random(n) < score
    y[:1] = True
    point = OperatingPoint(Rule.thresholds({"1": 0.5}), positive=1)
    prepared = prepare(Predictions.from_arrays(y.astype(int), score, classes=["0", "1"]))
    path = threshold_path(prepared, point, 1)
    across, up = (path.fpr, path.tpr) if kind == "roc" else (path.tpr, path.precision)
    on_vertices = np.column_stack((np.nan_to_num(across), np.nan_to_num(up)))
    places = np.concatenate((generator.uniform(-0.2, 1.2, (200, 2)), on_vertices[:50], [[0.5, 0.5]]))
    for x, y_ in places.tolist():
        distance = np.square(np.nan_to_num(across) - x) + np.square(np.nan_to_num(up) - y_)
        assert path.nearest(x, y_, kind) == path.thresholds[int(np.argmin(distance))]


def test_that_a_slider_taken_on_a_path_uses_its_index(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared, builds = prepare(Predictions.from_arrays([0, 1, 2, 0], np.eye(4)[:, :3])), list[int]()
    def counting(predictions: Predictions, thresholds: Floats, k: int) -> Sweep:
        builds.append(k)
        return sweep_of_many(predictions, thresholds, k)

    monkeypatch.setattr(live, "sweep_of_many", counting)
    threshold_path(prepared, OperatingPoint(Rule.thresholds({"0": 0.4, "1": 0.3, "2": 0.3})), 0)
    for raw in (0.5, 0.6, 0.7):
        evaluate(prepared, Rule.thresholds({"0": raw, "1": 0.3, "2": 0.3}), intervals=False)
    threshold_path(prepared, OperatingPoint(Rule.thresholds({"0": 0.4, "1": 0.3, "2": 0.3})), 0)
    assert builds == [0]
    asked = OperatingPoint(Rule.thresholds({"0": 0.4, "1": 0.3, "2": 0.3}))
    for k in (1, 0, 1):
        threshold_path(prepared, asked, k)
    assert builds == [0, 1]


def test_that_scores_that_are_one_threshold_for_the_other_class_are_one_vertex() -> None:
    score = np.array([1e-20, 2e-20, 0.5, 3e-20])
    predictions = Predictions.from_arrays([0, 1, 0, 1], score, classes=["0", "1"], positive=1)
    path = threshold_path(prepare(predictions), OperatingPoint(Rule.thresholds({"0": 0.5}), positive=0), 0)
    assert path.thresholds.tolist()[1:] == [1.0, 0.5]
    assert path.tps.tolist() == [0, 1, 2]
    assert path.fps.tolist() == [0, 2, 2]


def test_that_a_path_without_room_for_its_index_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> Sweep:
        raise MemoryError

    monkeypatch.setattr(live, "sweep_of_many", refuse)
    prepared = prepare(Predictions.from_arrays([0, 1, 2], np.eye(3)))
    with pytest.raises(MemoryError):
        threshold_path(prepared, OperatingPoint(Rule.argmax()), 0)
