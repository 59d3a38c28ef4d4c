"""Batches as a person reads them in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Confmat

CHANCE = ["--positive", "crack", "--batch", "line"]


def lines_of(text: str, title: str) -> list[str]:
    """Return the lines below a title."""
    lines = text.splitlines()
    start = lines.index(title) + 1
    stop = next((i for i in range(start, len(lines)) if not lines[i]), len(lines))
    return [line.strip() for line in lines[start:stop]]


def many(tmp_path: Path, n_batches: int) -> Path:
    """Return batches of five, one sample in three of which is wrong; one batch has none right."""
    path = tmp_path / "many.csv"
    rows = [
        f"{i % 2},{(i % 2) ^ (i % 3 == 0 or i // 5 == n_batches - 1)},{i // 5}" for i in range(5 * n_batches)
    ]
    path.write_text("\n".join(["y_true,y_pred,batch", *rows]) + "\n")
    return path


def test_that_every_batch_stands_beside_what_chance_gives(confmat: Confmat, binary: Path) -> None:
    words = ["evaluate", binary, *CHANCE, "--threshold", "crack=0.65"]
    shown = lines_of(confmat(*words).out, "Batches")
    assert shown[0].startswith("By chance alone a batch of 5 samples shows 0.600 to 1.000")
    assert [line.split("  ")[0].strip() for line in shown[-3:]] == ["Batch", "a", "b"]
    assert shown[-2].split()[:3] == ["a", "5", "1.000"]
    named = lines_of(confmat(*words, "--batch-metric", "recall=ok").out, "Batches")
    assert "Recall of ok" in named[-3]
    assert "Accuracy" in named[-3]
    found = confmat(*words, "--batch-metric", "recall=ok", "--json").document
    assert found["batch_metric"] == {"key": "recall", "class": "ok", "value": 1.0}


def test_that_a_small_set_of_batches_is_said_to_mislead(confmat: Confmat, tmp_path: Path) -> None:
    path = many(tmp_path, 12)
    said = confmat("evaluate", path, "--batch", "batch").out
    assert "- Batches of 5 samples: by chance alone one of them has an accuracy from 0.200 to 1.000; " in said
    notices = confmat("evaluate", path, "--batch", "batch", "--json").document["notices"]
    assert "small_batches" in {notice["code"] for notice in notices}


def test_that_of_very_many_batches_the_telling_ones_are_listed(confmat: Confmat, tmp_path: Path) -> None:
    shown = lines_of(confmat("evaluate", many(tmp_path, 108), "--batch", "batch").out, "Batches")
    assert shown[-1] == "… and 88 more; --json has all."
    assert shown[-2].split()[0] == "107"
    assert shown[-2].endswith("Lower than by chance")
    document = confmat("evaluate", many(tmp_path, 108), "--batch", "batch", "--json").document
    assert len(document["batches"]) == 108
    assert [batch["name"] for batch in document["batches"] if batch["outside"]] == ["107"]


def test_that_one_batch_has_no_table(confmat: Confmat, binary: Path) -> None:
    assert "\nBatches\n" not in confmat("evaluate", binary, "--positive", "crack").out


def test_that_costs_can_be_the_figure_where_there_are_prices(confmat: Confmat, binary: Path) -> None:
    words = ["evaluate", binary, *CHANCE, "--batch-metric", "expected_cost"]
    assert "needs prices" in confmat(*words).sentence
    assert "Expected cost" in confmat(*words, "--weight-of", "crack=5").out


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("auc", "no figure of a batch; there are accuracy"),
        ("mcc=ok", "names a class, which only recall and precision have"),
        ("recall=dent", "no class called “dent”"),
    ],
)
def test_that_a_figure_that_batches_do_not_have_is_refused(
    confmat: Confmat, binary: Path, metric: str, said: str
) -> None:
    assert said in confmat("evaluate", binary, *CHANCE, "--batch-metric", metric).sentence


def test_that_an_inspection_and_a_comparison_name_the_repairs(
    confmat: Confmat, binary: Path, tmp_path: Path
) -> None:
    repairs = ["--repair", "reverse-scores", "--leave-out", "b"]
    assert lines_of(confmat("inspect", binary, *CHANCE, *repairs).out, "Repairs") == [
        "Scores reversed; Batch b left out"
    ]
    assert "Repairs" not in confmat("inspect", binary, *CHANCE).out
    plain, put_right = tmp_path / "plain.confmat", tmp_path / "right.confmat"
    confmat("session", binary, *CHANCE, "-o", plain)
    confmat("session", binary, *CHANCE, *repairs, "-o", put_right)
    assert "Repairs" in confmat("inspect", put_right).out
    compared = lines_of(confmat("compare", plain, put_right).out, "Compared")
    assert "Repairs of right: Scores reversed; Batch b left out." in compared
    assert not [line for line in compared if line.startswith("Repairs of plain")]
    document = confmat("compare", plain, put_right, "--json").document
    assert [session["repairs"] for session in document["sessions"]] == [
        [], [{"kind": "reverse-scores", "names": []}, {"kind": "leave-out", "names": ["b"]}],
    ]
    assert "Repairs of right: Scores reversed; Batch b left out." in document["sentences"]


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_that_the_batches_are_a_view_of_the_report(
    confmat: Confmat, binary: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"batches.{suffix}"
    words = ["report", binary, "-o", target, "--view", "batches"]
    assert "no ledger of batches" in confmat(*words, "--positive", "crack").sentence
    assert confmat(*words, *CHANCE, "--batch-metric", "recall=ok").code == 0
    content = target.read_bytes()
    assert content.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[suffix])
    if suffix == "svg":
        assert "Recall of ok" in content.decode()
