"""What a cost matrix amounts to, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.cost_answers import largest_asymmetry
from confmat_gui.core.cost_columns import AnswerReach
from confmat_gui.core.costs import CostEquivalence
from confmat_gui.present import texts
from confmat_gui.present.costs import cell_sentence

NAMED = 12
"""Beyond this number of classes weights and thresholds are in the table only, not in a sentence."""
LISTED = 6


def equivalence_sentences(
    classes: tuple[str, ...], same: CostEquivalence, *, abstaining: bool = False
) -> list[str]:
    """Return which weights and thresholds say the same as lowest expected cost at the prices."""
    if same.kind == "no-decision" and same.thresholds is not None:
        return [_chow_sentence(float(same.thresholds[0]))]
    if same.kind == "constant":
        (only,) = [name for k, name in enumerate(classes) if k not in same.reach.never]
        return [f"Lowest expected cost always predicts {only} at these prices."]
    if same.kind == "none":
        if len(classes) == 2 and not abstaining:
            return ["A right answer must cost less than the error beside it, else no threshold makes sense."]
        return [
            "Lowest expected cost cannot be expressed as thresholds at these prices: what an error costs "
            "hangs on what it is taken for."
        ]
    return [] if len(classes) > NAMED else _same_sentences(classes, same)


def _same_sentences(classes: tuple[str, ...], same: CostEquivalence) -> list[str]:
    sentences = []
    if same.kind == "weights" and same.weights is not None:
        weights = _weights(classes, same.weights)
        sentences.append(f"Lowest expected cost is the same rule as weights {weights}.")
    if same.thresholds is not None:
        pairs = _pairs(classes, same.thresholds, texts.threshold)
        start = "It is" if sentences else "Lowest expected cost is"
        sentences.append(f"{start} the same as thresholds {pairs}, but for exact ties.")
    elif same.among is not None:
        kept = np.flatnonzero(np.isfinite(same.among))
        pairs = _pairs([classes[k] for k in kept], same.among[kept], texts.threshold)
        sentences.append(f"Of the classes it ever predicts, it is the same as thresholds {pairs}.")
    return sentences


def reach_sentences(classes: tuple[str, ...], reach: AnswerReach, lowest: Counts | None) -> list[str]:
    """Return which answers lowest expected cost never gives: at these prices, and on these samples.

    `lowest` are the outcomes of that rule; None where it cannot be carried out.
    """
    sentences = []
    never = [classes[k] for k in reach.never if k < len(classes)]
    one_left = len(never) == len(classes) - 1 > 1  # then another sentence says so
    if never and not one_left:
        sentences.append(
            f"Lowest expected cost never predicts {texts.listed(never, LISTED)} at these prices, whatever "
            "the probabilities."
        )
    if len(classes) in reach.never:
        sentences.append("It never leaves a sample without a decision: that costs too much.")
    if reach.undecided:
        open_ = texts.listed([classes[k] for k in reach.undecided if k < len(classes)], LISTED)
        sentences.append(f"Whether it can predict {open_} is not worked out for so many classes.")
    if lowest is not None and lowest.any():
        unseen = [
            name for k, name in enumerate(classes) if not lowest[:, k].any() and k not in reach.never
        ]
        if unseen and not one_left:
            sentences.append(f"On these samples it predicts no {texts.listed(unseen, LISTED)}.")
    return sentences


def orientation_sentence(classes: tuple[str, ...], costs: Floats, unit: str) -> str:
    """Say what the two cells cost whose prices differ most: it shows which way round a matrix lies."""
    cell = largest_asymmetry(costs)
    if cell is None:
        return "Every error costs the same both ways." if len(classes) > 1 else ""
    true, pred = cell
    dear = cell_sentence(classes, cell, float(costs[true, pred]), unit)
    other = cell_sentence(classes, (pred, true), float(costs[pred, true]), unit)
    return f"{dear[:1].upper()}{dear[1:]}, {other}."


def gain_sentence(costs: Floats) -> str:
    """Say how prices below 0 count; empty where there are none."""
    if not (costs < 0).any():
        return ""
    return "A price below 0 is a gain: it is taken off the cost, and a cost below 0 altogether is a gain too."


def _chow_sentence(threshold: float) -> str:
    if threshold > 1:
        return "No decision costs less than any answer, so lowest expected cost decides nothing."
    return (
        "Lowest expected cost predicts the highest probability where it is ≥ "
        f"{texts.figure(threshold)}, else there is no decision; exact ties may differ."
    )


def _weights(classes: tuple[str, ...], weights: Floats) -> str:
    """Return "1 : 20 (ok : crack)" of two classes, else each with its class."""
    if len(classes) == 2:
        numbers = " : ".join(texts.amount(float(value)) for value in weights)
        return f"{numbers} ({' : '.join(classes)})"
    return _pairs(classes, weights, texts.amount)


def _pairs(classes: Sequence[str], values: Floats, written: Callable[[float], str]) -> str:
    return ", ".join(f"{name} {written(float(value))}" for name, value in zip(classes, values, strict=True))
