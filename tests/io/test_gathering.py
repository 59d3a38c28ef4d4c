"""Folders and patterns stand for their prediction files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import confmat_gui as cm
from confmat_gui.core.errors import InputError
from confmat_gui.io.gathering import gathered, without_patterns
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import preview
from confmat_gui.session.files import save_session
from confmat_gui.session.growing import grown
from confmat_gui.session.opening import open_any

TEXT = "id,true,ok,crack\n1,ok,0.9,0.1\n2,crack,0.3,0.7\n"


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A folder as it is found: batches, and all that lies beside them."""
    folder = tmp_path / "runs"
    (folder / "older").mkdir(parents=True)
    beside = (".hidden.csv", "~$batch_2.csv", "notes.log", "older/batch_1.csv")
    for name in ("batch_10.csv", "batch_2.csv", *beside):
        (folder / name).write_text(TEXT, encoding="utf-8")
    save_session(open_any([folder / "batch_2.csv"]), folder / "saved.confmat")
    return folder


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_that_a_folder_stands_for_its_prediction_files_in_natural_order(runs: Path) -> None:
    assert names(gathered([runs])) == ["batch_2.csv", "batch_10.csv"]
    loaded = cm.load(runs)
    assert loaded.predictions.batch_names == ("batch_2", "batch_10")
    assert loaded.predictions.n == 4


def test_that_a_pattern_stands_for_what_it_matches(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(gathered([f"{runs}/*_1*.csv"])) == ["batch_10.csv"]
    assert names(gathered([str(runs / "**" / "*.csv")])) == ["batch_2.csv", "batch_10.csv", "batch_1.csv"]
    assert names(gathered([f"{runs}/*"])) == ["batch_2.csv", "batch_10.csv", "notes.log"]
    monkeypatch.chdir(runs.parent)
    assert cm.read_predictions("runs/*.csv").n == 4
    assert cm.read_predictions("runs/batch_[2].csv").n == 2


def test_that_a_file_with_the_signs_of_a_pattern_in_its_name_is_that_file(tmp_path: Path) -> None:
    path = tmp_path / "run[1].csv"
    path.write_text(TEXT, encoding="utf-8")
    assert without_patterns([path]) == [path]
    assert cm.read_predictions(path).n == 2


def test_that_a_folder_of_parquet_parts_stays_one_file(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["3", "4"], "true": ["ok", "crack"], "ok": [0.9, 0.2], "crack": [0.1, 0.8]})
    (tmp_path / "all" / "one.parquet").mkdir(parents=True)
    for index in range(2):
        frame.to_parquet(tmp_path / "all" / "one.parquet" / f"part-{index}.parquet")
    (tmp_path / "all" / "two.csv").write_text(TEXT, encoding="utf-8")
    assert gathered([tmp_path / "all" / "one.parquet"]) == [tmp_path / "all" / "one.parquet"]
    assert names(gathered([tmp_path / "all"])) == ["one.parquet", "two.csv"]
    assert names(gathered([f"{tmp_path}/all/*"])) == ["one.parquet", "two.csv"]
    loaded = cm.load(tmp_path / "all")
    assert [source.n for source in loaded.sources] == [4, 2]


def test_that_a_folder_without_prediction_files_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.log").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="is a folder in which no prediction file was found") as refused:
        gathered([tmp_path])
    assert ".csv" in str(refused.value)
    assert "further down" not in str(refused.value)
    (tmp_path / "deeper").mkdir()
    with pytest.raises(InputError, match=r"further down give a pattern such as .*/\*\*/\*\.csv"):
        gathered([tmp_path])


@pytest.mark.parametrize(
    ("pattern", "part"), [("*.tsv", "No prediction file matches"), ("a**b*", "is no pattern")]
)
def test_that_a_pattern_without_a_match_is_refused(runs: Path, pattern: str, part: str) -> None:
    with pytest.raises(InputError, match=part):
        open_any([runs / pattern])


def test_that_a_file_of_a_folder_that_does_not_fit_is_named_with_a_way_on(runs: Path) -> None:
    (runs / "config.csv").write_text("true,weight,depth\n3,4,5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"config\.csv") as refused:
        open_any([runs])
    advice = f"take out of the folder what does not belong there, or give a pattern such as {runs}/*.csv."
    assert advice in str(refused.value)


def test_that_the_only_file_of_a_folder_is_refused_plainly(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n1\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        open_any([tmp_path])
    assert "pattern" not in str(refused.value)


def test_that_a_file_named_beside_its_folder_counts_once_or_is_refused(runs: Path) -> None:
    with pytest.raises(InputError, match="named twice"):
        cm.load(runs, runs / "batch_2.csv")


def test_that_a_folder_is_previewed_by_its_first_file(runs: Path) -> None:
    assert preview(runs, InputOptions()).name == "batch_2.csv"


def test_that_adding_a_folder_adds_what_is_new_in_it(runs: Path) -> None:
    first = open_any([runs / "batch_2.csv"])
    both = grown(first, [runs])
    assert both.data.loaded.predictions.batch_names == ("batch_2", "batch_10")
    with pytest.raises(InputError, match="open already"):
        grown(both, [runs])
    save_session(both, runs / "saved.confmat")
    (runs / "batch_11.csv").write_text(TEXT, encoding="utf-8")
    more = grown(open_any([runs / "saved.confmat"]), [f"{runs}/*.csv"])
    assert more.data.loaded.predictions.batch_names == ("batch_2", "batch_10", "batch_11")
