"""Usual cost matrices: (K, K) float64, rows = true class, columns = predicted class, right answers free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.errors import InputError

PlainPreset: TypeAlias = Literal["equal", "distance", "squared-distance"]
"""Presets that need to know nothing but the number and the order of the classes."""

SEPARATORS = "/|:_-. "
"""Characters that may end the part of a name that says its group."""


def plain_costs(preset: PlainPreset, n_classes: int) -> Floats:
    """Return a preset that needs nothing more; InputError for an unknown one."""
    if preset not in get_args(PlainPreset):
        raise InputError(f"There is no preset “{preset}”; there are {', '.join(get_args(PlainPreset))}.")
    if preset == "equal":
        return equal_costs(n_classes)
    return distance_costs(n_classes, squared=preset == "squared-distance")


def equal_costs(n_classes: int) -> Floats:
    """Return 1 for every error."""
    return np.ones((n_classes, n_classes)) - np.eye(n_classes)


def one_costly(n_classes: int, class_index: int, factor: float) -> Floats:
    """Return `factor` for every error on one true class, 1 for all other errors."""
    costs = equal_costs(n_classes)
    costs[class_index] *= factor
    return costs


def distance_costs(n_classes: int, *, squared: bool = False) -> Floats:
    """Return |i - j|, or its square: classes whose order means something, such as grades."""
    places = np.arange(n_classes, dtype=np.float64)
    distance = np.abs(places[:, None] - places[None, :])
    return distance**2 if squared else distance


def group_costs(groups: Sequence[int], within: float, between: float) -> Floats:
    """Return `within` for an error that stays in its group, `between` for one that leaves it.

    `groups` has a number for each class; equal numbers are one group.
    """
    of = np.array(groups)
    costs = np.where(of[:, None] == of[None, :], float(within), float(between))
    np.fill_diagonal(costs, 0.0)
    return costs


def groups_by_prefix(names: Sequence[str], separators: str = SEPARATORS) -> tuple[int, ...]:
    """Return a group number for each name: names with the same part before the first separator are one.

    A name without a separator is a group with the names that begin with it ("car" with "car_red").
    """
    starts = [_start(name, separators) for name in names]
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(start, len(numbers)) for start in starts)


def _start(name: str, separators: str) -> str:
    places = [place for place in (name.find(mark) for mark in separators) if place > 0]
    return name[: min(places)] if places else name
