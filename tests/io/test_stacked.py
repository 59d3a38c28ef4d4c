"""Several models, tasks or splits in one table: noticed, and one of them chosen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from confmat_gui.api import load, open_session, save_session
from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.stack_values import Stack
from confmat_gui.present.command import command_text
from confmat_gui.present.screen import subtitle_text
from tests.io.layouts import doubts, load_frame, load_text, multiclass, subjects, write

MODELS = {"rf": multiclass(20, seed=1), "svm": multiclass(20, seed=2), "k=nn": multiclass(20, seed=3)}
STACKED = pd.concat([frame.assign(model=name) for name, frame in MODELS.items()], ignore_index=True)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".npz"])
@pytest.mark.parametrize("name", MODELS)
def test_that_one_model_opens_as_if_it_were_alone(tmp_path: Path, name: str, suffix: str) -> None:
    alone = load_predictions([write(MODELS[name], tmp_path, "alone.csv")]).predictions
    loaded = load(write(STACKED, tmp_path, "stacked" + suffix), where=f"model={name}")
    assert loaded.predictions.classes == alone.classes
    for array in ("y_true", "y_pred", "y_score", "sample_id"):
        np.testing.assert_array_equal(getattr(loaded.predictions, array), getattr(alone, array))
    assert subjects(loaded)["where"] == f"model = {name}"
    first = list(MODELS).index(name) * 20 + (2 if suffix == ".csv" else 1)
    assert loaded.row_numbers.tolist() == list(range(first, first + 20))
    assert not doubts(loaded)


@pytest.mark.parametrize("column", ["model", "Task", "data set", "split"])
def test_that_a_stack_is_said(tmp_path: Path, column: str) -> None:
    loaded = load_frame(tmp_path, STACKED.rename(columns={"model": column}))
    assert loaded.predictions.n == 60
    (doubt,) = doubts(loaded)
    assert "holds 3 of" in doubt
    assert f"choose one with --where {column}=k=nn." in doubt


def test_that_a_stack_used_as_batch_is_no_doubt(tmp_path: Path) -> None:
    assert not doubts(load_frame(tmp_path, STACKED, batch="model"))
    assert not doubts(load_frame(tmp_path, STACKED.assign(model="rf")))


def test_that_declared_categories_do_not_stay_a_stack(tmp_path: Path) -> None:
    frame = STACKED.assign(model=pd.Categorical(STACKED.model, ordered=True))
    assert not doubts(load(write(frame, tmp_path, "a.parquet"), where="model=svm"))


def test_that_values_are_alternatives_and_columns_conditions(tmp_path: Path) -> None:
    frame = STACKED.assign(fold=np.arange(60) % 2)
    loaded = load(write(frame, tmp_path), where=("model=rf", "model = svm", "fold=1"))
    assert loaded.predictions.n == 20
    assert [each.value for each in loaded.conclusions if each.subject == "where"] == [
        "model = rf or svm", "fold = 1",
    ]  # fmt: skip


def test_that_a_text_among_numbers_keeps_its_row(tmp_path: Path) -> None:
    rows = [f"{'rf' if row % 2 else 'svm'},yes,{row / 64}" for row in range(40)]
    rows[7], rows[8] = "rf,yes,broken", "svm,yes,wrong"
    loaded = load_text(tmp_path, "model,y_true,score\n" + "\n".join(rows) + "\n", where=("model=rf",))
    assert [(row.row, row.text) for row in loaded.set_aside] == [(9, "“broken” is not a number.")]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("model", "“model” is no condition on rows; write it as COLUMN=VALUE"),
        ("modell=rf", "has no column called “modell” to choose rows by; its columns are id"),
        ("model=rff", "has no row with “rff” in the column “model”; it holds rf, svm, k=nn."),
    ],
)
def test_that_a_condition_that_cannot_hold_is_refused(tmp_path: Path, where: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        load(write(STACKED, tmp_path), where=where)
    assert expected in str(error.value)


def test_that_rows_are_chosen_before_files_are_joined(tmp_path: Path) -> None:
    truth = write(MODELS["rf"][["id", "y_true"]], tmp_path, "truth.csv")
    scores = write(STACKED.drop(columns="y_true"), tmp_path, "scores.csv")
    both = load(truth, scores)
    assert both.predictions.n == 60
    assert load(truth, scores, where="model=svm").predictions.n == 20


def test_that_a_preview_offers_what_is_stacked(tmp_path: Path) -> None:
    assert preview(write(STACKED, tmp_path)).stacks == (Stack("model", ("k=nn", "rf", "svm"), (), 3),)


def test_that_a_session_remembers_the_choice(tmp_path: Path) -> None:
    session = open_session(write(STACKED, tmp_path), where="model=k=nn")
    assert "--where model=k=nn" in command_text(session)
    assert subtitle_text(session).startswith("model=k=nn · 20 samples")
    save_session(session, tmp_path / "s.confmat", refer=True)
    assert open_session(tmp_path / "s.confmat").data.prepared.predictions.n == 20
    with pytest.raises(InputError, match="--where cannot choose anything else"):
        open_session(tmp_path / "s.confmat", where="model=rf")
