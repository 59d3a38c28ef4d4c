"""Repairs from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Confmat

ROWS = "true,score,day\n" + "".join(
    f"{label},{score},{day}\n"
    for label, score, day in (
        ("ok", 0.9, "mon"), ("ok", 0.8, "mon"), ("crack", 0.1, "mon"), ("crack", 0.2, "tue"),
        ("ok", 0.7, "tue"),
    )
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    target = tmp_path / "reversed.csv"
    target.write_text(ROWS, encoding="utf-8")
    return str(target)


def test_that_scores_are_reversed_and_batches_left_out(confmat: Confmat, path: str) -> None:
    options = ["--positive", "crack", "--batch", "day"]
    plain = confmat("evaluate", path, *options, "--json").document
    assert plain["repairs"] == []
    assert plain["per_class"]["crack"]["roc_auc"] == 0.0
    repairs = ["--repair", "reverse-scores", "--leave-out", "tue"]
    turned = confmat("evaluate", path, *options, *repairs, "--json").document
    assert turned["repairs"] == [
        {"kind": "reverse-scores", "names": []}, {"kind": "leave-out", "names": ["tue"]},
    ]
    assert turned["n"] == 3
    assert turned["per_class"]["crack"]["roc_auc"] == 1.0
    text = confmat("evaluate", path, *options, *repairs).out
    assert "Repairs: Scores reversed; Batch tue left out" in text
    assert confmat("inspect", path, "--repair", "drop-repeated", "--json").document["repairs"] == [
        {"kind": "drop-repeated", "names": []}
    ]


def test_that_a_mapping_of_classes_names_them_in_order(confmat: Confmat, path: str) -> None:
    words = ["--positive", "crack", "--repair", "map-classes=ok,crack", "--json"]
    mapped = confmat("evaluate", path, *words).document
    assert mapped["per_class"]["crack"]["roc_auc"] == 1.0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--repair", "turn"], "is no repair"),
        (["--repair", "map-classes=ok"], "is no repair"),
        (["--repair", "map-classes=ok,dent"], "must name each class once"),
        (["--leave-out", "thu"], "no batch “thu”"),
        (["--batch", "day", "--leave-out", "mon", "--leave-out", "tue"], "Every batch is left out"),
    ],
)
def test_that_a_repair_that_cannot_be_is_one_sentence(
    confmat: Confmat, path: str, words: list[str], sentence: str
) -> None:
    assert sentence in confmat("evaluate", path, *words).sentence
