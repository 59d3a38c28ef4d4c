"""Cells of a matrix drawn anew, so that what was never seen may happen (docs/numbers.md, section 4)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.redrawn import ELSEWHERE, answers_of, summed_by

Codes = NDArray[Any]
Limits = tuple[float, float]
ANYWHERE: Limits = (-math.inf, math.inf)


@dataclass(frozen=True, eq=False)
class Cells:
    """Filled cells of a matrix, or of a table of two models, and the one sample added to each true class.

    Attributes
    ----------
    true : (C,) true class of each cell
    preds : (C,) predicted class by each model; K is no decision, `ELSEWHERE` any other class
    counts : (C,) samples, 0 in the cells that were added
    added : (C,) shares of an added sample, 0 in the cells that were filled
    n_classes : K
    """

    true: Codes
    preds: tuple[Codes, ...]
    counts: Floats
    added: Floats
    n_classes: int

    @property
    def n_rows(self) -> int:
        """True classes that have samples."""
        return len(np.unique(self.true[self.counts > 0]))

    def draw(self, generator: np.random.Generator, replicates: int) -> Floats:
        """Return (1 + replicates, C) counts: first the samples themselves, then the draws.

        Every true class has its cells drawn from the Dirichlet distribution of its counts with what was added
        (Bayesian bootstrap, Rubin 1981, with a prior), times the samples it has.
        """
        drawn = generator.standard_gamma(self.counts + self.added, (replicates, len(self.counts)))
        support = np.bincount(self.true, self.counts, self.n_classes)
        totals = summed_by(drawn, self.true, self.n_classes)
        factor = np.divide(support, totals, out=np.zeros(totals.shape), where=totals > 0)
        drawn *= factor[:, self.true]
        return np.concatenate((self.counts[None], drawn))


def cells_of(outcomes: Counts) -> Cells:
    """Return the cells of a matrix, (K, K), or (K, K + 1) with no decision."""
    true, pred = np.nonzero(outcomes)
    return with_added(true, (pred,), outcomes[true, pred], len(outcomes))


def with_added(
    true: Codes, preds: tuple[Codes, ...], counts: Counts, n_classes: int
) -> Cells:
    """Add one sample to every true class that has any: half of it right, half spread over other answers.

    For two classes that is Jeffreys' prior. An answer is a class that occurs or is predicted, or no decision
    where there is any; each gets as much as another. What is added for two models is so for each of them,
    independently, but alike where they decide all samples alike. A class without a decided sample stays
    without.
    """
    ways = [_ways(true, pred, n_classes) for pred in preds]
    alike = all(np.array_equal(pred, preds[0]) for pred in preds)
    rows, codes, shares = [true], [list(preds)], [np.zeros(len(true))]
    for combined in product(*(range(len(way)) for way in ways)):
        if alike and len(set(combined)) > 1:
            continue
        chosen = [way[k] for way, k in zip(ways, combined, strict=True)]
        share = np.prod([share for _, share in chosen[: 1 if alike else None]], axis=0)
        own = np.flatnonzero(share > 0)
        rows.append(own)
        codes.append([code[own] for code, _ in chosen])
        shares.append(share[own])
    added = np.concatenate(shares)
    return Cells(
        np.concatenate(rows), tuple(np.concatenate(each) for each in zip(*codes, strict=True)),
        np.concatenate((counts, np.zeros(len(added) - len(true)))), added, n_classes,
    )  # fmt: skip


def _ways(true: Codes, pred: Codes, n_classes: int) -> list[tuple[Codes, Floats]]:
    """Return each kind of answer (right, another class, no decision): its code and share by class, (K,)."""
    answers, own = answers_of(true, pred, n_classes), np.arange(n_classes)
    n_other, leaves_out = int(answers.sum()) - 1, bool((pred == n_classes).any())
    present = np.bincount(true, minlength=n_classes) > 0
    decided = np.bincount(true[pred < n_classes], minlength=n_classes) > 0
    n_wrong = n_other + leaves_out
    right = decided * (0.5 if n_wrong else 1.0)
    each = (decided - right) / max(1, n_wrong)
    return [
        (own, right),
        (np.full(n_classes, ELSEWHERE), n_other * each),
        (np.full(n_classes, n_classes), np.where(decided, leaves_out * each, present * 1.0)),
    ]


def interval_of_draws(values: Floats, n_rows: int = 1, limits: Limits = ANYWHERE) -> Floats:
    """Return the 95 % interval of a figure, (2,), from its value and then its draws.

    The 2.5th and the 97.5th percentile of the draws as `centred` has them, kept within the limits, and moved
    out to the value where they leave it out; nan where the value is undefined, or half of the draws are.
    """
    if not len(values) or np.isnan(values[0]):
        return np.array([np.nan, np.nan])
    low, high = percentiles(centred(values, n_rows))
    return np.array([
        np.minimum(np.maximum(low, limits[0]), values[0]), np.maximum(np.minimum(high, limits[1]), values[0])
    ])  # fmt: skip


def centred(values: Floats, n_rows: int) -> Floats:
    """Return the draws of a figure of `n_rows` true classes, moved towards its value.

    What is added pulls each true class the same way. The pulls add up as the number G of classes, but the
    standard error only as its root: with more than two classes the mean of the draws keeps sqrt(2 / G) of
    its distance from the value, so that it weighs no more than with two.
    """
    value, draws = values[0], values[1:]
    known = draws[~np.isnan(draws)]
    if n_rows <= 2 or not len(known) or np.isnan(value):
        return draws
    moved: Floats = draws - (1 - math.sqrt(2 / n_rows)) * (known.mean() - value)
    return moved


def percentiles(values: Floats) -> Floats:
    """Return the 2.5th and the 97.5th percentile of (R,) values, (2,); nan if over half are undefined."""
    defined = np.sort(values[~np.isnan(values)])
    if len(defined) * 2 < len(values) or not len(defined):
        return np.array([np.nan, np.nan])
    return np.array([_quantile(defined, 0.025), _quantile(defined, 0.975)])


def _quantile(ascending: Floats, share: float) -> float:
    """Return the quantile by linear interpolation (the usual definition 7)."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return float(ascending[below] + (place - below) * (ascending[above] - ascending[below]))
