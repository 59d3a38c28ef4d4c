from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.io.loaded import InputOptions, Source
from confmat_gui.session.changes import set_threshold
from confmat_gui.session.files import save_session
from confmat_gui.session.naming import default_name
from confmat_gui.session.opening import open_any
from tests.session.made import loaded_of

ROWS = "label,score\nyes,0.9\nno,0.2\nno,0.6\nyes,0.7\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "monday.csv"
    path.write_text(ROWS)
    return path


def test_that_prediction_files_open_under_the_default_rule(data: Path) -> None:
    session = open_any([data])
    assert session.name == "monday"
    assert session.point.rule == session.data.prepared.default_rule
    assert session.point.costs is None
    assert session.data.default_evaluation.confusion.tolist() == [[1, 1], [0, 2]]


def test_that_several_files_are_batches_of_one_data_set(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "tuesday.csv"
    other.write_text(ROWS)
    session = open_any([data, other])
    assert session.name == "monday and 1 more"
    assert session.data.loaded.predictions.batch_names == ("monday", "tuesday")


def test_that_a_session_opens_with_what_was_decided_and_options_override_it(
    data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.confmat"
    save_session(set_threshold(open_any([data]), 1, 0.65), path)
    assert open_any([path]).point.rule.thresholds_by_class == {"yes": 0.65}
    assert open_any([path], InputOptions(positive="no")).point.positive == 0


def test_that_a_session_does_not_mix_with_other_paths(data: Path, tmp_path: Path) -> None:
    save_session(open_any([data]), tmp_path / "a.confmat")
    with pytest.raises(InputError, match=r"“a\.confmat” does not mix"):
        open_any([data, tmp_path / "a.confmat"])


def test_that_progress_of_opening_runs_from_the_start_to_the_end(data: Path) -> None:
    seen: list[float] = []
    open_any([data], progress=lambda fraction, _="": seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize(
    ("name", "expected"), [("a.csv.gz", "a"), ("a.b.parquet", "a.b"), ("plain", "plain"), (".csv", ".csv")]
)
def test_that_a_session_is_named_after_its_first_file(name: str, expected: str) -> None:
    loaded = loaded_of(Predictions.from_arrays(["a", "b"], y_pred=["a", "b"]))
    assert default_name(replace(loaded, sources=(Source(name, "", "", 2, 0, "CSV"),))) == expected
    assert default_name(replace(loaded, sources=())) == ""
