"""Probabilities as a model would give them where the classes have other shares than where it was trained.

p'_k is in proportion to p_k pi'_k / pi_k (Saerens, Latinne & Decaestecker 2002; Elkan 2001), with pi_k the
share of class k in training and pi'_k where the rule is used. This changes decisions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from confmat_gui.core.arrays import Floats, Scores, read_only
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions, frozen
from confmat_gui.core.prevalence import Prevalence, check_prevalence, prevalence_of, resolved_prevalence
from confmat_gui.core.probability import check_probabilities
from confmat_gui.core.repairs import Repair

BLOCK_ROWS = 65_536


def adaptation(
    predictions: Predictions, prevalence: Prevalence, trained: Mapping[str, float] | None = None
) -> Repair:
    """Return the step that adapts scores to shares of the classes, with both sides in numbers.

    Parameters
    ----------
    predictions : the samples whose shares stand in where no others are known
    prevalence : shares where the rule is used, see `core.prevalence`
    trained : class to its share in training; None or empty: the shares of the samples

    Raises
    ------
    InputError
        There are no probabilities that sum to 1; or a share is 0, so that no scores would be left.
    """
    check_adaptable(predictions)
    classes, support = predictions.classes, predictions.support
    check_prevalence(prevalence, classes)
    wanted = resolved_prevalence(prevalence, support)
    from_shares = resolved_prevalence(prevalence_of(classes, trained or {}, support), support)
    for name, n, *both in zip(classes, support.tolist(), wanted.tolist(), from_shares.tolist(), strict=True):
        if n and not min(both) > 0:
            raise InputError(f"Scores cannot be adapted where a share is 0, as that of {name}; give it some.")
    return Repair("adapt-scores", classes, (tuple(wanted.tolist()), tuple(from_shares.tolist())))


def check_adaptable(predictions: Predictions) -> None:
    """Raise InputError with one sentence unless there are probabilities that sum to 1."""
    check_probabilities(predictions, "Adapting scores to other shares")
    scores = predictions.y_score
    assert scores is not None
    if predictions.score_kind == "sigmoid" and scores.shape[1] > 1:
        raise InputError(
            "Adapting scores to other shares needs probabilities that sum to 1, but these are independent "
            "sigmoids; if they are probabilities, say so (kind probability)."
        )
    if not predictions.n:
        raise InputError("There are no samples whose shares scores could be adapted from.")


def factors(repair: Repair, classes: tuple[str, ...]) -> Floats:
    """Return pi'_k / pi_k of each class, (K,) in the order of `classes`; 1 where a side has no share of it.

    Raises
    ------
    InputError
        The step was made for other classes.
    """
    if sorted(repair.names) != sorted(classes):
        raise InputError(
            "The scores were adapted to shares of other classes; take that back, then set the shares anew."
        )
    place = [repair.names.index(name) for name in classes]
    wanted, trained = (np.array(row)[place] for row in repair.numbers)
    known = (wanted > 0) & (trained > 0)
    return np.asarray(np.divide(wanted, trained, out=np.ones(len(wanted)), where=known))


def adapted(predictions: Predictions, repair: Repair) -> Predictions:
    """Return the samples with adapted scores, float64, in as many columns and of the same kind.

    Probabilities become p_k f_k divided by their sum over the classes, in class order; logits get ln f_k
    added, which is the same. A single column keeps the class it is for.

    Raises
    ------
    InputError
        The samples have no probabilities, or the step was made for other classes.
    """
    check_adaptable(predictions)
    scores = predictions.y_score
    assert scores is not None
    weight = factors(repair, predictions.classes)
    if scores.shape[1] == 1:
        changed = _of_one_column(predictions, scores, weight)
    elif predictions.score_kind == "logit":
        changed = np.asfortranarray(scores + np.log(weight))
    else:
        changed = _of_columns(scores, weight)
    return frozen(replace(predictions, y_score=read_only(changed)))


def _of_one_column(predictions: Predictions, scores: Scores, weight: Floats) -> Floats:
    own = predictions.score_class or 0
    odds = float(weight[own] / weight[1 - own]) if len(weight) == 2 else 1.0
    given = scores.astype(np.float64)
    if predictions.score_kind == "logit":
        return np.asfortranarray(given + math.log(odds))
    for_it = given * odds
    return np.asfortranarray(for_it / (for_it + (1.0 - given)))


def _of_columns(scores: Scores, weight: Floats) -> Floats:
    result = np.empty(scores.shape, order="F")
    for start in range(0, len(scores), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        total = np.zeros(len(scores[rows]))
        for k in range(scores.shape[1]):
            np.multiply(scores[rows, k], weight[k], out=result[rows, k], dtype=np.float64)
            total += result[rows, k]
        for k in range(scores.shape[1]):
            result[rows, k] /= total
    return result
