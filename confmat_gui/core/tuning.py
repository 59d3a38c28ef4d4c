"""Which part of the samples a rule is tuned on; the other part is held back to judge it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Counts
from confmat_gui.core.cancel import Report, no_report
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.row_hashes import name_hashes, row_hashes
from confmat_gui.core.strata import with_rows

TunedBy: TypeAlias = Literal["rows", "batch", "group"]
TUNED_BY: tuple[TunedBy, ...] = get_args(TunedBy)
TunedPart: TypeAlias = Literal["tuned", "held-back"]
LAST = 20
"""Batches or groups of which every choice is looked at, at the end of those drawn one by one."""


@dataclass(frozen=True)
class Tuning:
    """How the part that a rule is tuned on is drawn.

    Attributes
    ----------
    share : above 0, at most 1
        Share of the samples; at 1 nothing is held back.
    seed : whole number from 0
    by : str
        "rows": of each true class its share; "batch" or "group": whole batches or groups.

    Raises
    ------
    InputError
        One of them is out of its range.
    """

    share: float = 0.5
    seed: int = 0
    by: TunedBy = "rows"

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not (math.isfinite(self.share) and 0 < self.share <= 1):
            raise InputError("The share of samples to tune on must be above 0 and at most 1.")
        if not 0 <= self.seed < 2**63:
            raise InputError("The seed must be a whole number from 0.")
        if self.by not in TUNED_BY:
            raise InputError(f"Samples are drawn by {', '.join(TUNED_BY)}, not by “{self.by}”.")

    @property
    def holds_back(self) -> bool:
        """Whether any samples are held back."""
        return self.share < 1


def tuning_mask(predictions: Predictions, tuning: Tuning, report: Report = no_report) -> Bools:
    """Return which rows a rule is tuned on, (n,).

    The same samples are drawn whatever their order, and rows that are added later change the part of few.
    Frequency counts are samples; a row is kept whole.

    By rows, each true class has its share, rounded to whole rows (halves up and down in turn), with at least
    one row on both sides where the class has two. By batch or group the share of all samples is the nearest
    that whole ones can reach for up to 20 of them; of more, all but the last 20 are drawn one by one.
    `report` is called now and then.

    Raises
    ------
    InputError
        There are no batches or groups, or nothing would be held back, or nothing be tuned on.
    """
    if not tuning.holds_back:
        return np.ones(predictions.n_rows, dtype=np.bool_)
    if tuning.by == "rows":
        return _by_rows(predictions, tuning, report)
    codes, names = units_of(predictions, tuning.by)
    return _by_units(predictions, codes, names, tuning)


def tuning_part(predictions: Predictions, tuning: Tuning, part: TunedPart) -> Predictions:
    """Return the samples of the part that is tuned on, or of the part held back, in their order.

    Raises
    ------
    InputError
        See `tuning_mask`; or nothing is held back at a share of 1.
    """
    return with_rows(predictions, part_rows(predictions, tuning, part))


def part_rows(predictions: Predictions, tuning: Tuning, part: TunedPart) -> NDArray[np.intp]:
    """Return the ascending row numbers of a part; see `tuning_part`."""
    if part == "held-back" and not tuning.holds_back:
        raise InputError("The rule was tuned on all samples, so no part is held back.")
    mask = tuning_mask(predictions, tuning)
    return np.flatnonzero(mask if part == "tuned" else ~mask)


def _by_rows(predictions: Predictions, tuning: Tuning, report: Report) -> Bools:
    count = predictions.count
    counted = np.ones(predictions.n_rows, np.bool_) if count is None else count > 0
    if int(counted.sum()) < 2:
        raise InputError("There are not two samples, so none can be held back; tune on all of them.")
    hashes = row_hashes(predictions, tuning.seed, report)
    report()
    drawn = _within_classes(hashes, predictions, report)
    drawn = drawn[counted[drawn]]  # a row that stands for no sample is on neither side of anything
    sizes = np.bincount(predictions.y_true[drawn], minlength=predictions.n_classes)
    mask = np.zeros(predictions.n_rows, dtype=np.bool_)
    half_up = True
    for rows in np.split(drawn, np.cumsum(sizes)[:-1]):
        standing = np.arange(len(rows) + 1) if count is None else np.append(0, np.cumsum(count[rows]))
        wanted, is_half = _nearest(standing, tuning.share, up=half_up)
        half_up ^= is_half
        mask[rows[: _on_both_sides(wanted, len(rows))]] = True
    return _with_both_sides(mask, drawn)


def _within_classes(
    hashes: NDArray[np.uint64], predictions: Predictions, report: Report
) -> NDArray[np.intp]:
    """Return the rows class by class, ascending by their numbers."""
    ordered = []
    for k in range(predictions.n_classes):
        rows = np.flatnonzero(predictions.y_true == k)
        ordered.append(rows[np.argsort(hashes[rows], kind="stable")])
        report()
    return np.concatenate(ordered)


def _nearest(standing: Counts, share: float, *, up: bool) -> tuple[int, bool]:
    """Return how many rows come nearest to a share of their samples, and whether two numbers are as near."""
    distance = np.abs(standing - share * standing[-1])
    nearest = np.flatnonzero(distance <= distance.min() + 1e-9 * max(1, int(standing[-1])))
    return int(nearest[-1] if up else nearest[0]), len(nearest) > 1


def _on_both_sides(wanted: int, n_rows: int) -> int:
    return min(max(wanted, 1), n_rows - 1) if n_rows > 1 else wanted


def _with_both_sides(mask: Bools, drawn: NDArray[np.intp]) -> Bools:
    """Move one row over where all are on one side, which only classes of one row each can bring about."""
    inside = mask[drawn]
    if inside.all() or not inside.any():
        mask[drawn[0]] = not mask[drawn[0]]
    return mask


def units_of(predictions: Predictions, by: TunedBy) -> tuple[Codes, tuple[str, ...]]:
    """Return the batch or group of each row, and their names."""
    codes, names = predictions.batch, predictions.batch_names
    if by == "group":
        codes, names = predictions.group, predictions.group_names
    if codes is None:
        raise InputError(f"The samples have no {_plural(by)}; draw by rows, or say which column holds them.")
    return codes, names


def _by_units(predictions: Predictions, codes: Codes, names: tuple[str, ...], tuning: Tuning) -> Bools:
    """Draw whole batches or groups."""
    sizes = np.bincount(codes, predictions.count, minlength=len(names)).astype(np.int64)
    order = np.argsort(name_hashes(names, tuning.seed), kind="stable")
    order = order[sizes[order] > 0]
    if len(order) < 2:
        raise InputError(
            f"All samples are of one {tuning.by}, so none could be held back; draw by rows, or tune on all."
        )
    chosen = np.zeros(len(names), dtype=np.bool_)
    chosen[order[_chosen_units(sizes[order], tuning.share)]] = True
    return np.asarray(chosen[codes])


def _chosen_units(sizes: Counts, share: float) -> Bools:
    """Return which units are nearest to the share together: the first one by one, the last by all choices."""
    wanted, taken = share * int(sizes.sum()), 0
    first = max(0, len(sizes) - LAST)
    chosen = np.zeros(len(sizes), dtype=np.bool_)
    for unit in range(first):
        if taken + sizes[unit] <= wanted:
            chosen[unit], taken = True, taken + int(sizes[unit])
    filled = bool(chosen.any()), not bool(chosen[:first].all())
    chosen[first:] = _nearest_choice(sizes[first:], wanted - taken, filled)
    return chosen


def _nearest_choice(sizes: Counts, wanted: float, filled: tuple[bool, bool]) -> Bools:
    """Return the choice of units whose sum is nearest to `wanted`; all choices of both halves are paired.

    `filled` says whether the side of the chosen, and the other, have a unit already: else each gets one.
    """
    half = len(sizes) // 2
    one, other = _all_choices(half), _all_choices(len(sizes) - half)
    sums = (one @ sizes[:half])[:, None] + (other @ sizes[half:])[None, :]
    distance = np.abs(sums - wanted)
    if not filled[0]:
        distance[0, 0] = np.inf
    if not filled[1]:
        distance[-1, -1] = np.inf
    row, column = np.unravel_index(int(distance.argmin()), distance.shape)
    return np.concatenate((one[row], other[column]))


def _all_choices(n_units: int) -> Bools:
    """Return every choice of units, (2**n, n), none first and all last."""
    bits = np.arange(2**n_units)[:, None] >> np.arange(n_units)
    return (bits % 2).astype(np.bool_)


def _plural(by: TunedBy) -> str:
    return "batches" if by == "batch" else f"{by}s"
