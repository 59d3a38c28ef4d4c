"""`--recalibrate`: probabilities that agree with what comes true."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.recalibration import RECALIBRATION_METHODS, Recalibration
from confmat_gui.core.tuning import Tuning
from confmat_gui.present.command import command_text
from confmat_gui.session.opening import open_any
from confmat_gui.session.recalibrating import set_recalibration
from tests.cli.conftest import Ended

Confmat = Callable[..., Ended]


@pytest.fixture
def overdone(tmp_path: Path) -> Path:
    """Write predictions of two classes that are too certain, in batches."""
    generator = np.random.default_rng(8)
    z = generator.standard_normal(600) * 1.5
    y = np.where(generator.random(600) < 1 / (1 + np.exp(-z)), "crack", "ok")
    p = 1 / (1 + np.exp(-3 * z))
    lines = ["label,ok,crack,day"]
    lines += [f"{a},{1 - b!r},{b!r},d{i // 100}" for i, (a, b) in enumerate(zip(y, p.tolist(), strict=True))]
    path = tmp_path / "overdone.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_that_it_is_fitted_on_one_half_and_judged_on_the_other(confmat: Confmat, overdone: Path) -> None:
    plain = confmat("evaluate", str(overdone), "--json").document
    found = confmat("evaluate", str(overdone), "--recalibrate", "temperature", "--json").document
    assert plain["recalibration"] is None
    told = found["recalibration"]
    assert told["method"] == "temperature"
    assert told["fitted_on"] == {"share": 0.5, "seed": 0, "by": "rows"}
    assert told["numbers"][0][0] == pytest.approx(3, rel=0.2)
    judged = told["judged"]
    assert (judged["held_back"], judged["n"]) == (True, 300)
    assert judged["after"]["log_loss"] < judged["before"]["log_loss"]
    assert found["metrics"]["log_loss"] < plain["metrics"]["log_loss"]
    assert found["confusion"] == plain["confusion"], "a temperature moves no highest score"
    text = confmat("evaluate", str(overdone), "--recalibrate", "temperature").out
    assert "recalibrated by temperature" in text
    assert "fitted on 300 samples, judged on 300 held back (seed 0)." in text


def test_that_tune_on_shows_the_samples_held_back(confmat: Confmat, overdone: Path) -> None:
    words = ("evaluate", str(overdone), "--json", "--recalibrate", "isotonic")
    found = confmat(*words, "--tune-on", "0.4", "--seed", "3").document
    same = confmat(*words[:-1], "isotonic=0.4:3:rows").document
    assert found["recalibration"]["fitted_on"] == {"share": 0.4, "seed": 3, "by": "rows"}
    assert found["recalibration"]["numbers"] == same["recalibration"]["numbers"]
    assert found["n"] == 360
    assert found["recalibration"]["judged"] is None, "the figures themselves are of what was held back"
    assert found["metrics"]["log_loss"] == pytest.approx(same["recalibration"]["judged"]["after"]["log_loss"])


@pytest.mark.parametrize("method", RECALIBRATION_METHODS)
@pytest.mark.parametrize("tuning", [Tuning(), Tuning(0.3, 7), Tuning(0.5, 1, "batch")])
def test_that_the_copied_command_gives_it_back(
    confmat: Confmat, overdone: Path, monkeypatch: pytest.MonkeyPatch, method: str, tuning: Tuning
) -> None:
    from confmat_gui.io.loaded import InputOptions

    chosen = next(each for each in RECALIBRATION_METHODS if each == method)
    session = set_recalibration(
        open_any([overdone], InputOptions(batch="day")), Recalibration(chosen, tuning)
    )
    monkeypatch.chdir(overdone.parent)
    program, *words = shlex.split(command_text(session))
    assert program == "confmat"
    found = confmat(*words, "--json").document
    assert found["metrics"]["log_loss"] == session.data.prepared.log_loss


def test_that_a_session_keeps_it_until_it_is_taken_back(
    confmat: Confmat, overdone: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "s.confmat"
    confmat("session", str(overdone), "--recalibrate", "sigmoid", "-o", str(saved))
    stored = confmat("evaluate", str(saved), "--json").document
    assert stored["recalibration"]["method"] == "sigmoid"
    back = confmat("evaluate", str(saved), "--recalibrate", "none", "--json").document
    assert back["recalibration"] is None
    assert back["metrics"] == confmat("evaluate", str(overdone), "--json").document["metrics"]
    both = confmat("compare", str(saved), str(overdone), "--recalibrate", "none", "--json")
    assert both.code == 0


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ("warmth", "no method"),
        ("temperature=half", "does not say a part"),
        ("temperature=0.5:0:rows:more", "does not say a part"),
        ("temperature=1.5", "share of samples"),
        ("temperature=0.5:0:moon", "no recalibration"),
        ("temperature=0.5:0:group", "no groups"),
    ],
)
def test_that_what_cannot_be_meant_is_refused(confmat: Confmat, overdone: Path, told: str, part: str) -> None:
    assert part in confmat("evaluate", str(overdone), "--recalibrate", told).sentence


def test_that_labels_have_nothing_to_recalibrate(confmat: Confmat, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("true,pred\na,a\nb,a\na,b\n", "utf-8")
    found = confmat("evaluate", str(path), "--recalibrate", "sigmoid")
    assert "Recalibration needs scores" in found.sentence


@pytest.mark.parametrize("method", RECALIBRATION_METHODS)
def test_that_a_rule_file_carries_the_recalibration_exactly(
    confmat: Confmat, overdone: Path, tmp_path: Path, method: str
) -> None:
    rule = tmp_path / "rule.json"
    words = ("--recalibrate", method, "--threshold", "crack=0.3")
    made = confmat("evaluate", str(overdone), *words, "--save-rule", str(rule), "--json").document
    told = json.loads(rule.read_text("utf-8"))["scores"]
    assert told["changed"] == ["recalibrate"]
    assert told["recalibration"]["text"].startswith("scores: recalibrated by ")
    assert told["recalibration"]["numbers"] == made["recalibration"]["numbers"]
    again = confmat("evaluate", str(overdone), "--rule-file", str(rule), "--json").document
    assert again["confusion"] == made["confusion"]
    assert again["recalibration"]["numbers"] == made["recalibration"]["numbers"]
    bare = confmat(
        "evaluate", str(overdone), "--rule-file", str(rule), "--recalibrate", "none", "--json"
    ).document
    assert bare["recalibration"] is None
    refused = confmat("evaluate", str(overdone), *words, "--save-rule", str(tmp_path / "rule.py"))
    assert "recalibrated by" in refused.sentence


def test_that_a_rule_of_scores_as_they_are_says_nothing_of_recalibration(
    confmat: Confmat, overdone: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.json"
    confmat("evaluate", str(overdone), "--threshold", "crack=0.3", "--save-rule", str(rule))
    assert "recalibration" not in json.loads(rule.read_text("utf-8"))["scores"]
    document = json.loads(rule.read_text("utf-8"))
    told = {"text": "", "method": "temperature", "of": "crack", "numbers": [[-1.0]], "share": 0.5, "seed": 0}
    document["scores"]["recalibration"] = {**told, "by": "rows"}
    rule.write_text(json.dumps(document), "utf-8")
    refused = confmat("evaluate", str(overdone), "--rule-file", str(rule))
    assert "do not go with" in refused.sentence
