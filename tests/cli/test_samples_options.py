"""Which samples the figures are of, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui.core.evaluation import evaluate
from confmat_gui.session.files import read_session
from confmat_gui.session.tuned_parts import seen
from tests.cli.conftest import Confmat

TUNED = ("--tune-on", "0.5", "--seed", "2")


@pytest.fixture
def saved(confmat: Confmat, binary: Path, tmp_path: Path) -> Path:
    """Return a session whose rule was tuned on half of ten samples."""
    path = tmp_path / "tuned.confmat"
    assert confmat("session", binary, "--positive", "crack", *TUNED, "-o", path).code == 0
    return path


def test_that_a_session_is_evaluated_on_the_samples_that_it_shows(confmat: Confmat, saved: Path) -> None:
    found = confmat("evaluate", saved, "--json").document
    tuning = {"share": 0.5, "seed": 2, "by": "rows"}
    assert found["samples"] == {"of": "held-back", "n_of_all": 10, "tuning": tuning}
    now = seen(read_session(saved))
    assert found["n"] == now.data.prepared.predictions.n
    assert found["confusion"] == evaluate(now.data.prepared, now.point).confusion.tolist()


def test_that_other_samples_are_asked_for_by_an_option(confmat: Confmat, saved: Path) -> None:
    of_all, held, tuned = (
        confmat("evaluate", saved, "--samples", of, "--json").document for of in ("all", "held-back", "tuned")
    )
    assert of_all["samples"]["of"] == "all"
    assert of_all["n"] == held["n"] + tuned["n"] == 10
    sums = [
        [one + other for one, other in zip(*rows, strict=True)]
        for rows in zip(held["confusion"], tuned["confusion"], strict=True)
    ]
    assert of_all["confusion"] == sums


def test_that_the_text_says_which_samples_and_how_they_were_drawn(confmat: Confmat, saved: Path) -> None:
    text = confmat("evaluate", saved).out
    assert "of 10 samples (held back)" in text
    assert "Samples: Figures of the held-back part" in text
    assert "tuned on 50 % of each class (seed 2)" in text
    assert "tuned or not" in confmat("evaluate", saved, "--samples", "all").out


def test_that_a_rule_tuned_on_all_is_said_to_flatter_itself(confmat: Confmat, binary: Path) -> None:
    found = confmat("evaluate", binary, "--tune-on", "1")
    assert "the same that the rule was tuned on" in found.out
    assert confmat("evaluate", binary, "--json").document["samples"] is None


def test_that_the_report_is_of_the_same_samples(confmat: Confmat, saved: Path, tmp_path: Path) -> None:
    assert confmat("report", saved, "-o", tmp_path / "a.svg").code == 0
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "Figures of the held-back part" in drawn
    assert "(held back)" in drawn


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--samples", "tuned"), "not tuned on a part"),
        (("--seed", "1"), "give its share with --tune-on"),
        (("--tune-by", "rows"), "give its share with --tune-on"),
        (("--tune-on", "0"), "above 0"),
        (("--tune-on", "0.5", "--tune-by", "group"), "no groups"),
        (("--tune-on", "1", "--samples", "held-back"), "not tuned on a part"),
    ],
)
def test_that_what_cannot_be_is_refused(
    confmat: Confmat, binary: Path, words: tuple[str, ...], part: str
) -> None:
    assert part in confmat("evaluate", binary, *words).sentence
