"""The decision rule in words."""

from __future__ import annotations

import math

from confmat_gui.core.arrays import Floats
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.rules import NO_DECISION, RuleForm
from confmat_gui.present import texts
from confmat_gui.session.state import Session

SIGNS = {">=": "≥", ">": ">"}
NAMED = 8
"""Beyond this number of classes the rule names the first thresholds only."""

KIND_LABELS: dict[RuleForm, str] = {
    "argmax": "Highest score",
    "thresholds": "Class thresholds",
    "no-decision": "Threshold, else no decision",
    "min-cost": "Lowest expected cost",
    "predicted": "Labels of the file",
}


def rule_text(session: Session, evaluation: Evaluation) -> str:
    """Return the rule of a session in words, with boundary and positive class."""
    words = rule_words(evaluation)
    return f"{words} (the default rule)" if is_default(session, evaluation) else words


def is_default(session: Session, evaluation: Evaluation) -> bool:
    """Return whether nobody chose the rule: it is the one that the data would get anyway."""
    return same_rule(evaluation, session.data.default_evaluation)


def same_rule(first: Evaluation, second: Evaluation) -> bool:
    """Return whether two evaluations decide alike, whatever the prices."""
    return (first.point.rule, first.point.positive) == (second.point.rule, second.point.positive)


def rule_words(evaluation: Evaluation) -> str:
    """Return the rule of an evaluation in words, with boundary and positive class."""
    words = _words(evaluation)
    positive = evaluation.point.positive
    return words if positive is None else f"{words}; positive class: {evaluation.classes[positive]}"


def _words(evaluation: Evaluation) -> str:
    kind = evaluation.point.rule.form
    if kind == "predicted":
        matrix = evaluation.prepared.predictions.score_kind == "matrix"
        return "Decisions as the matrix has them" if matrix else "Labels of the file, as they stand in it"
    if kind == "argmax":
        return "Highest score; ties go to the first class"
    if kind == "min-cost":
        priced = f", {NO_DECISION} among them" if evaluation.point.may_abstain else ""
        return f"Lowest expected cost under the given prices{priced}; ties go to the first class"
    if kind == "no-decision":
        return _abstaining(evaluation)
    positive = evaluation.point.positive
    return _relative(evaluation) if positive is None else _binary(evaluation, positive)


def _binary(evaluation: Evaluation, positive: int) -> str:
    name, other = evaluation.classes[positive], evaluation.classes[1 - positive]
    sign = SIGNS[evaluation.point.rule.boundary]
    threshold = math.nan if evaluation.thresholds is None else float(evaluation.thresholds[positive])
    return f"{name} when its score {sign} {texts.plain(threshold)}, else {other}"


def _abstaining(evaluation: Evaluation) -> str:
    thresholds = [] if evaluation.thresholds is None else evaluation.thresholds.tolist()
    sign = SIGNS[evaluation.point.rule.boundary]
    if len(set(thresholds)) == 1:
        return f"Highest probability where it is {sign} {texts.plain(thresholds[0])}, else {NO_DECISION}"
    named = zip(evaluation.classes[:NAMED], thresholds[:NAMED], strict=True)
    pairs = ", ".join(f"{name} {texts.plain(t)}" for name, t in named)
    return (
        f"Highest probability that is {sign} the threshold of its class, else {NO_DECISION}: "
        f"{pairs}{_and_more(evaluation)}"
    )


def _relative(evaluation: Evaluation) -> str:
    shown: Floats | None = evaluation.thresholds_normalised
    if shown is None:
        return "Class thresholds"
    named = zip(evaluation.classes[:NAMED], shown[:NAMED], strict=True)
    pairs = ", ".join(f"{name} {texts.figure(float(t))}" for name, t in named)
    return f"Largest score relative to the class's threshold: {pairs}{_and_more(evaluation)}"


def _and_more(evaluation: Evaluation) -> str:
    unnamed = len(evaluation.classes) - NAMED
    return f" and {texts.count(unnamed)} more" if unnamed > 0 else ""
