"""Which column is what, each conclusion with its reason and, where a person should look, its doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from confmat_gui.core.errors import InputError
from confmat_gui.io import column_names
from confmat_gui.io.column_names import normalised
from confmat_gui.io.facts import Facts
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions
from confmat_gui.io.one_hot import score_of_label
from confmat_gui.io.score_columns import ScoreMatch, find_scores, match_labels
from confmat_gui.io.true_column import TrueColumn, find_true

CHOSEN = "chosen"
_PLAIN_NAMES = {
    "batch": column_names.BATCH_NAMES,
    "group": column_names.GROUP_NAMES,
    "weight": column_names.WEIGHT_NAMES,
    "count": column_names.COUNT_NAMES,
    "id": column_names.ID_NAMES,
}


@dataclass(frozen=True)
class Parts:
    """The columns' parts, how the score columns were matched, and why."""

    map: ColumnMap
    match: ScoreMatch
    conclusions: tuple[Conclusion, ...]


def find_columns(facts: Facts, options: InputOptions, where: str) -> Parts:
    """Find the part of every column.

    Parameters
    ----------
    facts : Facts
    options : InputOptions
        Columns that a person named are taken as they are; a name that does not exist is an InputError.
    where : str
        Name of the file, for sentences.
    """
    check_names(facts, options, where)
    conclusions: list[Conclusion] = []
    found = _plain_parts(facts, options, conclusions)
    true = find_true(facts, options, found, where)
    found["true"] = true.name
    conclusions.append(Conclusion("true", true.name, true.reason, true.doubt))
    pred = _find_pred(facts, options, found, true)
    if pred is not None:
        conclusions.append(pred)
        found["pred"] = pred.value
    match = _find_scores(facts, options, found)
    if match.columns:
        conclusions.append(Conclusion("scores", ", ".join(match.columns), match.reason, match.doubt))
    if match.style == "none" and "pred" not in found:
        raise InputError(
            f"{where} has true labels (“{true.name}”), but neither scores nor predicted labels were found; "
            "name them with --scores or --pred, or give the file that holds them as well "
            f"(columns: {listed(facts.names)})."
        )
    return Parts(_column_map(facts, found, match), match, tuple(conclusions))


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Return names in one line, at most twenty of them."""
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")


def check_names(facts: Facts, options: InputOptions, where: str) -> None:
    """Raise InputError for a column that was named but is not there, or was given two parts."""
    single = (options.pred, options.batch, options.id, options.group, options.weight, options.count)
    named = [*options.true, *options.scores, *(name for name in single if name is not None)]
    for name in named:
        if name not in facts.columns:
            raise InputError(f"{where} has no column called “{name}”; its columns are {listed(facts.names)}.")
    parts = [
        *options.true,
        *options.scores,
        *(name for name in (options.pred, options.weight, options.count) if name),
    ]
    twice = [name for index, name in enumerate(parts) if name in parts[:index]]
    if twice:
        raise InputError(f"The column “{twice[0]}” of {where} was given two parts; give it one.")


def _plain_parts(facts: Facts, options: InputOptions, conclusions: list[Conclusion]) -> dict[str, str]:
    """Find id, batch, group, weight and count, which go by their names."""
    found: dict[str, str] = {}
    wanted = {*options.true, *options.scores, options.pred}
    for part, names in _PLAIN_NAMES.items():
        chosen = getattr(options, part)
        name = chosen or _by_name(facts, names, {*found.values(), *wanted})
        if name is None or (chosen is None and not _may_be(facts, part, name)):
            continue
        found[part] = name
        doubt = None
        if part == "count" and chosen is None:
            doubt = f"Each row is taken to stand for as many samples as “{name}” says."
        conclusions.append(Conclusion(part, name, CHOSEN if chosen else "by its name", doubt))
    return found


def _by_name(facts: Facts, names: tuple[str, ...], taken: set[str | None]) -> str | None:
    known = {normalised(name): name for name in reversed(facts.names) if name not in taken}
    return next((known[name] for name in names if name in known), None)


def _may_be(facts: Facts, part: str, name: str) -> bool:
    """Whether the content of a column allows what its name says."""
    if part in ("weight", "count"):
        return facts.are_sizes(name, whole=part == "count")
    return part != "id" or _may_be_id(facts, name)


def _may_be_id(facts: Facts, name: str) -> bool:
    """Tell ids by name: a telling one may repeat, a vague one (row, file, key, ...) must not."""
    if normalised(name) in ("id", "sample_id", "image_id", "case_id", "row_id"):
        return True
    return facts.n_distinct(name) == len(facts.columns[name])


def _find_pred(
    facts: Facts, options: InputOptions, found: dict[str, str], true: TrueColumn
) -> Conclusion | None:
    if options.pred is not None:
        return Conclusion("pred", options.pred, CHOSEN)
    if true.pred is not None:
        return Conclusion("pred", true.pred, true.pred_reason)
    free = {
        normalised(name): name
        for name in reversed(facts.names)
        if name not in found.values() and name not in options.scores
    }
    truth = set(facts.labels(true.name) or ())
    for wanted in column_names.PRED_NAMES:
        name = free.get(wanted)
        if name is None or facts.labels(name) is None:
            continue
        shared = truth & set(facts.labels(name) or ())
        doubt = None if shared else f"“{name}” shares no label with the true column “{true.name}”."
        return Conclusion("pred", name, "by its name", doubt)
    return None


def _find_scores(facts: Facts, options: InputOptions, found: dict[str, str]) -> ScoreMatch:
    labels = known_labels(facts, options, found)
    if options.kind == "labels":
        return ScoreMatch(reason="only labels were asked for")
    if options.scores:
        return _chosen_scores(facts, options, labels, has_pred="pred" in found)
    own = score_of_label(facts.columns, found["true"])
    if own is not None and facts.is_numeric(own):
        return ScoreMatch((own,), ("",), "single", f"is about the same label as “{found['true']}”")
    candidates = [name for name in facts.names if name not in found.values() and facts.is_numeric(name)]
    match = find_scores(facts, candidates, labels, has_pred="pred" in found)
    if match.style == "single" and options.kind == "confidence":
        return replace(match, style="confidence")
    return match


def _chosen_scores(facts: Facts, options: InputOptions, labels: list[str], *, has_pred: bool) -> ScoreMatch:
    columns = options.scores
    if options.kind == "confidence":
        if len(columns) > 1 or not has_pred:
            raise InputError("A confidence of the predicted class is one column beside the predicted labels.")
        return ScoreMatch(columns, ("",), "confidence", CHOSEN)
    matched = match_labels(facts, list(columns), labels)
    if matched is not None and set(matched.columns) == set(columns):
        by_column = dict(zip(matched.columns, matched.labels, strict=True))
        return ScoreMatch(columns, tuple(by_column[name] for name in columns), "named", CHOSEN)
    if len(columns) == 1:
        return ScoreMatch(columns, ("",), "single", CHOSEN)
    return ScoreMatch(columns, columns, "coded", CHOSEN)


def known_labels(facts: Facts, options: InputOptions, found: dict[str, str]) -> list[str]:
    """Return the labels given, or those of the true and predicted columns, in their order."""
    if options.classes:
        return list(options.classes)
    labels = dict.fromkeys(facts.labels(found["true"]) or ())
    if "pred" in found:
        labels.update(dict.fromkeys(facts.labels(found["pred"]) or ()))
    return list(labels)


def _column_map(facts: Facts, found: dict[str, str], match: ScoreMatch) -> ColumnMap:
    # The confidence of a predicted class ranks nothing; it is kept where a person can look at it.
    used = {*found.values(), *(() if match.style == "confidence" else match.columns)}
    return ColumnMap(
        true=(found["true"],),
        scores=match.columns,
        pred=found.get("pred"),
        id=found.get("id"),
        batch=found.get("batch"),
        group=found.get("group"),
        weight=found.get("weight"),
        count=found.get("count"),
        extra=tuple(name for name in facts.names if name not in used),
    )
