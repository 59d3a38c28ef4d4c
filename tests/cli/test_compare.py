"""Comparisons against a calculation of their own: scikit-learn, scipy, and sums written out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest, norm
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    cohen_kappa_score,
    confusion_matrix,
    f1_score,
    matthews_corrcoef,
    recall_score,
    roc_auc_score,
)

from tests.cli.conftest import Confmat

Floats = NDArray[np.float64]
N = 240


class Models:
    """Two models judged on the same samples; the second is better, in another order of rows."""

    def __init__(self, folder: Path) -> None:
        rng = np.random.default_rng(7)
        self.y = (rng.random(N) < 0.35).astype(int)
        self.p = [
            np.round(1 / (1 + np.exp(-(k * (self.y - 0.5) + rng.normal(size=N)))), 3) for k in (1.5, 3.0)
        ]
        self.decided = [(p >= 0.5).astype(int) for p in self.p]
        names = np.array(["ok", "crack"])
        self.paths = [folder / "a.csv", folder / "b.csv"]
        for path, p, order in zip(self.paths, self.p, (np.arange(N), rng.permutation(N)), strict=True):
            rows = [f"part-{i},{names[self.y[i]]},{float(p[i])}" for i in order.tolist()]
            path.write_text("\n".join(["id,label,crack", *rows]) + "\n")


def rows_of(document: dict[str, Any], class_name: str | None = None) -> dict[str, dict[str, Any]]:
    """Return the differences of a comparison by key."""
    found = document["comparisons"][0]["differences"]
    return {row["key"]: row for row in found if row["class"] == class_name}


def placements(y: NDArray[np.int64], p: Floats) -> tuple[Floats, Floats]:
    """Return for each positive, and each negative, the share of the others it is rightly ordered with."""
    wins = (p[y == 1][:, None] > p[y == 0]) + 0.5 * (p[y == 1][:, None] == p[y == 0])
    return wins.mean(axis=1), wins.mean(axis=0)


def delong_variance(y: NDArray[np.int64], a: Floats, b: Floats, *, paired: bool) -> float:
    """Return the variance of AUC(b) - AUC(a), written out from DeLong, DeLong & Clarke-Pearson 1988."""
    total = 0.0
    for of_a, of_b in zip(placements(y, a), placements(y, b), strict=True):
        s = np.cov(np.vstack([of_a, of_b]))
        total += (s[0, 0] + s[1, 1] - (2 * s[0, 1] if paired else 0)) / len(of_a)
    return total


@pytest.fixture
def models(tmp_path: Path, confmat: Confmat) -> Models:
    made = Models(tmp_path)
    for path in made.paths:
        target = path.with_suffix(".confmat")
        ended = confmat("session", path, "--positive", "crack", "-o", target)
        assert (ended.code, ended.out, ended.err) == (0, f"Saved {target}.\n", "")
    return made


def compared(confmat: Confmat, models: Models, *words: str | Path) -> dict[str, Any]:
    return confmat(
        "compare", *(path.with_suffix(".confmat") for path in models.paths), "--json", *words
    ).document


def test_that_figures_and_their_differences_are_those_of_scikit_learn(
    confmat: Confmat, models: Models
) -> None:
    document = compared(confmat, models)
    overall, crack = rows_of(document), rows_of(document, "crack")
    y, (a, b) = models.y, models.decided
    measures = {
        "accuracy": accuracy_score,
        "balanced_accuracy": balanced_accuracy_score,
        "mcc": matthews_corrcoef,
        "cohen_kappa": cohen_kappa_score,
        "macro_f1": lambda t, d: f1_score(t, d, average="macro"),
    }
    for key, measure in measures.items():
        expected = (measure(y, a), measure(y, b), measure(y, b) - measure(y, a))
        assert (overall[key]["a"], overall[key]["b"], overall[key]["difference"]) == pytest.approx(
            expected, abs=1e-12
        )
    assert crack["recall"]["difference"] == pytest.approx(recall_score(y, b) - recall_score(y, a), abs=1e-12)
    areas = [roc_auc_score(y, p) for p in models.p]
    assert crack["roc_auc"]["difference"] == pytest.approx(areas[1] - areas[0], abs=1e-12)
    (comparison,) = document["comparisons"]
    difference = confusion_matrix(y, b, labels=[0, 1]) - confusion_matrix(y, a, labels=[0, 1])
    order = [["ok", "crack"].index(name) for name in document["sessions"][0]["classes"]]
    assert comparison["confusion_difference"] == difference[np.ix_(order, order)].tolist()


def test_that_rows_are_paired_by_id_whatever_their_order(confmat: Confmat, models: Models) -> None:
    (comparison,) = compared(confmat, models)["comparisons"]
    y, (a, b) = models.y, models.decided
    fixed, broke = int(((b == y) & (a != y)).sum()), int(((a == y) & (b != y)).sum())
    assert comparison["paired"] is True
    assert (comparison["fixed"], comparison["broke"]) == (fixed, broke)
    exact = binomtest(min(fixed, broke), fixed + broke, 0.5)
    assert comparison["mcnemar"]["exact"] == pytest.approx(exact.pvalue, rel=1e-9)
    point = float(binomtest(fixed, fixed + broke, 0.5, alternative="less").pvalue) - float(
        binomtest(fixed - 1, fixed + broke, 0.5, alternative="less").pvalue
    )
    assert comparison["mcnemar"]["mid_p"] == pytest.approx(exact.pvalue - point, rel=1e-9)


def test_that_areas_are_tested_by_delong(confmat: Confmat, models: Models) -> None:
    row = rows_of(compared(confmat, models), "crack")["roc_auc"]
    deviation = np.sqrt(delong_variance(models.y, models.p[0], models.p[1], paired=True))
    expected = [row["difference"] - 1.959963985 * deviation, row["difference"] + 1.959963985 * deviation]
    assert row["interval"] == pytest.approx(expected, abs=1e-9)
    assert row["p_value"] == pytest.approx(2 * norm.sf(abs(row["difference"]) / deviation), rel=1e-6)
    assert row["method"] == "DeLong, paired"


def test_that_bootstrap_intervals_are_those_of_resampled_rows(confmat: Confmat, models: Models) -> None:
    rng = np.random.default_rng(1)
    y, (a, b) = models.y, models.decided
    gained = (b == y).astype(float) - (a == y)
    resampled = [rng.choice(gained[y == k], (4000, int((y == k).sum()))).mean(axis=1) for k in (0, 1)]
    differences = (resampled[0] + resampled[1]) / 2
    row = rows_of(compared(confmat, models))["balanced_accuracy"]
    assert row["interval"] == pytest.approx(np.percentile(differences, [2.5, 97.5]).tolist(), abs=0.012)


def test_that_samples_without_common_ids_are_not_paired_and_it_says_why(
    confmat: Confmat, models: Models
) -> None:
    without = []
    for path in models.paths:
        lines = [line.split(",", 1)[1] for line in path.read_text().splitlines()]
        without.append(path.with_name(f"{path.stem}_without.csv"))
        without[-1].write_text("\n".join(lines) + "\n")
    document = confmat("compare", *without, "--positive", "crack", "--json").document
    (comparison,) = document["comparisons"]
    assert comparison["paired"] is False
    assert comparison["fixed"] is None
    assert comparison["mcnemar"] == {"exact": None, "mid_p": None}
    assert "ids" in comparison["reason"]
    row = rows_of(document, "crack")["roc_auc"]
    deviation = np.sqrt(delong_variance(models.y, models.p[0], models.p[1], paired=False))
    assert row["p_value"] == pytest.approx(2 * norm.sf(abs(row["difference"]) / deviation), rel=1e-6)


def test_that_two_rules_on_one_file_are_paired_even_without_ids(
    confmat: Confmat, binary: Path, tmp_path: Path
) -> None:
    words = ("session", binary, "--positive", "crack", "-o")
    assert confmat(*words, tmp_path / "half.confmat").code == 0
    assert confmat(*words, tmp_path / "low.confmat", "--threshold", "crack=0.3").code == 0
    document = confmat("compare", tmp_path / "half.confmat", tmp_path / "low.confmat", "--json").document
    (comparison,) = document["comparisons"]
    assert (comparison["paired"], comparison["fixed"], comparison["broke"]) == (True, 0, 2)


def test_that_more_than_two_are_each_compared_with_the_first(confmat: Confmat, models: Models) -> None:
    a, b = (path.with_suffix(".confmat") for path in models.paths)
    document = confmat("compare", a, b, models.paths[0], "--positive", "crack", "--json").document
    assert [(c["a"], c["b"]) for c in document["comparisons"]] == [("a (1)", "b"), ("a (1)", "a (2)")]
    assert document["comparisons"][1]["fixed"] == document["comparisons"][1]["broke"] == 0


def test_that_options_hold_for_all_that_is_compared(confmat: Confmat, models: Models) -> None:
    document = compared(confmat, models, "--threshold", "crack=0.2", "--weight-of", "crack=5")
    assert all(session["rule"]["thresholds"]["crack"] == 0.2 for session in document["sessions"])
    costs = [5 * row["fn"] + row["fp"] for row in (s["per_class"]["crack"] for s in document["sessions"])]
    row = rows_of(document)["total_cost"]
    assert (row["a"], row["b"]) == tuple(costs)


def test_that_a_person_reads_a_table_and_a_verdict(confmat: Confmat, models: Models) -> None:
    ended = confmat("compare", *models.paths, "--positive", "crack")
    assert ended.code == 0
    assert "b against a is paired" in ended.out
    (accuracy,) = (line for line in ended.out.splitlines() if line.strip().startswith("Accuracy"))
    values = [accuracy_score(models.y, decided) for decided in models.decided]
    assert accuracy.split()[1:4] == [*(f"{value:.3f}" for value in values), f"+{values[1] - values[0]:.3f}"]
    assert "McNemar" in ended.out


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_that_a_comparison_is_drawn_too(
    confmat: Confmat, models: Models, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"compared.{suffix}"
    assert confmat("compare", *models.paths, "--positive", "crack", "--json", "-o", target).code == 0
    assert target.read_bytes().startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[suffix])


def test_that_different_classes_do_not_compare(confmat: Confmat, binary: Path, three: Path) -> None:
    assert "different classes" in confmat("compare", binary, three).sentence


def test_that_rules_that_were_tuned_are_compared_on_what_all_held_back(
    confmat: Confmat, models: Models, tmp_path: Path
) -> None:
    paths = [tmp_path / "low.confmat", tmp_path / "high.confmat"]
    for path, threshold in zip(paths, ("0.2", "0.7"), strict=True):
        words = ("--positive", "crack", "--threshold", f"crack={threshold}", "--tune-on", "0.4")
        assert confmat("session", models.paths[0], *words, "-o", path).code == 0
    alone = [
        confmat("evaluate", path, "--samples", "held-back", "--json").document["metrics"]["accuracy"]
        for path in paths
    ]
    document = confmat("compare", *paths, "--samples", "held-back", "--json").document
    assert document["samples"] == "held-back"
    assert [rows_of(document)["accuracy"][side] for side in "ab"] == alone
    text = confmat("compare", *paths, "--samples", "held-back").out
    assert "of the part that every session held back" in text
    everything = confmat("compare", *paths, "--json").document
    assert everything["samples"] == "all"
    assert any("was tuned on 40 % of each class (seed 0), which flatters it" in said
               for said in everything["sentences"])  # fmt: skip
    refused = confmat("compare", paths[0], models.paths[1], "--positive", "crack", "--samples", "held-back")
    assert "did not hold the same samples back" in refused.sentence
