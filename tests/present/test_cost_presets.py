"""Usual prices in words."""

from __future__ import annotations

import pytest

from confmat_gui.present.cost_presets import PresetChoice, preset_costs, preset_sentence

GRADES = ("A", "B", "C", "D")


@pytest.mark.parametrize(
    ("choice", "costs", "words"),
    [
        (PresetChoice("equal"), [0, 1, 1, 1], "Every error costs 1 €"),
        (PresetChoice("one", 0, 20), [0, 20, 20, 20], "on a true A costs 20 €, every other error 1 €."),
        (PresetChoice("distance"), [0, 1, 2, 3], "in their order: A taken for D costs 3 €"),
        (PresetChoice("squared-distance"), [0, 1, 4, 9], "the square of the steps"),
        (PresetChoice("groups", groups=(0, 0, 1, 2), within=2, between=5), [0, 2, 5, 5], "A and B; C; D."),
        (PresetChoice("groups", within=2), [0, 2, 2, 2], "All classes are in one group so far."),
    ],
)
def test_that_a_preset_sets_what_it_says(choice: PresetChoice, costs: list[float], words: str) -> None:
    assert preset_costs(choice, 4)[0].tolist() == costs
    assert words in preset_sentence(choice, GRADES, "€")


def test_that_many_groups_are_not_all_named() -> None:
    choice = PresetChoice("groups", groups=tuple(range(12)))
    said = preset_sentence(choice, tuple(f"c{k}" for k in range(12)), "")
    assert said.endswith("12 groups: c0; c1; c2; c3; and 8 groups more.")
