"""PyTorch's files are read without PyTorch, and what they would run is refused and not run."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io import limits
from confmat_gui.io.load import load_predictions
from tests.io.layouts import CLASSES, doubts, multiclass
from tests.io.torch_files import write_archive, write_torch

FRAME = multiclass()
SCORES = FRAME[["p_ok", "p_scratch", "p_crack"]].to_numpy(np.float32)
CODES = np.array([CLASSES.index(name) for name in FRAME["y_true"]])


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        load_predictions([path])
    return str(error.value)


def assert_same(path: Path, *more: Path) -> None:
    found = load_predictions([path, *more]).predictions
    assert found.y_true.tolist() == CODES.tolist()
    assert found.y_score is not None
    assert found.y_score.dtype == np.float32
    np.testing.assert_array_equal(found.y_score, SCORES)


@pytest.mark.parametrize("suffix", [".pt", ".pth"])
def test_that_a_dictionary_of_tensors_opens(tmp_path: Path, suffix: str) -> None:
    value = {
        "y_true": CODES,
        "y_score": SCORES,
        "classes": list(CLASSES),
        "epoch": 3,
        "name": "x",
        "loss": 0.5,
    }
    path = write_torch(tmp_path / f"a{suffix}", value)
    assert_same(path)
    assert load_predictions([path]).predictions.classes == CLASSES


def test_that_batches_in_a_list_are_put_below_one_another(tmp_path: Path) -> None:
    batches = [
        {"y_true": CODES[at : at + 7], "probs": SCORES[at : at + 7], "epoch": 1} for at in range(0, 60, 7)
    ]
    assert_same(write_torch(tmp_path / "a.pt", batches))


def test_that_truth_and_scores_in_two_files_are_read_side_by_side(tmp_path: Path) -> None:
    truth = write_torch(tmp_path / "val_targets.pt", CODES)
    assert_same(truth, write_torch(tmp_path / "val_probs.pt", SCORES))


def test_that_tensors_in_a_tuple_are_numbered(tmp_path: Path) -> None:
    path = write_torch(tmp_path / "a.pt", (CODES, SCORES))
    from confmat_gui.io.loaded import InputOptions

    loaded = load_predictions([path], InputOptions(true=("tensor 1",)))
    assert loaded.columns.scores == ("tensor 2_0", "tensor 2_1", "tensor 2_2")


def test_that_what_is_no_array_is_left_out_and_named(tmp_path: Path) -> None:
    value = {"y_true": CODES, "y_score": SCORES, "config": {"lr": 1}, 5: CODES, "mixed": [[1], 2]}
    loaded = load_predictions([write_torch(tmp_path / "a.pt", value)])
    assert sum("is no tensor or list of values" in each for each in doubts(loaded)) == 3


def test_that_other_types_of_numbers_open(tmp_path: Path) -> None:
    value = {
        "y_true": np.array([True, False, True]),
        "score": np.array([0.5, 0.25, 1], np.float16),
        "small": np.array([1, 2, 255], np.uint8),
        "texts": ["a", "b", "c"],
    }
    loaded = load_predictions([write_torch(tmp_path / "a.pt", value)])
    assert loaded.predictions.classes == ("False", "True")
    assert loaded.extra["small"].tolist() == [1, 2, 255]
    assert loaded.extra["texts"].tolist() == ["a", "b", "c"]


class _Evil:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.target}",)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_that_a_malicious_file_is_refused_by_name_and_not_run(tmp_path: Path, protocol: int) -> None:
    trap = tmp_path / "was-run"
    opcodes = pickle.dumps({"y_true": _Evil(trap)}, protocol=protocol)
    path = write_archive(tmp_path / "a.pt", opcodes, [])
    assert f"nothing in it was run: it asks for {os.system.__module__}.system" in refused(path)
    assert not trap.exists()
    pickle.loads(opcodes)
    assert trap.exists(), "the file must be one that would do harm"


@pytest.mark.parametrize(
    ("opcodes", "what"),
    [
        (b"\x80\x02cbuiltins\neval\n.", "builtins.eval"),
        (b"\x80\x04\x8c\x08builtins\x8c\x04exec\x93.", "builtins.exec"),
        (b"\x80\x02ctorch\nload\n.", "torch.load"),
        (b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\nctorch\nSize\n\x81.", "the instruction NEWOBJ"),
        (b"\x80\x02}}b.", "the instruction BUILD"),
        (b"\x80\x02(ios\nsystem\n.", "the instruction INST"),
        (b"\x80\x02(cos\nsystem\no.", "os.system"),
        (b"\x80\x02}\x82\x01.", "the instruction EXT1"),
        (b"\x80\x02K\x01K\x02R.", "a call of int"),
        (b"\x80\x02ccollections\nOrderedDict\n(K\x01tR.", "a call of OrderedDict"),
        (b"\x80\x02(X\x07\x00\x00\x00storageK\x01K\x01K\x01K\x01tQ.", "a storage of an unknown kind"),
    ],
)
def test_that_everything_but_data_is_refused_by_name(tmp_path: Path, opcodes: bytes, what: str) -> None:
    assert what in refused(write_archive(tmp_path / "a.pt", opcodes, []))


def tensor(size: str, stride: str, n: int = 4, offset: str = "K\x00") -> bytes:
    """Return the opcodes of a tensor over a storage of `n` float32."""
    storage = b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK"
    place = storage + bytes([n]) + b"tQ" + (offset + size + stride).encode("latin-1")
    return b"\x80\x02}X\x01\x00\x00\x00yctorch._utils\n_rebuild_tensor_v2\n(" + place + b"\x89}tRs."


@pytest.mark.parametrize(
    "opcodes",
    [
        b"",
        b"\x80\x02",
        b"\x80\x02.",
        b"\x80\x02\x85.",
        b"\x80\x02t.",
        b"\x80\x02K\x01K\x02a.",
        b"\x80\x02]K\x01K\x02s.",
        b"\x80\x02}]K\x02s.",
        b"\x80\x02h\x07.",
        b"\x80\x02(X\x07\x00\x00\x00storagectorch\nFloatStorage\nK\x01K\x01K\x01tQ.",
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n(K\x00K\x00K\x00K\x00tR.",
        tensor("K\x05\x85", "K\x01\x85"),
        tensor("K\x02\x85", "K\x04\x85"),
        tensor("J\xff\xff\xff\xff\x85", "K\x01\x85"),
        tensor("K\x02\x85", "K\x01\x85", offset="K\x03"),
        tensor("K\x02\x85", ")"),
        tensor("K\x02\x85", "K\x01\x85", n=9),
        tensor("X\x01\x00\x00\x00a\x85", "K\x01\x85"),
    ],
)
def test_that_damaged_archives_are_refused(tmp_path: Path, opcodes: bytes) -> None:
    assert "a.pt is cut short or damaged" in refused(write_archive(tmp_path / "a.pt", opcodes, [bytes(16)]))


def test_that_a_file_without_tensors_is_refused(tmp_path: Path) -> None:
    assert "a.pt holds no tensors" in refused(write_torch(tmp_path / "a.pt", "text"))
    assert "differ in their names" in refused(write_torch(tmp_path / "a.pt", [{"a": 1}, {"b": 1}]))
    assert "has columns but no rows" in refused(
        write_archive(tmp_path / "a.pt", tensor("K\x00\x85", "K\x01\x85"), [bytes(16)])
    )


def test_that_a_tensor_that_repeats_one_number_is_no_bomb(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.pt", tensor("J\xff\xff\xff\x7f\x85", "K\x00\x85"), [bytes(16)])
    assert "unpacks to more than" in refused(path)


def test_that_one_list_named_many_times_is_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE_BYTES", 10_000)
    monkeypatch.setattr(limits, "MAX_RATIO", 1)
    item = b"]q\x00(" + b"K\x01" * 200 + b"e"
    keys = b"".join(b"K" + bytes([index]) + b"h\x00" for index in range(100))
    opcodes = b"\x80\x02}(X\x01\x00\x00\x00a" + item + keys + b"u."
    assert "unpacks to more than" in refused(write_archive(tmp_path / "a.pt", opcodes, []))


def test_that_a_program_and_an_old_file_are_refused_by_their_kind(tmp_path: Path) -> None:
    path = write_torch(tmp_path / "a.pt", {"y_true": CODES})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("archive/constants.pkl", b"")
    assert "is a TorchScript program" in refused(path)
    (tmp_path / "b.pt").write_bytes(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + bytes(100))
    assert "a file of PyTorch before 1.6" in refused(tmp_path / "b.pt")


WRITES = """
import sys
import numpy as np
import torch

