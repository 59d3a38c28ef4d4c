"""Small prediction files in every layout and format that the readers know."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions, Loaded
from tests.io.workbooks import sheet, write_workbook

CLASSES = ("ok", "scratch", "crack")


def multiclass(n: int = 60, seed: int = 0, prefix: str = "p_") -> pd.DataFrame:
    """Return true and predicted labels, ids and probabilities of three classes."""
    random = np.random.default_rng(seed)
    scores = random.dirichlet(np.ones(3), n)
    frame = pd.DataFrame(scores, columns=[prefix + name for name in CLASSES])
    frame.insert(0, "y_true", np.array(CLASSES)[np.arange(n) % 3])
    frame.insert(0, "id", [f"{index:05d}" for index in range(n)])
    frame["y_pred"] = np.array(CLASSES)[scores.argmax(axis=1)]
    return frame


def write_text(path: Path, text: str) -> Path:
    """Write text as UTF-8 without touching its line ends."""
    path.write_bytes(text.encode("utf-8"))
    return path


def _npz(frame: pd.DataFrame, path: Path) -> None:
    arrays: dict[str, Any] = {
        name: frame[name].to_numpy()
        if frame[name].dtype.kind in "fiub"
        else frame[name].to_numpy().astype("U")
        for name in frame.columns
    }
    np.savez_compressed(path, **arrays)


def _npy(frame: pd.DataFrame, path: Path) -> None:
    texts = frame.select_dtypes(exclude="number").columns
    np.save(
        path,
        frame.astype(dict.fromkeys(texts, "object")).to_records(
            index=False, column_dtypes=dict.fromkeys(texts, "U40")
        ),
    )


def _stream(frame: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa

    table = pa.Table.from_pandas(frame)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def _xlsx(frame: pd.DataFrame, path: Path) -> None:
    write_workbook(path, [sheet([list(frame.columns), *frame.astype(object).to_numpy().tolist()])])


def _gz(frame: pd.DataFrame, path: Path, sep: str) -> None:
    path.write_bytes(gzip.compress(frame.to_csv(index=False, sep=sep).encode(), mtime=0))


def _zst(frame: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa

    with pa.CompressedOutputStream(str(path), "zstd") as stream:
        stream.write(frame.to_csv(index=False).encode())


def _zip(frame: pd.DataFrame, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        # A member without the time of day, so that the same table is the same file.
        archive.writestr(zipfile.ZipInfo("preds.csv"), frame.to_csv(index=False), zipfile.ZIP_DEFLATED)


def arff_text(frame: pd.DataFrame) -> str:
    """Return a table as ARFF; texts of few different values are nominal in the order of CLASSES."""
    lines = ["% a comment", "@RELATION 'the predictions'", ""]
    for name in frame.columns:
        is_label = name.startswith("y_")
        kind = "{" + ", ".join(f"'{each}'" for each in CLASSES) + "}" if is_label else "STRING"
        lines.append(f"@ATTRIBUTE '{name}' {'NUMERIC' if frame[name].dtype.kind in 'fi' else kind}")
    rows = [
        ",".join(
            "'" + each.replace("'", "\\'") + "'" if isinstance(each, str) else repr(each) for each in row
        )
        for row in frame.astype(object).to_numpy().tolist()
    ]
    return "\n".join([*lines, "", "@DATA", *rows, ""])


WRITERS: dict[str, Callable[[pd.DataFrame, Path], Any]] = {
    ".csv": lambda frame, path: frame.to_csv(path, index=False),
    ".tsv": lambda frame, path: frame.to_csv(path, index=False, sep="\t"),
    ".csv.gz": lambda frame, path: _gz(frame, path, ","),
    ".tsv.gz": lambda frame, path: _gz(frame, path, "\t"),
    ".csv.zst": _zst,
    ".csv.zip": _zip,
    ".zip": _zip,
    ".txt": lambda frame, path: frame.to_csv(path, index=False, sep="|"),
    ".dat": lambda frame, path: frame.to_csv(path, index=False, sep=" "),
    ".xlsx": _xlsx,
    ".npy": _npy,
    ".arff": lambda frame, path: write_text(path, arff_text(frame)),
    ".parquet": lambda frame, path: frame.to_parquet(path),
    ".arrows": _stream,
    ".feather": lambda frame, path: frame.to_feather(path),
    ".npz": _npz,
    ".jsonl": lambda frame, path: write_text(
        path, "".join(json.dumps(row) + "\n" for row in frame.to_dict("records"))
    ),
    ".ndjson.gz": lambda frame, path: path.write_bytes(
        gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in frame.to_dict("records")), mtime=0)
    ),
    ".json": lambda frame, path: write_text(path, json.dumps(frame.to_dict("records"), indent=1)),
}


TEXT_TABLES = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zst", ".csv.zip", ".zip", ".txt", ".dat")
FIRST_LINES = dict.fromkeys(TEXT_TABLES, 2) | {".arff": 12, ".xlsx": 2}
"""The line of the first row, where rows are counted by lines."""


def write(frame: pd.DataFrame, folder: Path, name: str = "preds.csv") -> Path:
    """Write a table in the format of its suffix."""
    path = folder / name
    suffix = name[name.index(".") :]
    WRITERS[suffix](frame, path)
    return path


def load_text(folder: Path, text: str, name: str = "preds.csv", **options: Any) -> Loaded:
    """Write text and load it."""
    return load_predictions([write_text(folder / name, text)], InputOptions(**options))


def load_frame(folder: Path, frame: pd.DataFrame, name: str = "preds.csv", **options: Any) -> Loaded:
    """Write a table and load it."""
    return load_predictions([write(frame, folder, name)], InputOptions(**options))


def subjects(loaded: Loaded) -> dict[str, str]:
    """Return the conclusions by subject."""
    return {each.subject: each.value for each in loaded.conclusions}


def doubts(loaded: Loaded) -> list[str]:
    """Return the sentences of doubt."""
    return [each.doubt for each in loaded.conclusions if each.doubt]
