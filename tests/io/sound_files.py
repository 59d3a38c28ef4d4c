"""Sound files of every reader, which the fuzzer damages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import patch

import numpy as np
import pandas as pd

from confmat_gui import PredictionWriter
from tests.io import tool_layouts
from tests.io.layouts import CLASSES, multiclass, write, write_text
from tests.io.torch_files import write_torch

N_ROWS = 40
NAMES = ["p_ok", "p_scratch", "p_crack"]
CODES = np.arange(N_ROWS) % 3
Writer: TypeAlias = Callable[[Path], list[Path]]
"""Writes the files of one data set into a folder; the first one is damaged most."""


def table() -> pd.DataFrame:
    """Return rows with quotes and line breaks in a note, and a column of whole numbers."""
    return multiclass(N_ROWS).assign(note='a "quote", and\nmore', age=range(N_ROWS))


def _named() -> pd.DataFrame:
    return multiclass(N_ROWS).assign(note="it's 5 % more", age=range(N_ROWS))


def _scores() -> Any:
    return multiclass(N_ROWS)[NAMES].to_numpy(np.float32)


def _written(name: str, frame: Callable[[], pd.DataFrame] = table) -> Writer:
    """Return a writer whose packed files hold the same time, so that a seed gives the same files again."""

    def writer(folder: Path) -> list[Path]:
        with patch("time.time", return_value=1e9):
            return [write(frame(), folder, name)]

    return writer


def _captured(folder: Path) -> list[Path]:
    """Leave what a run leaves that is killed while it writes batches."""
    run, scores = folder / "run.parquet", _scores()
    with PredictionWriter(run, classes=CLASSES) as writer:
        for start in range(0, N_ROWS, 8):
            writer.add(CODES[start : start + 8], scores[start : start + 8])
        stream = shutil.copy(f"{run}.partial", folder / "a.arrows")
    run.unlink()
    return [Path(stream)]


def _categories() -> pd.DataFrame:
    return table().astype({"y_true": "category"})


def _vectors() -> pd.DataFrame:
    frame = multiclass(N_ROWS)[["y_true"]]
    return frame.assign(probs=list(_scores()))


def tab_text(n: int = 60) -> str:
    """Return a table in the format of Orange."""
    frame = multiclass(n)[["y_true", *NAMES, "id", "y_pred"]]
    types = ["ok scratch crack", "c", "continuous", "c", "string", "ok scratch crack"]
    parts = ["class", "", "", "", "meta", "meta"]
    lines = ["\t".join(each) for each in (frame.columns, types, parts)]
    return "\n".join([*lines, frame.to_csv(sep="\t", index=False, header=False)])


def _orange(folder: Path) -> list[Path]:
    return [write_text(folder / "a.tab", tab_text(N_ROWS))]


def tensors(path: Path) -> Path:
    """Write codes and scores as safetensors or as PyTorch does."""
    scores = _scores()
    if path.suffix == ".pt":
        return write_torch(path, {"y_true": CODES, "y_score": scores, "classes": ["a", "b", "c"]})
    header = {
        "__metadata__": {"classes": '["a", "b", "c"]'},
        "y_true": {"dtype": "I64", "shape": [40], "data_offsets": [0, 320]},
        "y_score": {"dtype": "F32", "shape": [40, 3], "data_offsets": [320, 800]},
    }
    text = json.dumps(header).encode()
    body = CODES.tobytes() + np.ascontiguousarray(scores).tobytes()
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)
    return path


def _hdf5(folder: Path, packing: str | None) -> list[Path]:
    import h5py

    with h5py.File(folder / "a.h5", "w") as file:
        file["y_true"], file["id"] = CODES, multiclass(N_ROWS)["id"].tolist()
        file.create_dataset("y_score", data=_scores(), compression=packing)
        file["run/fixed"] = np.array(["ab"] * N_ROWS, dtype="S3")
        file.attrs["classes"] = list(CLASSES)
    return [folder / "a.h5"]


def _arrays(folder: Path) -> list[Path]:
    np.savez(folder / "a.npz", y_true=CODES, y_score=_scores(), classes=np.array(CLASSES))
    return [folder / "a.npz"]


def _pair(folder: Path) -> list[Path]:
    np.save(folder / "y_score.npy", _scores())
    np.save(folder / "y_true.npy", CODES)
    return [folder / "y_score.npy", folder / "y_true.npy"]


def _labels(folder: Path) -> list[Path]:
    predicted, true = tool_layouts.vowpal_wabbit(multiclass(N_ROWS), folder)
    return [true, predicted]


def _split(folder: Path) -> list[Path]:
    frame = multiclass(N_ROWS)
    content = {"columns": list(frame.columns), "data": frame.astype(object).to_numpy().tolist()}
    return [write_text(folder / "a.json", json.dumps(content))]


def _tool(writer: tool_layouts.Writer, *, backwards: bool = False) -> Writer:
    """Return the files of a tool; `backwards` puts the second one first."""
    return lambda folder: writer(multiclass(N_ROWS), folder)[:: -1 if backwards else 1]


SOUND: dict[str, tuple[Writer, ...]] = {
    "ARFF": (_written("a.arff", _named),),
    "CSV": tuple(map(_written, ("a.csv", "a.csv", "a.csv.gz", "a.csv.zst", "a.csv.zip"))),
    "TSV": tuple(map(_written, ("a.tsv", "a.tsv.gz"))),
    "text table": tuple(map(_written, ("a.txt", "a.dat"))),
    "fastText": (_tool(tool_layouts.fasttext), _tool(tool_layouts.fasttext_labels)),
    "Feather": (
        _written("a.feather", _categories), _written("a.arrows"), _written("a.feather", _vectors), _captured
    ),
    "HDF5": (partial(_hdf5, packing="gzip"), partial(_hdf5, packing=None)),
    "JSON": (_written("a.json"), _split),
    "JSON Lines": tuple(map(_written, ("a.jsonl", "a.ndjson.gz"))),
    "list of labels": (_labels,),
    "LIBSVM predictions": (_tool(tool_layouts.libsvm),),
    "LIBSVM samples": (_tool(tool_layouts.libsvm, backwards=True),),
    "NPY": (_written("a.npy"), _pair),
    "NPZ": (_written("a.npz", multiclass), _arrays),
    "Orange": (_orange,),
    "Parquet": (_written("a.parquet", _categories), _written("a.parquet", _vectors)),
    "safetensors": (lambda folder: [tensors(folder / "a.safetensors")],),
    "PyTorch": (lambda folder: [tensors(folder / "a.pt")],),
    "tsml results": (_tool(tool_layouts.tsml),),
    "Vowpal Wabbit": (_tool(tool_layouts.vowpal_wabbit),),
    "WEKA predictions": tuple(
        map(_tool, (tool_layouts.weka_csv, tool_layouts.weka_text, tool_layouts.weka_plain))
    ),
    "Excel": (_written("a.xlsx"),),
}
"""By the format of each reader; several kinds of files take turns."""
