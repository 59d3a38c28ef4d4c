"""Writes the arrays of one framework, compares what is read: `python -m tests.io.framework_arrays torch`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

import confmat_gui as cm

CLASSES = ["ok", "crack", "dent"]
TRUE = [0, 1, 2, 1]
SCORES = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.25, 0.5], [0, 1, 0]])
"""Every value is exact in all floats down to 8 bits of precision."""
Way: TypeAlias = tuple[str, Any, Any, Any]
"""Its name, labels, scores, and the type in which the scores come back."""


def with_numpy() -> Iterator[Way]:
    yield "lists", TRUE, SCORES.tolist(), np.float64
    yield "float32", np.array(TRUE), SCORES.astype(np.float32), np.float32
    yield "float16", np.array(TRUE, np.uint8), SCORES.astype(np.float16), np.float32


def with_pandas() -> Iterator[Way]:
    import pandas as pd

    names = pd.Series([CLASSES[code] for code in TRUE], dtype="category")
    yield "frame", names, pd.DataFrame(SCORES), np.float64


def with_torch() -> Iterator[Way]:
    import torch

    labels, scores = torch.tensor(TRUE), torch.tensor(SCORES)
    yield "float64", labels, scores, np.float64
    yield "float32 with gradient", labels, scores.float().requires_grad_(), np.float32
    yield "float32, not contiguous", labels, scores.float().T.contiguous().T, np.float32
    yield "bfloat16 with gradient", labels, scores.bfloat16().requires_grad_(), np.float32
    yield "float16", labels[:, None], scores.half(), np.float32
    yield "one-hot", torch.nn.functional.one_hot(labels, 3), scores, np.float64
    yield "bfloat16 labels", labels.bfloat16(), scores, np.float64
    yield "list of tensors", list(labels), list(scores.float()), np.float32
    yield "parameter", labels, torch.nn.Parameter(scores.float()), np.float32
    with torch.inference_mode():
        yield "inference mode", labels, scores.float() * 1, np.float32


def with_tensorflow() -> Iterator[Way]:
    import tensorflow as tf

    labels, scores = tf.constant(TRUE), tf.constant(SCORES)
    yield "float64", labels, scores, np.float64
    yield "float32 variable", labels, tf.Variable(tf.cast(scores, tf.float32)), np.float32
    yield "bfloat16", labels, tf.cast(scores, tf.bfloat16), np.float32
    yield "float16", labels, tf.cast(scores, tf.float16), np.float32
    yield "one-hot", tf.one_hot(labels, 3), tf.cast(scores, tf.float32), np.float32
    yield "names", tf.gather(tf.constant(CLASSES), labels), scores, np.float64


def with_keras() -> Iterator[Way]:
    import keras

    labels = keras.ops.convert_to_tensor(TRUE)
    for dtype in ("float32", "bfloat16", "float16"):
        yield dtype, labels, keras.ops.convert_to_tensor(SCORES, dtype), np.float32
    yield "variable", labels, keras.Variable(SCORES.astype(np.float32)), np.float32


WAYS: dict[str, Callable[[], Iterator[Way]]] = {
    "numpy": with_numpy,
    "pandas": with_pandas,
    "torch": with_torch,
    "tensorflow": with_tensorflow,
    "keras": with_keras,
}


def checked(folder: Path, way: Way) -> str:
    """Write and read one batch, compare, and return the name of the way."""
    name, labels, scores, dtype = way
    path = folder / "a.parquet"
    with cm.PredictionWriter(path, classes=CLASSES) as writer:
        writer.add(labels, scores)
    found = cm.read_predictions(path)
    assert found.y_true.tolist() == TRUE, name
    assert found.y_score is not None, name
    assert found.y_score.dtype == dtype, (name, found.y_score.dtype)
    np.testing.assert_array_equal(found.y_score, SCORES, name)
    return name


def main(framework: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = [checked(Path(folder), way) for way in WAYS[framework]()]
    sys.stdout.write(f"{framework}: {', '.join(names)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
