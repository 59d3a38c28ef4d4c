"""Repairs against the same done by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair, kept_rows, repaired_classes
from tests.core.strategies import probability_predictions

SEEDS = st.integers(0, 2**32 - 1)


@given(probability_predictions(), SEEDS)
def test_that_mapped_scores_are_those_of_the_class_that_is_named(predictions: Predictions, seed: int) -> None:
    generator = np.random.default_rng(seed)
    k = predictions.n_classes
    y_pred = generator.integers(-1, k, predictions.n_rows).astype(np.int32)
    predictions = replace(predictions, y_pred=y_pred)
    names = tuple(predictions.classes[i] for i in generator.permutation(k))
    mapped = repaired_classes(predictions, (Repair("map-classes", names),))
    assert mapped.classes == predictions.classes
    assert mapped.y_score is not None
    assert predictions.y_score is not None
    assert mapped.y_pred is not None
    for column, name in enumerate(names):
        own = mapped.y_score[:, predictions.class_index(name)]
        np.testing.assert_array_equal(own, predictions.y_score[:, column])
    for before, after in zip(y_pred.tolist(), mapped.y_pred.tolist(), strict=True):
        assert after == (-1 if before < 0 else predictions.class_index(names[before]))
    assert mapped.y_score.dtype == predictions.y_score.dtype
    assert mapped.y_score.flags.f_contiguous


@pytest.mark.parametrize("kind", ["probability", "score", "logit"])
@pytest.mark.parametrize("columns", [1, 2])
def test_that_a_reversed_score_speaks_for_the_other_class(kind: Any, columns: int) -> None:
    y = np.array([0, 0, 1, 1, 0])
    score = np.array([0.9, 0.6, 0.1, 0.2, 0.8])
    scores = score if columns == 1 else np.stack([1 - score, score], axis=1)
    predictions = Predictions.from_arrays(
        y, scores, classes=["ok", "crack"], positive="crack", score_kind=kind
    )
    assert prepare(predictions).roc_auc[1] == 0.0
    turned = repaired_classes(predictions, (Repair("reverse-scores"),))
    prepared = prepare(turned)
    assert prepared.roc_auc[1] == 1.0
    assert turned.positive == predictions.positive
    twice = repaired_classes(turned, (Repair("reverse-scores"),))
    np.testing.assert_array_equal(twice.score_of(1), predictions.score_of(1))
    if kind == "probability":
        assert evaluate(prepared).metrics["accuracy"] == 1.0


def test_that_rows_of_a_left_out_batch_are_no_reason_to_drop_others() -> None:
    predictions = Predictions.from_arrays(
        [0, 0, 1], y_pred=[0, 0, 1], classes=["a", "b"], batch=["x", "y", "y"], sample_id=["1", "1", "2"]
    )
    both = (Repair("drop-repeated"), Repair("leave-out", ("x",)))
    assert kept_rows(predictions, both).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("repair", "sentence"),
    [
        (Repair("leave-out", ("z",)), "no batch “z”.*x, y"),
        (Repair("map-classes", ("a", "a")), "must name each class once: a, b"),
        (Repair("reverse-scores"), "no scores"),
    ],
)
def test_that_an_impossible_repair_is_refused(repair: Repair, sentence: str) -> None:
    predictions = Predictions.from_arrays([0, 1], y_pred=[0, 1], classes=["a", "b"], batch=["x", "y"])
    act = kept_rows if repair.kind == "leave-out" else repaired_classes
    with pytest.raises(InputError, match=sentence):
        act(predictions, (repair,))


def test_that_one_batch_has_to_count_and_three_classes_have_no_reverse() -> None:
    predictions = Predictions.from_arrays([0, 1, 2], np.eye(3), batch=["x", "y", "y"])
    with pytest.raises(InputError, match="Every batch is left out"):
        kept_rows(predictions, (Repair("leave-out", ("x",)), Repair("leave-out", ("y",))))
    with pytest.raises(InputError, match="two classes"):
        repaired_classes(predictions, (Repair("reverse-scores"),))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("turn", ()), ("leave-out", ()), ("map-classes", ("a",)), ("reverse-scores", ("a",)),
        ("leave-out", ("a", "b")),
    ],
)
def test_that_a_repair_that_makes_no_sense_is_none(kind: Any, names: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        Repair(kind, names)
