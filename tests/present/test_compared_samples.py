"""Sessions whose rules were tuned are compared on what all of them held back, or say that figures flatter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.core.tuning import Tuning, tuning_mask
from confmat_gui.present.compare import compare_state
from confmat_gui.present.compared_samples import on_held_back, samples_sentences
from confmat_gui.present.comparison_document import comparison_document
from confmat_gui.session.state import Session
from tests.present.building import defects, evaluated, session_from

HALF = Tuning(0.5, 3)


def tuned(predictions: Predictions, crack: float, tuning: Tuning | None, name: str) -> Session:
    session = session_from(predictions, Rule.thresholds({"crack": crack}))
    display = replace(session.display, samples_of="held-back")
    return replace(session, tuning=tuning, display=display, name=name)


@pytest.fixture(scope="module")
def predictions() -> Predictions:
    return defects(800)


def test_that_the_part_that_all_held_back_is_compared(predictions: Predictions) -> None:
    sessions = [tuned(predictions, 0.1, HALF, "a"), tuned(predictions, 0.3, HALF, "b")]
    parts = on_held_back(sessions)
    assert parts is not None
    rest = ~tuning_mask(predictions, HALF)
    true = predictions.y_true[rest]
    state = compare_state(parts, [evaluated(part) for part in parts])
    row = next(row for row in state.rows if row.key == "accuracy")
    for session, value in zip(sessions, row.values, strict=True):
        right = evaluated(session).decided[rest] == true
        assert value == f"{right.mean():.3f}"
    assert state.sentences[0] == (
        f"All figures are of the part that every session held back, {rest.sum()} of 800 samples: no rule was "
        "tuned on it."
    )
    document = comparison_document(parts, [evaluated(part) for part in parts])
    assert document["samples"] == "held-back"
    assert document["comparisons"][0]["paired"]


def test_that_all_samples_are_said_to_flatter_a_rule_that_was_tuned_on_some(predictions: Predictions) -> None:
    plain = session_from(predictions)
    sessions = [replace(plain, name="a"), tuned(predictions, 0.3, HALF, "b")]
    assert on_held_back(sessions) is None
    document = comparison_document(sessions, [evaluated(session) for session in sessions])
    assert document["samples"] == "all"
    assert document["sentences"][0] == (
        "Figures are of all samples, and the rule of b was tuned on 50 % of each class (seed 3), which "
        "flatters it."
    )
    assert samples_sentences(("a", "b"), [plain, plain]) == []
    whole = tuned(predictions, 0.3, Tuning(1.0), "c")
    assert on_held_back([whole, whole]) is None
    assert "was tuned on all of them, which flatters it" in samples_sentences(("c",), [whole])[0]
    alike = samples_sentences(("b", "d"), [sessions[1], sessions[1]])
    assert len(alike) == 3
    assert "compares them on these alone" in alike[-1]


def test_that_other_parts_and_other_rows_are_not_taken_for_the_same(predictions: Predictions) -> None:
    first = tuned(predictions, 0.1, HALF, "a")
    assert on_held_back([first, tuned(predictions, 0.1, Tuning(0.5, 4), "b")]) is None
    assert on_held_back([first, tuned(defects(900), 0.1, HALF, "b")]) is None
    scores = np.asarray(predictions.y_score)[:, ::-1]  # another model draws other samples
    other = replace(predictions, y_score=np.asfortranarray(scores))
    assert on_held_back([first, tuned(other, 0.1, HALF, "b")]) is None
