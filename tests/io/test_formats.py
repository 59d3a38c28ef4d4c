"""The same table in every format opens to the same predictions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.readers.registry import known_suffixes, readers_by_name
from tests.io.layouts import CLASSES, WRITERS, load_frame, multiclass, write


@pytest.mark.parametrize("suffix", WRITERS)
def test_that_every_format_opens_to_the_same_predictions(tmp_path: Path, suffix: str) -> None:
    frame = multiclass()
    loaded = load_frame(tmp_path, frame, "preds" + suffix)
    found = loaded.predictions
    assert found.classes == CLASSES
    assert [found.classes[code] for code in found.y_true] == frame["y_true"].tolist()
    assert found.y_pred is not None
    assert [found.classes[code] for code in found.y_pred] == frame["y_pred"].tolist()
    assert found.y_score is not None
    assert found.y_score.flags.f_contiguous
    np.testing.assert_array_equal(found.y_score, frame[["p_ok", "p_scratch", "p_crack"]])
    assert found.sample_id is not None
    assert found.sample_id.tolist() == frame["id"].tolist()
    assert found.score_kind == "probability"
    assert loaded.set_aside == ()
    assert not loaded.in_doubt


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".npz"])
def test_that_float32_scores_stay_float32(tmp_path: Path, suffix: str) -> None:
    frame = multiclass().astype({f"p_{name}": np.float32 for name in CLASSES})
    scores = load_frame(tmp_path, frame, "preds" + suffix).predictions.y_score
    assert scores is not None
    assert scores.dtype == np.float32
    np.testing.assert_array_equal(scores, frame[["p_ok", "p_scratch", "p_crack"]].to_numpy())


@pytest.mark.parametrize("suffix", [".parquet", ".feather"])
def test_that_ordered_categories_keep_their_order(tmp_path: Path, suffix: str) -> None:
    frame = multiclass()
    frame["y_true"] = pd.Categorical(frame["y_true"], ["scratch", "crack", "ok"], ordered=True)
    loaded = load_frame(tmp_path, frame, "preds" + suffix)
    assert loaded.predictions.classes == ("scratch", "crack", "ok")
    assert loaded.columns.scores == ("p_scratch", "p_crack", "p_ok")


@pytest.mark.parametrize("suffix", [".parquet", ".feather"])
def test_that_unordered_categories_leave_the_order_to_the_score_columns(tmp_path: Path, suffix: str) -> None:
    frame = multiclass()
    frame["y_true"] = pd.Categorical(frame["y_true"], ["scratch", "unused", "crack", "ok"])
    assert load_frame(tmp_path, frame, "preds" + suffix).predictions.classes == CLASSES


@pytest.mark.parametrize("suffix", [".parquet", ".feather"])
def test_that_nulls_are_set_aside_with_their_row(tmp_path: Path, suffix: str) -> None:
    frame = multiclass(9)
    frame.loc[2, "y_true"] = None
    frame.loc[4, "p_ok"] = None
    frame["age"] = pd.array([1, 2, None, 4, 5, 6, 7, 8, 9], dtype="Int64")
    loaded = load_frame(tmp_path, frame, "preds" + suffix)
    assert [(each.row, each.code) for each in loaded.set_aside] == [(3, "missing_label"), (5, "nan_score")]
    assert loaded.extra["age"].tolist() == [1, 2, 4, 6, 7, 8, 9]


def test_that_columns_of_all_arrow_types_open(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    n = 4
    table = pa.table(
        {
            "y_true": pa.array([True, False, True, False]),
            "score": pa.array(np.array([0.5, 0.25, 0.75, 0.125], np.float16)),
            "when": pa.array(range(n), pa.timestamp("s")),
            "price": pa.array([1, 2, 3, 4], pa.decimal128(5, 2)),
            "nothing": pa.nulls(n),
            "lists": pa.array([[1], [2, 3], [3], [4]]),
            "pairs": pa.array([[1, 2], [3, 4], None, [5, 6]]),
            "record": pa.array([{"a": 1, "b": "x"}] * n),
            "deep": pa.array([[[1]]] * n),
            "bytes": pa.array([b"1", b"2", b"3", b"4"]),
            "flag": pa.array([True, None, False, True]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    loaded = load_predictions([tmp_path / "a.parquet"])
    assert loaded.predictions.classes == ("False", "True")
    assert loaded.predictions.y_score is not None
    assert loaded.predictions.y_score.dtype == np.float32
    assert loaded.predictions.positive == 1
    assert loaded.extra["price"].tolist() == [1, 2, 3, 4]
    assert loaded.extra["when"][0].startswith("1970-01-01 00:00:00")
    assert loaded.extra["nothing"].tolist() == [""] * n
    np.testing.assert_array_equal(loaded.extra["flag"], [1, np.nan, 0, 1])
    np.testing.assert_array_equal(loaded.extra["pairs_1"], [2, 4, np.nan, 6])
    assert loaded.extra["record_a"].tolist() == [1] * n
    assert loaded.extra["record_b"].tolist() == ["x"] * n
    assert {"lists", "bytes", "deep"}.isdisjoint(loaded.extra)
    assert sum("left out" in (each.doubt or "") for each in loaded.conclusions) == 3


def test_that_a_feather_file_with_lists_opens_without_them(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import feather

    table = pa.table({"y_true": ["a", "b"], "score": [0.25, 0.5], "lists": [[1], [2, 3]]})
    feather.write_feather(table, tmp_path / "a.feather")
    loaded = load_predictions([tmp_path / "a.feather"])
    assert "“lists” of a.feather holds bytes, or lists that differ in length" in str(loaded.conclusions)


def test_that_a_null_inside_a_dictionary_is_a_missing_label(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import feather

    labels = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 0], pa.int8()), pa.array(["a", None, "b"]))
    feather.write_feather(pa.table({"y_true": labels, "score": [0.1, 0.2, 0.3, 0.4]}), tmp_path / "a.feather")
    loaded = load_predictions([tmp_path / "a.feather"])
    assert loaded.predictions.classes == ("a", "b")
    assert [each.code for each in loaded.set_aside] == ["missing_label"]


def test_that_an_npz_with_two_dimensional_scores_takes_the_order_of_its_classes(tmp_path: Path) -> None:
    frame = multiclass(30)
    path = tmp_path / "a.npz"
    np.savez(
        path,
        y_true=np.arange(30) % 3,
        y_score=frame[["p_ok", "p_scratch", "p_crack"]].to_numpy(),
        class_names=np.array(CLASSES),
        notes=np.array("a remark"),
        cube=np.zeros((2, 2, 2)),
    )
    loaded = load_predictions([path])
    assert loaded.predictions.classes == CLASSES
    assert loaded.predictions.y_true.tolist() == [0, 1, 2] * 10
    assert loaded.columns.score_classes == CLASSES
    assert any("cube" in (each.doubt or "") for each in loaded.conclusions)


def test_that_an_npz_without_class_names_numbers_its_score_columns(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", y_true=[0, 1, 2, 2], y_score=np.eye(4, 3), y_pred=[[0], [1], [2], [0]])
    loaded = load_predictions([tmp_path / "a.npz"])
    assert loaded.predictions.classes == ("0", "1", "2")
    assert loaded.predictions.y_pred is not None
    assert loaded.predictions.y_pred.tolist() == [0, 1, 2, 0]


def test_that_an_npz_may_hold_bytes_big_endian_numbers_and_a_positive_class(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "a.npz",
        y_true=np.array([b"bad", b"good", b"good"]),
        classes=np.array([b"good", b"bad"]),
        score=np.array([0.5, 0.25, 0.1], dtype=">f8"),
        positive=np.array("good"),
        half=np.array([1, 2, 3], dtype=np.float16),
    )
    loaded = load_predictions([tmp_path / "a.npz"])
    assert loaded.predictions.classes == ("good", "bad")
    assert loaded.predictions.positive == 0
    assert loaded.predictions.positive_source == "declared"
    assert loaded.extra["half"].dtype == np.float32


def test_that_arrays_of_different_length_are_refused_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", y_true=[0, 1, 1], y_score=[0.1, 0.2])
    with pytest.raises(InputError, match=r"“y_score” has 2 rows where the others have 3"):
        load_predictions([tmp_path / "a.npz"])


def test_that_the_longest_suffix_chooses_the_reader_in_any_case() -> None:
    assert readers_by_name("A.B.CSV")[0].format == "CSV"
    assert readers_by_name("a.docx") == []
    assert {".parquet", ".csv", ".arff", ".gz", ".zst", ".zip"} <= set(known_suffixes())


@pytest.mark.parametrize("suffix", WRITERS)
def test_that_progress_rises_and_a_cancel_is_let_through(tmp_path: Path, suffix: str) -> None:
    path = write(multiclass(), tmp_path, "preds" + suffix)
    seen: list[float] = []
    load_predictions([path], progress=lambda fraction, _text="": seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0

    def stop(fraction: float, text: str = "") -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        load_predictions([path], InputOptions(), stop)


def test_that_each_source_is_remembered_with_its_fingerprint(tmp_path: Path) -> None:
    import hashlib

    frame = multiclass(10)
    frame.loc[1, "p_ok"] = np.nan
    path = write(frame, tmp_path)
    source = load_predictions([path]).sources[0]
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source.name, source.n, source.n_set_aside, source.format) == ("preds.csv", 9, 1, "CSV")


def test_that_a_refusal_tells_which_columns_were_left_out(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"y": ["a", "b"], "probs": [[0.9, 0.1], [0.8]]})
    pq.write_table(table, tmp_path / "nested.parquet")
    with pytest.raises(InputError) as error:
        load_predictions([tmp_path / "nested.parquet"])
    assert str(error.value).endswith(
        "(columns: y); the column “probs” of nested.parquet holds bytes, or lists that differ in length, "
        "and is left out."
    )


@pytest.mark.parametrize("suffix", [".parquet", ".feather"])
def test_that_a_vector_for_each_row_gives_a_score_for_each_class(tmp_path: Path, suffix: str) -> None:
    frame = multiclass().astype({f"p_{name}": np.float32 for name in CLASSES})
    scores = frame[["p_ok", "p_scratch", "p_crack"]].to_numpy()
    vectors = pd.DataFrame({"label": np.arange(60) % 3, "probabilities": list(scores)})
    found = load_frame(tmp_path, vectors, "a" + suffix).predictions
    assert found.classes == ("0", "1", "2")
    assert found.y_score is not None
    assert found.y_score.dtype == np.float32
    np.testing.assert_array_equal(found.y_score, scores)
