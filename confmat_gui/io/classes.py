"""The classes in their order, and what each label and each score column means among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from confmat_gui.core.arrays import Codes
from confmat_gui.core.errors import InputError
from confmat_gui.core.labels import natural_key
from confmat_gui.io.columns import Parts, listed
from confmat_gui.io.facts import Facts
from confmat_gui.io.loaded import Conclusion, InputOptions
from confmat_gui.io.score_columns import ScoreMatch
from confmat_gui.io.table import TextColumn

_COUNTERPARTS = {
    "1": "0",
    "0": "1",
    "yes": "no",
    "no": "yes",
    "true": "false",
    "false": "true",
    "p": "n",
    "n": "p",
    "pos": "neg",
    "neg": "pos",
    "positive": "negative",
    "negative": "positive",
    "+1": "-1",
}

BY_SCORES = "in the order of the score columns"
OCCURRING = "the labels that occur, in natural order"
IMPLIED = "one label occurs and implies the other"
DECLARED = "declared by the file"
DECLARED_ORDER = "in the order that the labels declare"
CODES = "whole numbers that stand for the classes in order"
CODES_FROM_ONE = "whole numbers from 1 on that stand for the classes in order"
"""Reasons. Session files hold them, and files that are added are read by them, so they stay as they are."""

MOST_STRANGERS = 0.1
"""Share of rows whose label may be none of the classes; beyond that it is the classes that are wrong."""


@dataclass(frozen=True)
class Classes:
    """Class names in order.

    Attributes
    ----------
    names : tuple of str
    index_of : mapping of a label as the file writes it to a class index
    scores : score columns in class order (one column: that of `score_class`)
    score_class : name of the class of a single score column, or None
    """

    names: tuple[str, ...]
    index_of: Mapping[str, int]
    scores: tuple[str, ...]
    score_class: str | None
    conclusions: tuple[Conclusion, ...]

    def codes(self, column: TextColumn) -> Codes:
        """Return class indices; -1 for a missing label, -2 for a label that is no class."""
        table = [-1 if not text.strip() else self.index_of.get(text.strip(), -2) for text in column.texts]
        return np.array([*table, -1], dtype=np.int32)[column.codes]


def find_classes(facts: Facts, parts: Parts, options: InputOptions, declared: tuple[str, ...]) -> Classes:
    """Find the classes.

    The order is that given; else that the file declares; else that of the score columns; else natural.
    """
    if len(set(options.classes)) < len(options.classes):
        raise InputError("A class was named twice; name each class once.")
    labels = _occurring(facts, parts)
    match = parts.match
    if match.style == "coded":
        match = _decoded(match, labels, options, declared)
    names, reason = options.classes, "given"
    if not names:
        ordered = _declared_order(facts, parts)
        told = _names(match, labels, declared, ordered)
        names, reason = told or _natural_names(match, labels, options.positive)
    said = [Conclusion("classes", listed(names), reason, match.doubt if match.style == "named" else None)]
    index_of = {name: index for index, name in enumerate(names)}
    codes = _codes_for_names(labels, names)
    if codes is not None:
        index_of, doubt = codes
        sure = bool(declared) and not options.classes
        meaning = CODES if "0" in index_of else CODES_FROM_ONE
        said.append(Conclusion("labels", listed(labels), meaning, None if sure else doubt))
    said.extend(_about_strangers(facts, parts, index_of, labels))
    scores, score_class = _ordered(match, names)
    return Classes(names, index_of, scores, score_class, tuple(said))


def _occurring(facts: Facts, parts: Parts) -> list[str]:
    found = dict.fromkeys(facts.labels(parts.map.true[0]) or ())
    if parts.map.pred is not None:
        found.update(dict.fromkeys(facts.labels(parts.map.pred) or ()))
    return list(found)


def _about_strangers(
    facts: Facts, parts: Parts, index_of: Mapping[str, int], labels: list[str]
) -> list[Conclusion]:
    """Say which labels are no class; refuse where they are so many that the classes must be wrong."""
    strange = [label for label in labels if label not in index_of]
    if not strange:
        return []
    true = parts.map.true[0]
    share = facts.share(true, frozenset(strange))
    if share > MOST_STRANGERS:
        raise InputError(
            f"{share:.0%} of the rows have a true class ({listed(strange)}) that is none of the classes "
            f"{listed(tuple(index_of))}; name all score columns with --scores or all classes with --classes."
        )
    doubt = f"Rows labelled {listed(strange)} are set aside, because that is none of the classes."
    return [Conclusion("labels", listed(strange), "none of the classes", doubt)]


def _decoded(
    match: ScoreMatch, labels: list[str], options: InputOptions, declared: tuple[str, ...]
) -> ScoreMatch:
    """Give each score column a class where its name holds none of the labels."""
    n_columns = len(match.columns)
    for names, reason in (
        (options.classes, "in the order of the classes given"),
        (declared, "in the order of the classes that the file declares"),
    ):
        if len(names) == n_columns:
            return replace(match, labels=tuple(names), style="named", reason=reason, doubt=None)
    if _are_codes(labels, n_columns) and not _are_codes(list(match.labels), n_columns):
        return replace(
            match,
            style="named",
            doubt="The true labels are whole numbers; they are taken to count "
            "the score columns from the first one on.",
        )
    if len(labels) == n_columns:
        order = sorted(labels) if not _all_numbers(labels) else sorted(labels, key=natural_key)
        pairs = ", ".join(f"{column} = {label}" for column, label in zip(match.columns, order, strict=True))
        return replace(
            match,
            labels=tuple(order),
            style="named",
            doubt=f"The score columns do not say their classes; taken in alphabetical order: {pairs}.",
        )
    raise InputError(
        f"The score columns {listed(match.columns)} cannot be matched with the labels {listed(labels)}; "
        "name the classes with --classes in the order of the score columns, or the columns with --scores."
    )


def _all_numbers(labels: list[str]) -> bool:
    return all(label.lstrip("+-").isdigit() for label in labels)


def _are_codes(labels: list[str], n_classes: int) -> bool:
    """Whether all labels are whole numbers from 0 to n_classes - 1."""
    return bool(labels) and all(
        label.isascii() and label.isdigit() and int(label) < n_classes and str(int(label)) == label
        for label in labels
    )


def _declared_order(facts: Facts, parts: Parts) -> tuple[str, ...]:
    """Return the order of the categories that the true or the predicted column declares."""
    for name in (*parts.map.true, parts.map.pred):
        if name is not None and facts.is_declared(name):
            return facts.labels(name) or ()
    return ()


def _names(
    match: ScoreMatch, labels: list[str], declared: tuple[str, ...], ordered: tuple[str, ...]
) -> tuple[tuple[str, ...], str] | None:
    """Return the classes and the reason for their order where file or score columns tell it."""
    if declared and (set(labels) <= set(declared) or _are_codes(labels, len(declared))):
        return declared, DECLARED
    scored = match.labels if match.style == "named" and len(match.columns) > 1 else ()
    if ordered and set(scored) <= set(ordered):
        names = tuple(name for name in ordered if name in scored) if scored else ordered
        more = () if scored else tuple(label for label in labels if label not in ordered)
        return (*names, *more), DECLARED_ORDER
    return (scored, BY_SCORES) if scored else None


def _natural_names(match: ScoreMatch, labels: list[str], positive: str | None) -> tuple[tuple[str, ...], str]:
    """Return the labels in natural order; a single label implies the other of its pair."""
    names = dict.fromkeys([*labels, *filter(None, match.labels)])
    if len(names) == 1:
        (only,) = names
        other = _COUNTERPARTS.get(only.lower())
        if positive is not None and positive != only:
            other = positive
        elif other is not None and only[:1].isupper():
            other = other.capitalize()
        if other is not None:
            return _natural([only, other]), IMPLIED
    return _natural(list(names)), OCCURRING


def _natural(labels: list[str]) -> tuple[str, ...]:
    return tuple(sorted(labels, key=lambda label: (natural_key(label), label)))


def _codes_for_names(labels: list[str], names: tuple[str, ...]) -> tuple[dict[str, int], str] | None:
    """Return what whole-number labels mean among classes with other names, and the doubt about it."""
    if set(labels) & set(names) or not labels:
        return None
    doubt = "The labels are whole numbers but the classes have names: {} is taken for “{}”, {} for “{}”."
    if _are_codes(labels, len(names)):
        index_of = {str(index): index for index in range(len(names))}
        return index_of, doubt.format(0, names[0], len(names) - 1, names[-1])
    if _are_codes(
        [str(int(label) - 1) if label.isdigit() and label != "0" else "x" for label in labels], len(names)
    ):
        index_of = {str(index + 1): index for index in range(len(names))}
        return index_of, doubt.format(1, names[0], len(names), names[-1])
    return None


def _ordered(match: ScoreMatch, names: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """Return the score columns in class order, and the class of a single one that its name tells."""
    if match.style == "named" and len(match.columns) > 1:
        by_label = dict(zip(match.labels, match.columns, strict=True))
        unknown = [label for label in match.labels if label not in names]
        if unknown or len(match.columns) != len(names):
            raise InputError(
                f"The score columns are of {listed(match.labels)} but the classes are {listed(names)}; "
                "choose other columns with --scores or other classes with --classes."
            )
        return tuple(by_label[name] for name in names), None
    if match.style in ("named", "single"):
        if len(names) > 2:
            raise InputError(
                f"One score column cannot serve {len(names)} classes; name one for each with --scores."
            )
        return match.columns, match.labels[0] or None
    return (), None
