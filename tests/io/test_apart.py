"""Stacked models, tasks or splits: counted in all rows, and each opened for itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.core.labels import natural_key
from confmat_gui.io.facts import Facts
from confmat_gui.io.load import load_apart, load_predictions
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import MOST_ROWS, preview
from confmat_gui.io.stack_values import Stack, counted_stacks, may_stack, seen_stacks
from confmat_gui.io.stacked import MOST_APART, MOST_STACKED
from confmat_gui.io.table import Column, NumberColumn, TextColumn
from tests.io.layouts import multiclass, write

MODELS = {"rf": multiclass(20, seed=1), "svm": multiclass(20, seed=2), "k=nn": multiclass(20, seed=3)}
STACKED = pd.concat([frame.assign(model=name) for name, frame in MODELS.items()], ignore_index=True)
ARRAYS = ("y_true", "y_pred", "y_score", "sample_id")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".npz"])
def test_that_each_value_is_as_if_its_rows_had_been_chosen(tmp_path: Path, suffix: str) -> None:
    path = write(STACKED, tmp_path, "stacked" + suffix)
    found = load_apart([path], "model")
    assert list(found) == ["k=nn", "rf", "svm"]
    for name, loaded in found.items():
        alone = load_predictions([path], InputOptions(where=(f"model={name}",)))
        assert loaded.options == alone.options
        assert loaded.sources == alone.sources
        for array in ARRAYS:
            np.testing.assert_array_equal(
                getattr(loaded.predictions, array), getattr(alone.predictions, array)
            )


def test_that_batches_are_taken_apart_together(tmp_path: Path) -> None:
    paths = [write(STACKED.iloc[half::2], tmp_path, f"{half}.csv") for half in range(2)]
    found = load_apart(paths, "model", InputOptions(where=("model=rf", "model=svm")))
    assert {name: loaded.predictions.n for name, loaded in found.items()} == {"rf": 20, "svm": 20}
    assert found["rf"].predictions.batch_names == ("0", "1")


def test_that_conditions_choose_the_values_and_their_order(tmp_path: Path) -> None:
    path = write(STACKED.assign(fold=np.arange(60) % 2), tmp_path)
    options = InputOptions(where=("model=svm", "fold=1", "model=rf", "model=svm"))
    found = load_apart([path], "model", options)
    assert list(found) == ["svm", "rf"]
    assert all(loaded.predictions.n == 10 for loaded in found.values())
    assert found["svm"].options.where == ("fold=1", "model=svm")


@pytest.mark.parametrize(
    ("column", "options", "expected"),
    [
        ("modell", InputOptions(), "has no column called “modell”"),
        ("y_true", InputOptions(where=("y_true=ok",)), "one value only (“ok”) in the column “y_true”"),
        ("p_ok", InputOptions(), "holds numbers with fractions or too many values"),
        ("id", InputOptions(), f"60 values in the column “id”, and at most {MOST_APART} can be"),
    ],
)
def test_that_what_cannot_be_taken_apart_is_refused(
    tmp_path: Path, column: str, options: InputOptions, expected: str
) -> None:
    frame = STACKED.assign(id=[f"s{row}" for row in range(60)])
    with pytest.raises(InputError) as error:
        load_apart([write(frame, tmp_path)], column, options)
    assert expected in str(error.value)


def test_that_values_beyond_the_preview_are_found_with_their_rows(tmp_path: Path) -> None:
    n_rows = MOST_ROWS + 500
    frame = pd.DataFrame({"model": ["rf"] * n_rows + [" svm "] * 3, "y_true": "a", "p": 0.5})
    path = write(frame, tmp_path)
    assert preview(path).stacks == ()
    assert counted_stacks([path], InputOptions()) == (Stack("model", ("rf", "svm"), (n_rows, 3), 2),)


def test_that_several_files_are_counted_together(tmp_path: Path) -> None:
    paths = [write(frame.assign(model=name), tmp_path, f"{name}.csv") for name, frame in MODELS.items()]
    assert counted_stacks(paths, InputOptions()) == (Stack("model", ("k=nn", "rf", "svm"), (20, 20, 20), 3),)


def test_that_no_more_values_are_offered_than_a_person_can_look_through(tmp_path: Path) -> None:
    often = [f"run{index}" for index in range(MOST_STACKED + 30)]
    rare = [f"rare{index}" for index in range(40)]
    frame = pd.DataFrame({"run": [*often, *often, *rare], "y_true": "a", "p": 0.5})
    (found,) = counted_stacks([write(frame, tmp_path)], InputOptions())
    assert len(found.values) == len(found.counts) == MOST_STACKED
    assert set(found.counts) == {2}
    assert found.n_values == MOST_STACKED + 70
    assert list(found.values) == sorted(found.values, key=natural_key)


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["a", " a", "b ", "c", "", " "]), min_size=1, max_size=12))
def test_that_rows_are_counted_as_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("counted") / "a.csv"
    lines = [f'"{text}",x,0.5' for text in texts]
    path.write_text("\n".join(["task,y_true,p", *lines]) + "\n", encoding="utf-8")
    slow = Counter(text.strip() for text in texts if text.strip())
    found = counted_stacks([path], InputOptions())
    if len(slow) < 2:
        assert found == ()
    else:
        assert {value: n for each in found for value, n in zip(each.values, each.counts, strict=True)} == slow


def test_that_only_columns_with_telling_names_may_stack() -> None:
    assert may_stack(["y", "Model"])
    assert not may_stack(["y", "fold"])
    columns: dict[str, Column] = {
        "task": NumberColumn(np.array([1.0, 2.0])),
        "model": TextColumn(np.array([0, 0], dtype=np.int32), ("rf",)),
    }
    assert seen_stacks(Facts(columns)) == (Stack("task", ("1", "2"), (), 2),)
