"""Rows that are hard to decide, with the decision: test vectors that go along with an exported rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.io.rule_code.carried import CarriedRule, ScoreType

MOST_NUMBERS = 8_000
MOST_ROWS = 60
FEWEST_ROWS = 6
SCORE_TYPES: tuple[ScoreType, ...] = ("float32", "float64")


@dataclass(frozen=True)
class TestVectors:
    """Scores of one type and what is decided about each row.

    Attributes
    ----------
    score_type : "float32" or "float64"
    scores : rows of C numbers, each exact in that type
    decisions : code of each row; K for no decision
    """

    __test__ = False  # no class of tests

    score_type: ScoreType
    scores: tuple[tuple[float, ...], ...]
    decisions: tuple[int, ...]


def vectors(carried: CarriedRule) -> tuple[TestVectors, ...]:
    """Return test vectors in both types of scores: random rows, ties, rows on a threshold and beside it.

    Where exp() makes probabilities of logits, only random rows: exp() differs in the last digit from machine
    to machine, and so do rows that are decided by it.
    """
    return tuple(_of_type(carried, score_type) for score_type in SCORE_TYPES)


def _of_type(carried: CarriedRule, score_type: ScoreType) -> TestVectors:
    rng = np.random.default_rng(0)
    n_rows = max(FEWEST_ROWS, min(MOST_ROWS, MOST_NUMBERS // len(carried.columns)))
    plain = _plain_rows(carried, n_rows // 3, rng)
    rows: list[NDArray[np.floating]] = [plain]
    if not carried.needs_exp:
        rows += [np.round(plain, 1), *_rows_on_thresholds(carried, score_type, rng)]
    scores = np.concatenate(rows)[:n_rows].astype(score_type)
    return TestVectors(
        score_type,
        tuple(tuple(map(float, row)) for row in scores.tolist()),
        tuple(int(code) for code in carried.decide(scores)),
    )


def _plain_rows(carried: CarriedRule, n_rows: int, rng: np.random.Generator) -> Floats:
    """Return random rows of the kind of scores."""
    n_columns = len(carried.columns)
    if carried.score_kind in ("probability", "sigmoid"):
        if n_columns == 1 or carried.score_kind == "sigmoid":
            return rng.random((n_rows, n_columns))
        return rng.dirichlet(np.ones(n_columns), n_rows)
    return np.round(rng.normal(0, 2, (n_rows, n_columns)), 3)


def _rows_on_thresholds(
    carried: CarriedRule, score_type: ScoreType, rng: np.random.Generator
) -> Iterator[NDArray[np.floating]]:
    """Return rows with one score on a threshold, and the next number below and above it."""
    if carried.rule.kind != "thresholds":
        return
    kind = np.dtype(score_type).type
    for place, threshold in enumerate(carried.thresholds()):
        if not np.isfinite(threshold):
            continue
        on_it = kind(threshold)
        for value in (on_it, np.nextafter(on_it, kind(-np.inf)), np.nextafter(on_it, kind(np.inf))):
            row = _plain_rows(carried, 1, rng)
            row[0, place if len(carried.columns) > 1 else 0] = value
            yield row
