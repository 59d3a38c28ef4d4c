"""Arrow as a stream, and Parquet in a folder of parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.facts import Facts
from confmat_gui.io.fingerprint import sha256_of
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.table import NumberColumn
from tests.io.layouts import CLASSES, multiclass

FRAME = multiclass(90)
SCORES = FRAME[["p_ok", "p_scratch", "p_crack"]].to_numpy()


def in_parts(folder: Path, names: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    size = len(FRAME) // len(names)
    for index, name in enumerate(names):
        (folder / name).parent.mkdir(exist_ok=True)
        FRAME[index * size : (index + 1) * size].to_parquet(folder / name)
    return folder


SPARK = [f"part-0000{index}-c000.snappy.parquet" for index in range(3)]


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("preds", SPARK),
        ("preds.parquet", ["a.parquet", "b.parquet"]),
        ("hub", ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet"]),
        ("numbers", ["0.parquet", "1.pq"]),
    ],
)
def test_that_a_folder_of_parts_is_one_data_set(tmp_path: Path, folder: str, names: list[str]) -> None:
    path = in_parts(tmp_path / folder, names)
    (path / "_SUCCESS").touch()
    (path / ".part-00000.crc").write_bytes(b"crc")
    loaded = load_predictions([path])
    assert loaded.predictions.y_score is not None
    np.testing.assert_array_equal(loaded.predictions.y_score, SCORES)
    assert loaded.row_numbers.tolist() == list(range(1, 91))
    assert loaded.predictions.batch is None
    assert [(source.name, source.n) for source in loaded.sources] == [(folder, 90)]
    assert loaded.sources[0].format == f"Parquet ({len(names)} parts)"


def test_that_the_folders_of_a_division_give_a_column(tmp_path: Path) -> None:
    path = in_parts(tmp_path / "preds", [f"batch=week%20{index}/part-0.parquet" for index in (1, 2, 3)])
    loaded = load_predictions([path])
    assert loaded.predictions.batch_names == ("week 1", "week 2", "week 3")
    assert np.bincount(loaded.predictions.batch).tolist() == [30, 30, 30]  # type: ignore[arg-type]


def test_that_the_files_of_a_folder_that_is_no_data_set_are_batches(tmp_path: Path) -> None:
    loaded = load_predictions([in_parts(tmp_path / "weeks", ["monday.parquet", "tuesday.parquet"])])
    assert loaded.predictions.batch_names == ("monday", "tuesday")


def test_that_an_empty_part_is_passed_over_and_only_empty_parts_are_refused(tmp_path: Path) -> None:
    path = in_parts(tmp_path / "preds", SPARK)
    FRAME[:0].to_parquet(path / SPARK[1])
    assert load_predictions([path]).predictions.n == 60
    for name in SPARK:
        FRAME[:0].to_parquet(path / name)
    with pytest.raises(InputError, match="preds has columns but no rows"):
        load_predictions([path])


def test_that_parts_with_other_columns_or_damage_are_refused_by_name(tmp_path: Path) -> None:
    path = in_parts(tmp_path / "preds", SPARK)
    FRAME.assign(extra=1).to_parquet(path / SPARK[2])
    with pytest.raises(InputError, match=r"“extra” is in part-00000.*, but not in both"):
        load_predictions([path])
    (path / SPARK[2]).write_bytes((path / SPARK[0]).read_bytes()[:-9])
    with pytest.raises(InputError, match=r"part-00002.* is cut short or damaged"):
        load_predictions([path])


def test_that_a_preview_of_a_folder_reads_the_first_rows_only(tmp_path: Path) -> None:
    folder = tmp_path / "preds"
    folder.mkdir()
    for index in range(3):
        multiclass(6_000, index).to_parquet(folder / f"part-{index}.parquet")
    assert preview(folder).n_rows_read == 10_000


def test_that_the_fingerprint_of_a_folder_changes_with_any_part(tmp_path: Path) -> None:
    path = in_parts(tmp_path / "preds", SPARK)
    before = sha256_of(path)
    FRAME[:5].to_parquet(path / SPARK[2])
    assert sha256_of(path) != before


def test_that_columns_of_parts_with_other_types_meet(tmp_path: Path) -> None:
    folder = tmp_path / "preds"
    folder.mkdir()
    for index, scores in enumerate(([0, 1], [0.25, 0.5])):
        pd.DataFrame({"y_true": ["a", "b"], "score": scores}).to_parquet(folder / f"part-{index}.parquet")
    scores_read = load_predictions([folder]).predictions.y_score
    assert scores_read is not None
    assert scores_read[:, 0].tolist() == [0, 1, 0.25, 0.5]


@pytest.mark.parametrize("name", ["a.arrows", "a.arrow", "a.feather", "a"])
def test_that_a_stream_of_arrow_opens(tmp_path: Path, name: str) -> None:
    import pyarrow as pa

    table = pa.Table.from_pandas(FRAME)
    with pa.OSFile(str(tmp_path / name), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=40)
    loaded = load_predictions([tmp_path / name])
    assert loaded.predictions.classes == CLASSES
    np.testing.assert_array_equal(loaded.predictions.y_score, SCORES)
    assert preview(tmp_path / name).n_rows_read == 90
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match="is cut short or damaged"):
        load_predictions([tmp_path / name])


def test_that_a_nan_that_signals_is_a_missing_number_and_no_warning() -> None:
    values = np.full(9, 0.5, np.float32)
    values.view(np.uint32)[0] = 0x7F800001  # quiet ones begin with 0x7FC
    facts = Facts({"a": NumberColumn(values), "b": NumberColumn(values)})
    assert facts.distance_from_one(("a", "b")) == 0
    assert facts.within_unit("a")
    assert not facts.are_sizes("a", whole=False)
