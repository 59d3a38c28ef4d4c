"""Damaged bytes lead to a sentence or to a result, never to another exception."""

from __future__ import annotations

import contextlib
import json
import os
import random
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.loaded import InputOptions
from tests.io.layouts import WRITERS, multiclass, write
from tests.io.torch_files import write_torch

MUTATIONS = int(os.environ.get("CONFMAT_MUTATIONS", "1000"))
PREVIEWED = 5
"""One file in so many is previewed too, which takes the same way through the readers."""
FILES = ["a" + suffix for suffix in WRITERS]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Flip, cut out, double or overwrite a few stretches of the bytes."""
    mutable = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(mutable) + 1)
        length = chance.choice((1, 1, 2, 8, 60))
        kind = chance.randrange(5)
        if kind == 0:
            mutable[start : start + length] = chance.randbytes(length)
        elif kind == 1:
            del mutable[start : start + length]
        elif kind == 2:
            mutable[start:start] = mutable[start : start + length]
        elif kind == 3:
            mutable[start:start] = chance.choice(
                (b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"nan", b"-", b'"\n"', b"\t")
            )
        else:
            del mutable[start:]
        if not mutable:
            mutable = bytearray(b"x")
    return bytes(mutable)


def attempt(path: Path) -> str:
    """Load a file; a refusal must name it, a result must account for its rows."""
    try:
        loaded = load_predictions([path], InputOptions())
    except InputError as error:
        sentence = str(error)
    else:
        assert loaded.predictions.n_rows == loaded.sources[0].n
        return "read"
    assert path.name in sentence
    return "refused"


@pytest.mark.parametrize("name", FILES)
def test_that_mutated_files_are_read_or_refused(tmp_path: Path, name: str) -> None:
    frame = multiclass(40)
    frame["y_true"] = frame["y_true"].astype("category")
    frame["note"] = ['a "quote", and\nmore'] * 40
    frame["age"] = range(40)
    path = write(frame.astype({"y_true": str}) if name.endswith(("npz", "npy")) else frame, tmp_path, name)
    _attack(path, name)


def _tensors(path: Path) -> None:
    """Write codes and scores as safetensors or as PyTorch does."""
    scores = multiclass(40)[["p_ok", "p_scratch", "p_crack"]].to_numpy(np.float32)
    if path.suffix == ".pt":
        write_torch(path, {"y_true": np.arange(40) % 3, "y_score": scores, "classes": ["a", "b", "c"]})
        return
    header = {
        "__metadata__": {"classes": '["a", "b", "c"]'},
        "y_true": {"dtype": "I64", "shape": [40], "data_offsets": [0, 320]},
        "y_score": {"dtype": "F32", "shape": [40, 3], "data_offsets": [320, 800]},
    }
    text = json.dumps(header).encode()
    body = (np.arange(40) % 3).tobytes() + np.ascontiguousarray(scores).tobytes()
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


@pytest.mark.parametrize("name", ["a.safetensors", "a.pt"])
def test_that_mutated_tensors_are_read_or_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    _tensors(path)
    assert attempt(path) == "read"
    _attack(path, name)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("a.pt", "archive/data.pkl"),
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
        ("a.xlsx", "xl/workbook.xml"),
        ("a.npz", "y_true.npy"),
    ],
)
def test_that_mutated_insides_of_archives_are_read_or_refused(
    tmp_path: Path, name: str, inside: str
) -> None:
    path = tmp_path / name
    if name == "a.pt":
        _tensors(path)
    else:
        write(multiclass(40).drop(columns="id"), tmp_path, name)
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    chance = random.Random(inside)
    for _ in range(MUTATIONS):
        with zipfile.ZipFile(path, "w") as archive:
            for each, data in members.items():
                archive.writestr(each, mutated(data, chance) if each == inside else data)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            attempt(path)


def _attack(path: Path, name: str) -> None:
    data = path.read_bytes()
    chance = random.Random(name)
    outcomes = {"read": 0, "refused": 0}
    for turn in range(MUTATIONS):
        path.write_bytes(mutated(data, chance))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            if turn % PREVIEWED == 0:
                with contextlib.suppress(InputError):
                    preview(path)
            outcomes[attempt(path)] += 1
    assert outcomes["refused"] > 0
