"""HDF5: plain datasets and pandas' fixed tables; what points elsewhere or needs foreign code is left out."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.io.load import load_predictions
from confmat_gui.io.readers import hdf5, hdf5_datasets
from tests.io.attempts import attempt
from tests.io.fuzz import damaged
from tests.io.layouts import CLASSES, doubts, multiclass

h5py = pytest.importorskip("h5py")
FRAME = multiclass()
SCORES = FRAME[["p_ok", "p_scratch", "p_crack"]].to_numpy()
CODES = np.array([CLASSES.index(name) for name in FRAME["y_true"]])


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        load_predictions([path])
    return str(error.value)


def collected(path: Path) -> hdf5_datasets.Collected:
    found = hdf5_datasets.Collected(path)
    found.collect()
    return found


@pytest.mark.parametrize("packing", [None, "gzip", "lzf"])
def test_that_datasets_open_to_the_same_predictions(tmp_path: Path, packing: str | None) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("run/y_true", data=FRAME["y_true"].tolist())
        file.create_dataset("run/probs", data=SCORES.astype(np.float32), compression=packing)
        file["run/y_pred"] = np.array(FRAME["y_pred"].tolist(), dtype="S7")
        file["id"] = FRAME["id"].tolist()
        file.attrs["class_names"] = list(CLASSES)
    assert collected(tmp_path / "a.h5").arrays["y_true"].tolist() == FRAME["y_true"].tolist()
    loaded = load_predictions([tmp_path / "a.h5"])
    assert loaded.predictions.classes == CLASSES
    assert loaded.columns.pred == "y_pred"
    np.testing.assert_array_equal(loaded.predictions.y_score, SCORES.astype(np.float32))
    assert loaded.predictions.sample_id is not None
    assert loaded.predictions.sample_id.tolist() == FRAME["id"].tolist()
    assert not loaded.in_doubt


def test_that_a_fixed_table_of_pandas_gives_its_numbers(tmp_path: Path) -> None:
    """Written as pandas does it: blocks of columns of one type, texts as a pickle."""
    with h5py.File(tmp_path / "a.h5", "w") as file:
        group = file.create_group("preds")
        group.attrs["pandas_type"] = np.bytes_("frame")
        group["axis0"] = np.array([b"y_true", b"score", b"note"])
        group["axis1"] = np.arange(4)
        group["block0_items"], group["block0_values"] = np.array([b"y_true"]), np.array([[0], [1], [1], [0]])
        group["block1_items"], group["block1_values"] = np.array([b"score"]), np.linspace(0, 1, 4)[:, None]
        group["block2_items"] = np.array([b"note"])
        objects = group.create_dataset("block2_values", (1,), dtype=h5py.vlen_dtype(np.uint8))
        objects[0] = np.frombuffer(pickle.dumps(["x"] * 4), np.uint8)
    assert collected(tmp_path / "a.h5").arrays.keys() == {"y_true", "score"}
    loaded = load_predictions([tmp_path / "a.h5"])
    assert loaded.predictions.y_true.tolist() == [0, 1, 1, 0]
    assert doubts(loaded) == [
        "“note” of a.h5 holds Python objects, which are never unpickled and is left out."
    ]


def test_that_what_points_elsewhere_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(bytes(480))
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["secret"] = CODES
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["y_true"], file["y_score"] = CODES, SCORES
        file["outside"] = h5py.ExternalLink("other.h5", "/secret")
        file["soft"] = h5py.SoftLink("/y_true")
        file.create_dataset("raw", (60,), "f8", external=[(str(tmp_path / "secret.bin"), 0, 480)])
        layout = h5py.VirtualLayout((60,), "f8")
        layout[:] = h5py.VirtualSource(tmp_path / "other.h5", "secret", (60,))
        file.create_virtual_dataset("virtual", layout)
        file["cube"] = np.zeros((2, 2, 2))
        file["reference"] = np.array([file["y_true"].ref], dtype=h5py.ref_dtype)
        file["a/b"], file["c/b"] = CODES, CODES
    assert collected(tmp_path / "a.h5").arrays.keys() == {"b", "y_true", "y_score"}
    loaded = load_predictions([tmp_path / "a.h5"])
    assert set(loaded.extra) == {"b"}
    assert sum("is a link to another place" in each for each in doubts(loaded)) == 2
    assert sum("is not a plain array" in each for each in doubts(loaded)) == 4
    assert sum("is there twice" in each for each in doubts(loaded)) == 1


def test_that_records_and_logical_values_open(tmp_path: Path) -> None:
    records = np.zeros(4, dtype=[("y_true", "i8"), ("score", "f4")])
    records["y_true"] = [0, 1, 0, 1]
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["table"], file["flag"] = records, np.array([True, False, True, True])
    found = collected(tmp_path / "a.h5").arrays
    assert found["y_true"].tolist() == [0, 1, 0, 1]
    assert found["flag"].tolist() == [True, False, True, True]


def test_that_foreign_packing_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("y_true", data=CODES, compression="gzip")
    monkeypatch.setattr(hdf5_datasets, "KNOWN_FILTERS", frozenset({2}))
    assert collected(tmp_path / "a.h5").arrays == {}


def test_that_an_empty_dataset_that_says_it_is_large_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("y_true", (10**12,), "f8", chunks=(1000,))
    assert "unpacks to more than" in refused(tmp_path / "a.h5")
    with pytest.raises(InputError, match="unpacks to more than"):
        collected(tmp_path / "a.h5")


def test_that_a_file_cut_short_or_empty_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["y_true"] = CODES
    (tmp_path / "a.h5").write_bytes((tmp_path / "a.h5").read_bytes()[:-100])
    assert "a.h5 is cut short or damaged: it cannot be read as HDF5" in refused(tmp_path / "a.h5")
    h5py.File(tmp_path / "b.h5", "w").close()
    assert "b.h5 has columns but no rows" in refused(tmp_path / "b.h5")


@pytest.mark.parametrize("starts", [True, False])
def test_that_reading_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, starts: bool
) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["y_true"], file["y_score"] = CODES, SCORES
    begin = "pathlib.Path(sys.argv[4]).touch(); " if starts else ""
    endless = f"import pathlib, sys, threading; {begin}threading.Event().wait()"
    (tmp_path / "endless_reader.py").write_text(endless, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(hdf5, "_CHILD", "endless_reader")
    monkeypatch.setattr(hdf5, "LEAST_SECONDS", 0.2)
    monkeypatch.setattr(hdf5, "START_SECONDS", 60.0 if starts else 0.2)
    assert "reading it as HDF5 did not end" in refused(tmp_path / "a.h5")


def test_that_a_cancel_ends_the_reading(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["y_true"], file["y_score"] = CODES, SCORES

    def stop(fraction: float, text: str = "") -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        load_predictions([tmp_path / "a.h5"], progress=stop)


def test_that_a_missing_library_is_a_sentence_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))

    def nothing(_name: str) -> Any:
        return None

    monkeypatch.setattr(hdf5, "find_spec", nothing)
    assert 'install it with: pip install "confmat_gui[hdf5]"' in refused(tmp_path / "a.h5")


def test_that_a_refusal_is_handed_over(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("y_true", (10**12,), "f8", chunks=(1000,))
    hdf5_datasets.main(*(str(tmp_path / name) for name in ("a.h5", "out.npz", "report.json", "started")))
    assert "unpacks to more than" in (tmp_path / "report.json").read_text()


def test_that_the_program_writes_arrays_and_what_there_is_to_say(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["y_true"], file["cube"] = CODES, np.zeros((2, 2, 2))
    hdf5_datasets.main(*(str(tmp_path / name) for name in ("a.h5", "out.npz", "report.json", "started")))
    with np.load(tmp_path / "out.npz") as arrays:
        assert arrays["a0"].tolist() == CODES.tolist()
    assert "“cube” of a.h5 is not a plain array" in (tmp_path / "report.json").read_text()


def test_that_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    for _, paths in damaged("HDF5", tmp_path, 1, 14):  # each is read in a process of its own
        attempt(paths)


def test_that_the_memory_of_the_child_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    (tmp_path / "a.h5").write_bytes(bytes(1000))
    limits: list[Any] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, pair: limits.append(pair))
    hdf5_datasets.limit_memory(tmp_path / "a.h5")
    most = 3 * (256 * 2**20 + 100_000) + 4 * 2**30
    assert limits == [(most, most)]
