"""`inspect` names what is wrong with a file, and the option it names puts it right."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from confmat_gui.core.predictions import Predictions
from tests.cli.conftest import Confmat
from tests.core.made_sets import sound_set
from tests.core.test_integrity import logits_as_scores, odd, permuted, repeated, reversed_scores, shuffled


def written(predictions: Predictions, path: Path) -> str:
    """Write predictions as a person would, with the names of the classes at their columns."""
    names = np.array(predictions.classes)
    columns: dict[str, object] = {"true": names[predictions.y_true]}
    if predictions.y_pred is not None:
        columns["pred"] = names[predictions.y_pred]
    if predictions.y_score is not None:
        single = predictions.y_score.shape[1] == 1
        for k in range(predictions.y_score.shape[1]):
            columns["score" if single else f"p_{names[k]}"] = predictions.y_score[:, k]
    if predictions.batch is not None:
        columns["batch"] = np.array(predictions.batch_names)[predictions.batch]
    if predictions.sample_id is not None:
        columns["id"] = predictions.sample_id
    pd.DataFrame(columns).to_csv(path, index=False)
    return str(path)


@pytest.mark.parametrize(
    ("made", "code", "sentence"),
    [
        (shuffled, "shuffled_labels", "predict again without shuffling"),
        (permuted, "permuted_classes", "seem mixed up: with their score columns exchanged"),
        (reversed_scores, "reversed_score", "A higher score speaks for no, not for yes"),
        (logits_as_scores, "logits", "look like logits"),
        (repeated, "repeated_rows", "32 of 1,032 rows were there before"),
        (odd, "odd_batch", "Batch b3 is unlike the others"),
    ],
)
def test_that_inspect_names_each_fault_and_its_option_puts_it_right(
    confmat: Confmat, tmp_path: Path, made: Callable[[int], Predictions], code: str, sentence: str
) -> None:
    path = written(made(7), tmp_path / "file.csv")
    (notice,) = [n for n in confmat("inspect", path, "--json").document["notices"] if n["severity"] != "info"]
    assert notice["code"] == code
    text = confmat("inspect", path).out
    assert sentence in text
    assert notice["code"] in [n["code"] for n in confmat("evaluate", path, "--json").document["notices"]]
    if notice["remedy"] is None:
        assert code == "shuffled_labels"
        return
    assert notice["remedy"] in text
    after = confmat("inspect", path, *shlex.split(notice["remedy"]), "--json").document
    assert code not in [n["code"] for n in after["notices"]]


def test_that_inspect_has_nothing_against_sound_files(confmat: Confmat, tmp_path: Path) -> None:
    for seed in range(12):
        predictions = sound_set(seed)
        path = written(predictions, tmp_path / f"{seed}.csv")
        codes = {notice["code"] for notice in confmat("inspect", path, "--json").document["notices"]}
        assert codes <= {"loader_doubt", "logits" if predictions.score_kind == "logit" else ""}
