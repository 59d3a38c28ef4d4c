"""`confmat compare --by`: stacked models of one table, each against the first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Confmat

N = 60


class Stacked:
    """Two models on the same samples, in one table; `lines` has the rows of each, without an id."""

    def __init__(self, folder: Path) -> None:
        rng = np.random.default_rng(3)
        y = rng.integers(0, 2, N)
        self.lines = {}
        for name, skill in (("rf", 1.0), ("svm", 3.0)):
            p = 1 / (1 + np.exp(-(skill * (y - 0.5) + rng.normal(size=N))))
            self.lines[name] = [f"{('ok', 'crack')[y[i]]},{p[i]:.4f}" for i in range(N)]
        self.folder = folder

    def order(self, name: str, *, permuted: bool) -> list[int]:
        """Return in which order the rows of a model are written."""
        rng = np.random.default_rng(1)
        found = rng.permutation(N) if permuted and name == "svm" else np.arange(N)
        return [int(row) for row in found]

    def written(self, *, ids: bool, permuted: bool = False) -> Path:
        """Write both below one another, the second in another order of rows where wanted."""
        rows = []
        for name, lines in self.lines.items():
            order = self.order(name, permuted=permuted)
            rows += [f"{name},{f's{i},' if ids else ''}{lines[i]}" for i in order]
        path = self.folder / "stacked.csv"
        header = f"model,{'id,' if ids else ''}label,crack"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    def alone(self, *, permuted: bool = False) -> list[Path]:
        """Write each model to a file of its own, with ids."""
        paths = []
        for name, lines in self.lines.items():
            paths.append(self.folder / f"{name}.csv")
            rows = [f"s{i},{lines[i]}" for i in self.order(name, permuted=permuted)]
            paths[-1].write_text("\n".join(["id,label,crack", *rows]) + "\n", encoding="utf-8")
        return paths


@pytest.fixture
def stacked(tmp_path: Path) -> Stacked:
    return Stacked(tmp_path)


def test_that_it_equals_the_comparison_of_two_files(stacked: Stacked, confmat: Confmat) -> None:
    by = confmat("compare", stacked.written(ids=True, permuted=True), "--by", "model", "--json").document
    apart = confmat("compare", *stacked.alone(permuted=True), "--json").document
    assert by["comparisons"][0]["paired"]
    assert by["comparisons"][0]["differences"] == apart["comparisons"][0]["differences"]
    assert [session["name"] for session in by["sessions"]] == ["rf", "svm"]


def test_that_rows_without_ids_are_paired_in_their_order(stacked: Stacked, confmat: Confmat) -> None:
    by = confmat("compare", stacked.written(ids=False), "--by", "model", "--json").document
    apart = confmat("compare", *stacked.alone(), "--json").document
    assert by["comparisons"][0]["differences"] == apart["comparisons"][0]["differences"]
    text = confmat("compare", stacked.written(ids=False), "--by", "model").out
    assert "svm against rf is paired: there are no sample ids, but the true classes are the same" in text


def test_that_rows_without_ids_in_another_order_are_not_paired(stacked: Stacked, confmat: Confmat) -> None:
    path = stacked.written(ids=False, permuted=True)
    document = confmat("compare", path, "--by", "model", "--json").document
    assert not document["comparisons"][0]["paired"]
    assert "The true class differs" in document["comparisons"][0]["reason"]


def test_that_conditions_say_which_come_in_which_order(stacked: Stacked, confmat: Confmat) -> None:
    path = stacked.written(ids=True)
    document = confmat(
        "compare", path, "--by", "model", "--where", "model=svm", "--where", "model=rf", "--json"
    ).document
    assert [session["name"] for session in document["sessions"]] == ["svm", "rf"]


def test_that_rule_and_prices_hold_for_all(stacked: Stacked, confmat: Confmat) -> None:
    path = stacked.written(ids=True)
    rule = ("--threshold", "crack=0.3", "--weight-of", "crack=5")
    found = confmat("compare", path, "--by", "model", *rule).out
    assert "0.3" in found.split("Rule of all:")[1].splitlines()[0]
    assert "Cost" in found


def test_that_a_report_is_written(stacked: Stacked, confmat: Confmat, tmp_path: Path) -> None:
    target = tmp_path / "models.svg"
    assert confmat("compare", stacked.written(ids=True), "--by", "model", "-o", target).code == 0
    assert target.read_bytes().startswith(b"<?xml")


def test_that_one_file_without_by_says_what_is_possible(stacked: Stacked, confmat: Confmat) -> None:
    assert "with --by the column" in confmat("compare", stacked.written(ids=True)).sentence


def test_that_sets_of_other_classes_are_refused(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "tasks.csv"
    path.write_text("task,y_true,y_pred\nt1,a,a\nt1,b,b\nt2,x,x\nt2,y,x\n", encoding="utf-8")
    sentence = confmat("compare", path, "--by", "task").sentence
    assert "“t1” and “t2” of the column “task” have different classes (a, b, x, y" in sentence


def test_that_a_session_is_not_taken_apart(stacked: Stacked, confmat: Confmat, tmp_path: Path) -> None:
    session = tmp_path / "kept.confmat"
    assert confmat("session", stacked.written(ids=True), "--where", "model=rf", "-o", session).code == 0
    assert "holds one set of predictions" in confmat("compare", session, "--by", "model").sentence
