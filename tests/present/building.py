"""Sessions from literals, for the tests of states and reports."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule, costs_from_weights
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions, Loaded, SetAsideRow, Source
from confmat_gui.session.state import DataSet, Display, Session

NAMES = ("ok", "scratch", "dent", "crack", "stain")


def loaded_from(
    predictions: Predictions,
    files: tuple[str, ...] = ("defects_test.csv",),
    set_aside: tuple[SetAsideRow, ...] = (),
    conclusions: tuple[Conclusion, ...] = (),
    options: InputOptions | None = None,
) -> Loaded:
    rows = predictions.n_rows
    per_file = rows // len(files)
    sources = tuple(
        Source(name, f"/home/someone/{name}", "ab" * 32, per_file, len(set_aside), "csv") for name in files
    )
    return Loaded(
        predictions=predictions,
        sources=sources,
        set_aside=set_aside,
        columns=ColumnMap(true=("label",), scores=predictions.classes, score_classes=predictions.classes),
        conclusions=conclusions,
        options=options or InputOptions(),
        row_numbers=np.arange(2, rows + 2),
        source_index=(np.arange(rows) * len(files) // max(rows, 1)).astype(np.int32),
        extra={"site": np.array(["north", "south"] * rows)[:rows]},
    )


def session_from(
    predictions: Predictions,
    rule: Rule | None = None,
    costs: CostMatrix | None = None,
    display: Display | None = None,
    **loading: Any,
) -> Session:
    prepared = prepare(predictions)
    data = DataSet(loaded_from(predictions, **loading), prepared, evaluate(prepared))
    point = OperatingPoint(rule or prepared.default_rule, costs, predictions.positive)
    return Session(data, point, display or Display(), name="line-4 week 46")


def evaluated(session: Session) -> Evaluation:
    return evaluate(session.data.prepared, session.point)


def many_classes(n_classes: int, n: int = 4000, seed: int = 0, names: tuple[str, ...] = ()) -> Predictions:
    """Return softmax scores of a fair model on unequal classes."""
    generator = np.random.default_rng(seed)
    shares = 1.0 / np.arange(1, n_classes + 1) ** (1.5 if n_classes <= 20 else 0.3)
    y_true = generator.choice(n_classes, n, p=shares / shares.sum())
    y_true[:n_classes] = np.arange(n_classes)[:n]
    logits = generator.normal(0, 1, (n, n_classes))
    logits[np.arange(n), y_true] += 2.0 + np.log(n_classes) * 0.6
    logits += np.log(shares / shares.sum()) * 0.8
    scores = np.exp(logits - logits.max(axis=1, keepdims=True))
    scores /= scores.sum(axis=1, keepdims=True)
    classes = names or (NAMES if n_classes == 5 else tuple(f"class {k}" for k in range(n_classes)))
    return Predictions.from_arrays(y_true, scores, classes=classes, score_kind="probability")


def defects(n: int = 4000) -> Predictions:
    """Return five classes of unequal size in twelve batches, with ids."""
    predictions = many_classes(5, n)
    batch = (np.arange(n) * 12 // n).astype(np.int32)
    ids = np.array([f"part-{row:05d}" for row in range(n)])
    names = tuple(str(number) for number in range(1, 13))
    return replace(predictions, batch=batch, batch_names=names, sample_id=ids)


def binary(positive: str | None = "crack") -> Predictions:
    """Return the ten samples of the numbers page, section 3: AUC .72, AP .794444."""
    y_true = np.array([1, 1, 0, 1, 0, 1, 0, 0, 1, 0])
    score = np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.5])
    scores = np.stack([1 - score, score], axis=1)
    return Predictions.from_arrays(y_true, scores, classes=("ok", "crack"), positive=positive)


def labels_only() -> Predictions:
    """Return the hundred labels of the numbers page: [[88, 2], [7, 3]]."""
    y_true = np.repeat([0, 0, 1, 1], [88, 2, 7, 3])
    y_pred = np.repeat([0, 1, 0, 1], [88, 2, 7, 3])
    return Predictions.from_arrays(y_true, y_pred=y_pred, classes=("ok", "crack"), positive="crack")


WEIGHTS: CostMatrix = costs_from_weights([1, 3, 4, 20, 2])
