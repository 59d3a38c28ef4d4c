"""Shares of the true classes where a rule will be used: what the matrix of the samples becomes there.

The rows of the count matrix are weighted by pi'_i / pi_i, the share of class i there over its share of the
samples (docs/numbers.md, section "Other shares of the classes"). Recalls stay; what mixes classes follows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.errors import InputError

if TYPE_CHECKING:
    from confmat_gui.core.evaluation import Evaluation

Prevalence: TypeAlias = tuple[float | None, ...]
"""A share for each class in class order; None: what is left is shared in proportion to the samples."""

ROUNDING = 1e-9
"""Shares may miss a sum of 1 by so much and are then taken in proportion."""


def prevalence_of(
    classes: Sequence[str], named: Mapping[str, float], support: ArrayLike | None = None
) -> Prevalence | None:
    """Return the shares of the classes that are named; None where none is.

    Parameters
    ----------
    classes : names in class order
    named : class to its share where the rule is used, 0 to 1
    support : (K,) samples of each class, so that shares that they cannot show are refused; None: unchecked

    Raises
    ------
    InputError
        An unknown class, a share outside 0 to 1, a sum that is above 1, or below 1 with no class left for the
        rest, or a share above 0 of a class without samples.

    Examples
    --------
    >>> prevalence_of(("ok", "crack"), {"crack": 0.01})
    (None, 0.01)
    """
    unknown = [name for name in named if name not in classes]
    if unknown:
        raise InputError(
            f"There is no class “{unknown[0]}” whose share could be set; the classes are: "
            f"{', '.join(classes[:12])}."
        )
    if not named:
        return None
    shares = tuple(named.get(name) for name in classes)
    check_prevalence(shares, classes)
    if support is not None:
        _check_against_samples(shares, classes, np.asarray(support))
    return shares


def check_prevalence(shares: Prevalence, classes: Sequence[str]) -> None:
    """Raise InputError with one sentence unless these can be shares of the classes."""
    if len(shares) != len(classes):
        raise InputError(f"There are {len(shares)} shares for {len(classes)} classes; give one for each.")
    for name, share in zip(classes, shares, strict=True):
        if share is not None and not 0 <= share <= 1:
            raise InputError(f"The share of {name} must be a number from 0 to 1, not {share:g}.")
    total = math.fsum(share for share in shares if share is not None)
    if total > 1 + ROUNDING:
        raise InputError(f"The shares of the classes sum to {total:g}; they must sum to 1 at most.")
    if None not in shares and total < 1 - ROUNDING:
        raise InputError(f"The shares of all classes sum to {total:g}; they must sum to 1.")


def _check_against_samples(shares: Prevalence, classes: Sequence[str], support: NDArray[Any]) -> None:
    for name, share, n in zip(classes, shares, support.tolist(), strict=True):
        if share and not n:
            raise InputError(
                f"There are no true samples of {name}, so nothing says what happens to it; leave its share "
                "empty."
            )
    total = math.fsum(share for share in shares if share is not None)
    others = any(share is None and n for share, n in zip(shares, support.tolist(), strict=True))
    if total < 1 - ROUNDING and not others:
        raise InputError(
            f"The shares sum to {total:g} and no other class has samples; let them sum to 1."
        )


def resolved_prevalence(prevalence: Prevalence | None, support: ArrayLike) -> Floats:
    """Return the share of every class, (K,) float64 with sum 1.

    Parameters
    ----------
    prevalence : shares as they were set; None: those of the samples
    support : (K,) samples of each true class

    Returns
    -------
    (K,) float64
        A class without samples has none, whatever was set: nothing says what happens to it. What is not set
        is shared in proportion to the samples; where nothing else has samples, what is set is taken in
        proportion. Without any sample all are nan.
    """
    counts = np.asarray(support, dtype=np.float64)
    total = counts.sum()
    if not total:
        return np.full(len(counts), np.nan)
    if prevalence is None:
        return np.asarray(counts / total)
    occurs = counts > 0
    given = np.array([np.nan if share is None else share for share in prevalence], dtype=np.float64)
    free = np.isnan(given) & occurs
    shares = np.where(occurs & ~free, given, 0.0)
    rest = 1.0 - math.fsum(shares.tolist())
    if free.any():
        shares[free] = max(rest, 0.0) * (counts[free] / counts[free].sum())
    elif abs(rest) > ROUNDING:
        shares = shares / shares.sum() if shares.any() else counts / total
    return np.asarray(shares)


def prevalence_in_force(evaluation: Evaluation) -> Floats:
    """Return the share of every true class that the figures of an evaluation hold for, (K,) with sum 1.

    Those of the samples that its matrix counts, unless the operating point says others. All nan where the
    matrix is empty.
    """
    return resolved_prevalence(evaluation.point.prevalence, evaluation.outcomes.sum(axis=1))


def row_weights(outcomes: NDArray[Any], prevalence: Prevalence | None) -> Floats:
    """Return what a sample of each true class counts, pi'_i / pi_i, (K,); 0 for a class without samples."""
    return weights_of_rows(outcomes.sum(axis=1), prevalence)


def weights_of_rows(support: ArrayLike, prevalence: Prevalence | None) -> Floats:
    """Return `row_weights` from the (K,) samples of each true class."""
    counts = np.asarray(support, dtype=np.float64)
    shares = resolved_prevalence(prevalence, counts)
    weights = np.divide(shares * counts.sum(), counts, out=np.zeros(len(counts)), where=counts > 0)
    return np.asarray(weights)


def reweighted(outcomes: NDArray[Any], prevalence: Prevalence) -> Floats:
    """Return the matrix of as many samples with these shares of the true classes, float64.

    `outcomes` is (K, K), or (K, K + 1) with no decision, whose rows are weighted the same way.
    """
    return np.asarray(outcomes * row_weights(outcomes, prevalence)[:, None])


def precision_at(tpr: ArrayLike, fpr: ArrayLike, share: ArrayLike) -> Floats:
    """Return the precision of a class that has a share of all: pi TPR / (pi TPR + (1 - pi) FPR).

    nan where nothing is predicted as the class.

    Examples
    --------
    >>> round(float(precision_at(0.8, 0.1, 0.01)), 4)
    0.0748
    """
    found = np.multiply(share, tpr, dtype=np.float64)
    below = found + np.subtract(1.0, share) * np.asarray(fpr, dtype=np.float64)
    shares = np.divide(found, below, out=np.full(np.shape(below), np.nan), where=np.asarray(below) > 0)
    return np.asarray(shares)


def negative_weight(share: float, n_pos: int, n_neg: int) -> float:
    """Return what a sample of the rest counts where one of the class counts 1, for a class of this share.

    1 where one side is missing. The rest keeps its own mix.
    """
    if not n_pos or not n_neg or not share > 0:
        return 1.0
    return (1.0 - share) / share * (n_pos / n_neg)
