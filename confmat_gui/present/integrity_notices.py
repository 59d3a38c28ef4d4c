"""Faults of the files in words, each with its repair."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

from confmat_gui.core.integrity import Finding
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.present import texts
from confmat_gui.present.command import repair_words
from confmat_gui.present.notice import Notice
from confmat_gui.present.repair_words import moved_classes

MOST_ODD = 3
"""So many batches unlike the others have a notice each."""


def integrity_notices(findings: Sequence[Finding], predictions: Predictions) -> list[Notice]:
    """Return a notice for each fault; many odd batches share one."""
    odd = [each for each in findings if each.code == "odd_batch"]
    many = len(odd) > MOST_ODD
    found = [_notice(each, predictions) for each in findings if not (many and each.code == "odd_batch")]
    return [*found, _many_odd(odd, predictions)] if many else found


def _notice(finding: Finding, predictions: Predictions) -> Notice:
    if finding.code == "permuted_classes":
        return _permuted(finding, predictions)
    if finding.code == "repeated_rows":
        return _repeated(finding, predictions)
    words = {"shuffled_labels": _shuffled, "reversed_score": _reversed, "logits": _logits, "odd_batch": _odd}
    return words[finding.code](finding)


def _shuffled(finding: Finding) -> Notice:
    true_runs, predicted_runs = (texts.count(finding.figure(key)) for key in ("true_runs", "predicted_runs"))
    accuracy, chance = (texts.percent(finding.figure(key), spaced=True) for key in ("accuracy", "chance"))
    return Notice(
        "shuffled_labels",
        f"The true labels come in {true_runs} blocks, class after class, the predictions in no order "
        f"({predicted_runs} blocks), and they agree in {accuracy} of the rows, as by chance ({chance}).",
        detail="The samples were most likely shuffled before the model saw them, and the labels were not: "
        "predict again without shuffling, or write each label beside its prediction.",
        severity="error",
    )


def _permuted(finding: Finding, predictions: Predictions) -> Notice:
    before, then = (texts.figure(finding.figure(key), 2) for key in ("recall", "recall_then"))
    what = "score columns" if predictions.y_score is not None else "predictions"
    number = texts.counted(len(finding.classes), "class", "classes")
    if finding.repair is None:
        return Notice(
            "permuted_classes",
            f"The columns of the matrix seem to belong to other classes than the rows say: "
            f"in another order the mean recall of {number} is {then} in place of {before}.",
            detail="Give the columns in the order of the rows.",
        )
    notice = Notice(
        "permuted_classes",
        f"{number} seem mixed up: with their {what} exchanged, mean recall is {then} in place of {before}.",
        detail=f"It fits if {moved_classes(finding.repair, predictions.classes)}. "
        "The classes are most likely in another order than in training.",
        severity="error",
    )
    return _with_repair(notice, finding.repair, "Put the classes right")


def _reversed(finding: Finding) -> Notice:
    positive, other = finding.classes
    auc, high = (texts.figure(finding.figure(key)) for key in ("roc_auc", "high"))
    assert finding.repair is not None
    notice = Notice(
        "reversed_score",
        f"A higher score speaks for {other}, not for {positive}: "
        f"the AUC for {positive} is {auc}, and its interval ends at {high}, below that of a guess.",
        class_name=positive,
        detail="Either the score is that of the other class, or it means a distance.",
        severity="error",
    )
    return _with_repair(notice, finding.repair, "Reverse the scores")


def _logits(finding: Finding) -> Notice:
    temperature = texts.figure(finding.figure("temperature"), 2)
    return Notice(
        "logits",
        "The scores are no probabilities, since some are outside of [0, 1], but they look like logits: "
        f"taken for logits they give fitting probabilities (best temperature {temperature}).",
        detail="As logits they have probabilities, a log loss, and thresholds between 0 and 1.",
        action="read_as_logits",
        action_label="Read as logits",
        remedy="--kind logit",
    )


def _repeated(finding: Finding, predictions: Predictions) -> Notice:
    n, of = int(finding.figure("n")), int(finding.figure("of"))
    same = "with the same id" if predictions.sample_id is not None else "with the same label and scores"
    whole = f", among them all of {_batches(finding.batches)}" if finding.batches else ""
    assert finding.repair is not None
    notice = Notice(
        "repeated_rows",
        f"{texts.count(n)} of {texts.counted(of, 'row')} {'was' if n == 1 else 'were'} there before "
        f"{same}{whole}.",
        detail="They count twice in every figure, and intervals are too narrow.",
    )
    return _with_repair(notice, finding.repair, "Drop the repeated rows")


def _odd(finding: Finding) -> Notice:
    assert finding.repair is not None
    notice = Notice(
        "odd_batch",
        f"{_batches(finding.batches, capital=True)} is unlike the others: {_unlike(finding)}.",
        class_name=finding.classes[0] if finding.classes else None,
        detail="Batches that differ by chance alone are so far apart less than once in 10,000 files.",
    )
    return _with_repair(notice, finding.repair, "Leave the batch out")


def _many_odd(odd: Sequence[Finding], predictions: Predictions) -> Notice:
    first = odd[0]
    return Notice(
        "odd_batch",
        f"{len(odd)} or more of {texts.count(len(predictions.batch_names))} batches are unlike the others; "
        f"the furthest off is {_batches(first.batches)}: {_unlike(first)}.",
        detail="The batches are not alike, so one figure for all of them hides how much they differ.",
        action="show_batches",
        action_label="Show the batches",
    )


def _unlike(finding: Finding) -> str:
    hits, n = int(finding.figure("hits")), int(finding.figure("n"))
    others = texts.figure(finding.figure("of_others"), 2)
    if finding.classes:
        return (
            f"recall of {finding.classes[0]} {texts.figure(hits / n, 2)} "
            f"({texts.count(hits)} of {texts.count(n)}), in the other batches {others}"
        )
    return (
        f"{texts.count(hits)} of {texts.samples(n)} right ({texts.figure(hits / n, 2)}); "
        f"with the recalls of the other batches it would be {others}"
    )


def _batches(names: Sequence[str], *, capital: bool = False) -> str:
    """Return "batch 7" or "batches 7 and 8"; a name that says batch itself stays as it is."""
    if all("batch" in name.lower() for name in names):
        word = ""
    else:
        word = "batch " if len(names) == 1 else "batches "
    text = f"{word}{texts.listed(names)}"
    return text[0].upper() + text[1:] if capital and word else text


def _with_repair(notice: Notice, repair: Repair, label: str) -> Notice:
    """Return the notice with the button and the option that put it right."""
    remedy = shlex.join(repair_words(repair))
    return replace(notice, action="repair", action_label=label, repair=repair, remedy=remedy)
