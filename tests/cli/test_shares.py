"""`--prevalence` and `--adapt-scores`."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.cli import main
from confmat_gui.core.evaluation import evaluate
from confmat_gui.io.loaded import InputOptions
from confmat_gui.present.command import command_text
from confmat_gui.session.opening import open_any
from confmat_gui.session.shares import adapt_scores, set_named_shares

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    generator = np.random.default_rng(4)
    y = np.repeat(["ok", "crack", "a:b"], [120, 50, 30])
    p = generator.dirichlet([1, 1, 1], 200)
    p[np.arange(200), np.repeat([0, 1, 2], [120, 50, 30])] += 0.7
    p /= p.sum(axis=1, keepdims=True)
    lines = ["label,ok,crack,a:b"] + [
        ",".join([name, *(repr(value) for value in row)]) for name, row in zip(y, p.tolist(), strict=True)
    ]
    path = tmp_path / "scored.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def told(capsys: Capture, *words: str) -> Any:
    assert main(words) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def test_that_shares_re_weight_the_figures_and_say_so(scored: Path, capsys: Capture) -> None:
    plain = told(capsys, "evaluate", str(scored), "--json")
    found = told(capsys, "evaluate", str(scored), "--json", "--prevalence", "crack=0.01")
    assert (plain["reweighted"], plain["prevalence"], plain["figures_from"]) == (False, None, "confusion")
    assert (found["reweighted"], found["figures_from"]) == (True, "confusion_weighted")
    assert found["prevalence"] == {
        "set": {"ok": None, "crack": 0.01, "a:b": None},
        "in_force": {"ok": pytest.approx(0.792), "crack": 0.01, "a:b": pytest.approx(0.198)},
    }
    assert found["confusion"] == plain["confusion"]
    weighted = np.array(found["confusion_weighted"])
    assert weighted.sum(axis=1) == pytest.approx([158.4, 2.0, 39.6])
    assert found["metrics"]["accuracy"] == pytest.approx(np.trace(weighted) / 200)
    assert found["per_class"]["crack"]["recall"] == plain["per_class"]["crack"]["recall"]
    assert found["per_class"]["crack"]["support"] == 50
    assert found["adapted_scores"] is None


def test_that_adapting_changes_decisions_and_is_told(scored: Path, capsys: Capture) -> None:
    plain = told(capsys, "evaluate", str(scored), "--json")
    words = ("evaluate", str(scored), "--json", "--prevalence", "crack=0.01", "--adapt-scores")
    found = told(capsys, *words)
    assert found["confusion"] != plain["confusion"]
    assert found["adapted_scores"]["trained_on"] == {"ok": 0.6, "crack": 0.25, "a:b": 0.15}
    assert found["adapted_scores"]["adapted_to"]["crack"] == 0.01
    other = told(capsys, *words, "--trained-on", "crack=0.5")
    assert other["adapted_scores"]["trained_on"]["crack"] == 0.5
    assert other["metrics"]["log_loss"] != found["metrics"]["log_loss"]


def test_that_a_session_keeps_the_shares_and_other_ones_are_followed(
    scored: Path, tmp_path: Path, capsys: Capture
) -> None:
    name = str(tmp_path / "a.confmat")
    shares = ("--prevalence", "crack=0.05", "--adapt-scores")
    assert main(["session", str(scored), "-o", name, *shares]) == 0
    capsys.readouterr()
    stored = told(capsys, "evaluate", name, "--json")
    assert stored["confusion"] == told(capsys, "evaluate", str(scored), "--json", *shares)["confusion"]
    moved = told(capsys, "evaluate", name, "--json", "--prevalence", "crack=0.3")
    assert moved["adapted_scores"]["adapted_to"]["crack"] == 0.3
    only = told(capsys, "evaluate", name, "--json", "--no-adapt-scores")
    assert (only["adapted_scores"], only["reweighted"]) == (None, True)
    neither = told(capsys, "evaluate", name, "--json", "--prevalence", "as-sampled")
    assert (neither["adapted_scores"], neither["reweighted"]) == (None, False)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--prevalence", "crak=0.1"), "none of the classes"),
        (("--prevalence", "crack"), "no number"),
        (("--prevalence", "crack=2"), "from 0 to 1"),
        (("--prevalence", "crack=0.1", "--prevalence", "crack=0.2"), "twice"),
        (("--prevalence", "as-sampled", "--prevalence", "crack=0.2"), "leave one out"),
        (("--prevalence", "as-sampled", "--adapt-scores"), "no shares to adapt"),
        (("--adapt-scores",), "Set first"),
        (("--trained-on", "crack=0.2"), "give --adapt-scores"),
        (("--repair", "adapt-scores=ok:1"), "not two shares"),
        (("--repair", "adapt-scores=ok:1:x,crack:0:1"), "not two shares"),
    ],
)
def test_that_shares_that_say_nothing_are_refused_with_a_sentence(
    scored: Path, capsys: Capture, words: tuple[str, ...], sentence: str
) -> None:
    assert main(["evaluate", str(scored), *words]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("trained", [{}, {"crack": 0.4}])
def test_that_the_copied_command_gives_the_same_figures(
    scored: Path, capsys: Capture, trained: dict[str, float]
) -> None:
    session = set_named_shares(open_any([str(scored)], InputOptions()), {"crack": 0.013, "a:b": 0.2})
    session = adapt_scores(session, trained)
    words = shlex.split(command_text(session, [str(scored)]))[1:]
    assert ("--adapt-scores" in words) == (not trained)
    found = told(capsys, *words, "--json")
    expected = evaluate(session.data.prepared, session.point)
    assert found["confusion"] == expected.confusion.tolist()
    assert found["metrics"]["accuracy"] == expected.metrics["accuracy"]
    assert found["prevalence"]["set"] == {"ok": None, "crack": 0.013, "a:b": 0.2}


def test_that_the_text_says_that_figures_are_re_weighted(scored: Path, capsys: Capture) -> None:
    assert main(["evaluate", str(scored), "--prevalence", "crack=0.01", "--adapt-scores"]) == 0
    text = capsys.readouterr().out
    assert "Re-weighted to crack 1 %" in text
    assert "Scores adapted to crack 1 % (trained on 25 %)" in text


def test_that_a_comparison_is_at_the_shares_of_its_reference(
    scored: Path, tmp_path: Path, capsys: Capture
) -> None:
    name = str(tmp_path / "first.confmat")
    assert main(["session", str(scored), "-o", name, "--prevalence", "crack=0.02"]) == 0
    capsys.readouterr()
    found = told(capsys, "compare", name, str(scored), "--json")
    assert [each["reweighted"] for each in found["sessions"]] == [True, True]
    assert found["sessions"][1]["prevalence"]["in_force"]["crack"] == 0.02
    assert found["sessions"][0]["metrics"] == found["sessions"][1]["metrics"]
    assert any("re-weighted to crack 2 %, the shares of first" in said for said in found["sentences"])
    turned = told(capsys, "compare", str(scored), name, "--json")
    assert [each["reweighted"] for each in turned["sessions"]] == [False, False]


def test_that_a_rule_file_knows_nothing_of_shares(scored: Path, tmp_path: Path, capsys: Capture) -> None:
    names = [str(tmp_path / name) for name in ("plain.json", "weighted.json")]
    threshold = ("--threshold", "crack=0.1")
    assert main(["evaluate", str(scored), *threshold, "--save-rule", names[0]]) == 0
    shares = ("--prevalence", "crack=0.01")
    assert main(["evaluate", str(scored), *threshold, *shares, "--save-rule", names[1]]) == 0
    capsys.readouterr()
    assert Path(names[0]).read_bytes() == Path(names[1]).read_bytes()
