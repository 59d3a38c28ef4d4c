"""Thresholds as typed, stored, computed with and shown (docs/numbers.md, section 2, rule 2)."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.rules import Rule

SMALLEST_SHARE = 1e-6
"""Shown thresholds of K > 2 classes are kept this far from 0 and 1, where the rule would break down."""


def resolve_thresholds(predictions: Predictions, rule: Rule, positive: int | None = None) -> Floats:
    """Return the (K,) raw thresholds that a rule stands for.

    Binary: the positive class's entry is t of "score >= t"; the other entry is 1 - t in decimal arithmetic
    for probabilities, and nan for other scores, which know one threshold only. More classes: the named values
    as they are, the others share 1 - sum(named) equally; with no decision so for two classes too, where each
    has its own. `positive` None: the positive class of `predictions`.

    Raises
    ------
    InputError
        Unknown class; a value that is not above 0 (K > 2 without no decision); nothing left to share; a
        threshold for the negative class where scores are no probabilities; none at all where none can be
        assumed; no probabilities for thresholds with no decision.
    """
    positive = predictions.positive if positive is None else positive
    named = {predictions.class_index(name): value for name, value in rule.named_thresholds}
    if rule.no_decision:
        check_probabilities(predictions, "A rule of thresholds with no decision")
        return _shared(predictions, named)
    if predictions.is_binary:
        assert positive is not None
        return _binary(predictions, named, positive)
    _check_above_zero(predictions, named)
    return _shared(predictions, named)


def shown_thresholds(predictions: Predictions, rule: Rule, thresholds: Floats) -> Floats:
    """Return thresholds as displayed: where only their ratios matter rescaled to sum 1, else unchanged."""
    absolute = predictions.is_binary or rule.no_decision
    return thresholds if absolute else normalised_thresholds(predictions, thresholds)


def normalised_thresholds(predictions: Predictions, thresholds: Floats) -> Floats:
    """Return relative thresholds as displayed: K > 2 rescaled to sum 1, binary unchanged."""
    return thresholds if predictions.is_binary else thresholds / thresholds.sum()


def starting_thresholds(predictions: Predictions, rule: Rule, positive: int | None = None) -> Floats:
    """Return the raw thresholds from which a first move starts, whatever the rule is now.

    Under rule "thresholds" they are its own. Otherwise K > 2 starts at 1 for each class, which is argmax to
    the last tie, and binary at 0.5 (probabilities) or 0 (all other scores).
    """
    if rule.kind == "thresholds":
        return resolve_thresholds(predictions, rule, positive)
    if not predictions.is_binary:
        return np.ones(predictions.n_classes)
    positive = predictions.positive if positive is None else positive
    assert positive is not None
    return _binary(predictions, {positive: 0.5 if threshold_is_share(predictions) else 0.0}, positive)


def with_threshold(
    predictions: Predictions, rule: Rule, class_index: int, raw: float, positive: int | None = None
) -> Rule:
    """Return the rule in which one class has the raw threshold `raw` and the others stay.

    Binary: `raw` is the one stored number, on the positive class's score, whichever class is moved; with no
    decision each class has its own.
    """
    positive = predictions.positive if positive is None else positive
    if predictions.is_binary and not rule.no_decision:
        assert positive is not None
        return Rule.thresholds({predictions.classes[positive]: raw}, boundary=rule.boundary)
    values = starting_thresholds(predictions, rule, positive)
    values[class_index] = raw
    named = dict(zip(predictions.classes, values.tolist(), strict=True))
    return Rule.thresholds(named, boundary=rule.boundary, no_decision=rule.no_decision)


def raw_from_shown(thresholds: Floats, class_index: int, shown: float, positive: int | None = None) -> float:
    """Return the raw threshold to store so that class `class_index` shows `shown` (without no decision).

    K > 2: the t_k whose share of the sum is `shown` while the others keep theirs: shown * rest / (1 - shown);
    `shown` is first moved into [1e-6, 1 - 1e-6]. Binary: the one stored number, that of the positive class:
    `shown` itself, or 1 - shown in decimal arithmetic when `positive` is given and is the other class.
    """
    if not np.isfinite(shown):
        raise InputError("A threshold must be a finite number.")
    if len(thresholds) <= 2:
        other = positive is not None and class_index != positive
        return one_minus(shown) if other else float(shown)
    share = min(max(shown, SMALLEST_SHARE), 1 - SMALLEST_SHARE)
    rest = float(np.delete(thresholds, class_index).sum())
    return share * rest / (1 - share)


def shown_range(predictions: Predictions) -> tuple[float, float]:
    """Return the ends of a slider: 0 and 1, or the lowest and highest score of the positive class."""
    if not predictions.is_binary or predictions.y_score is None or threshold_is_share(predictions):
        return 0.0, 1.0
    assert predictions.positive is not None
    score = predictions.score_of(predictions.positive)
    return float(score.min()), float(score.max())


def threshold_is_share(predictions: Predictions) -> bool:
    """Whether a binary threshold is on a probability."""
    return predictions.score_kind in ("probability", "sigmoid")


def one_minus(value: float) -> float:
    """Return 1 - value as on paper: 1 - 0.9 is 0.1, not 0.09999999999999998."""
    return float(1 - Decimal(repr(float(value))))


def _binary(predictions: Predictions, named: dict[int, float], positive: int) -> Floats:
    result = np.full(2, np.nan)
    shares = threshold_is_share(predictions)
    result[positive] = _binary_value(named, positive, predictions.classes, shares=shares)
    if shares:
        result[1 - positive] = one_minus(result[positive])
    return result


def _binary_value(named: dict[int, float], positive: int, classes: tuple[str, ...], *, shares: bool) -> float:
    own, other = named.get(positive), named.get(1 - positive)
    if other is None:
        if own is None and not shares:
            raise InputError(f"Give a threshold for {classes[positive]}; for these scores none is assumed.")
        return 0.5 if own is None else own
    if not shares:
        raise InputError(
            f"These scores are no probabilities, so only the positive class {classes[positive]} "
            f"can have a threshold, not {classes[1 - positive]}."
        )
    if own is None:
        return one_minus(other)
    total = Decimal(repr(own)) + Decimal(repr(other))
    if total == 1:
        return own
    if own + other <= 0:
        raise InputError("The two thresholds must have a sum above 0.")
    return own / (own + other)


def _check_above_zero(predictions: Predictions, named: dict[int, float]) -> None:
    for k, value in named.items():
        if not value > 0:
            raise InputError(f"The threshold of {predictions.classes[k]} is {value:g}; it must be above 0.")


def _shared(predictions: Predictions, named: dict[int, float]) -> Floats:
    """Return the named thresholds, and for all others an equal part of what is left of 1."""
    n_classes = predictions.n_classes
    result = np.empty(n_classes)
    if len(named) < n_classes:
        rest = 1 - sum((Decimal(repr(value)) for value in named.values()), Decimal(0))
        if rest <= 0:
            raise InputError(
                f"The thresholds sum to {float(1 - rest):g}, which leaves nothing for the other classes; "
                "name all classes or give smaller values."
            )
        result[:] = float(rest / (n_classes - len(named)))
    for k, value in named.items():
        result[k] = value
    return result
