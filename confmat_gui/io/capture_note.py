"""The note that `PredictionWriter` leaves in a file's metadata: which column is what, and the classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from confmat_gui.core.predictions import ScoreKind

KEY = b"confmat_gui"
"""Where the note stands in the metadata of an Arrow schema."""
VERSION = 1


class CaptureNote(msgspec.Struct, frozen=True):
    """What the file says about itself; unknown keys of later versions are passed over.

    Attributes
    ----------
    version : int
    program : str
        Version of the program that wrote it.
    classes : K names in order
    true : str
        The column of the true classes, which holds names.
    scores : tuple of str
        A column for each class in class order; one column, of `score_class`; or none.
    score_class, positive : class names or None
    kind : "probability", "sigmoid", "logit", "score" or None
        None: to be found from the values.
    pred, id, batch, group, weight, count : column names or None
    counted : bool
        Whether the batches are merely the calls of the run, counted from 1.
    """

    version: int
    classes: tuple[str, ...]
    true: str
    program: str = ""
    scores: tuple[str, ...] = ()
    score_class: str | None = None
    positive: str | None = None
    kind: Literal["probability", "sigmoid", "logit", "score"] | None = None
    pred: str | None = None
    id: str | None = None
    batch: str | None = None
    group: str | None = None
    weight: str | None = None
    count: str | None = None
    counted: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that have a part."""
        single = (self.pred, self.id, self.batch, self.group, self.weight, self.count)
        return (self.true, *self.scores, *(name for name in single if name is not None))

    @property
    def score_kind(self) -> ScoreKind | None:
        """The kind that was said, as a kind of all scores."""
        return self.kind


def as_metadata(note: CaptureNote) -> dict[bytes, bytes]:
    """Return the note as the metadata of an Arrow schema."""
    return {KEY: msgspec.json.encode(note)}


def note_in(
    file: str, metadata: Mapping[bytes, bytes] | None, names: Sequence[str]
) -> tuple[CaptureNote | None, str | None]:
    """Return the note of a file with these columns, and a sentence where it cannot be used.

    A file whose columns were changed afterwards is read as if it had no note.
    """
    text = (metadata or {}).get(KEY)
    if text is None:
        return None, None
    try:
        note = msgspec.json.decode(text, type=CaptureNote)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None, f"The note in {file} about its columns cannot be read, so they were found anew."
    if note.version > VERSION:
        return None, f"The note in {file} is of a later version of the program; its columns were found anew."
    lacking = [name for name in note.columns if name not in names]
    if lacking:
        return None, f"{file} lacks the column “{lacking[0]}” of its note, so its columns were found anew."
    if not _is_sound(note):
        return None, f"The note in {file} contradicts itself, so the columns were found anew."
    return note, None


def shared_note(notes: Iterable[CaptureNote | None]) -> CaptureNote | None:
    """Return the note that all files have alike; None where they differ or one has none."""
    found = set(map(_without_program, notes))
    return found.pop() if len(found) == 1 else None


def _without_program(note: CaptureNote | None) -> CaptureNote | None:
    return None if note is None else msgspec.structs.replace(note, program="")


def _is_sound(note: CaptureNote) -> bool:
    names = set(note.classes)
    said = {name for name in (note.score_class, note.positive) if name is not None}
    n_classes, n_scores = len(note.classes), len(note.scores)
    distinct = len(names) == n_classes > 0 and len(set(note.columns)) == len(note.columns)
    fits = n_scores in (0, n_classes) or (n_scores == 1 and note.score_class is not None and n_classes < 3)
    return distinct and said <= names and fits and bool(note.scores or note.pred)
