"""Rows on which a rule is hard to carry out: ties, thresholds and the numbers beside them, in both types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.predictions import ScoreKind
from confmat_gui.core.rules import Boundary, Rule
from confmat_gui.io.rule_code.carried import CarriedRule, ScoreType

N_ROWS = 10_000
CLASSES = ("ok", "cr'ack", 'de"nt', "1", "stain; --")
"""With the signs that quoting has to stand."""
THRESHOLDS = (0.5, 0.2, 0.7, 0.1 + 0.2, 0.8, 1 / 3, 0.0, 1.0, 1e-9)


@dataclass(frozen=True)
class Setup:
    """A rule and the scores it is for."""

    carried: CarriedRule

    @property
    def name(self) -> str:
        rule, c = self.carried.rule, self.carried
        single = "" if c.score_class is None else f" of class {c.score_class}"
        more = f"{rule.boundary} {dict(rule.named_thresholds)}" if rule.kind == "thresholds" else ""
        wide = "+" if rule.costs and len(rule.costs[0]) > len(rule.costs) else ""
        return f"{c.way}{wide} {more} K={c.n_classes} {c.score_kind}{single} + {c.positive} {c.score_type}"

    def rows(self, n_rows: int = N_ROWS) -> NDArray[np.floating]:
        """Return (n_rows, C) scores of the type of the rule."""
        rng = np.random.default_rng(n_rows + len(self.name))
        kind = np.dtype(self.carried.score_type).type
        pieces = list(_pieces(self.carried, -(-n_rows // 8), rng))
        scores = np.concatenate(pieces)[:n_rows] if len(pieces) * len(pieces[0]) > n_rows else None
        whole = np.concatenate(pieces) if scores is None else scores
        return np.resize(whole.astype(kind), (n_rows, whole.shape[1]))


def _pieces(carried: CarriedRule, n: int, rng: np.random.Generator) -> Iterator[NDArray[Any]]:
    plain = _plain(carried, n, rng)
    yield plain
    for digits in (1, 2):
        yield np.round(plain, digits)
    yield np.round(plain * 8) / 8
    yield _equal(plain, rng)
    for steps in (0, 1):
        yield _on_limits(carried, plain, rng, steps)
    yield _in_proportion(carried, n, rng)


def _plain(carried: CarriedRule, n: int, rng: np.random.Generator) -> NDArray[Any]:
    n_columns = len(carried.columns)
    if carried.score_kind == "probability" and n_columns > 1:
        shares: NDArray[Any] = rng.dirichlet(np.ones(n_columns), n)
        return shares
    if carried.score_kind in ("probability", "sigmoid"):
        return rng.random((n, n_columns))
    return rng.normal(0, 3, (n, n_columns))


def _equal(plain: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Return rows in which several columns are equal, or all."""
    rows = plain.copy()
    for row in rows:
        chosen = rng.random(len(row)) < 0.6
        row[chosen] = row[0]
    return rows


def _limits(carried: CarriedRule) -> NDArray[Any]:
    """Return every number at which a decision could change."""
    if carried.rule.kind != "thresholds":
        return np.array([0.5, 0.0])
    found = np.array([value for value in carried.thresholds() if np.isfinite(value)])
    shares = carried.score_kind in ("probability", "sigmoid")
    return np.concatenate([found, 1 - found, [0.5]]) if shares else np.concatenate([found, -found, [0.0]])


def _on_limits(
    carried: CarriedRule, plain: NDArray[Any], rng: np.random.Generator, steps: int
) -> NDArray[Any]:
    """Return rows with scores on a threshold, or some steps beside it in their own type."""
    kind = np.dtype(carried.score_type).type
    rows = plain.astype(kind)
    limits = _limits(carried).astype(kind)
    chosen = rng.random(rows.shape) < 0.6
    values = rng.choice(limits, rows.shape)
    for _ in range(steps):
        values = np.nextafter(values, rng.choice(np.array([-1e30, 1e30], kind), rows.shape))
    rows[chosen] = values[chosen]
    if carried.score_kind == "logit" and rows.shape[1] == 2:  # the difference is on the threshold
        other = rng.choice(np.array([0, 1, -2, 0.25, 1e-9, -1e-9, 1e-20], kind), len(rows))
        rows[:, 0], rows[:, 1] = other + values[:, 0], other
    return np.maximum(rows, 0) if carried.score_kind in ("probability", "sigmoid") else rows


def _in_proportion(carried: CarriedRule, n: int, rng: np.random.Generator) -> NDArray[Any]:
    """Return probabilities in the proportion of the thresholds, where all quotients are nearly equal."""
    if carried.way != "shares":
        return np.round(_plain(carried, n, rng), 3)
    proportional: NDArray[Any] = np.array(carried.thresholds()) * rng.choice([0.1, 0.5, 1 / 3, 0.9], (n, 1))
    return proportional


def _costs(n_classes: int, n_answers: int, seed: int) -> list[list[float]]:
    rng = np.random.default_rng(seed)
    whole = rng.integers(0, 5, (n_classes, n_answers)).astype(float)
    whole[np.arange(n_classes), np.arange(n_classes)] = 0
    if n_answers > n_classes:
        whole[:, -1] = 1
    return (whole if seed % 2 else np.round(whole / 3, 2)).tolist()  # type: ignore[no-any-return]


def _rules(n_classes: int, classes: tuple[str, ...], positive: int | None) -> Iterator[Rule]:
    yield Rule.argmax()
    boundaries: tuple[Boundary, ...] = (">=", ">")
    for boundary in boundaries:
        for seed, threshold in enumerate(THRESHOLDS):
            if n_classes == 2 and positive is not None:
                yield Rule.thresholds({classes[positive]: threshold}, boundary=boundary)
            if seed < 3:
                values = np.round(np.random.default_rng(seed).uniform(0.1, 0.7, n_classes), 1 + seed)
                named = dict(zip(classes, values.tolist(), strict=True))
                yield Rule.thresholds(named, boundary=boundary, no_decision=True)
                if n_classes > 2 and boundary == ">=":
                    yield Rule.thresholds(named)
    yield Rule.thresholds(dict.fromkeys(classes, 0.3), no_decision=True)  # several may reach theirs
    for seed in range(2):
        for n_answers in (n_classes, n_classes + 1):
            yield Rule.min_cost(_costs(n_classes, n_answers, seed))


def setups() -> Iterator[Setup]:
    """Return every combination of rule, kind and type of scores, classes and columns, possible or not."""
    kinds: tuple[ScoreKind, ...] = ("probability", "sigmoid", "logit", "score")
    types: tuple[ScoreType, ...] = ("float32", "float64")
    for n_classes, kind, score_type in product((1, 2, 3, 5), kinds, types):
        classes = CLASSES[:n_classes]
        singles: tuple[int | None, ...] = {1: (0,), 2: (None, 0, 1)}.get(n_classes, (None,))
        positives: tuple[int | None, ...] = (0, 1) if n_classes == 2 else (None,)
        for single, positive in product(singles, positives):
            named = classes if single is None else (classes[single],)
            columns = tuple(f'p "{name}"' for name in named)
            for rule in _rules(n_classes, classes, positive):
                yield Setup(CarriedRule(rule, classes, positive, kind, single, columns, score_type))
