"""PredictionWriter: what it writes opens as the arrays it was given, and a wrong call spoils nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import confmat_gui as cm
from confmat_gui.core.errors import InputError
from confmat_gui.io import finishing
from confmat_gui.io.arrivals import states_in
from confmat_gui.io.gathering import gathered
from confmat_gui.io.unfinished import unfinished_beside
from tests.io.foreign import TorchLike

CLASSES = ["ok", "crack", "dent"]
SCORES = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.25, 0.5]])
TRUE = [0, 1, 2]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("suffix", [".parquet", ".arrow", ".feather", ".PARQUET"])
def test_that_batches_open_as_one_file_with_the_classes_in_their_order(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"preds{suffix}"
    with cm.PredictionWriter(path, classes=CLASSES) as writer:
        assert writer.classes == tuple(CLASSES)
        writer.add(TRUE, SCORES)
        assert names(tmp_path) == [f"{path.name}.partial"]
        writer.add([2], SCORES[2:])
    assert names(tmp_path) == [path.name]
    loaded = cm.load(path)
    found = loaded.predictions
    assert (found.classes, found.batch_names) == (tuple(CLASSES), ("1", "2"))
    assert found.y_true.tolist() == [0, 1, 2, 2]
    assert found.y_score is not None
    np.testing.assert_array_equal(found.y_score, np.vstack([SCORES, SCORES[2:]]))
    assert not loaded.in_doubt
    assert {each.reason for each in loaded.conclusions if each.subject in ("true", "scores", "classes")} == {
        "declared by the file"
    }


LABELS: list[Any] = [
    [0, 1, 2], ["ok", "crack", "dent"], np.array([[0], [1], [2]]), np.eye(3), np.eye(3, dtype=bool).tolist(),
    np.array([0.0, 1.0, 2.0], np.float32), [b"ok", b"crack", b"dent"], np.array([0, 1, 2], np.uint8),
    TorchLike([0, 1, 2]), pd.Series(["ok", "crack", "dent"], dtype="category"),
]  # fmt: skip


@pytest.mark.parametrize("labels", LABELS)
def test_that_labels_are_codes_names_or_one_hot(tmp_path: Path, labels: Any) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES) as writer:
        writer.add(labels, TorchLike(SCORES), y_pred=labels)
    found = cm.read_predictions(tmp_path / "a.parquet")
    assert found.y_true.tolist() == [0, 1, 2]
    assert found.y_pred is not None
    assert found.y_pred.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (np.float16, np.float32), (np.float32, np.float32), (np.float64, np.float64), (np.int32, np.float64),
        (np.longdouble, np.float64), (object, np.float64), (np.bool_, np.float64),
    ],
)  # fmt: skip
def test_that_the_type_of_scores_is_kept_and_short_floats_become_float32(
    tmp_path: Path, given: Any, kept: Any
) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=["ok", "crack"]) as writer:
        writer.add([0, 1], np.array([0, 1]).astype(given))
    scores = cm.read_predictions(tmp_path / "a.parquet").y_score
    assert scores is not None
    assert (scores.dtype, scores.tolist()) == (kept, [[0], [1]])


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
@pytest.mark.parametrize(
    ("classes", "positive", "expected"),
    [
        (["ok", "crack"], None, "crack"), (["ok", "crack"], "ok", "ok"), (["yes", "no"], None, "yes"),
        (["ok", "crack"], 0, "ok"), (["pos", "neg"], None, "pos"),
    ],
)  # fmt: skip
def test_that_a_single_score_is_that_of_the_positive_class(
    tmp_path: Path, shape: tuple[int, ...], classes: list[str], positive: Any, expected: str
) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=classes, positive=positive) as writer:
        writer.add([0, 1, 0], np.array([0.25, 0.5, 0.75]).reshape(shape))
    found = cm.read_predictions(tmp_path / "a.parquet")
    assert found.positive is not None
    assert found.score_class == found.positive
    assert found.classes[found.positive] == expected
    assert pq.read_schema(tmp_path / "a.parquet").names == ["y_true", f"score_{expected}", "batch"]


@pytest.mark.parametrize(("kind", "stem"), [("logit", "logit_"), ("probability", "p_"), ("score", "score_")])
def test_that_the_kind_that_was_said_is_the_kind_that_is_read(tmp_path: Path, kind: Any, stem: str) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES, kind=kind) as writer:
        writer.add(TRUE, SCORES)
    loaded = cm.load(tmp_path / "a.parquet")
    assert loaded.predictions.score_kind == kind
    assert loaded.columns.scores == tuple(stem + name for name in CLASSES)
    assert cm.load(tmp_path / "a.parquet", kind="sigmoid").predictions.score_kind == "sigmoid"


def test_that_ids_groups_weights_counts_and_further_columns_come_back(tmp_path: Path) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES) as writer:
        for start in (0, 3):
            writer.add(
                TRUE, SCORES, sample_id=[f"{start + i:03d}" for i in range(3)], group="line 1",
                sample_weight=[1, 2, 3], count=TorchLike([1, 2, 3]), batch=f"epoch {start}",
                brightness=np.array([1, 2, 3], np.float32), camera=["a", None, "b"], epoch=start,
                good=[True, False, True],
                taken=np.array(["2026-01-01"] * 3, "datetime64[D]"), note=[None, 1, 2.5],
            )  # fmt: skip
    loaded = cm.load(tmp_path / "a.parquet")
    found = loaded.predictions
    assert found.sample_id is not None
    assert found.sample_id.tolist() == ["000", "001", "002", "003", "004", "005"]
    assert (found.group_names, found.batch_names) == (("line 1",), ("epoch 0", "epoch 3"))
    assert found.sample_weight is not None
    assert found.sample_weight.tolist() == [1, 2, 3] * 2
    assert found.n == 12
    extra = {name: values.tolist() for name, values in loaded.extra.items()}
    assert extra["brightness"] == [1, 2, 3] * 2
    assert loaded.extra["brightness"].dtype == np.float32
    assert extra["camera"] == ["a", "", "b"] * 2
    assert extra["epoch"] == [0] * 3 + [3] * 3
    assert extra["good"] == [True, False, True] * 2
    assert extra["taken"] == ["2026-01-01"] * 6
    np.testing.assert_array_equal(extra["note"], [np.nan, 1, 2.5] * 2)


def test_that_labels_alone_can_be_written(tmp_path: Path) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES) as writer:
        writer.add([0, 1, 2], y_pred=[2, -1, None])
    found = cm.read_predictions(tmp_path / "a.parquet")
    assert found.score_kind == "labels"
    assert found.n == 1  # of labels alone, a row without a predicted one is of no use
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES) as writer:
        writer.add(TRUE, SCORES, y_pred=[2, -1, None])
    kept = cm.read_predictions(tmp_path / "a.parquet").y_pred
    assert kept is not None
    assert kept.tolist() == [2, -1, -1]


def test_that_rows_with_missing_scores_or_labels_are_kept_and_set_aside_when_read(tmp_path: Path) -> None:
    scores = SCORES.copy()
    scores[0, 1] = np.nan
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES, kind="probability") as writer:
        writer.add(TRUE, scores)
        writer.add([None, 1, float("nan")], SCORES)
        writer.add([0], [[np.inf, 0.0, 0.0]])
    loaded = cm.load(tmp_path / "a.parquet")
    assert [(row.row, row.code) for row in loaded.set_aside] == [
        (1, "nan_score"), (4, "missing_label"), (6, "missing_label"), (7, "infinite_score"),
    ]  # fmt: skip
    assert loaded.predictions.n == 3


GOOD = (TRUE, SCORES)
WRONG: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
    (([0, 1], SCORES), {}, "There are 2 true labels but 3 rows of scores"),
    (([0, 1, 3], SCORES), {}, "Row 3: the true label “3” is none of the classes ok, crack, dent"),
    ((["ok", "crack", "hole"], SCORES), {}, "Row 3: the true label “hole” is none of the classes"),
    ((TRUE, SCORES[:, :2]), {}, "There are 2 score columns for 3 classes"),
    ((TRUE, SCORES[:, 0]), {}, "There is one score column for 3 classes"),
    ((TRUE, SCORES[:, :, None]), {}, r"these have the shape \(3, 3, 1\)"),
    ((TRUE, 0.5), {}, r"these have the shape \(\)"),
    ((TRUE, SCORES.astype(np.float32)), {}, "“score_ok” is float, and in the batches before double"),
    ((TRUE, [["a"] * 3] * 3), {}, "The scores must be numbers; these are of the type <U1"),
    ((TRUE, [[object()] * 3] * 3), {}, "The scores must be numbers, with as many columns"),
    ((TRUE, SCORES * 2), {}, "Row 2: the score 1.5 is no probability"),
    ((TRUE, SCORES / 2), {}, "Row 1: the probabilities sum to 0.5 instead of 1"),
    ((TRUE, SCORES - 0.2), {}, "Row 2: the score .* is no probability"),
    ((np.ones((3, 3)), SCORES), {}, "Row 1 of the true labels is not one-hot"),
    ((np.full((3, 3), 0.5), SCORES), {}, "Row 1 of the true labels is not one-hot"),
    ((np.eye(3)[:, :2], SCORES), {}, "The true labels have 2 columns but there are 3 classes"),
    ((1, SCORES), {}, "must be one value a row"),
    ((TRUE, SCORES), {"sample_id": ["a"]}, r"the sample ids have the shape \(1,\)"),
    ((TRUE, SCORES), {}, "It lacks “sample_id”, unlike the batches before"),
    ((TRUE, SCORES), {"sample_id": "a", "more": 1}, "It has “more”, unlike the batches before"),
    ((TRUE, SCORES), {"sample_id": ["a", "b", "\ud800"]}, "hold text that is no valid Unicode"),
    ((TRUE, None), {"sample_id": "a"}, "There are neither scores nor predicted labels"),
    ((TRUE, SCORES), {"sample_id": "a", "y_pred": [1]}, "3 true labels but 1 predicted labels"),
    ((TRUE, SCORES), {"sample_id": "a", "count": [1, 2, 0.5]}, "Row 3: the count 0.5 is not a whole number"),
    ((TRUE, SCORES), {"sample_id": "a", "sample_weight": [1, -2, 3]}, "Row 2: the weight -2.0 is not a"),
    ((TRUE, SCORES), {"sample_id": "a", "sample_weight": ["x"] * 3}, "The weights must be numbers"),
    ((TRUE, SCORES), {"sample_id": "a", "p_ok": 1}, "The column “p_ok” is written already"),
    ((TRUE, SCORES), {"sample_id": "a", "wide": SCORES}, r"the values of “wide” have the shape \(3, 3\)"),
    ((TRUE, SCORES), {"sample_id": "a", "loss": "x"}, "It has “loss”, unlike the batches before"),
    ((TRUE, SCORES), {"sample_id": "a", "c": [1j] * 3}, "The values of “c” are of the type complex128"),
    ((TRUE, SCORES), {"sample_id": "a", "c": np.array([2**63] * 3, np.uint64)}, "A value of “c” is above 2"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "columns", "sentence"), WRONG)
def test_that_a_wrong_call_is_one_sentence_and_spoils_nothing(
    tmp_path: Path, wrong: tuple[Any, ...], columns: dict[str, Any], sentence: str
) -> None:
    kind: Any = "probability" if "probabilit" in sentence or "p_ok" in columns else None
    before = {"sample_id": "a"} if columns or "sample_id" in sentence else {}
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES, kind=kind) as writer:
        writer.add(*GOOD, **before)
        with pytest.raises(InputError, match=sentence) as caught:
            writer.add(*wrong, **columns)
        assert str(caught.value).startswith("a.parquet, batch 2: ")
        assert "\n" not in str(caught.value)
        writer.add(*GOOD, **before)
    found = cm.read_predictions(tmp_path / "a.parquet")
    assert (found.n, found.batch_names) == (6, ("1", "2"))


def test_that_indices_and_names_are_not_mixed_up_where_names_are_numbers(tmp_path: Path) -> None:
    two = np.array([[0.25, 0.75], [0.5, 0.5]])
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=["1", "2"]) as writer:
        writer.add([0, 1], two)
        writer.add([1, 1], two)  # still indices
        with pytest.raises(InputError, match="were indices of classes, and 1, 2 are not all such"):
            writer.add([2, 1], two)
    assert cm.read_predictions(tmp_path / "a.parquet").y_true.tolist() == [0, 1, 1, 1]
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=["1", "2"]) as writer:
        writer.add([1, 1], two)  # names
        with pytest.raises(InputError, match="were names of classes, and 0, 1 are not all such"):
            writer.add([0, 1], two)
    assert cm.read_predictions(tmp_path / "a.parquet").y_true.tolist() == [0, 0]
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=["0", "1"]) as writer:
        writer.add([0, 1], two)
        writer.add([True, False], two)
    assert cm.read_predictions(tmp_path / "a.parquet").y_true.tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"path": "a.csv"}, r"a.csv must end in .parquet, .arrow or .feather"),
        ({"path": "none/a.parquet"}, "its folder is missing"),
        ({"path": "folder.parquet"}, "it is a folder"),
        ({"classes": ["ok", "ok"]}, "must differ"),
        ({"classes": []}, "at least one"),
        ({"classes": [" ok", "crack"]}, "' ok' is empty, has blanks around it"),
        ({"classes": ["", "crack"]}, "is empty"),
        ({"classes": ["\ud800", "crack"]}, "is no Unicode"),
        ({"kind": "labels"}, "There is no kind of score called “labels”; choose one of probability"),
        ({"positive": "dent"}, "There is no class called “dent”"),
        ({"classes": CLASSES, "positive": "ok"}, "exactly two classes"),
    ],
)
def test_that_a_writer_that_cannot_work_is_refused_at_once(
    tmp_path: Path, arguments: dict[str, Any], sentence: str
) -> None:
    (tmp_path / "folder.parquet").mkdir()
    given = {"path": "a.parquet", "classes": ["ok", "crack"]} | arguments
    with pytest.raises(InputError, match=sentence):
        cm.PredictionWriter(tmp_path / given.pop("path"), **given)
    assert names(tmp_path) == ["folder.parquet"]


def test_that_nothing_is_written_where_nothing_was_added(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"No batch was added, so a.parquet was not written"):
        cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES).close()
    with pytest.raises(KeyError), cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES):
        raise KeyError
    assert names(tmp_path) == []


def test_that_a_closed_writer_takes_no_more(tmp_path: Path) -> None:
    writer = cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES)
    writer.add(*GOOD)
    writer.close()
    writer.close()
    with pytest.raises(InputError, match=r"a.parquet is closed"):
        writer.add(*GOOD)


def write_and_fail(path: Path) -> None:
    with cm.PredictionWriter(path, classes=CLASSES) as writer:
        writer.add(*GOOD)
        writer.add(*GOOD)
        raise KeyError


def test_that_an_error_in_the_block_leaves_the_old_file_and_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with cm.PredictionWriter(path, classes=CLASSES) as writer:
        writer.add(*GOOD)
    old = path.read_bytes()
    with pytest.raises(KeyError) as caught:
        write_and_fail(path)
    (note,) = caught.value.__notes__
    assert note == "What was predicted until then is in a.parquet.partial, which opens as it is."
    assert path.read_bytes() == old
    loaded = cm.load(tmp_path / "a.parquet.partial")
    assert loaded.predictions.n == 6
    doubts = [each.doubt for each in loaded.conclusions if each.doubt]
    assert len(doubts) == 1
    assert doubts[0].startswith("a.parquet.partial is incomplete")


def test_that_two_runs_that_write_one_file_do_not_touch_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with cm.PredictionWriter(path, classes=CLASSES) as first:
        first.add(*GOOD)
        with cm.PredictionWriter(path, classes=CLASSES) as second:
            second.add(*GOOD)
            second.add(*GOOD)
            assert names(tmp_path) == ["a.parquet.2.partial", "a.parquet.partial"]
        assert cm.read_predictions(path).n == 6
        first.add([0], SCORES[:1])
    assert cm.read_predictions(path).n == 4
    assert names(tmp_path) == ["a.parquet"]


def test_that_a_folder_and_a_pattern_do_not_count_what_is_being_written(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        with cm.PredictionWriter(tmp_path / name, classes=CLASSES) as writer:
            writer.add(*GOOD)
    writer = cm.PredictionWriter(tmp_path / "c.parquet", classes=CLASSES)
    writer.add(*GOOD)
    assert [path.name for path in gathered([tmp_path])] == ["a.parquet", "b.parquet"]
    assert [path.name for path in gathered([tmp_path / "*"])] == ["a.parquet", "b.parquet"]
    assert unfinished_beside(tmp_path / "none" / "a.parquet") is None
    assert [path.name for path in gathered([tmp_path / "*.partial"])] == ["c.parquet.partial"]
    assert [path.name for path in states_in(tmp_path)] == ["a.parquet", "b.parquet"]
    with pytest.raises(InputError, match=r"There is no file .*; c.parquet.partial is what a run left of it"):
        cm.load(tmp_path / "c.parquet")
    writer.close()
    assert [path.name for path in states_in(tmp_path)] == ["a.parquet", "b.parquet", "c.parquet"]


def test_that_row_groups_are_neither_tiny_nor_endless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finishing, "GROUP_ROWS", 10)
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES) as writer:
        for _ in range(7):
            writer.add(*GOOD)
    found = pq.read_metadata(tmp_path / "a.parquet")
    assert [found.row_group(index).num_rows for index in range(found.num_row_groups)] == [9, 9, 3]
    assert cm.read_predictions(tmp_path / "a.parquet").n == 21


def test_that_a_full_disk_is_one_sentence_that_names_what_is_left(tmp_path: Path) -> None:
    writer = cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES)
    writer.add(*GOOD)

    class Full:
        def write_batch(self, _: object) -> None:
            raise OSError(28, "No space left on device")

    writer._stream = Full()
    with pytest.raises(InputError, match=r"written \(No space left on device\); .* in a.parquet.partial"):
        writer.add(*GOOD)
    with pytest.raises(InputError, match="is closed"):
        writer.add(*GOOD)
    assert cm.read_predictions(tmp_path / "a.parquet.partial").n == 3


def test_that_a_folder_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    writer = cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES)
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InputError, match=r"batch 1: It cannot be written \(Permission denied\)\.$"):
        writer.add(*GOOD)


def test_that_whole_numbers_fit_into_a_further_column_of_fractions(tmp_path: Path) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES) as writer:
        writer.add(*GOOD, loss=0.5)
        writer.add(*GOOD, loss=0)
    assert cm.load(tmp_path / "a.parquet").extra["loss"].tolist() == [0.5] * 3 + [0.0] * 3
