"""Small sessions made from arrays, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.predictions import Predictions
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions, Loaded, SetAsideRow, Source
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.opening import new_session
from confmat_gui.session.state import Session


def loaded_of(
    predictions: Predictions,
    extra: Mapping[str, NDArray[Any]] | None = None,
    set_aside: tuple[SetAsideRow, ...] = (),
    path: str = "",
) -> Loaded:
    """Return what a loader would return for these predictions in one file."""
    n = predictions.n_rows
    return Loaded(
        predictions=predictions,
        sources=(Source("results.csv", path, "ab" * 32, n, len(set_aside), "CSV"),),
        set_aside=set_aside,
        columns=ColumnMap(true=("label",), scores=predictions.classes, score_classes=predictions.classes),
        conclusions=(Conclusion("true", "label", "by its name", None),),
        options=InputOptions(),
        row_numbers=np.arange(2, n + 2, dtype=np.int64),
        source_index=np.zeros(n, dtype=np.int32),
        extra=extra or {},
    )


def session_of(predictions: Predictions, extra: Mapping[str, NDArray[Any]] | None = None) -> Session:
    """Return a new session on these predictions."""
    return new_session(data_set(loaded_of(predictions, extra)))


def binary_session() -> Session:
    """Ten samples of the questions that started it: probabilities, positive class "crack"."""
    y_true = np.array(["ok", "crack"] * 5)
    p = np.array([0.2, 0.9, 0.3, 0.7, 0.1, 0.6, 0.4, 0.8, 0.2, 0.5])
    scores = np.column_stack([1 - p, p])
    return session_of(Predictions.from_arrays(y_true, scores, classes=["ok", "crack"], positive="crack"))


def ranking_session(kind: Any = "score") -> Session:
    """Six samples with one column of scores that only rank (or logits)."""
    y_true = np.array(["ok", "ok", "crack", "ok", "crack", "crack"])
    s = np.array([-2.0, -0.5, 0.25, 0.5, 1.5, 3.0])
    return session_of(
        Predictions.from_arrays(y_true, s, classes=["ok", "crack"], positive="crack", score_kind=kind)
    )


def three_class_session(extra: Mapping[str, NDArray[Any]] | None = None) -> Session:
    """Sixty samples of three classes with probabilities and labels of their own."""
    rng = np.random.default_rng(3)
    y_true = rng.integers(0, 3, 60)
    scores = rng.dirichlet(np.ones(3), 60) + np.eye(3)[y_true]
    scores /= scores.sum(axis=1, keepdims=True)
    names = np.array(["a", "b", "c"])
    predictions = Predictions.from_arrays(
        names[y_true], scores, classes=["a", "b", "c"], y_pred=names[scores.argmax(axis=1)]
    )
    return session_of(predictions, extra)


def labels_session() -> Session:
    """Labels without scores."""
    y_true = np.array(["a", "b", "c", "a"])
    return session_of(
        Predictions.from_arrays(y_true, y_pred=np.array(["a", "b", "a", "c"]), classes=["a", "b", "c"])
    )


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal field by field, arrays by type, shape and every bit, mappings in order."""
    if isinstance(a, np.ndarray):
        if not isinstance(b, np.ndarray) or a.dtype.kind != b.dtype.kind or a.shape != b.shape:
            return False
        if a.dtype.kind == "U":
            return bool((a == b).all())
        return a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if is_dataclass(a) and not isinstance(a, type):
        return type(a) is type(b) and all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, Mapping):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return bool(a == b)
