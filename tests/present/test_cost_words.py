"""What a cost matrix amounts to, in sentences."""

from __future__ import annotations

import numpy as np
import pytest

from confmat_gui.core.cost_columns import AnswerReach
from confmat_gui.core.costs import Costs, equivalence
from confmat_gui.core.rules import costs_from_weights
from confmat_gui.present.cost_words import (
    equivalence_sentences,
    gain_sentence,
    orientation_sentence,
    reach_sentences,
)
from confmat_gui.present.costs import cell_sentence

THREE = ("ok", "crack", "dent")


def said(costs: Costs, classes: tuple[str, ...] = THREE) -> str:
    same = equivalence(costs)
    wide = len(np.asarray(costs)[0]) > len(classes)
    sentences = equivalence_sentences(classes, same, abstaining=wide)
    return " ".join([*sentences, *reach_sentences(classes, same.reach, None)])


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        (costs_from_weights([1, 20, 4]), "same rule as weights ok 1, crack 20, dent 4. It is the same as"),
        ([[-1, 1, 1], [4, 0, 4], [2, 2, 0]], "Lowest expected cost is the same as thresholds ok 0.4"),
        ([[0, 1, 2], [1, 0, 1], [2, 1, 0]], "cannot be expressed as thresholds at these prices"),
        ([[0, 2, 9], [8, 0, 9], [3, 3, 9]], "it is the same as thresholds ok 0.8, crack 0.2"),
        ([[0, 2, 9], [8, 0, 9], [3, 3, 9]], "never predicts dent at these prices, whatever the"),
        ([[0, 5, 5], [1, 5, 5], [2, 5, 5]], "always predicts ok at these prices."),
        (costs_from_weights([1, 1, 0]), "thresholds ok 0.5, crack 0.5"),
    ],
)
def test_that_prices_are_put_into_sentences(costs: Costs, words: str) -> None:
    assert words in said(costs).replace("0.800", "0.8").replace("0.200", "0.2").replace("0.500", "0.5")


def test_that_one_class_left_is_said_once() -> None:
    assert "never predicts" not in said([[0, 5, 5], [1, 5, 5], [2, 5, 5]])
    assert "never predicts crack" in said([[0, 1], [0, 0]], THREE[:2])


def test_that_no_decision_that_never_pays_is_said_to_be_so() -> None:
    assert "never leaves a sample without a decision" in said([[0, 1, 2], [20, 0, 20]], THREE[:2])


def test_that_what_happens_on_these_samples_is_said_apart() -> None:
    reach = AnswerReach(never=(2,))
    lowest = np.array([[4, 0, 0], [2, 0, 0], [1, 0, 0]])
    (first, second) = reach_sentences(THREE, reach, lowest)
    assert "never predicts dent" in first
    assert second == "On these samples it predicts no crack."
    assert len(reach_sentences(THREE, reach, np.zeros((3, 3), dtype=np.int64))) == 1
    (open_,) = reach_sentences(THREE, AnswerReach(undecided=(1,)), None)
    assert open_ == "Whether it can predict crack is not worked out for so many classes."


def test_that_the_largest_difference_shows_which_way_round_prices_lie() -> None:
    sentence = orientation_sentence(THREE, np.array([[0.0, 1, 1], [20, 0, 1], [1, 1, 0]]), "€")
    assert sentence == "A true crack predicted ok costs 20 €, a true ok predicted crack costs 1 €."
    assert orientation_sentence(THREE, np.ones((3, 3)), "") == "Every error costs the same both ways."
    assert orientation_sentence(("ok",), np.zeros((1, 1)), "") == ""


def test_that_a_gain_is_called_one() -> None:
    assert cell_sentence(THREE, (0, 0), -2.5, "€") == "a true ok predicted rightly gains 2.5 €"
    assert cell_sentence(THREE, (1, 3), -1, "") == "a true crack without a decision gains 1"
    assert cell_sentence(THREE, (1, 0), 20, "") == "a true crack predicted ok costs 20"
    assert "below 0 is a gain" in gain_sentence(np.array([[-1.0, 0], [0, 0]]))
    assert gain_sentence(np.zeros((2, 2))) == ""
