"""What a captured file says about itself counts, unless a person or the file itself contradicts it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.feather as pf
import pyarrow.parquet as pq
import pytest

import confmat_gui as cm
from confmat_gui.core.errors import InputError
from confmat_gui.io.appending import appended
from confmat_gui.io.capture_note import KEY
from confmat_gui.io.load import preview

CLASSES = ["ok", "crack", "dent"]
SCORES = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.25, 0.5]])


def capture(path: Path, n_batches: int = 2, classes: list[str] = CLASSES, **columns: Any) -> Path:
    with cm.PredictionWriter(path, classes=classes) as writer:
        for _ in range(n_batches):
            writer.add([0, 1, 2], SCORES, **columns)
    return path


def with_note(path: Path, change: dict[str, Any] | bytes) -> Path:
    """Write a captured file again with another note."""
    table = pq.read_table(path)
    known = json.loads(table.schema.metadata[KEY])
    note = change if isinstance(change, bytes) else json.dumps(known | change)
    for target in (path, path.with_suffix(".feather")):
        write = pq.write_table if target.suffix == ".parquet" else pf.write_feather
        write(table.replace_schema_metadata({KEY: note}), target)
    return path


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (b"{", "about its columns cannot be read"),
        ({"classes": 3}, "about its columns cannot be read"),
        ({"version": 2}, "is of a later version of the program"),
        ({"scores": ["p_a", "p_b", "p_c"]}, "lacks the column “p_a” of its note"),
        ({"classes": ["ok", "crack"]}, "contradicts itself"),
        ({"classes": ["ok", "ok", "dent"]}, "contradicts itself"),
        ({"classes": []}, "contradicts itself"),
        ({"positive": "hole"}, "contradicts itself"),
        ({"scores": ["score_ok"], "score_class": None}, "contradicts itself"),
        ({"scores": []}, "contradicts itself"),
        ({"true": "score_ok"}, "contradicts itself"),
    ],
)
@pytest.mark.parametrize("suffix", [".parquet", ".feather"])
def test_that_a_note_that_cannot_be_used_is_passed_over_and_said(
    tmp_path: Path, change: Any, sentence: str, suffix: str
) -> None:
    path = with_note(capture(tmp_path / "a.parquet"), change)
    loaded = cm.load(path.with_suffix(suffix))
    assert loaded.predictions.classes == tuple(CLASSES)  # found by the names of the columns
    assert [each.doubt for each in loaded.conclusions if each.doubt and sentence in each.doubt]
    reasons = {each.reason for each in loaded.conclusions if each.subject == "true"}
    assert "declared by the file" not in reasons


def test_that_a_note_of_a_later_version_with_more_keys_is_read(tmp_path: Path) -> None:
    path = with_note(capture(tmp_path / "a.parquet"), {"weather": "rain"})
    assert not cm.load(path).in_doubt


def test_that_what_a_person_says_comes_before_the_note(tmp_path: Path) -> None:
    other = ["dent", "crack", "ok"]
    path = capture(tmp_path / "a.parquet", y_pred=[2, 1, 0], other=other, cam=["x", "y", "z"])
    assert cm.read_predictions(path, true="other").y_true.tolist() == [2, 1, 0] * 2
    turned = cm.read_predictions(path, classes=["dent", "crack", "ok"])
    assert turned.y_true.tolist() == [2, 1, 0] * 2
    assert turned.y_score is not None
    np.testing.assert_array_equal(turned.y_score[:3], SCORES[:, ::-1])
    assert cm.read_predictions(path, kind="labels").y_score is None
    loaded = cm.load(path, batch="cam", group="cam")
    assert (loaded.predictions.batch_names, loaded.predictions.group_names) == (("x", "y", "z"),) * 2
    reasons = {each.subject: each.reason for each in loaded.conclusions}
    assert (reasons["batch"], reasons["true"], reasons["pred"]) == ("chosen", *["declared by the file"] * 2)
    with pytest.raises(InputError, match="has no column called “cat”"):
        cm.load(path, batch="cat")


def test_that_several_captured_files_are_batches_unless_their_batches_have_names(tmp_path: Path) -> None:
    paths = [capture(tmp_path / f"{name}.parquet") for name in "ab"]
    loaded = cm.load(*paths)
    assert loaded.predictions.batch_names == ("a", "b")
    assert loaded.extra["batch"].tolist() == [1, 1, 1, 2, 2, 2] * 2
    named = [capture(tmp_path / f"{name}.parquet", batch=f"line {name}") for name in "cd"]
    assert cm.read_predictions(*named).batch_names == ("line c", "line d")


def test_that_calls_of_a_run_that_is_added_are_told_apart_from_those_before(tmp_path: Path) -> None:
    loaded = appended(cm.load(capture(tmp_path / "a.parquet")), [capture(tmp_path / "b.parquet", 1)])
    assert loaded.predictions.batch_names == ("1", "2", "b 1")
    with pytest.raises(InputError, match="declares other classes than"):
        appended(loaded, [capture(tmp_path / "c.parquet", classes=["ok", "dent", "crack"])])


def test_that_files_of_which_one_has_no_note_are_read_by_their_columns(tmp_path: Path) -> None:
    first = capture(tmp_path / "a.parquet")
    pq.write_table(pq.read_table(first).replace_schema_metadata({}), tmp_path / "b.parquet")
    with pytest.raises(InputError, match="declares other classes"):
        cm.load(first, tmp_path / "b.parquet")


def test_that_a_folder_of_captured_parts_keeps_the_note(tmp_path: Path) -> None:
    folder = tmp_path / "run.parquet"
    folder.mkdir()
    for number in range(2):
        capture(folder / f"part-{number}.parquet", 1)
    loaded = cm.load(folder)
    assert loaded.predictions.n == 6
    assert {each.reason for each in loaded.conclusions if each.subject == "true"} == {"declared by the file"}


def test_that_whole_counts_of_captured_rows_are_not_taken_for_a_matrix(tmp_path: Path) -> None:
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=["a", "b"], kind="score") as writer:
        writer.add([0, 1], [[5, 2], [1, 9]])
    assert cm.read_predictions(tmp_path / "a.parquet").score_kind == "score"


def test_that_the_preview_concludes_the_same(tmp_path: Path) -> None:
    path = capture(tmp_path / "a.parquet")
    assert preview(path).conclusions == cm.load(path).conclusions


def test_that_a_damaged_batch_is_refused_and_no_stream_of_others_is_cut(tmp_path: Path) -> None:
    writer = cm.PredictionWriter(tmp_path / "a.parquet", classes=CLASSES)
    writer.add([0, 1, 2], SCORES)
    partial = tmp_path / "a.parquet.partial"
    start = partial.stat().st_size
    assert writer._file is not None
    writer._file.close()
    with pa.OSFile(str(tmp_path / "other.arrows"), "wb") as sink:
        table = pa.table({"y_true": ["ok", "crack"], "p_ok": [0.5, 0.25]})
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
            stream.write_table(table)
    whole = (tmp_path / "other.arrows").read_bytes()
    (tmp_path / "other.arrows").write_bytes(whole[:-20])
    with pytest.raises(InputError, match=r"other.arrows is cut short or damaged"):
        cm.load(tmp_path / "other.arrows")
    partial.write_bytes(partial.read_bytes()[: start // 3])
    with pytest.raises(InputError, match=r"a.parquet.partial"):
        cm.load(partial)
