"""The column that holds the true class: by its name, else by what its labels have in common with others."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.errors import InputError
from confmat_gui.io.column_names import PRED_NAMES, TRUE_NAMES, normalised
from confmat_gui.io.facts import Facts
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.score_columns import find_scores, match_labels


@dataclass(frozen=True)
class TrueColumn:
    """The true column; `pred` where the predicted one was found along with it."""

    name: str
    reason: str
    doubt: str | None = None
    pred: str | None = None
    pred_reason: str = ""


def find_true(facts: Facts, options: InputOptions, found: dict[str, str], where: str) -> TrueColumn:
    """Find the true column; InputError names the columns where none can be it."""
    if options.true:
        return _chosen(facts, options.true[0], where)
    free = [
        name
        for name in facts.names
        if name not in found.values() and name not in options.scores and name != options.pred
    ]
    discrete = [name for name in free if facts.labels(name) and normalised(name) not in PRED_NAMES]
    return (
        _by_name(discrete)
        or _by_pred(facts, options, free, discrete)
        or _by_scores(facts, free, discrete, where)
        or _by_pair(facts, discrete)
        or _by_exclusion(facts, free, discrete)
        or _refuse(facts, where)
    )


def _chosen(facts: Facts, name: str, where: str) -> TrueColumn:
    if facts.labels(name) is None:
        raise InputError(
            f"The column “{name}” of {where} holds fractions or too many values to be class labels; "
            "name another one with --true."
        )
    return TrueColumn(name, "chosen")


def _by_name(discrete: list[str]) -> TrueColumn | None:
    known = {normalised(name): name for name in reversed(discrete)}
    fitting = [known[name] for name in TRUE_NAMES if name in known]
    if len(fitting) > 1 and normalised(fitting[-1]) == "correct":
        fitting.pop()  # beside another true column it says whether the prediction was right
    if not fitting:
        return None
    doubt = None
    if len(fitting) > 1:
        doubt = f"“{fitting[1]}” could be the true class as well."
    return TrueColumn(fitting[0], "by its name", doubt)


def _by_pred(facts: Facts, options: InputOptions, free: list[str], discrete: list[str]) -> TrueColumn | None:
    """Find the one column that shares labels with the predicted column."""
    known = {normalised(name): name for name in reversed(free) if facts.labels(name)}
    pred = options.pred or next((known[name] for name in PRED_NAMES if name in known), None)
    if pred is None:
        return None
    guesses = set(facts.labels(pred) or ())
    alike = [name for name in discrete if name != pred and set(facts.labels(name) or ()) & guesses]
    return TrueColumn(alike[0], f"it has the labels of “{pred}”") if len(alike) == 1 else None


def _by_scores(facts: Facts, free: list[str], discrete: list[str], where: str) -> TrueColumn | None:
    """Find the column whose labels are the names of the score columns."""
    fitting = []
    for name in discrete:
        labels = facts.labels(name) or ()
        numeric = [other for other in free if other != name and facts.is_numeric(other)]
        match = match_labels(facts, numeric, labels)
        if match is not None and len(labels) > 1 and len(set(labels) & set(match.labels)) == len(labels):
            fitting.append(name)
    if not fitting:
        return None
    if len(fitting) > 2:
        raise InputError(
            f"{where} has several columns that could be the true class ({', '.join(fitting[:6])}); "
            "one column must hold it: name it with --true."
        )
    doubt = f"“{fitting[1]}” has the same labels." if len(fitting) > 1 else None
    if len(fitting) == 2:
        return TrueColumn(
            fitting[0],
            "its labels name the score columns, and it stands first",
            doubt,
            fitting[1],
            "its labels name the score columns, and it stands second",
        )
    return TrueColumn(fitting[0], "its labels name the score columns", doubt)


def _by_pair(facts: Facts, discrete: list[str]) -> TrueColumn | None:
    """Take two columns with the same labels for truth and prediction, in this order."""
    pairs = [
        (first, second)
        for index, first in enumerate(discrete)
        for second in discrete[index + 1 :]
        if 1 < len(facts.labels(first) or ()) <= 1_000
        and (
            set(facts.labels(first) or ()) >= set(facts.labels(second) or ())
            or set(facts.labels(second) or ()) >= set(facts.labels(first) or ())
        )
    ]
    if len(pairs) != 1:
        return None
    true, pred = pairs[0]
    return TrueColumn(
        true,
        f"“{true}” and “{pred}” have the same labels",
        f"“{true}” is taken for the true class and “{pred}” for the predicted one because of their order.",
        pred,
        "it has the labels of the true column",
    )


def _by_exclusion(facts: Facts, free: list[str], discrete: list[str]) -> TrueColumn | None:
    """Find the only column with two or three labels beside something that looks like a score."""
    few = [name for name in discrete if 2 <= len(facts.labels(name) or ()) <= max(3, len(facts.columns))]
    if len(few) != 1:
        return None
    others = [name for name in free if name != few[0] and facts.is_numeric(name)]
    if not find_scores(facts, others, facts.labels(few[0]) or (), has_pred=False).columns:
        return None
    return TrueColumn(
        few[0],
        "it is the only column with few labels",
        f"“{few[0]}” is taken for the true class only because nothing else could be.",
    )


def _refuse(facts: Facts, where: str) -> TrueColumn:
    names = facts.names
    shown = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    raise InputError(
        f"{where} has no column that looks like the true class; name it with --true, or give the file that "
        f"holds it as well (columns: {shown})."
    )
