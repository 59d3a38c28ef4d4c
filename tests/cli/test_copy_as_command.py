"""The line that the window offers to copy gives the numbers that the window shows."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.rules import Rule
from confmat_gui.core.tuning import Tuning
from confmat_gui.io.loaded import InputOptions
from confmat_gui.present.command import command_text
from confmat_gui.session import changes
from confmat_gui.session.opening import open_any
from confmat_gui.session.state import SamplesOf, Session
from confmat_gui.session.tuned_parts import seen
from tests.cli.conftest import Confmat

Change = Callable[[Session], Session]


def agrees(session: Session, confmat: Confmat, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the copied line, run beside the files, gives matrix, prices and figures of the session."""
    monkeypatch.chdir(folder)
    program, *words = shlex.split(command_text(session))
    assert program == "confmat"
    found = confmat(*words, "--json").document
    evaluation = evaluate(session.data.prepared, session.point)
    priced = evaluation.point.costs or evaluation.point.rule.costs
    cost = None if priced is None else evaluation.metrics["expected_cost"]
    left = evaluation.no_decision
    return bool(
        found["confusion"] == evaluation.confusion.tolist()
        and found["no_decision"] == (None if left is None else left.tolist())
        and found["metrics"]["mcc"] == evaluation.metrics["mcc"]
        and found["metrics"]["expected_cost"] == cost
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session,
        lambda session: changes.set_threshold(session, 1, 1 / 3),
        lambda session: changes.set_boundary(changes.set_threshold(session, 1, 0.5), ">"),
        lambda session: changes.set_boundary(changes.set_rule_kind(session, "argmax"), ">"),
        lambda session: changes.set_positive(changes.set_threshold(session, 1, 0.4), 0),
        lambda session: changes.set_cost(session, 0, 1, -2.5),
        lambda session: changes.set_rule_kind(changes.set_cost(session, 1, 0, 7.0), "min-cost"),
        lambda session: changes.set_threshold(changes.set_rule_kind(session, "no-decision"), 0, 0.85),
    ],
)
def test_that_two_classes_agree(
    confmat: Confmat, binary: Path, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    session = open_any([binary], InputOptions(positive="crack", batch="line"))
    assert agrees(change(session), confmat, binary.parent, monkeypatch)


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session,
        lambda session: changes.set_threshold(changes.set_threshold(session, 1, 0.21), 2, 0.123456789),
        lambda session: changes.step_threshold(changes.step_threshold(session, 0, 1), 0, 1),
        lambda session: changes.set_cost(changes.set_cost_weight(session, 2, 20.0), 2, 0, 12.5),
        lambda session: changes.set_rule(session, Rule.min_cost([[0, 1, 1], [2, 0, 2], [9, 8, 0]])),
        lambda session: changes.set_rule_kind(session, "no-decision"),
        lambda session: changes.set_boundary(
            changes.set_threshold(changes.set_rule_kind(session, "no-decision"), 1, 1 / 3), ">"
        ),
        lambda session: changes.set_rule_kind(changes.set_cost(session, 2, 3, 0.125), "min-cost"),
        lambda session: changes.set_cost(changes.set_rule_kind(session, "no-decision"), 2, 3, 0.125),
    ],
)
def test_that_three_classes_agree(
    confmat: Confmat, three: Path, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    session = open_any([three], InputOptions(weight="weight", classes=("c", "a", "b")))
    assert agrees(change(session), confmat, three.parent, monkeypatch)


def test_that_classes_called_minus_one_agree(
    confmat: Confmat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "signs.csv"
    path.write_text("label,-1,1\n-1,0.9,0.1\n1,0.3,0.7\n-1,0.45,0.55\n1,0.6,0.4\n")
    session = open_any([path], InputOptions(classes=("-1", "1"), scores=("-1", "1"), positive="-1"))
    session = changes.set_cost(changes.set_threshold(session, 0, 0.42), 0, 1, -5.0)
    assert agrees(session, confmat, tmp_path, monkeypatch)


def test_that_names_with_commas_and_signs_agree(
    confmat: Confmat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "odd names.csv"
    path.write_text('label,"ok, dry",x=y,a:b\n"ok, dry",0.6,0.3,0.1\nx=y,0.2,0.5,0.3\na:b,0.1,0.5,0.4\n')
    session = open_any(
        [path], InputOptions(scores=("ok, dry", "x=y", "a:b"), classes=("ok, dry", "x=y", "a:b"))
    )
    session = changes.set_cost(changes.set_threshold(session, 2, 0.2), 2, 1, 5.0)
    assert agrees(session, confmat, tmp_path, monkeypatch)


@pytest.mark.parametrize("samples", ["held-back", "tuned"])
def test_that_the_part_that_is_seen_agrees(
    confmat: Confmat, binary: Path, monkeypatch: pytest.MonkeyPatch, samples: SamplesOf
) -> None:
    session = open_any([binary], InputOptions(positive="crack", batch="line"))
    session = changes.set_samples_of(replace(session, tuning=Tuning(0.3, 5)), samples)
    assert agrees(seen(session), confmat, binary.parent, monkeypatch)
    assert f"--tune-on 0.3 --seed 5 --tune-by rows --samples {samples}" in command_text(session)
    assert "--samples" not in command_text(changes.set_samples_of(session, "all"))
    assert "--samples all" in command_text(changes.set_samples_of(session, "all"), ["a.confmat"], stored=True)
