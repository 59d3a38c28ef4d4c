"""Which decision rules are possible with the scores at hand, and why another is not."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import RuleForm
from confmat_gui.present.decide import RuleChoice
from confmat_gui.present.rule_words import KIND_LABELS
from confmat_gui.session.state import Session

_WITHOUT_PRICES: WeakKeyDictionary[Predictions, dict[RuleForm, str]] = WeakKeyDictionary()


def rule_choices(session: Session) -> tuple[RuleChoice, ...]:
    """Return every rule, greyed with its reason where it is not possible."""
    predictions = session.data.prepared.predictions
    reasons = _reasons(predictions)
    priced = session.point.costs is not None or session.point.rule.costs is not None
    choices = []
    for kind, label in KIND_LABELS.items():
        reason = reasons[kind]
        if kind == "min-cost" and not reason and not priced:
            reason = "Say first what the errors cost: this rule needs prices."
        words = "Threshold" if kind == "thresholds" and predictions.is_binary else label
        choices.append(RuleChoice(kind, words, not reason, reason, kind == session.point.rule.form))
    return tuple(choices)


def _reasons(predictions: Predictions) -> dict[RuleForm, str]:
    """Return why each rule is impossible for these scores, empty where it is not; kept for each data set."""
    if predictions not in _WITHOUT_PRICES:
        _WITHOUT_PRICES[predictions] = {
            "argmax": _without_scores(predictions) or _no_highest(predictions),
            "thresholds": _without_scores(predictions) or _no_thresholds(predictions),
            "no-decision": _without_scores(predictions) or _no_abstaining(predictions),
            "min-cost": _without_scores(predictions) or _no_probabilities(predictions),
            "predicted": "" if predictions.y_pred is not None else "The files hold no predicted labels.",
        }
    return _WITHOUT_PRICES[predictions]


def _without_scores(predictions: Predictions) -> str:
    if predictions.score_kind == "matrix":
        return "A matrix of counts holds no scores, so its decisions stand."
    return "" if predictions.y_score is not None else "The files hold no score for each class, only labels."


def _no_highest(predictions: Predictions) -> str:
    assert predictions.y_score is not None
    single = predictions.y_score.shape[1] == 1 and predictions.n_classes > 1
    if single and predictions.score_kind == "score":
        return "A single column of ranking scores has no highest class; it needs a threshold."
    return ""


def _no_thresholds(predictions: Predictions) -> str:
    if predictions.n_classes < 2:
        return "There is only one class, so there is nothing to decide."
    if predictions.is_binary or predictions.has_probabilities:
        return ""
    return "A threshold for each of several classes needs probabilities; these are ranking scores."


def _no_abstaining(predictions: Predictions) -> str:
    if predictions.n_classes < 2 or predictions.has_probabilities:
        return _no_thresholds(predictions)
    return "Thresholds with no decision need probabilities; these are ranking scores."


def _no_probabilities(predictions: Predictions) -> str:
    if predictions.has_probabilities:
        return ""
    return "Expected cost needs probabilities; these are ranking scores."
