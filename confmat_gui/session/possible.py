"""Whether a rule can be carried out with what the files hold: asked before a session takes it."""

from __future__ import annotations

from confmat_gui.core.decide import deciding_prices
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.thresholds import resolve_thresholds


def check_rule(predictions: Predictions, point: OperatingPoint) -> None:
    """Raise InputError where `evaluate` would refuse the point; takes no pass over the rows."""
    rule = point.rule
    if rule.kind == "predicted":
        if predictions.y_pred is None:
            raise InputError("The files hold no predicted labels of their own; choose another rule.")
        return
    if predictions.y_score is None:
        raise InputError("The files hold only labels and no scores, so the only rule is their own labels.")
    if rule.no_decision:
        check_abstaining(predictions)
        resolve_thresholds(predictions, rule, point.positive)
    elif rule.kind == "thresholds":
        if not predictions.is_binary:
            check_probabilities(predictions, "A threshold for each of several classes")
        resolve_thresholds(predictions, rule, point.positive)
    elif rule.kind == "argmax":
        _check_highest(predictions)
    else:
        _check_prices(predictions, point)


def check_abstaining(predictions: Predictions) -> None:
    """Raise InputError where these scores cannot have thresholds with no decision."""
    check_probabilities(predictions, "A rule of thresholds with no decision")


def _check_highest(predictions: Predictions) -> None:
    single = predictions.score_class is not None and predictions.n_classes > 1
    if single and predictions.score_kind == "score":
        raise InputError("A single column of ranking scores has no highest class; choose a threshold.")


def _check_prices(predictions: Predictions, point: OperatingPoint) -> None:
    check_probabilities(predictions, "The rule of lowest expected cost")
    deciding_prices(point, predictions.n_classes)
