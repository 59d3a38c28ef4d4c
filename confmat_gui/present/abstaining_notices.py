"""What a rule that may leave samples without a decision makes of these samples."""

from __future__ import annotations

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.present import texts
from confmat_gui.present.notice import Notice


def nothing_decided(evaluation: Evaluation) -> Notice | None:
    """Say that no sample is decided, so that no figure of the matrix is defined."""
    if evaluation.no_decision is None or evaluation.confusion.any():
        return None
    how = "Lower a threshold" if evaluation.point.rule.no_decision else f"Raise the price of {NO_DECISION}"
    return Notice(
        code="nothing_decided",
        text=f"Every sample is left without a decision, so there is nothing to judge. {how} to decide some.",
    )


def everything_decided(evaluation: Evaluation) -> Notice | None:
    """Say that no sample is left without a decision, and whether one ever can be."""
    if evaluation.no_decision is None or evaluation.no_decision.any():
        return None
    thresholds = evaluation.thresholds
    if thresholds is not None and _always_reached(evaluation, total := float(thresholds.sum())):
        text = (
            f"The thresholds sum to {texts.figure(total)}, no more than 1, so some class always reaches its "
            "own; raise them to leave doubtful samples without a decision."
        )
        return Notice("always_decided", text, severity="info")
    how = "raise a threshold" if evaluation.point.rule.no_decision else f"lower the price of {NO_DECISION}"
    text = f"No sample is left without a decision; {how} to leave doubtful ones out."
    return Notice("everything_decided", text, severity="info")


def abstaining_unpriced(evaluation: Evaluation) -> Notice | None:
    """Say that samples without a decision have no price, so that no cost can be summed up."""
    prices, left_out = evaluation.point.prices, evaluation.no_decision
    if prices is None or left_out is None or not left_out.any() or len(prices[0]) > len(prices):
        return None
    number = int(left_out.sum())
    return Notice(
        code="no_decision_unpriced",
        text=f"{texts.samples(number)} {'has' if number == 1 else 'have'} no decision, and no decision has "
        "no price; give it one to see what this rule costs.",
        action="show_costs",
        action_label="Set costs",
    )


def _always_reached(evaluation: Evaluation, total: float) -> bool:
    """Whether probabilities that sum to 1 always reach one of the thresholds."""
    sums_to_one = evaluation.prepared.predictions.score_kind in ("probability", "logit")
    inclusive = evaluation.point.rule.boundary == ">="
    return sums_to_one and inclusive and total <= 1
