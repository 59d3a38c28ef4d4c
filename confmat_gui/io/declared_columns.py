"""Which column is what in a file that says so itself, in the note of `PredictionWriter`."""

from __future__ import annotations

from dataclasses import replace

from confmat_gui.io.capture_note import CaptureNote
from confmat_gui.io.columns import CHOSEN, Parts, check_names
from confmat_gui.io.facts import Facts
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions
from confmat_gui.io.score_columns import ScoreMatch
from confmat_gui.io.table import Table, TextColumn, texts_of

DECLARED = "declared by the file"
CALLS = "the calls in which the samples were written"
_SIDE = ("id", "batch", "group", "weight", "count")
_OTHER_KINDS = ("labels", "confidence", "matrix")


def counts_as_declared(note: CaptureNote | None, options: InputOptions) -> bool:
    """Whether the note of a file tells its columns: a person who names truth or scores knows better."""
    named = options.true or options.scores or options.pred is not None
    return note is not None and not named and options.kind not in _OTHER_KINDS


def declared_parts(
    facts: Facts, note: CaptureNote, options: InputOptions, where: str, *, several: bool
) -> Parts:
    """Return the parts of all columns as the note has them; ids, batches, ... as a person says otherwise.

    Parameters
    ----------
    several : bool
        Whether several files are read. Then each of them is a batch, unless the batches have names.
    """
    check_names(facts, options, where)
    said = {part: getattr(options, part) or getattr(note, part) for part in _SIDE}
    if several and note.counted and options.batch is None:
        said["batch"] = None
    conclusions = [Conclusion("true", note.true, DECLARED)]
    conclusions += [
        Conclusion(part, name, _reason(part, note, options)) for part, name in said.items() if name
    ]
    if note.pred is not None:
        conclusions.append(Conclusion("pred", note.pred, DECLARED))
    if note.scores:
        conclusions.append(Conclusion("scores", ", ".join(note.scores), DECLARED))
    used = {note.true, *note.scores, note.pred, *said.values()}
    columns = ColumnMap(
        true=(note.true,),
        scores=note.scores,
        pred=note.pred,
        extra=tuple(name for name in facts.names if name not in used),
        **said,
    )
    return Parts(columns, _match(note), tuple(conclusions))


def _reason(part: str, note: CaptureNote, options: InputOptions) -> str:
    if getattr(options, part):
        return CHOSEN
    return CALLS if part == "batch" and note.counted else DECLARED


def _match(note: CaptureNote) -> ScoreMatch:
    if not note.scores:
        return ScoreMatch()
    labels = note.classes if len(note.scores) == len(note.classes) else (note.score_class or "",)
    return ScoreMatch(note.scores, labels, "named", DECLARED)


def with_named_calls(table: Table) -> Table:
    """Return a table whose batches are calls with its own name before their numbers.

    The calls of two runs that are counted from 1 are not the same batches.
    """
    note = table.note
    if note is None or not note.counted or note.batch is None:
        return table
    stem = table.name.split(".")[0]
    calls = texts_of(table.columns[note.batch])
    named = TextColumn(calls.codes, tuple(f"{stem} {text}" for text in calls.texts))
    return replace(table, columns={**table.columns, note.batch: named})
