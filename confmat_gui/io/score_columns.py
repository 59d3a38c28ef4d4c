"""Which columns hold scores, and which class each of them belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from confmat_gui.io.column_names import (
    CONFIDENCE_NAMES,
    SINGLE_SCORE_NAMES,
    affix_around,
    normalised,
    stem_and_label,
)
from confmat_gui.io.facts import Facts

_LABELS_TRIED = 50
"""So many labels show the pattern of the names; the other columns are then compared with the pattern."""


@dataclass(frozen=True)
class ScoreMatch:
    """Score columns and the label that the name of each holds ("" where it holds none).

    `style` is "named" (the labels are classes), "coded" (the names hold other labels than the true column),
    "single", "confidence" (of the predicted class) or "none".
    """

    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    style: str = "none"
    reason: str = "no column looks like a score"
    doubt: str | None = None


def find_scores(
    facts: Facts, candidates: Sequence[str], labels: Sequence[str], *, has_pred: bool
) -> ScoreMatch:
    """Find the score columns among the columns that have no other part.

    Parameters
    ----------
    candidates : names of numeric columns in the file's order
    labels : known class labels
    has_pred : whether there is a predicted label (a lone confidence is then that of the predicted class)
    """
    named = match_labels(facts, candidates, labels)
    if named is not None and (len(named.columns) > 1 or len(labels) <= 2):
        return named
    return (
        _match_stems(candidates, labels)
        or _single(facts, candidates, labels, has_pred=has_pred)
        or ScoreMatch()
    )


def match_labels(facts: Facts, candidates: Sequence[str], labels: Sequence[str]) -> ScoreMatch | None:
    """Match names that hold a class label, alone or with the same text before or after it in all of them."""
    folded = {label.casefold(): label for label in labels}
    exact = {name: folded[name.casefold()] for name in candidates if name.casefold() in folded}
    groups: dict[tuple[str, str], dict[str, str]] = {("", ""): exact} if exact else {}
    if len(exact) < min(2, len(labels)):
        for affix in _affixes(candidates, labels):
            groups[affix] = _with_affix(candidates, affix, folded)
    if not groups:
        return None
    best = max(groups, key=lambda affix: len(groups[affix]))
    found = _extended(facts, candidates, best, groups[best])
    rivals = [affix for affix in groups if affix != best and len(groups[affix]) == len(groups[best])]
    doubt = None
    if rivals:
        other = next(iter(groups[rivals[0]]))
        doubt = f"The columns like “{other}” would do as well; choose with the score columns option."
    how = (
        "are named like the classes"
        if best == ("", "")
        else f"are named “{best[0]}…{best[1]}” after the classes"
    )
    columns = tuple(name for name in candidates if name in found)
    if len(columns) == 1:
        how = how.replace("are named", "is named").replace("the classes", "a class")
    return ScoreMatch(columns, tuple(found[name] for name in columns), "named", how, doubt)


def _affixes(candidates: Sequence[str], labels: Sequence[str]) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for name in candidates:
        for label in labels[:_LABELS_TRIED]:
            affix = affix_around(name, label)
            if affix is not None:
                found[affix] = None
    return list(found)


def _with_affix(candidates: Sequence[str], affix: tuple[str, str], folded: dict[str, str]) -> dict[str, str]:
    found = {}
    for name in candidates:
        label = _label_in(name, affix)
        if label is not None and label.casefold() in folded:
            found[name] = folded[label.casefold()]
    return found


def _label_in(name: str, affix: tuple[str, str]) -> str | None:
    before, after = affix
    inside = len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after)
    return name[len(before) : len(name) - len(after)] if inside else None


def _extended(
    facts: Facts, candidates: Sequence[str], affix: tuple[str, str], found: dict[str, str]
) -> dict[str, str]:
    """Add columns of classes that no row has: with them the rows sum to 1 more nearly."""
    others = {name: label for name in candidates if name not in found and (label := _label_in(name, affix))}
    if not others:
        return found
    everything = {
        name: found.get(name) or others[name] for name in candidates if name in found or name in others
    }
    wider = [everything, _neighbours(facts, candidates, found, others)] if affix == ("", "") else [everything]
    narrow = facts.distance_from_one(tuple(found))
    for wide in wider:
        distance = facts.distance_from_one(tuple(wide))
        if len(wide) > len(found) and distance < 0.5 * narrow:
            return wide
    if affix == ("", "") or narrow < float("inf"):
        return found
    are_scores = all(facts.labels(name) is None for name in others)
    return everything if are_scores and not all(facts.within_unit(name) for name in everything) else found


def _neighbours(
    facts: Facts, candidates: Sequence[str], found: dict[str, str], others: dict[str, str]
) -> dict[str, str]:
    """Return the columns from the first to the last match, and on to either side while they are in [0, 1]."""
    places = [candidates.index(name) for name in found]
    start, end = min(places), max(places) + 1
    while start > 0 and facts.within_unit(candidates[start - 1]):
        start -= 1
    while end < len(candidates) and facts.within_unit(candidates[end]):
        end += 1
    return {name: found.get(name) or others[name] for name in candidates[start:end]}


def _match_stems(candidates: Sequence[str], labels: Sequence[str]) -> ScoreMatch | None:
    """Match p_0, p_1, ... by their common stem where the names hold no known label."""
    groups: dict[str, dict[str, str]] = {}
    for name in candidates:
        parts = stem_and_label(name)
        if parts is not None:
            groups.setdefault(parts[0], {})[name] = parts[1]
    groups = {stem: group for stem, group in groups.items() if len(group) > 1}
    if not groups:
        return None
    stem = min(groups, key=lambda each: abs(len(groups[each]) - max(2, len(labels))))
    group = groups[stem]
    if len(set(group.values())) < len(group):
        return None
    return ScoreMatch(tuple(group), tuple(group.values()), "coded", f"all begin or end with “{stem}”")


def _single(
    facts: Facts, candidates: Sequence[str], labels: Sequence[str], *, has_pred: bool
) -> ScoreMatch | None:
    by_name = {normalised(name): name for name in reversed(candidates)}
    if has_pred:
        sure = next((by_name[each] for each in CONFIDENCE_NAMES if each in by_name), None)
        if sure is not None:
            return ScoreMatch(
                (sure,),
                ("",),
                "confidence",
                "is named as the confidence of the predicted class, so it ranks no class",
            )
    if len(labels) > 2:
        return None
    name = next((by_name[each] for each in SINGLE_SCORE_NAMES if each in by_name), None)
    if name is not None:
        return ScoreMatch((name,), ("",), "single", "is named as a score, and there are two classes")
    fractions = [name for name in candidates if facts.labels(name) is None]
    if len(fractions) == 1:
        return ScoreMatch(
            (fractions[0],),
            ("",),
            "single",
            "is the only column with fractions",
            f"“{fractions[0]}” is taken for the score only because nothing else could be.",
        )
    return None