folder = sys.argv[1]
y_true, y_score = (torch.tensor(np.load(f"{folder}/{name}.npy")) for name in ("y_true", "y_score"))
torch.save({"y_true": y_true, "y_score": y_score}, f"{folder}/a.pt")
wide = torch.zeros(60, 6)
wide[:, 1::2] = y_score
model = {"y_true": y_true.reshape(60, 1), "y_score": torch.nn.Parameter(wide[:, 1::2]), "when": 3}
torch.save(model, f"{folder}/b.pt", pickle_protocol=4)
torch.save({"y_true": y_true, "y_score": y_score.T.contiguous().T}, f"{folder}/c.pt")
short = y_score.to(torch.bfloat16)
torch.save({"y_true": y_true, "y_score": short}, f"{folder}/short.pt")
np.save(f"{folder}/short.npy", short.float().numpy())
torch.save(y_true, f"{folder}/labels.pth")
torch.save(y_score, f"{folder}/logits.pth")
torch.save({"y_true": y_true}, f"{folder}/old.pt", _use_new_zipfile_serialization=False)
torch.save(torch.nn.Linear(2, 2), f"{folder}/model.pt")
"""


def test_that_files_of_pytorch_itself_open_to_the_same_predictions(tmp_path: Path) -> None:
    if find_spec("torch") is None:
        pytest.skip("PyTorch is not installed; the same layout is written by hand above")
    np.save(tmp_path / "y_true.npy", CODES)
    np.save(tmp_path / "y_score.npy", SCORES)
    # In a process of its own: PyTorch changes what other tests see of the modules that are loaded.
    subprocess.run([sys.executable, "-c", WRITES, str(tmp_path)], check=True)
    for name in ("a.pt", "b.pt", "c.pt"):
        assert_same(tmp_path / name)
    assert_same(tmp_path / "labels.pth", tmp_path / "logits.pth")
    scores = load_predictions([tmp_path / "short.pt"]).predictions.y_score
    assert scores is not None
    np.testing.assert_array_equal(scores, np.load(tmp_path / "short.npy"))
    assert "a file of PyTorch before 1.6" in refused(tmp_path / "old.pt")
    assert "it asks for torch.nn.modules.linear.Linear" in refused(tmp_path / "model.pt")
