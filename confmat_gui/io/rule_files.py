"""A decision rule as a file (rule.json), to carry it into production and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.repairs import Repair, RepairKind
from confmat_gui.core.rules import Boundary, CostMatrix, Rule, RuleKind, cost_matrix
from confmat_gui.io.atomic import write_atomically
from confmat_gui.io.rule_code.carried import CarriedRule
from confmat_gui.io.rule_vectors import (
    ScoresDocument,
    VectorsDocument,
    carried_in,
    check_vectors,
    recalibration_in_file,
    scores_document,
    vectors_documents,
)

SCHEMA = 2
"""The newest version: a rule may leave samples without a decision. A rule that does not is written as version
1, which every version of the program reads."""
_MOST_BYTES = 64 * 2**20
_CHANGES: Mapping[RepairKind, str] = {
    "adapt-scores": "adapted to other shares of the classes",
    "reverse-scores": "reversed",
    "map-classes": "given to other classes",
}
"""Steps after reading that make other scores, in words."""


class RuleDocument(msgspec.Struct, omit_defaults=False):
    """What a rule file holds; unknown keys of later versions of the program are passed over."""

    schema: int
    kind: RuleKind
    classes: list[str] = []
    thresholds: dict[str, float] = {}
    boundary: Boundary = ">="
    positive: str | None = None
    costs: list[list[float]] | None = None
    no_decision: bool = False
    scores: ScoresDocument | None = None
    test_vectors: list[VectorsDocument] = []


def read_rule(path: str | Path, classes: Sequence[str] | None = None) -> tuple[Rule, str | None]:
    """Return the rule and the name of its positive class (None where the file names none).

    Parameters
    ----------
    classes : K names in the order of the data that the rule is for, or None
        Costs are brought from the file's order into this one. None leaves them as they are in the file.

    Raises
    ------
    InputError
        Where the file cannot be read, is no rule, or is one for other classes; names what is wrong. Where the
        rule decides its own test vectors otherwise than the file says.
    """
    document, name = _document(path)
    rule = _rule(document, name)
    if document.test_vectors:
        about = carried_in(document.scores, rule, document.classes, document.positive, name)
        check_vectors(document.test_vectors, about, name)
    if classes is not None:
        _check_classes(document, classes, name)
        rule = replace(rule, costs=_in_order(rule.costs, document.classes, classes))
    return rule, document.positive


def recalibration_of_rule(path: str | Path) -> Recalibration | None:
    """Return the recalibration that the scores of a rule file had; None where they had none.

    InputError as `read_rule`.
    """
    document, name = _document(path)
    try:
        return recalibration_in_file(document.scores)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error


def steps_that_differ(path: str | Path, repairs: Sequence[Repair]) -> tuple[str, ...]:
    """Return how the scores that a rule file was made for were changed, but these are not, or the reverse.

    In words, such as "adapted to other shares of the classes"; a recalibration is told by
    `recalibration_of_rule`. A file of before that was noted gives nothing. InputError as `read_rule`.
    """
    document, _ = _document(path)
    if document.scores is None:
        return ()
    here, there = {repair.kind for repair in repairs}, set(document.scores.changed)
    return tuple(
        words if kind in there else f"not {words}"
        for kind, words in _CHANGES.items() if (kind in here) != (kind in there)
    )  # fmt: skip


def _document(path: str | Path) -> tuple[RuleDocument, str]:
    """Return what a rule file holds, and its name."""
    file = Path(path)
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise InputError(f"{file.name} is too large for a rule.")
        document = msgspec.json.decode(file.read_bytes(), type=RuleDocument)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {file.name}; check its name and folder.") from error
    except OSError as error:
        raise InputError(f"{file.name} cannot be read: {error.strerror or error}.") from error
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(f"{file.name} is not a rule file: {error}.") from error
    if not 1 <= document.schema <= SCHEMA:
        raise InputError(
            f"{file.name} is a rule file of version {document.schema}; this program reads up to {SCHEMA}."
        )
    return document, file.name


def _rule(document: RuleDocument, name: str) -> Rule:
    known = document.classes
    named = [*document.thresholds, *([] if document.positive is None else [document.positive])]
    strange = [each for each in named if known and each not in known]
    if strange:
        raise InputError(
            f"{name} names the class “{strange[0]}”, which is none of its classes {', '.join(known[:12])}."
        )
    if document.kind == "thresholds":
        if not document.thresholds:
            raise InputError(f"{name} is a rule of thresholds but holds none.")
        return Rule.thresholds(
            document.thresholds, boundary=document.boundary, no_decision=document.no_decision
        )
    if document.no_decision:
        raise InputError(f"{name}: only a rule of thresholds can leave out samples that reach none.")
    costs = _costs(document, name)
    if costs is not None and known and len(costs) != len(known):
        raise InputError(f"{name} has {len(known)} classes but {len(costs)} rows of costs.")
    return Rule(document.kind, costs=costs, boundary=document.boundary)


def _costs(document: RuleDocument, name: str) -> CostMatrix | None:
    try:
        return None if document.costs is None else cost_matrix(document.costs)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    except ValueError as error:
        raise InputError(f"{name}: the rows of the costs differ in length.") from error


def _check_classes(document: RuleDocument, classes: Sequence[str], name: str) -> None:
    """Refuse a rule that was made for other classes, or that names one that is not there."""
    named = [*document.thresholds, *([] if document.positive is None else [document.positive])]
    bound = document.thresholds or document.costs is not None
    strange = [each for each in [*named, *(document.classes if bound else [])] if each not in classes]
    if strange:
        raise InputError(
            f"{name} names the class “{strange[0]}”, but the classes are {', '.join(classes[:12])}"
            f"{', …' if len(classes) > 12 else ''}; take the rule of a model with these classes."
        )
    lacking = [each for each in classes if each not in document.classes] if document.classes and bound else []
    if lacking:
        raise InputError(
            f"{name} is a rule for classes without “{lacking[0]}”; take the rule of a model with all of them."
        )


def _in_order(
    costs: CostMatrix | None, old: Sequence[str], new: Sequence[str]
) -> CostMatrix | None:
    """Return costs with rows and columns in another order of the same classes; no decision stays last."""
    if costs is None or not old:
        return costs
    place = {name: index for index, name in enumerate(old)}
    return tuple(
        (*(costs[place[true]][place[pred]] for pred in new), *costs[place[true]][len(old) :]) for true in new
    )


def write_rule(
    path: str | Path,
    rule: Rule,
    classes: Sequence[str],
    positive: str | int | None = None,
    carried: CarriedRule | None = None,
) -> None:
    """Write a rule with the classes it was made for; `positive` is a name or an index into them.

    `carried` adds what scores the rule is for, and test vectors.
    """
    document = RuleDocument(
        schema=SCHEMA if OperatingPoint(rule).may_abstain else 1,
        kind=rule.kind,
        classes=list(classes),
        thresholds=rule.thresholds_by_class,
        boundary=rule.boundary,
        positive=classes[positive] if isinstance(positive, int) else positive,
        costs=None if rule.costs is None else [list(row) for row in rule.costs],
        no_decision=rule.no_decision,
        scores=None if carried is None else scores_document(carried),
        test_vectors=[] if carried is None else vectors_documents(carried),
    )
    text = msgspec.json.format(msgspec.json.encode(document), indent=2)
    with write_atomically(path) as stream:
        stream.write(text + b"\n")
