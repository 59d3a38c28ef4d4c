"""A rule with everything that decides, freed from the samples it was found on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import NarrowCodes, read_only
from confmat_gui.core.decide import decide, deciding_prices
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions, ScoreKind
from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.rescoring import recalibration_in
from confmat_gui.core.rules import NO_DECISION, CostMatrix, Rule, cost_matrix
from confmat_gui.core.thresholds import resolve_thresholds
from confmat_gui.io.loaded import Loaded

ScoreType: TypeAlias = Literal["float32", "float64"]
Way: TypeAlias = Literal["argmax", "binary", "shares", "no-decision", "min-cost"]
"""How a rule computes: the highest score, one threshold, the largest p / t, the highest p that reaches its
own threshold, the lowest expected cost."""
KEEPS_SCORES = frozenset({"leave-out", "drop-repeated"})
"""Repairs after which every score is the one that the file has."""


@dataclass(frozen=True)
class CarriedRule:
    """What a rule needs to decide about scores.

    Attributes
    ----------
    rule : Rule
        Minimum expected cost has its own prices.
    classes : K names in order
    positive : index of the positive class of two, else None
    score_kind : ScoreKind
    score_class : index of the class of a single score column; None with K columns
    columns : names of the score columns in class order
    score_type : "float32" or "float64"
        The type of the scores that the rule was found on. Thresholds are rounded to the type of the scores.
    changed : kinds of repair by which the scores became others than the file has
    recalibration : the one among them that recalibrates, with its numbers
    """

    rule: Rule
    classes: tuple[str, ...]
    positive: int | None
    score_kind: ScoreKind
    score_class: int | None
    columns: tuple[str, ...]
    score_type: ScoreType
    changed: tuple[str, ...] = ()
    recalibration: Recalibration | None = None

    @property
    def n_classes(self) -> int:
        """K."""
        return len(self.classes)

    @property
    def point(self) -> OperatingPoint:
        """The rule with the positive class."""
        return OperatingPoint(self.rule, positive=self.positive)

    @property
    def may_abstain(self) -> bool:
        """Whether a row may be left without a decision."""
        return self.point.may_abstain

    @property
    def way(self) -> Way:
        """How the rule computes."""
        if self.rule.no_decision:
            return "no-decision"
        if self.rule.kind == "thresholds":
            return "binary" if self.n_classes == 2 else "shares"
        return "min-cost" if self.rule.kind == "min-cost" else "argmax"

    @property
    def needs_exp(self) -> bool:
        """Whether probabilities are made of logits, and with them decisions."""
        return self.score_kind == "logit" and self.way not in ("argmax", "binary")

    @property
    def answers(self) -> tuple[str, ...]:
        """The class of each code, and last what is said where there is no decision."""
        return (*self.classes, NO_DECISION) if self.may_abstain else self.classes

    def samples(self, scores: NDArray[np.floating]) -> Predictions:
        """Return scores as samples about whose truth nothing is known; (n, C) in the rule's columns."""
        return Predictions(
            classes=self.classes,
            y_true=read_only(np.zeros(len(scores), dtype=np.int32)),
            y_score=read_only(np.asfortranarray(scores)),
            score_kind=self.score_kind,
            score_class=self.score_class,
            positive=self.positive,
            positive_source="none" if self.positive is None else "given",
        )

    def decide(self, scores: NDArray[np.floating]) -> NarrowCodes:
        """Return the code of every row as the window decides; K for no decision."""
        return decide(self.samples(scores), self.point)[0]

    def thresholds(self) -> tuple[float, ...]:
        """Return the raw threshold of each class as the rule computes with it."""
        found = resolve_thresholds(self.samples(np.zeros((1, len(self.columns)))), self.rule, self.positive)
        return tuple(found.tolist())

    def costs(self) -> CostMatrix:
        """Return the prices of lowest expected cost, K x K or K x (K + 1)."""
        return cost_matrix(deciding_prices(self.point, self.n_classes))


def carried_rule(loaded: Loaded, point: OperatingPoint) -> CarriedRule:
    """Return the rule of a session as it can stand alone.

    Raises
    ------
    InputError
        The rule is the file's own labels, or cannot be carried out with these scores.
    """
    predictions = loaded.predictions
    if point.rule.kind == "predicted":
        raise InputError(
            "The rule is the file's own labels, which the model itself writes, so there is nothing to "
            "compute; choose another rule and export that."
        )
    if predictions.y_score is None:
        raise InputError("These predictions hold only labels and no scores, so no rule can be carried out.")
    rule = point.rule
    if rule.kind == "min-cost":
        rule = replace(rule, costs=point.deciding_costs)
    carried = CarriedRule(
        rule=rule,
        classes=predictions.classes,
        positive=predictions.positive if point.positive is None else point.positive,
        score_kind=predictions.score_kind,
        score_class=predictions.score_class,
        columns=_columns(loaded.columns.scores, predictions),
        score_type="float32" if predictions.y_score.dtype == np.float32 else "float64",
        changed=tuple(each.kind for each in loaded.options.repairs if each.kind not in KEEPS_SCORES),
        recalibration=recalibration_in(loaded.options.repairs),
    )
    carried.decide(np.zeros((1, len(carried.columns))))  # refuses what cannot be carried out
    return carried


def _columns(known: Sequence[str], predictions: Predictions) -> tuple[str, ...]:
    """Return the names of the score columns, made up where the samples come from arrays."""
    assert predictions.y_score is not None
    if len(known) == predictions.y_score.shape[1]:
        return tuple(known)
    single = predictions.score_class
    classes = predictions.classes if single is None else (predictions.classes[single],)
    return tuple(f"score_{name}" for name in classes)


def check_for_code(carried: CarriedRule) -> None:
    """Raise InputError where code could not decide about the scores that a model gives as the window does."""
    if carried.changed:
        change = carried.recalibration
        named = {} if change is None else {"recalibrate": f"recalibrated by {change.words}"}
        raise InputError(
            "The scores were changed after they were read "
            f"({', '.join(named.get(kind, kind) for kind in carried.changed)}), and the rule is "
            "for the changed ones, which a model does not give; take that back and choose the rule anew, or "
            "export rule.json."
        )
    if carried.may_abstain and NO_DECISION in carried.classes:
        raise InputError(
            f"A class is itself called “{NO_DECISION}”, so code could not tell the two apart; rename it."
        )
