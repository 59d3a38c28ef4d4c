"""Window, command line and report show identical figures for the same file and rule."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.cli import main
from confmat_gui.gui.controller.screens import Screen
from confmat_gui.gui.main_window import MainWindow
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.resources import example_paths
from confmat_gui.session import changes
from confmat_gui.session.state import Session
from tests.e2e.svg_texts import texts_of
from tests.gui.kit import PATIENCE, wait_for_screen

Cases = Callable[[str], Path]


@dataclass(frozen=True)
class Job:
    """One file and rule, said to the command line and to the window."""

    paths: tuple[str, ...]
    arguments: tuple[str, ...]
    options: InputOptions
    decide: Callable[[Session], Session]


def thresholds_and_costs(session: Session) -> Session:
    crack = session.data.prepared.predictions.class_index("crack")
    return changes.set_cost_weight(changes.set_threshold(session, crack, 0.05), crack, 20.0)


def strict_threshold(session: Session) -> Session:
    malignant = session.data.prepared.predictions.class_index("malignant")
    return changes.set_boundary(changes.set_threshold(session, malignant, 0.25), ">")


def no_decision(session: Session) -> Session:
    for name, value in (("ok", 0.9), ("crack", 0.4)):
        index = session.data.prepared.predictions.class_index(name)
        session = changes.set_threshold(changes.set_rule_kind(session, "no-decision"), index, value)
    crack = session.data.prepared.predictions.class_index("crack")
    return changes.set_cost(changes.set_cost_weight(session, crack, 20.0), crack, 5, 2.0)


def two_thresholds(session: Session) -> Session:
    started = changes.set_rule_kind(session, "no-decision")
    for index in (0, 1):
        started = changes.set_threshold(started, index, 0.95)
    return changes.set_boundary(started, ">")


def named_thresholds(session: Session) -> tuple[str, ...]:
    """Return the command line's options for the raw thresholds of a session."""
    pairs = session.point.rule.named_thresholds
    return tuple(part for name, value in pairs for part in ("--threshold", f"{name}={value!r}"))


def example_jobs() -> dict[str, Job]:
    inspection = tuple(str(path) for path in example_paths("inspection"))
    cancer = tuple(str(path) for path in example_paths("breast-cancer"))
    return {
        "inspection, default": Job(inspection, (), InputOptions(), lambda s: s),
        "inspection, thresholds and costs": Job(
            inspection, ("--weight-of", "crack=20"), InputOptions(), thresholds_and_costs
        ),
        "breast cancer, default": Job(
            cancer, ("--positive", "malignant"), InputOptions(positive="malignant"), lambda s: s
        ),
        "breast cancer, strict": Job(
            cancer, ("--positive", "malignant", "--threshold", "malignant=0.25", "--strict"),
            InputOptions(positive="malignant"), strict_threshold,
        ),
        "inspection, no decision": Job(
            inspection, ("--weight-of", "crack=20", "--cost", "crack:no decision=2", "--no-decision"),
            InputOptions(), no_decision,
        ),
        "breast cancer, no decision": Job(
            cancer, ("--positive", "malignant", "--threshold", "malignant=0.95", "--threshold",
                     "benign=0.95", "--strict", "--no-decision"),
            InputOptions(positive="malignant"), two_thresholds,
        ),
    }


def screen_of(qtbot: QtBot, window: MainWindow, job: Job) -> Screen:
    """Open the files in the window, decide, and return the screen."""
    window.controller.opening.open([Path(path) for path in job.paths], job.options, ask_in_doubt=False)
    qtbot.waitUntil(lambda: window.panels.shows_work, timeout=PATIENCE)
    window.controller.deciding.apply(job.decide)
    wait_for_screen(qtbot, window)
    screen = window.controller.screens.last
    assert screen is not None
    return screen


def arguments_of(job: Job, screen: Screen) -> list[str]:
    multiclass = len(screen.evaluation.classes) > 2
    thresholds = named_thresholds(screen.session) if multiclass else ()
    return [*job.paths, *job.arguments, *thresholds]


