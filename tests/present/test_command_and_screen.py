from __future__ import annotations

import shlex
from dataclasses import replace

import pytest

from confmat_gui.core.predictions import Predictions, ScoreKind
from confmat_gui.core.rules import Rule, costs_from_weights
from confmat_gui.io.loaded import InputOptions, SetAsideRow
from confmat_gui.present.command import command_text, price_words
from confmat_gui.present.from_evaluation import session_of
from confmat_gui.present.screen import scores_text, screen_state, subtitle_text, title_text
from confmat_gui.session.changes import select_class, set_batch_metric
from tests.present.building import (
    WEIGHTS,
    binary,
    defects,
    evaluated,
    labels_only,
    many_classes,
    session_from,
)


def test_that_the_default_rule_needs_no_words() -> None:
    assert command_text(session_from(defects(300))) == "confmat evaluate defects_test.csv"
    assert command_text(session_from(binary())) == "confmat evaluate defects_test.csv --positive crack"


def test_that_thresholds_are_given_to_the_last_digit() -> None:
    session = session_from(binary(), Rule.thresholds({"crack": 0.1 + 0.2}, boundary=">"))
    assert command_text(session).endswith("--threshold crack=0.30000000000000004 --strict")


def test_that_names_with_blanks_are_quoted_so_that_a_shell_takes_them_whole() -> None:
    predictions = replace(binary(), classes=("ok", "long crack"))
    session = session_from(predictions, Rule.thresholds({"long crack": 0.4}), files=("my file.csv",))
    words = shlex.split(command_text(session))
    assert words == [
        "confmat",
        "evaluate",
        "my file.csv",
        "--positive",
        "long crack",
        "--threshold",
        "long crack=0.4",
    ]


def test_that_what_the_user_said_about_the_files_is_repeated() -> None:
    options = InputOptions(
        true=("label",), scores=("a", "b"), pred="said", kind="probability", batch="fold"
    )
    words = command_text(session_from(binary(), options=options))
    assert "--true label --scores a,b --pred said --batch fold --kind probability" in words


def test_that_other_rules_and_prices_are_stated() -> None:
    session = session_from(defects(300), Rule.min_cost(), WEIGHTS)
    text = command_text(session)
    assert "--rule min-cost" in text
    assert "--weight-of ok=1 --weight-of scratch=3" in text
    own = session_from(defects(300), Rule.min_cost(WEIGHTS))
    assert "--weight-of crack=20" in command_text(own)


def test_that_a_price_that_differs_within_a_row_is_given_cell_by_cell() -> None:
    words = price_words(((0.0, 1.0, 1.0), (20.0, -1.0, 5.0), (2.0, 2.0, 0.0)), ("ok", "crack", "dent"))
    assert words == [
        "--weight-of",
        "ok=1",
        "--weight-of",
        "crack=20",
        "--cost",
        "crack:crack=-1",
        "--cost",
        "crack:dent=5",
        "--weight-of",
        "dent=2",
    ]
    assert price_words(((0.0,),), ("a",)) == ["--weight-of", "a=0"]


def test_that_very_many_thresholds_and_prices_are_left_to_files() -> None:
    names = [f"class {k}" for k in range(60)]
    prices = costs_from_weights([2.0] * 60)
    session = session_from(many_classes(60, 200), Rule.thresholds(dict.fromkeys(names, 1.0)), prices)
    text = "confmat evaluate defects_test.csv --rule-file rule.json --costs costs.csv"
    assert command_text(session) == text


def test_that_a_screen_is_of_one_session_throughout() -> None:
    session = session_from(defects(1200), Rule.thresholds({"crack": 0.05}), WEIGHTS)
    screen = screen_state(session, evaluated(session))
    assert screen.title == "defects_test.csv"
    assert screen.subtitle == "1,200 samples · 5 classes · 12 batches · scores: probabilities"
    assert screen.files == ("defects_test.csv",)
    assert screen.matrix.recall[3] == screen.decide.figures["recall"][3]
    assert screen.roc.markers[3].y == screen.matrix.recall[3]
    assert screen.rule_text.startswith("Largest score")
    assert screen.command.startswith("confmat evaluate")


def test_that_several_files_are_titled_by_the_session() -> None:
    session = session_from(binary(), files=("a.csv", "b.csv"))
    assert title_text(session) == "line-4 week 46"
    assert title_text(replace(session, name="")) == "2 files"


def test_that_the_subtitle_counts_rows_set_aside() -> None:
    session = session_from(binary(), set_aside=(SetAsideRow("a.csv", 4, "p", "nan_score", "Missing."),))
    assert subtitle_text(session).endswith("scores: probabilities · 1 row set aside")


@pytest.mark.parametrize(("kind", "text"), [("labels", "labels only"), ("logit", "scores: logits")])
def test_that_the_kind_of_scores_is_said(kind: ScoreKind, text: str) -> None:
    assert scores_text(kind) == text


def test_that_an_evaluation_from_a_notebook_has_a_screen_too() -> None:
    evaluation = evaluated(session_from(labels_only()))
    screen = screen_state(session_of(evaluation), evaluation)
    assert screen.title == "predictions"
    assert screen.files == ()


def test_that_no_state_knows_where_the_files_stood() -> None:
    session = session_from(defects(300))
    screen = screen_state(session, evaluated(session))
    assert "/home/someone" not in repr(screen)


def test_that_a_problem_of_one_class_has_a_screen() -> None:
    session = session_from(Predictions.from_arrays([0, 0], [[1.0], [1.0]], classes=["a"]))
    screen = screen_state(session, evaluated(session))
    assert screen.headline[3].value == "–"
    assert screen.subtitle == "2 samples · 1 class · scores: probabilities"


def test_that_the_figure_of_the_batches_is_repeated_where_there_are_batches() -> None:
    session = set_batch_metric(session_from(defects(300)), "recall")
    assert command_text(session).endswith(" --batch-metric recall")
    assert command_text(select_class(session, 3)).endswith(" --batch-metric recall=crack")
    assert command_text(select_class(set_batch_metric(session, "mcc"), 3)).endswith(" --batch-metric mcc")
    assert "--batch-metric" not in command_text(set_batch_metric(session, "expected_cost"))
    assert "--batch-metric" not in command_text(set_batch_metric(session_from(binary()), "mcc"))
