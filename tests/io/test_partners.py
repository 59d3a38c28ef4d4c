"""Files side by side: each column and each row is known by the file where it stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.api import open_session, save_session
from confmat_gui.core.evaluation import evaluate
from confmat_gui.io.load import load_predictions
from confmat_gui.present.samples import samples_state
from tests.io.layouts import doubts, multiclass, write, write_text

FRAME = multiclass(30, seed=5)
TRUTH, SCORES = FRAME[["id", "y_true"]], FRAME.drop(columns=["y_true"])


def lines(path: Path, ids: list[str]) -> list[int]:
    """Return the line of each id, looked up in the text of the file."""
    texts = [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    return [texts.index(each) + 1 for each in ids]


def test_that_a_fault_is_named_where_it_stands(tmp_path: Path) -> None:
    truth = TRUTH.sample(frac=1.0, random_state=1).reset_index(drop=True)
    truth.loc[4, "y_true"] = ""
    scores = SCORES.astype({"p_crack": object})
    scores.loc[7, "p_crack"] = "high"
    paths = [write(truth, tmp_path, "truth.csv"), write(scores, tmp_path, "scores.csv")]
    found = {(row.source, row.row, row.column, row.code) for row in load_predictions(paths).set_aside}
    assert found == {
        ("truth.csv", 6, "y_true", "missing_label"), ("scores.csv", 9, "p_crack", "bad_number"),
    }  # fmt: skip


@settings(max_examples=20)
@given(st.integers(0, 1000), st.booleans())
def test_that_every_row_knows_its_line_in_every_file(
    tmp_path_factory: pytest.TempPathFactory, seed: int, turned: bool
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    parts = {"truth": ["y_true"], "labels": ["y_pred"], "scores": ["p_ok", "p_scratch", "p_crack"]}
    paths = {}
    for step, (name, columns) in enumerate(parts.items()):
        shuffled = FRAME[["id", *columns]].sample(frac=1.0, random_state=seed + step)
        paths[name] = write(shuffled, folder, f"{name}.csv")
    order = list(paths.values())[:: -1 if turned else 1]
    loaded = load_predictions(order)
    assert loaded.predictions.sample_id is not None
    ids = loaded.predictions.sample_id.tolist()
    main = loaded.sources[loaded.source_index[0]].name
    assert loaded.row_numbers.tolist() == lines(folder / main, ids)
    for path in paths.values():
        if path.name != main:
            assert loaded.extra[f"row of {path.name}"].tolist() == lines(path, ids)


def test_that_the_same_line_in_both_is_not_repeated(tmp_path: Path) -> None:
    paths = [write(TRUTH[["y_true"]], tmp_path, "truth.csv"), write(SCORES, tmp_path, "scores.csv")]
    assert "row of truth.csv" not in load_predictions(paths).extra
    beside = write_text(tmp_path / "truth.txt", "\n".join(TRUTH["y_true"]) + "\n")
    loaded = load_predictions([beside, paths[1]])
    assert loaded.row_numbers.tolist() == list(range(2, 32))
    assert loaded.extra["row of truth.txt"].tolist() == list(range(1, 31))


def test_that_the_session_names_both_files_and_its_samples_tell_both_rows(tmp_path: Path) -> None:
    shuffled = TRUTH.sample(frac=1.0, random_state=1)
    paths = [write(shuffled, tmp_path, "truth.csv"), write(SCORES, tmp_path, "scores.csv.gz")]
    session = open_session(*paths)
    assert session.name == "truth + scores"
    headers = samples_state(session, evaluate(session.data.prepared, session.point)).headers
    assert headers[:2] == ("id", "row of scores.csv.gz")
    assert "row of truth.csv" in headers
    assert "file" not in headers
    save_session(session, tmp_path / "s.confmat")
    again = open_session(tmp_path / "s.confmat")
    np.testing.assert_array_equal(
        again.data.loaded.extra["row of truth.csv"], session.data.loaded.extra["row of truth.csv"]
    )
    assert samples_state(again, evaluate(again.data.prepared, again.point)).headers == headers


def test_that_one_row_without_a_partner_is_said_as_one(tmp_path: Path) -> None:
    paths = [write(TRUTH[1:], tmp_path, "truth.csv"), write(SCORES[:29], tmp_path, "scores.csv")]
    assert doubts(load_predictions(paths)) == [
        "1 row of scores.csv has no partner in truth.csv. "
        "1 row of truth.csv has no partner in scores.csv and is not used."
    ]


def test_that_many_parts_are_counted_in_the_name(tmp_path: Path) -> None:
    columns = ("y_true", "p_ok", "p_scratch", "p_crack")
    paths = [write(pd.DataFrame(FRAME[["id", name]]), tmp_path, f"{name}.csv") for name in columns]
    assert open_session(*paths).name == "y_true and 3 more"
