"""Damaged bytes lead to a sentence or to a result, never to another exception."""

from __future__ import annotations

import contextlib
import os
import random
import warnings
from pathlib import Path

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.loaded import InputOptions
from tests.io.layouts import WRITERS, multiclass, write

MUTATIONS = int(os.environ.get("CONFMAT_MUTATIONS", "300"))
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
    path = write(frame.astype({"y_true": str}) if name.endswith("npz") else frame, tmp_path, name)
    data = path.read_bytes()
    chance = random.Random(name)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(data, chance))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            outcomes[attempt(path)] += 1
            with contextlib.suppress(InputError):
                preview(path)
    assert outcomes["refused"] > 0
