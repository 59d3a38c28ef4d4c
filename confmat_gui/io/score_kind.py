"""What kind of scores the columns hold, and which class counts as positive."""

from __future__ import annotations

import re
from collections.abc import Callable

from confmat_gui.core.arrays import Codes, Counts, Scores
from confmat_gui.core.errors import InputError
from confmat_gui.core.intake import named_positive
from confmat_gui.core.predictions import PositiveSource, ScoreKind
from confmat_gui.core.score_kinds import check_kind, detect_kind
from confmat_gui.io.capture_note import CaptureNote
from confmat_gui.io.classes import Classes
from confmat_gui.io.loaded import Conclusion, InputOptions


def find_kind(
    scores: Scores | None,
    classes: Classes,
    style: str,
    options: InputOptions,
    note: CaptureNote | None = None,
) -> tuple[ScoreKind, Conclusion]:
    """Return the kind of scores and the conclusion about it; `note` is what the file says about itself."""
    if scores is None:
        kind: ScoreKind = "confidence" if style == "confidence" else "labels"
        reason = (
            "only the predicted class has a confidence" if kind == "confidence" else "there are no scores"
        )
        return kind, Conclusion("kind", kind, reason)
    if options.kind is not None:
        return options.kind, Conclusion("kind", options.kind, "chosen")
    if note is not None and note.score_kind is not None:
        return note.score_kind, Conclusion("kind", note.score_kind, "declared by the file")
    kind = detect_kind(scores, len(classes.names))
    if kind == "score" and note is None and any("logit" in name.lower() for name in classes.scores):
        return "logit", Conclusion("kind", "logit", "the columns are named logits")
    return kind, Conclusion("kind", kind, _reason(kind, scores), _doubt(kind, scores))


def _reason(kind: ScoreKind, scores: Scores) -> str:
    if kind == "probability":
        return "all values are in [0, 1]" + (" and every row sums to 1" if scores.shape[1] > 1 else "")
    if kind == "sigmoid":
        return "all values are in [0, 1] but the rows do not sum to 1"
    return "some values are outside of [0, 1]"


def _doubt(kind: ScoreKind, scores: Scores) -> str | None:
    if kind == "score" and scores.shape[1] > 1:
        return "If these are logits, say so with --kind logit: then probabilities follow from them."
    return None


def check_chosen_kind(scores: Scores, kind: ScoreKind, place_of: Callable[[int], str]) -> None:
    """Raise InputError with file and row where the scores contradict the kind that was chosen."""
    try:
        check_kind(scores, kind)
    except InputError as error:
        place = re.match(r"Row (\d+)", str(error))
        if place is None:
            raise
        raise InputError(f"{place_of(int(place[1]) - 1)}{str(error)[place.end() :]}") from error


def find_positive(
    classes: Classes, options: InputOptions, declared: str | None, y_true: Codes, count: Counts | None
) -> tuple[int | None, PositiveSource]:
    """Return the positive class of two, and how it was found."""
    names = classes.names
    if options.positive is not None:
        return _given(options.positive, names), "given"
    if len(names) != 2:
        return None, "none"
    for name in (declared, classes.score_class):
        if name in names:
            return names.index(name), "declared"
    named = named_positive(names)
    if named is not None:
        return named, "named"
    first = y_true == 0  # a byte a row, where counting the codes would turn them all into wider ones
    n_first, n = (first.sum(), len(first)) if count is None else (count[first].sum(), count.sum())
    return (0 if n_first < n - n_first else 1), "rarer"


def _given(positive: str, names: tuple[str, ...]) -> int | None:
    if positive not in names:
        shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        raise InputError(f"There is no class called “{positive}” to be positive; the classes are {shown}.")
    if len(names) > 2:
        raise InputError(f"A positive class is chosen only between two classes; there are {len(names)}.")
    return names.index(positive) if len(names) == 2 else None


def positive_conclusion(
    names: tuple[str, ...], positive: int | None, source: PositiveSource
) -> Conclusion | None:
    """Return what is said about the positive class."""
    if positive is None:
        return None
    reasons = {
        "given": "chosen",
        "declared": "declared by the file",
        "named": "by its name",
        "rarer": "assumed, because it is not more frequent than the other class",
    }
    return Conclusion("positive", names[positive], reasons[source])


def score_class_of(
    classes: Classes, positive: int | None, source: PositiveSource
) -> tuple[int | None, Conclusion | None]:
    """Return the class of a single score column: the one it names, else the positive one, else the second."""
    if len(classes.scores) != 1:
        return None, None
    if classes.score_class is not None:
        return classes.names.index(classes.score_class), None
    if len(classes.names) == 1:
        return 0, None
    index = positive if positive is not None and source != "rarer" else 1
    doubt = None
    if source == "rarer":
        doubt = (
            f"A higher “{classes.scores[0]}” is taken to mean “{classes.names[index]}”, the second class; "
            "choose with --positive if it is the other way round."
        )
    return index, Conclusion(
        "score_class", classes.names[index], f"“{classes.scores[0]}” names no class", doubt
    )
