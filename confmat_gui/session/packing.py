"""What was read from files as named arrays, and back; every claim is checked on the way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import read_only
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import WITHOUT_SCORES, Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions, Loaded, SetAsideRow, Source
from confmat_gui.session.manifest import Manifest, StoredOptions, StoredPredictions, StoredRow
from confmat_gui.session.npy import array_from_npy
from confmat_gui.session.text_columns import packed_text, unpacked_text

SET_ASIDE = "set_aside.json"
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "y_true": ("<i4",),
    "y_score": ("<f4", "<f8"),
    "y_pred": ("<i4",),
    "sample_weight": ("<f8",),
    "count": ("<i8",),
    "batch": ("<i4",),
    "group": ("<i4",),
}
"""Arrays of `Predictions` and the types they may have."""


def packed_arrays(loaded: Loaded) -> dict[str, NDArray[Any]]:
    """Return every array of `loaded` by the name of its member (without ".npy")."""
    predictions = loaded.predictions
    found = {name: getattr(predictions, name) for name in NUMBERS}
    arrays: dict[str, NDArray[Any]] = {name: array for name, array in found.items() if array is not None}
    arrays["row_numbers"] = loaded.row_numbers.astype(np.int64)
    arrays["source_index"] = loaded.source_index
    if predictions.sample_id is not None:
        _pack_column(arrays, "sample_id", predictions.sample_id)
    for position, column in enumerate(loaded.extra.values()):
        _pack_column(arrays, f"extra_{position}", column)
    return arrays


def stored_predictions(predictions: Predictions) -> StoredPredictions:
    """Return what the manifest says of the predictions."""
    return StoredPredictions(
        classes=predictions.classes,
        n_rows=predictions.n_rows,
        score_kind=predictions.score_kind,
        score_class=predictions.score_class,
        positive=predictions.positive,
        positive_source=predictions.positive_source,
        batch_names=predictions.batch_names,
        group_names=predictions.group_names,
    )


def packed_set_aside(loaded: Loaded) -> bytes:
    """Return the rows that were set aside as JSON, one array a row."""
    return msgspec.json.encode([[r.source, r.row, r.column, r.code, r.text] for r in loaded.set_aside])


def unpacked(manifest: Manifest, members: Mapping[str, bytes]) -> Loaded:
    """Return what was read, from the members of an archive; ValueError if they contradict each other."""
    arrays = {name[:-4]: array_from_npy(data) for name, data in members.items() if name.endswith(".npy")}
    n = manifest.predictions.n_rows
    predictions = _predictions(manifest.predictions, arrays)
    rows = msgspec.json.decode(members[SET_ASIDE], type=list[StoredRow])
    source_index = _numbers(arrays, "source_index", ("<i4",), n)
    _check_codes({"source_index": source_index}, "source_index", len(manifest.sources))
    return Loaded(
        predictions=predictions,
        sources=tuple(Source(s.name, "", s.sha256, s.n, s.n_set_aside, s.format) for s in manifest.sources),
        set_aside=tuple(SetAsideRow(r.source, r.row, r.column, r.code, r.text) for r in rows),
        columns=ColumnMap(**msgspec.structs.asdict(manifest.columns)),
        conclusions=tuple(Conclusion(c.subject, c.value, c.reason, c.doubt) for c in manifest.conclusions),
        options=input_options(manifest.options),
        row_numbers=_numbers(arrays, "row_numbers", ("<i8",), n),
        source_index=source_index,
        extra={name: _column(arrays, f"extra_{i}", n) for i, name in enumerate(manifest.extra)},
    )


def input_options(stored: StoredOptions) -> InputOptions:
    """Return what the user said about the files; ValueError where a repair contradicts itself."""
    try:
        repairs = tuple(Repair(repair.kind, repair.names, repair.numbers) for repair in stored.repairs)
    except InputError as error:
        raise ValueError("a repair that contradicts itself") from error
    return InputOptions(**{**msgspec.structs.asdict(stored), "repairs": repairs})


def _predictions(stored: StoredPredictions, arrays: Mapping[str, NDArray[Any]]) -> Predictions:
    """Return the predictions, with the promises of `Predictions` checked."""
    n, n_classes = stored.n_rows, len(stored.classes)
    _check_classes(stored)
    present = {name: _numbers(arrays, name, NUMBERS[name], n) for name in NUMBERS if name in arrays}
    _check_scores(stored, present.get("y_score"))
    _check_codes(present, "y_true", n_classes)
    _check_codes(present, "y_pred", n_classes, lowest=-1)
    _check_codes(present, "batch", len(stored.batch_names))
    _check_codes(present, "group", len(stored.group_names))
    for name in ("sample_weight", "count"):
        if name in present and not bool((present[name] >= 0).all()):
            raise ValueError(f"a negative {name}")
    described: dict[str, Any] = {**msgspec.structs.asdict(stored), **present}
    del described["n_rows"]
    sample_id = _column(arrays, "sample_id", n) if "sample_id_text" in arrays else None
    return Predictions(**described, sample_id=sample_id)


def _check_classes(stored: StoredPredictions) -> None:
    n_classes = len(stored.classes)
    if stored.n_rows < 0 or not n_classes or len(set(stored.classes)) != n_classes:
        raise ValueError("classes that are not distinct")
    for index in (stored.positive, stored.score_class):
        if index is not None and not 0 <= index < n_classes:
            raise ValueError("a class that is not there")


def _check_scores(stored: StoredPredictions, y_score: NDArray[Any] | None) -> None:
    if (y_score is None) != (stored.score_kind in WITHOUT_SCORES):
        raise ValueError("scores and their kind do not fit")
    width = len(stored.classes) if stored.score_class is None else 1
    if y_score is not None and y_score.shape[1] != width:
        raise ValueError("scores of the wrong shape")


def _check_codes(arrays: Mapping[str, NDArray[Any]], name: str, size: int, lowest: int = 0) -> None:
    codes = arrays.get(name)
    if codes is not None and len(codes) and not lowest <= int(codes.min()) <= int(codes.max()) < size:
        raise ValueError(f"{name} points outside what it counts")


def _numbers(arrays: Mapping[str, NDArray[Any]], name: str, types: tuple[str, ...], n: int) -> NDArray[Any]:
    """Return an array of n rows; scores have columns, all else has none; every number is finite."""
    array = arrays[name]
    dimensions = 2 if name == "y_score" else 1
    if array.dtype.str not in types or array.ndim != dimensions or len(array) != n:
        raise ValueError(f"{name} has the wrong type or length")
    if array.dtype.kind == "f" and not bool(np.isfinite(array).all()):
        raise ValueError(f"{name} holds a number that is not finite")
    return array


def _pack_column(arrays: dict[str, NDArray[Any]], name: str, column: NDArray[Any]) -> None:
    """Add a column of numbers as it is, and one of text as bytes and offsets."""
    if column.dtype.kind in "biuf":
        arrays[name] = column
    else:
        arrays[f"{name}_text"], arrays[f"{name}_offsets"] = packed_text(column)


def _column(arrays: Mapping[str, NDArray[Any]], name: str, n: int) -> NDArray[Any]:
    """Return a column of numbers or text by its name."""
    if f"{name}_text" in arrays:
        return read_only(unpacked_text(arrays[f"{name}_text"], arrays[f"{name}_offsets"], n))
    column = arrays[name]
    if column.shape != (n,):
        raise ValueError(f"{name} has the wrong length")
    return column
