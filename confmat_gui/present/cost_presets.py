"""Usual prices to choose from, and what each of them says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from confmat_gui.core.arrays import Floats
from confmat_gui.core.cost_presets import distance_costs, equal_costs, group_costs, one_costly
from confmat_gui.present import texts

PresetKind: TypeAlias = Literal["equal", "one", "distance", "squared-distance", "groups"]
LISTED = 4
"""Classes of a group, and groups, that a sentence names."""


@dataclass(frozen=True)
class PresetChoice:
    """Usual prices as a person chose them.

    Attributes
    ----------
    kind : every error alike; one true class dear; by distance in the order of the classes, or its square;
        dear between groups
    class_index, factor : the dear class, and how much dearer its errors are
    groups : a number for each class, equal ones are one group; empty for all other kinds
    within, between : price of an error inside a group, and out of it
    """

    kind: PresetKind
    class_index: int = 0
    factor: float = 10.0
    groups: tuple[int, ...] = ()
    within: float = 1.0
    between: float = 10.0


def preset_costs(choice: PresetChoice, n_classes: int) -> Floats:
    """Return the (K, K) prices of a choice."""
    if choice.kind == "one":
        return one_costly(n_classes, choice.class_index, choice.factor)
    if choice.kind == "groups":
        return group_costs(choice.groups or (0,) * n_classes, choice.within, choice.between)
    if choice.kind == "equal":
        return equal_costs(n_classes)
    return distance_costs(n_classes, squared=choice.kind == "squared-distance")


def preset_sentence(choice: PresetChoice, classes: tuple[str, ...], unit: str) -> str:
    """Say what a choice sets."""

    def price(value: float) -> str:
        return texts.in_unit(texts.amount(value), unit)

    if choice.kind == "equal":
        return f"Every error costs {price(1)}; a right answer costs nothing."
    if choice.kind == "one":
        name = classes[choice.class_index]
        return f"An error on a true {name} costs {price(choice.factor)}, every other error {price(1)}."
    if choice.kind == "groups":
        return (
            f"An error within a group costs {price(choice.within)}, one between groups "
            f"{price(choice.between)}. {_groups_text(choice.groups, classes)}"
        )
    first, last, far = classes[0], classes[-1], len(classes) - 1
    steps = "the square of the steps" if choice.kind == "squared-distance" else "the steps"
    most = far**2 if choice.kind == "squared-distance" else far
    return (
        f"An error costs {steps} between the classes in their order: {first} taken for {last} costs "
        f"{price(most)}. It suits classes whose order means something, such as grades."
    )


def _groups_text(groups: tuple[int, ...], classes: tuple[str, ...]) -> str:
    members: dict[int, list[str]] = {}
    for name, number in zip(classes, groups, strict=False):
        members.setdefault(number, []).append(name)
    if len(members) < 2:
        return "All classes are in one group so far."
    named = [texts.listed(names, LISTED) for names in members.values()]
    more = f"; and {texts.counted(len(named) - LISTED, 'group')} more" if len(named) > LISTED else ""
    return f"{texts.counted(len(members), 'group')}: {'; '.join(named[:LISTED])}{more}."
