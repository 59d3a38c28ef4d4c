from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Confmat


def test_that_conclusions_are_listed_with_their_reasons(confmat: Confmat, three: Path) -> None:
    found = confmat("inspect", three, "--json").document
    assert found["classes"] == ["a", "b", "c"]
    assert found["columns"]["true"] == ["label"]
    assert found["columns"]["scores"] == {"a": "a", "b": "b", "c": "c"}
    assert found["n"] == 9
    subjects = {conclusion["subject"] for conclusion in found["conclusions"]}
    assert {"true", "scores"} <= subjects
    assert all(conclusion["reason"] for conclusion in found["conclusions"])


def test_that_a_person_reads_files_conclusions_and_classes(confmat: Confmat, three: Path) -> None:
    lines = [line.split() for line in confmat("inspect", three).out.splitlines()]
    assert ["a", "3"] in lines
    assert any(line[:2] == ["true", "label"] for line in lines)
    assert any(line[:1] == ["three.csv"] and "9" in line for line in lines)


def test_that_a_doubt_is_said(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "rare.csv"
    path.write_text("label,score\n" + "good,0.2\n" * 7 + "bad,0.7\n" * 3)
    ended = confmat("inspect", path)
    assert ended.code == 0
    assert "Notices" in ended.out or "please check" in ended.out


def test_that_long_lists_of_rows_set_aside_are_cut(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "gaps.csv"
    path.write_text("label,score\n" + "yes,0.9\nno,0.1\n" * 40 + "no,nan\n" * 30)
    ended = confmat("inspect", path)
    assert "Set aside: 30 rows" in ended.out
    assert "… and 10 more" in ended.out
    assert len(confmat("inspect", path, "--json").document["set_aside"]) == 30


def test_that_an_option_changes_what_is_concluded(confmat: Confmat, cases: Callable[[str], Path]) -> None:
    path = cases("11_yardstick/hpc_cv.csv")
    assert confmat("inspect", path, "--json").document["batches"] == []
    assert len(confmat("inspect", path, "--batch", "Resample", "--json").document["batches"]) == 10


def test_that_a_matrix_can_be_insisted_on(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "perfect.csv"
    path.write_text("actual,ok,crack\nok,0,1\ncrack,1,0\n")
    refused = confmat("inspect", path, "--kind", "matrix", "--matrix")
    assert refused.code == 2
    found = confmat("inspect", path, "--matrix", "--rows", "pred", "--json").document
    assert found["score_kind"] == "matrix"
    assert found["n"] == 2
    assert "rows are predicted classes" in found["conclusions"][0]["value"]