def document_of(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> dict[str, Any]:
    """Return what `confmat evaluate --json` says."""
    capsys.readouterr()
    assert main(["evaluate", *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def same(value: float | None, shown: float) -> bool:
    """Whether JSON and window hold the very same number; null is undefined."""
    return math.isnan(shown) if value is None else value == shown


def check_numbers(document: dict[str, Any], screen: Screen) -> None:
    """Compare every number of the JSON with what the window's states hold."""
    state, evaluation = screen.state, screen.evaluation
    left_out = document["no_decision"]
    rows = zip(document["confusion"], left_out or [], strict=bool(left_out))
    outcomes = [[*row, left] for row, left in rows] if left_out else document["confusion"]
    assert outcomes == state.matrix.counts.tolist()
    assert document["classes"] == list(state.matrix.classes)
    for key, value in document["metrics"].items():
        assert same(value, evaluation.metrics[key]), key
    for key, (low, high) in document["intervals"].items():
        assert same(low, evaluation.intervals[key][0]), key
        assert same(high, evaluation.intervals[key][1]), key
    for k, name in enumerate(state.decide.classes):
        of_class = document["per_class"][name]
        assert of_class["support"] == state.decide.support[k]
        for key, column in state.decide.figures.items():
            if key in of_class:
                assert same(of_class[key], float(column[k])), (name, key)
        assert same(of_class["recall"], float(state.matrix.recall[k]))
        assert same(of_class["precision"], float(state.matrix.precision[k]))
    notices = [n["text"] for n in document["notices"]]
    shown = [f"{n.text} {n.detail}".strip() for n in state.notices]
    assert notices[: len(shown)] == shown
    # JSON gives the reason of every null; that no price was given needs no notice in the window.
    assert all("no price is given" in text or "Threshold is" in text for text in notices[len(shown) :])


def check_report(report: Path, screen: Screen) -> None:
    """Find every figure that the window shows on the report page, letter by letter."""
    texts = texts_of(report)
    state = screen.state
    shown = [card.value for card in state.headline]
    shown += [card.interval for card in state.headline if card.interval]
    shown += [card.change for card in state.headline if card.change]
    size = range(len(state.matrix.classes))
    across = range(len(state.matrix.columns))
    shown += [state.matrix.main_text(true, pred) for true in size for pred in across]
    shown += [state.matrix.second_text(true, pred) for true in size for pred in across]
    shown += ["no", "decision"] if state.matrix.abstains else []
    keys = ["support", "coverage", "recall", "precision", "f1", "roc_auc", "average_precision", "threshold"]
    keys += [] if state.matrix.abstains else ["fpr"]  # it gives way to coverage where there is no room
    columns = [column.key for column in state.decide.columns if column.key in keys]
    shown += [state.decide.text(row, key) for row in size for key in columns]
    shown += [state.roc.subtitle, state.precision_recall.subtitle, state.subtitle]
    assert [text for text in shown if text not in texts] == []


@pytest.mark.parametrize("name", list(example_jobs()))
def test_that_window_command_line_and_report_agree(
    qtbot: QtBot, window: MainWindow, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    job = example_jobs()[name]
    screen = screen_of(qtbot, window, job)
    arguments = arguments_of(job, screen)
    check_numbers(document_of(capsys, arguments), screen)
    report = tmp_path / "report.svg"
    assert main(["report", *arguments, "-o", str(report)]) == 0
    check_report(report, screen)


@pytest.mark.parametrize("name", ["11_yardstick/hpc_cv.csv", "11_yardstick/hpc_cv.parquet"])
def test_that_they_agree_on_the_shared_cases(
    qtbot: QtBot, window: MainWindow, capsys: pytest.CaptureFixture[str], *, cases: Cases,
    tmp_path: Path, name: str,
) -> None:
    job = Job((str(cases(name)),), ("--batch", "Resample"), InputOptions(batch="Resample"), lambda s: s)
    screen = screen_of(qtbot, window, job)
    arguments = arguments_of(job, screen)
    document = document_of(capsys, arguments)
    check_numbers(document, screen)
    assert len(document["batches"]) == 10
    assert "10 batches" in window.toolbar.subtitle.text()
    report = tmp_path / "report.svg"
    assert main(["report", *arguments, "-o", str(report)]) == 0
    check_report(report, screen)


def test_that_a_session_of_the_window_gives_its_figures_on_the_command_line(
    qtbot: QtBot, window: MainWindow, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    screen = screen_of(qtbot, window, example_jobs()["inspection, thresholds and costs"])
    path = tmp_path / "week 46.confmat"
    window.controller.saving.save(path)
    qtbot.waitUntil(lambda: not window.controller.store.modified, timeout=PATIENCE)
    check_numbers(document_of(capsys, [str(path)]), screen)
