"""The cost matrix of a session, and what the prices amount to."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.costs import cost_by_cell, equivalence
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.cost_answers import cost_answers, lowest_or_why, value_sentence
from confmat_gui.present.cost_words import (
    equivalence_sentences,
    gain_sentence,
    orientation_sentence,
    reach_sentences,
)
from confmat_gui.present.costs import CostState
from confmat_gui.present.heatmap import as_wide
from confmat_gui.session.state import Session

UNPRICED_SENTENCE = "No prices yet: type what an error costs, and every figure of cost appears."
ONLY_PRICES = "The prices only price: the decisions stay until the rule is changed."


def cost_state(session: Session, evaluation: Evaluation) -> CostState:
    """Return what the cost editor of a session shows."""
    n_classes = len(evaluation.classes)
    costs = evaluation.point.costs
    if costs is None:
        nothing = np.zeros((n_classes, n_classes))
        return CostState(
            classes=evaluation.classes, priced=False, costs=nothing, contribution=nothing,
            summary=(UNPRICED_SENTENCE,), selected_cell=session.display.selected_cell,
            counts=as_wide(evaluation.outcomes, n_classes), unit=session.cost_unit,
        )  # fmt: skip
    prices = np.array(costs, dtype=np.float64)
    columns = prices.shape[1]
    figured = evaluation.figured
    answers = cost_answers(session, evaluation, costs)
    return CostState(
        classes=evaluation.classes,
        priced=True,
        costs=prices,
        contribution=cost_by_cell(as_wide(figured, columns), prices),
        summary=_summary(evaluation, prices),
        selected_cell=session.display.selected_cell,
        counts=as_wide(evaluation.outcomes, columns),
        unit=session.cost_unit,
        orientation=orientation_sentence(evaluation.classes, prices, session.cost_unit),
        answers=answers,
        value=value_sentence(answers, session.cost_unit),
    )


def _summary(evaluation: Evaluation, prices: Floats) -> tuple[str, ...]:
    same = equivalence(prices, evaluation.point.positive)
    costs = evaluation.point.costs
    assert costs is not None
    lowest, _ = lowest_or_why(evaluation, costs)
    sentences = equivalence_sentences(evaluation.classes, same, abstaining=prices.shape[1] > len(prices))
    sentences += reach_sentences(evaluation.classes, same.reach, lowest)
    sentences.append(gain_sentence(prices))
    if evaluation.point.rule.kind != "min-cost":
        sentences.append(ONLY_PRICES)
    return tuple(sentence for sentence in sentences if sentence)
