"""`confmat suggest`: the rule, its figures on both parts, what it says, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.objectives import Objective
from confmat_gui.core.preparation import prepare
from confmat_gui.core.suggest import suggest
from confmat_gui.core.tuning import Tuning
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions
from tests.cli.conftest import Confmat
from tests.core.suggesting import problem

SUBJECT = ("--subject-to", "recall(c1) >= 0.8, predicted(c1) <= 90 %")


def written(folder: Path, n_classes: int, n: int = 120) -> Path:
    predictions = problem(n, n_classes, 4)
    scores = np.asarray(predictions.y_score)
    path = folder / f"of_{n_classes}.csv"
    lines = ["label," + ",".join(predictions.classes) + ",line,part"]
    for i, (y, row) in enumerate(zip(predictions.y_true, scores, strict=True)):
        numbers = ",".join(repr(float(p)) for p in row)
        lines.append(f"{predictions.classes[y]},{numbers},{'ab'[i % 2]},g{i // 4}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return written(tmp_path, 2)


@pytest.fixture
def four(tmp_path: Path) -> Path:
    return written(tmp_path, 4)


def test_that_json_says_what_the_core_found(confmat: Confmat, two: Path) -> None:
    words = ("--objective", "f1", "--positive", "c1", *SUBJECT, "--seed", "3", "--tune-on", "0.6")
    found = confmat("suggest", two, *words, "--json").document
    prepared = prepare(load_predictions([two], InputOptions(positive="c1")).predictions)
    constraints = (Constraint("recall", 1, ">=", 0.8), Constraint("predicted", 1, "<=", 0.9))
    core = suggest(prepared, None, Objective("f1", class_index=1), constraints, Tuning(0.6, 3), seed=3)
    assert found["schema"] == 1
    assert (found["n"], found["classes"], found["positive"]) == (120, ["c0", "c1"], "c1")
    assert found["rule"]["thresholds"] == core.rule.thresholds_by_class
    assert found["objective"] == {"name": "f1(c1)", "key": "f1", "class": "c1", "better": "higher"}
    assert [c["text"] for c in found["constraints"]] == ["recall(c1) >= 0.8", "predicted(c1) <= 0.9"]
    assert [c["binds"] for c in found["constraints"]] == [reach.binds for reach in core.reaches]
    assert found["search"]["kind"] == "threshold"
    assert found["search"]["exact"] is True
    assert found["tuning"] == {"share": 0.6, "seed": 3, "by": "rows"}
    for name, part in (("tuned", core.suggested.tuned), ("held_back", core.suggested.held_back)):
        assert part is not None
        assert found[name]["confusion"] == part.outcomes.tolist()
        assert found[name]["objective"]["value"] == part.objective.value
        assert [c["kept"] for c in found[name]["constraints"]] == list(part.kept)
    assert found["tuned"]["n"] + found["held_back"]["n"] == 120
    assert found["optimism"] == pytest.approx(core.optimism)
    (spread,) = found["thresholds"]
    assert spread["class"] == "c1"
    assert spread["band"] == list(core.spreads[0].band)
    assert sum(spread["histogram"]["counts"]) == found["bootstrap"]["replicates"] == 1000
    assert [beside["name"] for beside in found["beside"]] == ["present", "default"]
    assert found["beside"][0]["gain"]["value"] == core.beside[0].gain.value
    assert found["sentences"]
    assert found["fold_rules"] == []


def test_that_text_has_rule_figures_of_both_parts_and_sentences(confmat: Confmat, two: Path) -> None:
    text = confmat("suggest", two, "--objective", "f1", "--positive", "c1", *SUBJECT).out
    for part in (
        "Wanted: Best F1 of c1, subject to recall(c1) >= 0.8 and predicted(c1) <= 0.9",
        "Suggested: c1 when its score ≥ ", "drawn within each class (seed 0); 60 samples held back",
        "Tuned", "Held back", "The present rule", "As good within noise",
        "Chosen anew on 1,000 bootstrap samples",
        "every distinct score was looked at; none is better on the samples it was tuned on.",
    ):  # fmt: skip
        assert part in text
    assert text.count("The present rule") == 3
    assert "default rule" not in text  # it is the present one


def test_that_the_saved_rule_decides_as_the_suggestion(confmat: Confmat, four: Path, tmp_path: Path) -> None:
    rule = tmp_path / "rule.json"
    words = ("--objective", "cost", "--weight-of", "c1=7", "--weight-of", "c0=1", "--tune-on", "1")
    found = confmat("suggest", four, *words, "--save-rule", rule, "--json").document
    assert found["held_back"] is None
    assert found["optimism"] is None
    again = confmat("evaluate", four, *words[2:-2], "--rule-file", rule, "--json").document
    assert again["confusion"] == found["tuned"]["confusion"]
    assert again["metrics"]["expected_cost"] == found["tuned"]["objective"]["value"]
    assert [beside["name"] for beside in found["beside"]] == ["present", "default", "min-cost"]
    assert sum(found["rule"]["thresholds_normalised"].values()) == pytest.approx(1)
    assert (found["search"]["reason"], found["search"]["exact"]) == ("descent", False)
    text = confmat("suggest", four, *words).out
    assert "none held back" in text
    assert "flatters it; hold some back" in text
    assert "Lowest expected cost by the probabilities" in text
    assert "Each while the others stay as suggested." in text


@pytest.mark.parametrize("by", ["rows", "batch", "group"])
def test_that_folds_and_parts_keep_batches_and_groups(confmat: Confmat, two: Path, by: str) -> None:
    columns = ("--batch", "line", "--group", "part", "--positive", "c1")
    words = ("--objective", "youden", "--tune-by", by, "--bootstrap", "0", *columns)
    part = confmat("suggest", two, *words, "--json").document
    assert part["tuning"]["by"] == by
    assert part["tuned"]["n"] == part["held_back"]["n"] == 60
    assert part["thresholds"][0]["quantiles"] is None
    assert part["thresholds"][0]["histogram"] is None
    assert part["bootstrap"] is None
    crossed = confmat("suggest", two, *words, "--cross-fit", "2", "--json").document
    assert crossed["cross_fit"] == len(crossed["fold_rules"]) == 2
    assert crossed["held_back"]["n"] == crossed["tuned"]["n"] == 120
    text = confmat("suggest", two, *words, "--cross-fit", "2").out
    assert "judged in 2 folds by rules tuned on the others" in text
    assert "Cross-fitted" in text
    drawn = {"rows": "drawn within each class", "batch": "whole batches", "group": "whole groups"}
    assert drawn[by] in confmat("suggest", two, *words).out


def test_that_no_decision_and_one_class_alone_can_be_asked_for(confmat: Confmat, four: Path) -> None:
    words = ("--objective", "accuracy", "--tune-on", "1", "--bootstrap", "20")
    bound = confmat("suggest", four, *words, "--subject-to", "coverage >= 0.7", "--json").document
    assert bound["search"]["kind"] == "common"
    assert bound["rule"]["no_decision"] is True
    assert sum(bound["tuned"]["no_decision"]) <= 0.3 * 120
    assert bound["thresholds"][0]["class"] is None
    assert "else no decision" in confmat("suggest", four, *words, "--subject-to", "coverage >= 0.7").out
    only = confmat("suggest", four, *words, "--only", "c2", "--json").document
    assert [spread["class"] for spread in only["thresholds"]] == ["c2"]
    assert only["search"]["reason"] == "one-class"
    assert "3 classes not shown" in confmat("suggest", four, *words, "--only", "c2").out


def test_that_what_cannot_be_kept_is_said_with_what_is_nearest(confmat: Confmat, two: Path) -> None:
    words = ("--objective", "accuracy", "--tune-on", "1", "--subject-to", "recall(c1) >= 1")
    impossible = (*words, "--subject-to", "recall(c0) >= 1")
    found = confmat("suggest", two, *impossible, "--json").document
    assert found["feasible"] is False
    assert all(c["binds"] for c in found["constraints"])
    assert found["constraints"][0]["reachable_alone"] == 1
    assert found["constraints"][0]["reachable_with_others"] < 1
    text = confmat("suggest", two, *impossible).out
    assert "No rule keeps recall(c1) >= 1 and recall(c0) >= 1" in text
    assert "at best 1.000, with the others kept " in text
    assert "not kept" in text
    binding = confmat("suggest", two, *words[:-1], "recall(c0) >= 1").out
    assert "recall(c0) >= 1 binds: without, the objective is better." in binding


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "--objective"),
        (("--objective", "lift"), "invalid choice"),
        (("--objective", "cost"), "needs prices"),
        (("--objective", "f1", "--class", "c9"), "no class called “c9”"),
        (("--objective", "mcc", "--class", "c1"), "is not of one class"),
        (("--objective", "mcc", "--subject-to", "recall(c9)>=.5"), "no class called “c9”"),
        (("--objective", "mcc", "--subject-to", "recall(c1)>.5"), "is no constraint"),
        (("--objective", "mcc", "--subject-to", "cost <= 3"), "needs prices"),
        (("--objective", "mcc", "--tune-on", "0"), "above 0 and at most 1"),
        (("--objective", "mcc", "--tune-on", "0.4", "--cross-fit", "3"), "leave out --tune-on"),
        (("--objective", "mcc", "--cross-fit", "1"), "two folds or more"),
        (("--objective", "mcc", "--tune-by", "group"), "no groups"),
        (("--objective", "mcc", "--seed", "-1"), "seed"),
        (("--objective", "mcc", "--bootstrap", "-1"), "from 0"),
        (("--objective", "mcc", "--only", "c1"), "more than two classes"),
    ],
)
def test_that_a_mistake_is_answered_with_one_sentence(
    confmat: Confmat, two: Path, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in confmat("suggest", two, *words).sentence


def test_that_a_suggestion_follows_the_shares_of_the_place_of_use(confmat: Confmat, two: Path) -> None:
    bound = ("--subject-to", "precision(c1) >= 0.3")
    words = ("--positive", "c1", "--objective", "mcc", "--bootstrap", "0", *bound)
    shares = ("--prevalence", "c1=0.02")
    plain, weighted = (confmat("suggest", two, *words, *more, "--json").document for more in ((), shares))
    assert weighted["rule"]["thresholds"]["c1"] > plain["rule"]["thresholds"]["c1"]
    assert (plain["reweighted"], plain["prevalence"]) == (False, None)
    assert plain["held_back"]["confusion_weighted"] is None
    assert weighted["reweighted"]
    assert weighted["prevalence"] == {
        "set": {"c0": None, "c1": 0.02}, "in_force": {"c0": 0.98, "c1": 0.02}
    }  # fmt: skip
    everything = confmat("suggest", two, *words, *shares, "--tune-on", "1", "--json").document
    rule = ("--threshold", f"c1={everything['rule']['thresholds']['c1']!r}")
    there = confmat("evaluate", two, "--positive", "c1", *rule, *shares, "--json").document
    assert everything["tuned"]["objective"]["value"] == there["metrics"]["mcc"]
    assert everything["tuned"]["constraints"][0]["value"] == there["per_class"]["c1"]["precision"]
    assert everything["tuned"]["confusion"] == there["confusion"]
    assert everything["tuned"]["confusion_weighted"] == there["confusion_weighted"]
    text = confmat("suggest", two, *words, *shares).out
    assert "Figures: re-weighted to c1 2 %; recall as in the samples" in text
    assert "chosen and judged with classes as common as where it is used: re-weighted to c1 2 %." in text
    assert "re-weighted" not in confmat("suggest", two, *words).out


def test_that_it_is_the_same_every_time_and_stops_at_a_session_too(
    confmat: Confmat, two: Path, tmp_path: Path
) -> None:
    session = tmp_path / "kept.confmat"
    confmat("session", two, "--positive", "c1", "-o", session)
    words = ("--objective", "mcc", "--json")
    first = confmat("suggest", two, "--positive", "c1", *words).document
    assert first == confmat("suggest", two, "--positive", "c1", *words).document
    assert first["rule"] == confmat("suggest", session, *words).document["rule"]
