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

_COUNTERPARTS = {"1": "0", "0": "1", "yes": "no", "no": "yes", "true": "false", "false": "true", "p": "n", "n": "p",
                 "pos": "neg", "neg": "pos", "positive": "negative", "negative": "positive", "+1": "-1"}


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
    names, reason = _names(facts, parts, match, labels, options, declared)
    index_of = {name: index for index, name in enumerate(names)}
    said = [_conclusion(names, reason, match)]
    codes = _codes_for_names(labels, names)
    if codes is not None:
        index_of, doubt = codes
        sure = bool(declared) and not options.classes
        said.append(Conclusion("labels", listed(labels), "whole numbers that stand for the classes in order",
                               None if sure else doubt))
    if match.style == "named" and len(names) > 2:
        said.extend(_without_score(names, match))
    scores, score_class = _ordered(match, names)
    return Classes(names, index_of, scores, score_class, tuple(said))


def _occurring(facts: Facts, parts: Parts) -> list[str]:
    found = dict.fromkeys(facts.labels(parts.map.true[0]) or ())
    if parts.map.pred is not None:
        found.update(dict.fromkeys(facts.labels(parts.map.pred) or ()))
    return [label.strip() for label in found]


def _decoded(match: ScoreMatch, labels: list[str], options: InputOptions, declared: tuple[str, ...]) -> ScoreMatch:
    """Give each score column a class where its name holds none of the labels."""
    n_columns = len(match.columns)
    for names, reason in ((options.classes, "in the order of the classes given"),
                          (declared, "in the order of the classes that the file declares")):
        if len(names) == n_columns:
            return replace(match, labels=tuple(names), style="named", reason=reason, doubt=None)
    if _are_codes(labels, n_columns) and not _are_codes(list(match.labels), n_columns):
        return replace(match, style="named", doubt="The true labels are whole numbers; they are taken to count "
                       "the score columns from the first one on.")
    if len(labels) == n_columns:
        order = sorted(labels) if not _all_numbers(labels) else sorted(labels, key=natural_key)
        pairs = ", ".join(f"{column} = {label}" for column, label in zip(match.columns, order, strict=True))
        return replace(match, labels=tuple(order), style="named",
                       doubt=f"The score columns do not say their classes; taken in alphabetical order: {pairs}.")
    raise InputError(
        f"The score columns {listed(match.columns)} cannot be matched with the labels {listed(labels)}; "
        "name the classes with --classes in the order of the score columns, or the columns with --scores."
    )


def _all_numbers(labels: list[str]) -> bool:
    return all(label.lstrip("+-").isdigit() for label in labels)


def _are_codes(labels: list[str], n_classes: int) -> bool:
    """Whether all labels are whole numbers from 0 to n_classes - 1."""
    return bool(labels) and all(label.isascii() and label.isdigit() and int(label) < n_classes
                                and str(int(label)) == label for label in labels)


def _names(
    facts: Facts, parts: Parts, match: ScoreMatch, labels: list[str], options: InputOptions, declared: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    if options.classes:
        return options.classes, "given"
    if declared and (set(labels) <= set(declared) or _are_codes(labels, len(declared))):
        return declared, "declared by the file"
    columns = [name for name in (*parts.map.true, parts.map.pred) if name is not None and facts.is_declared(name)]
    if columns:
        order = facts.labels(columns[0]) or ()
        return (*order, *_others(labels, order)), f"declared by the column “{columns[0]}”"
    if match.style == "named" and len(match.columns) > 1:
        known = tuple(match.labels)
        if _codes_for_names(labels, known) is not None or len(known) > 2:
            return known, "in the order of the score columns"
        return (*known, *_others(labels, known)), "in the order of the score columns"
    return _with_counterpart(_natural(dict.fromkeys([*labels, *filter(None, match.labels)])), options)


def _others(labels: list[str], known: tuple[str, ...]) -> list[str]:
    return [label for label in labels if label not in known]


def _natural(labels: Mapping[str, None]) -> tuple[str, ...]:
    return tuple(sorted(labels, key=lambda label: (natural_key(label), label)))


def _with_counterpart(names: tuple[str, ...], options: InputOptions) -> tuple[tuple[str, ...], str]:
    """Add the class that a single label implies, so that a score has something to tell apart."""
    if len(names) == 1:
        other = _COUNTERPARTS.get(names[0].lower())
        if options.positive is not None and options.positive not in names:
            other = options.positive
        if other is not None:
            other = other.capitalize() if names[0][:1].isupper() and other.islower() else other
            return _natural(dict.fromkeys([*names, other])), "one label occurs and implies the other"
    return names, "the labels that occur, in natural order"


def _codes_for_names(labels: list[str], names: tuple[str, ...]) -> tuple[dict[str, int], str] | None:
    """Return what whole-number labels mean among classes with other names, and the doubt about it."""
    if set(labels) & set(names) or not labels:
        return None
    doubt = "The labels are whole numbers but the classes have names: {} is taken for “{}”, {} for “{}”."
    if _are_codes(labels, len(names)):
        index_of = {str(index): index for index in range(len(names))}
        return index_of, doubt.format(0, names[0], len(names) - 1, names[-1])
    if _are_codes([str(int(label) - 1) if label.isdigit() and label != "0" else "x" for label in labels], len(names)):
        index_of = {str(index + 1): index for index in range(len(names))}
        return index_of, doubt.format(1, names[0], len(names), names[-1])
    return None


def _conclusion(names: tuple[str, ...], reason: str, match: ScoreMatch) -> Conclusion:
    return Conclusion("classes", listed(names), reason, match.doubt if match.style == "named" else None)


def _without_score(names: tuple[str, ...], match: ScoreMatch) -> list[Conclusion]:
    lacking = [name for name in names if name not in match.labels]
    if lacking:
        raise InputError(f"No score column was found for the class {listed(lacking)}; name all with --scores.")
    return []


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
            raise InputError(f"One score column cannot serve {len(names)} classes; name one for each with --scores.")
        return match.columns, match.labels[0] or None
    return (), None
