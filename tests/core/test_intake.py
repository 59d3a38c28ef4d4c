"""What comes in through the door, and what is turned away with one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.intake import predictions_from_arrays
from confmat_gui.core.labels import names_and_codes, natural_key
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.score_kinds import detect_kind

HALF = [[0.5, 0.5], [0.2, 0.8]]


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        ([10, 2, 0, 1], ("0", "1", "2", "10")),
        (["10", "2", "b10", "b9"], ("2", "10", "b9", "b10")),
        (np.array(["crack", "ok"]), ("crack", "ok")),
        ([True, False], ("False", "True")),
        ([True, True], ("False", "True")),
        ([1.0, 0.0, 2.5], ("0", "1", "2.5")),
        (np.array(["b", "a", 3, b"c"], dtype=object), ("3", "a", "b", "c")),
        (np.array([1.0, 2.0], dtype=object), ("1", "2")),
        (["a", 3], ("3", "a")),
        ([["b"], ["a"]], ("a", "b")),
    ],
)
def test_that_labels_of_any_type_become_names_in_natural_order(labels: Any, classes: tuple[str, ...]) -> None:
    predictions = Predictions.from_arrays(labels, y_pred=labels)
    assert predictions.classes == classes


def test_that_given_classes_keep_their_order_and_may_be_absent() -> None:
    predictions = Predictions.from_arrays(["b", "a"], y_pred=["b", "b"], classes=["c", "b", "a"])
    assert predictions.classes == ("c", "b", "a")
    assert predictions.y_true.tolist() == [1, 2]
    assert predictions.support.tolist() == [0, 1, 1]


def test_that_whole_numbers_beside_given_classes_are_class_indices() -> None:
    predictions = Predictions.from_arrays([1, 0], HALF, classes=["ok", "crack"], y_pred=[-1, 1])
    assert predictions.y_true.tolist() == [1, 0]
    assert predictions.y_pred is not None
    assert predictions.y_pred.tolist() == [-1, 1]


def test_that_whole_numbers_that_are_class_names_are_names() -> None:
    predictions = Predictions.from_arrays([1, 2, 1], y_pred=[2, 2, 1], classes=["2", "1"])
    assert predictions.y_true.tolist() == [1, 0, 1]


def test_that_score_columns_name_the_classes_that_do_not_occur() -> None:
    assert Predictions.from_arrays([0, 2], np.full((2, 4), 0.25)).classes == ("0", "1", "2", "3")
    assert Predictions.from_arrays([1, 1], [0.3, 0.4]).classes == ("0", "1")


def test_that_a_file_of_one_class_opens() -> None:
    predictions = Predictions.from_arrays(["ok", "ok"], [0.2, 0.3])
    assert predictions.classes == ("ok",)
    assert predictions.score_class == 0
    assert predictions.positive is None


@pytest.mark.parametrize(
    ("scores", "said", "kind"),
    [
        (HALF, None, "probability"),
        ([0.1, 0.2], None, "probability"),
        ([[0.5, 0.5005], [0.2, 0.8]], None, "probability"),
        ([[1.00001, 0.0], [0.2, 0.8]], None, "probability"),
        ([[0.5, 0.6], [0.2, 0.8]], None, "sigmoid"),
        ([[0.5, 1.6], [0.2, 0.8]], None, "score"),
        ([-1, 2], None, "score"),
        ([-1, 2], "logit", "logit"),
        ([[0.5, 0.6], [0.2, 0.8]], "sigmoid", "sigmoid"),
    ],
)
def test_that_the_kind_of_score_is_found_out(scores: Any, said: Any, kind: str) -> None:
    assert Predictions.from_arrays([0, 1], scores, score_kind=said).score_kind == kind


def test_that_sigmoids_of_many_classes_are_recognised() -> None:
    assert Predictions.from_arrays([0, 1, 2], np.full((3, 3), 0.9)).score_kind == "sigmoid"


@pytest.mark.parametrize(
    ("labels", "positive", "source"),
    [
        (["no", "Yes", "Yes"], "Yes", "named"),
        ([0, 1, 1], "1", "named"),
        (["+1", "-1", "+1"], "+1", "named"),
        (["crack", "ok", "ok"], "crack", "rarer"),
        (["crack", "ok"], "ok", "rarer"),
        (["no", "true", "true"], "true", "named"),
    ],
)
def test_that_the_positive_class_is_found_and_its_source_said(
    labels: Any, positive: str, source: str
) -> None:
    predictions = Predictions.from_arrays(labels, y_pred=labels)
    assert predictions.positive is not None
    assert predictions.classes[predictions.positive] == positive
    assert predictions.positive_source == source


def test_that_labels_with_two_positive_names_fall_back_to_the_rarer() -> None:
    predictions = Predictions.from_arrays(["yes", "1", "1"], y_pred=["yes", "1", "1"])
    assert (predictions.positive, predictions.positive_source) == (1, "rarer")
    assert predictions.classes[1] == "yes"


def test_that_the_rarer_class_counts_samples_not_rows() -> None:
    predictions = Predictions.from_arrays(["a", "b", "b"], y_pred=["a", "b", "b"], count=[9, 1, 1])
    assert predictions.positive == 1


def test_that_the_positive_class_can_be_given_by_name_or_index_or_declared() -> None:
    for given in ("ok", 0):
        predictions = Predictions.from_arrays(["ok", "crack"], HALF, classes=["ok", "crack"], positive=given)
        assert (predictions.positive, predictions.positive_source) == (0, "given")
    declared = predictions_from_arrays([0, 1], HALF, positive="0", positive_source="declared")
    assert declared.positive_source == "declared"
    turned = declared.with_positive(1)
    assert (turned.positive, turned.positive_source) == (1, "given")


def test_that_a_single_column_belongs_to_the_positive_class_else_to_the_second() -> None:
    labels = ["ok", "ok", "crack"]
    assert Predictions.from_arrays(labels, [0.1, 0.2, 0.3], positive="ok").score_class == 1
    assert Predictions.from_arrays(labels, [0.1, 0.2, 0.3], positive="crack").score_class == 0
    assert Predictions.from_arrays(labels, [0.1, 0.2, 0.3]).score_class == 1
    said = predictions_from_arrays(labels, [0.1, 0.2, 0.3], score_class="crack", positive="ok")
    assert (said.score_class, said.positive) == (0, 1)


def test_that_float32_stays_and_all_else_becomes_float64() -> None:
    for dtype, kept in ((np.float32, np.float32), (np.float64, np.float64), (np.float16, np.float64)):
        scores = np.array(HALF, dtype=dtype)
        predictions = Predictions.from_arrays([0, 1], scores)
        assert predictions.y_score is not None
        assert predictions.y_score.dtype == kept
        assert predictions.y_score.flags.f_contiguous
    whole = Predictions.from_arrays([0, 1], [[3], [4]]).y_score
    assert whole is not None
    assert whole.dtype == np.float64


def test_that_arrays_are_frozen_and_apart_from_those_of_the_caller() -> None:
    scores = np.array(HALF)
    predictions = Predictions.from_arrays([0, 1], scores, sample_weight=[1, 2], batch=["b", "a"])
    scores[0, 0] = 9
    assert predictions.y_score is not None
    assert predictions.y_score[0, 0] == 0.5
    for name in ("y_true", "y_score", "sample_weight", "batch"):
        assert not getattr(predictions, name).flags.writeable
    frozen = np.asfortranarray(HALF)
    frozen.flags.writeable = False
    shared = Predictions.from_arrays([0, 1], frozen).y_score
    assert shared is not None
    assert np.shares_memory(shared, frozen)


def test_that_batches_and_groups_keep_their_order_of_appearance() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 0], [0.1, 0.9, 0.4], batch=["mon", "fri", "mon"], group=[7, 3, 7], sample_id=[5, 6, 7]
    )
    assert predictions.batch_names == ("mon", "fri")
    assert predictions.group_names == ("7", "3")
    assert predictions.batch is not None
    assert predictions.batch.tolist() == [0, 1, 0]
    assert predictions.sample_id is not None
    assert predictions.sample_id.tolist() == ["5", "6", "7"]
    assert names_and_codes(["x", None, "x"], "batch")[0] == ("x", "None")


def test_that_counts_add_up() -> None:
    predictions = Predictions.from_arrays([0, 1], HALF, count=[3, 0])
    assert (predictions.n, predictions.n_rows) == (3, 2)
    assert predictions.support.tolist() == [3, 0]


def test_that_the_confidence_of_the_predicted_class_alone_is_no_score() -> None:
    predictions = Predictions.from_arrays([0, 1], y_pred=[0, 1], score_kind="confidence")
    assert predictions.score_kind == "confidence"
    assert not predictions.has_probabilities


def test_that_numbers_sort_before_words_and_by_value() -> None:
    texts = ["b", "a10", "a9", "1e3", "20", "-1"]
    assert sorted(texts, key=natural_key) == ["-1", "20", "1e3", "a9", "a10", "b"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"y_true": [], "y_score": []}, "no rows"),
    ({"y_true": [0, 1]}, "neither scores nor predicted labels"),
    ({"y_true": [0, 1], "y_score": [0.1, float("nan")]}, "Row 2, score column 1"),
    ({"y_true": [0, 1], "y_score": [[0.1, 0.9], [float("inf"), 0]]}, "Row 2, score column 1"),
    ({"y_true": [0, 1], "y_score": [0.1]}, "2 true labels but 1 rows"),
    ({"y_true": [0, 1], "y_score": [["a", "b"], ["c", "d"]]}, "must be numbers"),
    ({"y_true": [0, 1], "y_score": [[0.1, 0.2], [0.3]]}, "must be numbers"),
    ({"y_true": [0, 1], "y_score": np.zeros((2, 2, 2))}, "shape"),
    ({"y_true": [[0, 1]], "y_score": [0.1]}, "one value a row"),
    ({"y_true": [0, 5], "y_score": HALF, "classes": ["ok", "crack"]}, "Row 2: the true label “5”"),
    ({"y_true": ["ok", None], "y_score": HALF, "classes": ["ok", "crack"]}, "Row 2 has no true label"),
    ({"y_true": [0.0, float("nan")], "y_score": HALF}, "Row 2 has no true label"),
    ({"y_true": ["a", "b", float("nan")], "y_pred": ["a"] * 3}, "Row 3 has no true label"),
    ({"y_true": [0, 1], "y_pred": [0]}, "for predicted label have shape"),
    ({"y_true": ["a", "b"], "y_pred": ["a", "z"], "classes": ["a", "b"]}, "Row 2: the predicted label “z”"),
    ({"y_true": [0, 1, 2], "y_score": [0.1, 0.2, 0.3]}, "one score column for 3 classes"),
    ({"y_true": [0, 1], "y_score": HALF, "classes": ["a", "b", "c"]}, "2 score columns but 3 classes"),
    ({"y_true": [0, 1], "y_score": HALF, "classes": ["a", "a"]}, "must differ"),
    ({"y_true": [0, 1], "y_score": HALF, "classes": []}, "at least one"),
    ({"y_true": [0, 1], "y_score": HALF, "positive": "x"}, "no class called “x”"),
    ({"y_true": [0, 1], "y_score": HALF, "positive": 2}, "no class called “2”"),
    ({"y_true": [0, 1, 2], "y_pred": [0, 1, 2], "positive": 1}, "exactly two classes"),
    ({"y_true": [0, 1], "y_score": HALF, "score_kind": "odds"}, "no kind of score"),
    ({"y_true": [0, 1], "y_score": HALF, "score_kind": "labels"}, "cannot be labels"),
    ({"y_true": [0, 1], "y_score": [[0, 1.7], [0, 1]], "score_kind": "probability"}, "Row 1: the score 1.7"),
    ({"y_true": [0, 1], "y_score": [[0.5, 0.5], [0, 0.7]], "score_kind": "probability"}, "sum to 0.7"),
    ({"y_true": [0, 1], "y_score": [[0, 0.5], [0, -0.7]], "score_kind": "sigmoid"}, "Row 2: the score -0.7"),
    ({"y_true": [0, 1], "y_score": HALF, "sample_weight": [1, -1]}, "Row 2: the weight -1"),
    ({"y_true": [0, 1], "y_score": HALF, "sample_weight": [1, float("nan")]}, "Row 2: the weight nan"),
    ({"y_true": [0, 1], "y_score": HALF, "sample_weight": ["a", "b"]}, "weights must be numbers"),
    ({"y_true": [0, 1], "y_score": HALF, "count": [1.5, 1]}, "Row 1: the count 1.5"),
    ({"y_true": [0, 1], "y_score": HALF, "count": [0, 0]}, "Every count is 0"),
    ({"y_true": [0, 1], "y_score": HALF, "count": [1]}, "for count have shape"),
    ({"y_true": [0, 1], "y_score": HALF, "batch": ["a"]}, "for batch have shape"),
    ({"y_true": [0, 1], "y_score": HALF, "sample_id": ["a"]}, "for sample id have shape"),
]


@pytest.mark.parametrize(("arguments", "part"), REFUSED)
def test_that_bad_arrays_are_refused_in_one_sentence_that_names_the_row(
    arguments: dict[str, Any], part: str
) -> None:
    with pytest.raises(InputError, match=part) as caught:
        Predictions.from_arrays(**arguments)
    assert str(caught.value).count("\n") == 0


def test_that_a_positive_class_needs_two_classes() -> None:
    three = Predictions.from_arrays([0, 1, 2], y_pred=[0, 1, 2])
    with pytest.raises(InputError, match="exactly two classes"):
        three.with_positive(1)
    with pytest.raises(InputError, match="no class called “x”; the classes are 0, 1, 2"):
        three.class_index("x")
    with pytest.raises(InputError, match="only labels"):
        three.score_of(0)


def test_that_the_other_class_of_one_column_is_scored_the_other_way_round() -> None:
    probability = Predictions.from_arrays([0, 1], [0.25, 0.75])
    assert probability.score_of(0).tolist() == [0.75, 0.25]
    assert probability.score_of(1).tolist() == [0.25, 0.75]
    ranking = Predictions.from_arrays([0, 1], [-3.0, 5.0])
    assert ranking.score_of(0).tolist() == [3.0, -5.0]
    logits = Predictions.from_arrays([0, 1], [[1.0, 3.0], [2.0, 0.0]], score_kind="logit")
    assert logits.score_of(1).tolist() == [2.0, -2.0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_classes", [2, 10, 3_000])
def test_that_sums_just_within_and_just_beyond_the_tolerance_are_told_apart(
    dtype: Any, n_classes: int
) -> None:
    for off, kind in ((0.99e-3, "probability"), (1.1e-3, "sigmoid")):
        scores = np.full((3, n_classes), 1 / n_classes, dtype=dtype)
        for sign in (1, -1):
            scores[1] = (1 + sign * off) / n_classes
            assert detect_kind(scores, n_classes) == kind


def test_that_one_row_beyond_the_unit_interval_in_a_later_block_makes_scores() -> None:
    scores = np.full((40_000, 2), 0.9)
    assert detect_kind(scores, 2) == "sigmoid"
    scores[-1, 1] = 1.2
    assert detect_kind(scores, 2) == "score"
