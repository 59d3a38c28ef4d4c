"""One call of `PredictionWriter` to the rows that are written, and what it fixes for the calls after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes
from confmat_gui.core.errors import InputError
from confmat_gui.core.intake import named_positive
from confmat_gui.io.capture_note import VERSION, CaptureNote, as_metadata
from confmat_gui.io.captured_columns import extra_column, fitting, id_texts, score_rows, sizes
from confmat_gui.io.captured_labels import ClassLabels
from confmat_gui.io.foreign_arrays import AnyArray

TRUE, PRED, ID, BATCH, GROUP, WEIGHT, COUNT = (
    "y_true", "y_pred", "sample_id", "batch", "group", "sample_weight", "count",
)  # fmt: skip
_PREFIXES = {"probability": "p_", "sigmoid": "p_", "logit": "logit_"}
"""How the names of score columns begin, so that the file reads well elsewhere too."""


@dataclass(frozen=True)
class Capturing:
    """What holds for all calls of a run: what was said, and what the first calls fixed.

    Attributes
    ----------
    kind, positive : what was said
    true, pred : ClassLabels
    schema : pyarrow.Schema or None
        Names and types of all columns, with the note; None before the first call.
    """

    kind: Literal["probability", "sigmoid", "logit", "score"] | None
    positive: str | None
    true: ClassLabels
    pred: ClassLabels
    schema: Any = None


@dataclass(frozen=True)
class Captured:
    """The rows of a call as a pyarrow.RecordBatch, and what holds from then on."""

    rows: Any
    so_far: Capturing


@dataclass(frozen=True)
class Call:
    """What one call was given.

    Attributes
    ----------
    number : counted from 1
    y_true, y_score : as they were given
    known : the columns with a part, by their names; None where there is none
    extra : further columns
    """

    number: int
    y_true: AnyArray
    y_score: AnyArray | None
    known: Mapping[str, AnyArray | None]
    extra: Mapping[str, AnyArray]


def captured(call: Call, so_far: Capturing) -> Captured:
    """Return the rows of a call; InputError where they are wrong in themselves or unlike those before."""
    import pyarrow as pa

    if call.y_score is None and call.known[PRED] is None:
        raise InputError("There are neither scores nor predicted labels; give one of them.")
    codes, true = so_far.true.read(call.y_true)
    columns = {TRUE: _labels(codes, true.names)}
    scores = _scores(call, so_far, len(codes))
    columns.update(scores)
    pred = so_far.pred
    if call.known[PRED] is not None:
        guessed, pred = pred.read(call.known[PRED])
        columns[PRED] = _labels(_one_each(guessed, len(codes)), pred.names)
    columns.update(_beside(call, len(codes)))
    twice = [name for name in call.extra if name in columns]
    if twice:
        raise InputError(f"The column “{twice[0]}” is written already; give the further column another name.")
    columns.update((name, extra_column(name, values, len(codes))) for name, values in call.extra.items())
    schema = so_far.schema
    if schema is None:
        note = _note(so_far, tuple(scores), columns, counted=call.known[BATCH] is None)
        schema = pa.schema(
            [(name, values.type) for name, values in columns.items()], metadata=as_metadata(note)
        )
    rows = pa.record_batch(fitting(columns, schema), schema=schema)
    return Captured(rows, replace(so_far, true=true, pred=pred, schema=schema))


def _scores(call: Call, so_far: Capturing, n_rows: int) -> dict[str, Any]:
    """Return a column for each class, or that of the positive class alone."""
    import pyarrow as pa

    if call.y_score is None:
        return {}
    classes = so_far.true.names
    scores = score_rows(call.y_score, n_rows, len(classes), so_far.kind)
    before = _PREFIXES.get(so_far.kind or "", "score_")
    names = classes if scores.shape[1] == len(classes) else (_score_class(so_far),)
    return {before + name: pa.array(scores[:, place]) for place, name in enumerate(names)}


def _labels(codes: Codes, names: tuple[str, ...]) -> Any:
    """Return labels as categories in class order."""
    import pyarrow as pa

    indices = pa.array(codes, pa.int32(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()), ordered=True)


def _one_each(codes: NDArray[np.int32], n_rows: int) -> NDArray[np.int32]:
    if len(codes) != n_rows:
        raise InputError(f"There are {n_rows} true labels but {len(codes)} predicted labels; give as many.")
    return codes


def _beside(call: Call, n_rows: int) -> dict[str, Any]:
    """Return ids, batches, groups, weights and counts; a batch is numbered where it has no name."""
    known, batch = call.known, call.known[BATCH]
    found = {BATCH: id_texts(str(call.number) if batch is None else batch, "batch names", n_rows)}
    for name, what in ((ID, "sample ids"), (GROUP, "group names")):
        if known[name] is not None:
            found[name] = id_texts(known[name], what, n_rows)
    for name, what in ((WEIGHT, "weight"), (COUNT, "count")):
        if known[name] is not None:
            found[name] = sizes(known[name], what, n_rows)
    return found


def _score_class(so_far: Capturing) -> str:
    """Return the class of a single score column: the positive one."""
    classes = so_far.true.names
    named = named_positive(classes)
    return so_far.positive or classes[named if named is not None else len(classes) - 1]


def _note(
    so_far: Capturing, scores: tuple[str, ...], columns: Mapping[str, Any], *, counted: bool
) -> CaptureNote:
    from confmat_gui import __version__

    classes = so_far.true.names
    single = len(scores) == 1
    score_class = _score_class(so_far) if single else None
    return CaptureNote(
        version=VERSION,
        program=__version__,
        classes=classes,
        true=TRUE,
        scores=scores,
        score_class=score_class,
        positive=score_class if single and len(classes) == 2 else so_far.positive,
        kind=so_far.kind if scores else None,
        pred=PRED if PRED in columns else None,
        id=ID if ID in columns else None,
        batch=BATCH,
        group=GROUP if GROUP in columns else None,
        weight=WEIGHT if WEIGHT in columns else None,
        count=COUNT if COUNT in columns else None,
        counted=counted,
    )
