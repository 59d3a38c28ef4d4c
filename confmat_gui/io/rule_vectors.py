"""What a rule file says about the scores it is for, and the test vectors that are checked when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from confmat_gui.core.errors import InputError
from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.rules import NO_DECISION, Rule
from confmat_gui.core.tuning import Tuning
from confmat_gui.io.rule_code.carried import CarriedRule, ScoreType
from confmat_gui.io.rule_code.vectors import vectors


class RecalibrationDocument(msgspec.Struct):
    """How the probabilities were recalibrated before the rule decides about them, exactly."""

    text: str
    """"scores: recalibrated by temperature 1.37"."""
    method: Literal["temperature", "sigmoid", "isotonic"]
    of: str | None
    """The class of two that the numbers are for."""
    numbers: list[list[float]]
    """temperature: T. sigmoid: slope and offset of each map. isotonic: scores, then rates, of each map."""
    share: float
    seed: int
    by: Literal["rows", "batch", "group"]
    """The part of the samples that it was fitted on."""


class ScoresDocument(msgspec.Struct):
    """The scores that a rule is for: their kind, columns in class order, and the type they were found in."""

    kind: Literal["probability", "sigmoid", "logit", "score"]
    columns: list[str]
    type: ScoreType
    of: str | None = None
    """The class of a single column."""
    changed: list[str] = []
    """How the scores were changed after they were read, before the rule decides about them."""
    recalibration: RecalibrationDocument | msgspec.UnsetType = msgspec.UNSET
    """The step "recalibrate" of `changed`."""


class VectorsDocument(msgspec.Struct):
    """Rows of scores of one type and the decision about each; null is no decision."""

    type: ScoreType
    scores: list[list[float]]
    decisions: list[str | None]


def scores_document(carried: CarriedRule) -> ScoresDocument:
    """Return what a rule file says about the scores."""
    single = carried.score_class
    return ScoresDocument(
        kind=carried.score_kind,  # type: ignore[arg-type]
        columns=list(carried.columns),
        type=carried.score_type,
        of=None if single is None else carried.classes[single],
        changed=list(carried.changed),
        recalibration=_recalibration_document(carried.recalibration),
    )


def _recalibration_document(change: Recalibration | None) -> RecalibrationDocument | msgspec.UnsetType:
    if change is None:
        return msgspec.UNSET
    return RecalibrationDocument(
        f"scores: recalibrated by {change.words}", change.method, change.of,
        [list(row) for row in change.numbers], change.tuning.share, change.tuning.seed, change.tuning.by,
    )  # fmt: skip


def recalibration_in_file(scores: ScoresDocument | None) -> Recalibration | None:
    """Return the recalibration that a rule is for; None where it is for scores as a model gives them.

    InputError where its numbers contradict each other.
    """
    if scores is None or scores.recalibration is msgspec.UNSET:
        return None
    told = scores.recalibration
    assert isinstance(told, RecalibrationDocument)
    numbers = tuple(tuple(row) for row in told.numbers)
    return Recalibration(told.method, Tuning(told.share, told.seed, told.by), told.of, numbers)


def vectors_documents(carried: CarriedRule) -> list[VectorsDocument]:
    """Return the test vectors of a rule, in both types of scores."""
    names: list[str | None] = [*carried.classes, None]
    documents = []
    for each in vectors(carried):
        rows, decisions = [list(row) for row in each.scores], [names[code] for code in each.decisions]
        documents.append(VectorsDocument(each.score_type, rows, decisions))
    return documents


def check_vectors(found: Sequence[VectorsDocument], carried: CarriedRule, name: str) -> None:
    """Raise InputError unless the rule decides the test vectors of the file `name` as that says."""
    for each in found:
        if len(each.scores) != len(each.decisions) or any(
            len(row) != len(carried.columns) for row in each.scores
        ):
            raise InputError(f"{name}: its test vectors do not fit its score columns; export the rule again.")
        if each.scores:
            _check(each, carried, name)


def carried_in(
    scores: ScoresDocument | None, rule: Rule, classes: Sequence[str], positive: str | None, name: str
) -> CarriedRule:
    """Return the rule of a file, in its own order of classes; InputError where it says too little."""
    fits = scores is not None and len(scores.columns) in (1, len(classes))
    single = scores is not None and len(scores.columns) < len(classes)
    known = (positive in classes) if len(classes) == 2 else positive is None
    of_class = (scores.of in classes and len(classes) == 2) if scores is not None and single else True
    if scores is None or not (fits and known and of_class):
        raise InputError(
            f"{name} has test vectors but does not say of what scores they are; export the rule again."
        )
    return CarriedRule(
        rule=rule,
        classes=tuple(classes),
        positive=None if positive is None else list(classes).index(positive),
        score_kind=scores.kind,
        score_class=None if scores.of is None else list(classes).index(scores.of),
        columns=tuple(scores.columns),
        score_type=scores.type,
    )


def _check(found: VectorsDocument, carried: CarriedRule, name: str) -> None:
    try:
        codes = carried.decide(np.array(found.scores, dtype=found.type))
    except InputError as error:
        raise InputError(f"{name}: its test vectors cannot be decided: {error}") from error
    names: list[str | None] = [*carried.classes, None]
    for row, said, code in zip(found.scores, found.decisions, codes.tolist(), strict=True):
        if names[code] != said:
            shown = ", ".join(f"{value:g}" for value in row[:4]) + (", …" if len(row) > 4 else "")
            raise InputError(
                f"{name}: its test row ({shown}) is decided “{names[code] or NO_DECISION}” here but "
                f"“{said or NO_DECISION}” in the file, so it was changed after it was exported, or does not "
                "mean the same to this program; export it again, or take its test_vectors out."
            )
