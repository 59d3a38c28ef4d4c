"""Arrays in files of their own: NPY alone and in pairs, safetensors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions
from confmat_gui.io.readers.array_names import name_from_file
from tests.io.layouts import CLASSES, doubts, multiclass, subjects

FRAME = multiclass()
SCORES = FRAME[["p_ok", "p_scratch", "p_crack"]].to_numpy()
CODES = np.array([CLASSES.index(name) for name in FRAME["y_true"]])


def saved(path: Path, array: Any) -> Path:
    np.save(path, array)
    return path


def refused(*paths: Path) -> str:
    with pytest.raises(InputError) as error:
        load_predictions(paths)
    return str(error.value)


@pytest.mark.parametrize("names", [("y_true.npy", "y_score.npy"), ("val_labels.npy", "val_probs.npy")])
@pytest.mark.parametrize("order", ["C", "F"])
def test_that_truth_and_scores_in_two_files_are_read_side_by_side(
    tmp_path: Path, names: tuple[str, str], order: Any
) -> None:
    truth = saved(tmp_path / names[0], CODES)
    scores = saved(tmp_path / names[1], np.array(SCORES, order=order))
    for paths in ([truth, scores], [scores, truth]):
        loaded = load_predictions(paths)
        assert loaded.predictions.y_score is not None
        np.testing.assert_array_equal(loaded.predictions.y_score, SCORES)
        assert loaded.predictions.y_true.tolist() == CODES.tolist()
        assert loaded.predictions.batch is None
        assert subjects(loaded)["join"] == f"{scores.name} with {truth.name}"
        assert "line by line; both have 60 rows" in str(loaded.conclusions)
        assert [(source.name, source.n, source.format) for source in loaded.sources] == [
            (path.name, 60, "NPY") for path in paths
        ]
        assert not loaded.in_doubt


def test_that_files_side_by_side_must_have_equally_many_rows(tmp_path: Path) -> None:
    truth = saved(tmp_path / "y_true.npy", CODES)
    scores = saved(tmp_path / "y_score.npy", SCORES[:-1])
    assert "y_score.npy has 59 rows and y_true.npy has 60, so their lines do not" in refused(truth, scores)


def test_that_a_row_set_aside_counts_in_both_files(tmp_path: Path) -> None:
    scores = SCORES.copy()
    scores[4, 1] = np.nan
    paths = [saved(tmp_path / "y_true.npy", CODES), saved(tmp_path / "y_score.npy", scores)]
    loaded = load_predictions(paths)
    assert [(source.n, source.n_set_aside) for source in loaded.sources] == [(59, 1)] * 2
    assert [(each.source, each.row) for each in loaded.set_aside] == [("y_score.npy", 5)]


def test_that_classes_and_positive_of_either_file_hold(tmp_path: Path) -> None:
    truth = saved(tmp_path / "y_true.npy", CODES % 2)
    np.savez(
        tmp_path / "b.npz", y_score=SCORES[:, 0], classes=np.array(["no", "yes"]), positive=np.array("no")
    )
    found = load_predictions([truth, tmp_path / "b.npz"]).predictions
    assert (found.classes, found.positive) == (("no", "yes"), 0)


def test_that_records_give_a_column_for_each_field(tmp_path: Path) -> None:
    records = np.zeros(60, dtype=[("y_true", "U7"), ("p_ok", "f4"), ("p_scratch", "f4"), ("p_crack", "f4")])
    for name in ("y_true", "p_ok", "p_scratch", "p_crack"):
        records[name] = FRAME[name]
    found = load_predictions([saved(tmp_path / "a.npy", records)]).predictions
    assert found.classes == CLASSES
    assert found.y_score is not None
    np.testing.assert_array_equal(found.y_score, SCORES.astype(np.float32))


def test_that_batches_of_records_are_put_below_one_another(tmp_path: Path) -> None:
    records = np.zeros(6, dtype=[("y_true", "i4"), ("score", "f4")])
    records["y_true"] = [0, 1] * 3
    paths = [saved(tmp_path / name, records) for name in ("a.npy", "b.npy")]
    assert load_predictions(paths).predictions.batch_names == ("a", "b")


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.array(["a", 1], dtype=object), "holds Python objects, which are never unpacked"),
        (np.array(0.5), "holds a single value"),
        (np.zeros((0, 3)), "has columns but no rows"),
        (np.zeros(3, dtype=[("a", object)]), "holds Python objects, which are never unpacked"),
    ],
)
def test_that_other_arrays_are_refused(tmp_path: Path, array: Any, expected: str) -> None:
    assert expected in refused(saved(tmp_path / "a.npy", array))


def test_that_an_array_cut_short_or_with_a_false_size_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.npy", SCORES)
    data = path.read_bytes()
    path.write_bytes(data[:-9])
    assert "a.npy is cut short or damaged" in refused(path)
    path.write_bytes(
        data.replace(b"(60, 3)", b"(6000000000, 3)".ljust(15)).replace(b" " * 8 + b"\n", b"\n", 1)
    )
    assert "a.npy is cut short or damaged" in refused(path)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("y_true.npy", "y_true"),
        ("val_y_true.npy", "y_true"),
        ("Test-Labels.npy", "labels"),
        ("probs_resnet50.npy", "probs"),
        ("resnet50.npy", "resnet50"),
    ],
)
def test_that_an_array_is_called_after_its_file(file: str, name: str) -> None:
    assert name_from_file(Path(file)) == name


def tensors(path: Path, header: Any, body: bytes = b"") -> Path:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)
    return path


def test_that_safetensors_open_with_their_classes(tmp_path: Path) -> None:
    scores = SCORES.astype(np.float32)
    header = {
        "__metadata__": {"classes": json.dumps(CLASSES)},
        "y_true": {"dtype": "I64", "shape": [60], "data_offsets": [0, 480]},
        "y_score": {"dtype": "F32", "shape": [60, 3], "data_offsets": [480, 1200]},
        "odd": {"dtype": "F8_E4M3", "shape": [60], "data_offsets": [1200, 1260]},
    }
    path = tensors(tmp_path / "a.safetensors", header, CODES.tobytes() + scores.tobytes() + bytes(60))
    loaded = load_predictions([path])
    assert loaded.predictions.classes == CLASSES
    np.testing.assert_array_equal(loaded.predictions.y_score, scores)
    assert doubts(loaded) == [
        "The tensor “odd” of a.safetensors is of the type F8_E4M3, which is not read, and is left out."
    ]


def test_that_safetensors_of_their_own_library_open_to_the_same_predictions(tmp_path: Path) -> None:
    library = pytest.importorskip("safetensors.numpy")
    library.save_file(
        {"y_true": CODES, "y_score": np.array(SCORES, order="C")},
        tmp_path / "a.safetensors",
        {"classes": "no list"},
    )
    found = load_predictions([tmp_path / "a.safetensors"]).predictions
    np.testing.assert_array_equal(found.y_score, SCORES)
    assert found.y_true.tolist() == CODES.tolist()


def test_that_short_floats_become_float32_without_loss(tmp_path: Path) -> None:
    exact = np.array([0.5, -2.0, 3.140625, 1e-30, np.nan], np.float32)
    short = (exact.view(np.uint32) >> 16).astype(np.uint16)
    header = {
        "y_true": {"dtype": "BOOL", "shape": [5], "data_offsets": [0, 5]},
        "score": {"dtype": "BF16", "shape": [5], "data_offsets": [5, 15]},
        "half": {"dtype": "F16", "shape": [5, 1], "data_offsets": [15, 25]},
    }
    body = bytes([1, 0, 2, 0, 1]) + short.tobytes() + np.arange(5).astype(np.float16).tobytes()
    loaded = load_predictions([tensors(tmp_path / "a.safetensors", header, body)])
    assert loaded.predictions.classes == ("False", "True")
    assert loaded.predictions.y_true.tolist() == [1, 0, 1, 0]
    expected = (short.astype(np.uint32) << 16).view(np.float32)[:4]
    np.testing.assert_array_equal(loaded.predictions.y_score, expected[:, None])
    assert loaded.extra["half"].dtype == np.float32


@pytest.mark.parametrize(
    "header",
    [
        b"{",
        b"{]",
        {"a": {"dtype": "F32"}},
        {"a": 1},
        {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 9]}},
        {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 800]}},
        {"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}},
        {"a": {"dtype": "F32", "shape": [-2, -1], "data_offsets": [0, 8]}},
        {"a": {"dtype": "F32", "shape": [10**12], "data_offsets": [0, 8]}},
    ],
)
def test_that_false_headers_are_refused(tmp_path: Path, header: Any) -> None:
    path = tensors(tmp_path / "a.safetensors", header, bytes(16))
    assert "a.safetensors is cut short or damaged" in refused(path)
    path.write_bytes((10**6).to_bytes(8, "little") + b"{}")
    assert "its header is longer than the file" in refused(path)


def test_that_tensors_that_share_their_bytes_are_no_bomb(tmp_path: Path) -> None:
    entry = {"dtype": "U8", "shape": [2**20], "data_offsets": [0, 2**20]}
    path = tensors(tmp_path / "a.safetensors", {f"t{index}": entry for index in range(500)}, bytes(2**20))
    assert "unpacks to more than" in refused(path)


@pytest.mark.parametrize("code", [0x110000, 0xD800, 0xFFFFFFFF])
@pytest.mark.parametrize("order", ["<", ">"])
def test_that_text_that_is_none_is_refused(tmp_path: Path, code: int, order: str) -> None:
    text = np.array(["ok", "no"]).astype(f"{order}U2")
    path = saved(tmp_path / "a.npy", text)
    data = path.read_bytes()
    path.write_bytes(data[:-4] + code.to_bytes(4, "little" if order == "<" else "big"))
    assert "its text holds what is no character" in refused(path)
