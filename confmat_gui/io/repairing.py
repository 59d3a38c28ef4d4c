"""What was read, with the repairs that a person chose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair, kept_rows, repaired_classes
from confmat_gui.core.rescoring import fitted_steps, rescored, unfitted_steps, without_rescoring
from confmat_gui.io.loaded import Loaded, SetAsideRow
from confmat_gui.io.loaded_rows import rows_of


def repaired(loaded: Loaded) -> Loaded:
    """Return what counts of what was read, under the repairs of its options; the same object without any.

    A recalibration that has no numbers yet is fitted; the options of the result have them.

    Rows of a batch that is left out are nowhere; repeated rows are set aside with the code "repeated_row".
    The classes stay the same even where a batch had the only samples of one.

    Raises
    ------
    InputError
        A repair that these samples do not allow; see `core.repairs`.
    """
    repairs = loaded.options.repairs
    if not repairs:
        return loaded
    if loaded.predictions.score_kind == "matrix" and any(repair.kind != "leave-out" for repair in repairs):
        raise InputError("A ready-made matrix has no samples to put right; only batches can be left out.")
    kept = kept_rows(loaded.predictions, repairs)
    if kept.all():
        return _put_right(loaded)
    rest = rows_of(loaded, np.flatnonzero(kept))
    return _put_right(replace(rest, set_aside=(*loaded.set_aside, *_repeated(loaded, kept))))


def _put_right(rest: Loaded) -> Loaded:
    """Return the rows that count with classes put right and new scores; its options have what was fitted."""
    predictions = repaired_classes(rest.predictions, rest.options.repairs)
    repairs = fitted_steps(predictions, rest.options.repairs)
    found = rest if repairs == rest.options.repairs else with_repairs(rest, repairs)
    return replace(found, predictions=rescored(predictions, repairs))


def before_rescoring(loaded: Loaded) -> Predictions:
    """Return the samples that count with the scores that the model gave them."""
    return repaired(with_repairs(loaded, without_rescoring(loaded.options.repairs))).predictions


def to_fit_anew(loaded: Loaded) -> Loaded:
    """Return what was read with every recalibration to be fitted anew, because there are other samples."""
    repairs = unfitted_steps(loaded.options.repairs)
    return loaded if repairs == loaded.options.repairs else with_repairs(loaded, repairs)


def left_out(loaded: Loaded) -> tuple[str, ...]:
    """Return the batches that do not count."""
    return tuple(repair.names[0] for repair in loaded.options.repairs if repair.kind == "leave-out")


def with_repairs(loaded: Loaded, repairs: tuple[Repair, ...]) -> Loaded:
    """Return what was read with other repairs in its options."""
    return replace(loaded, options=replace(loaded.options, repairs=repairs))


def _repeated(loaded: Loaded, kept: Bools) -> list[SetAsideRow]:
    """Return the entries of rows that were dropped for being there before."""
    dropped = ~kept & _counting(loaded.predictions, left_out(loaded))
    column = loaded.columns.id or ""
    names = [source.name for source in loaded.sources]
    text = "The same row was there before."
    return [
        SetAsideRow(names[source], row, column, "repeated_row", text)
        for source, row in zip(
            loaded.source_index[dropped].tolist(), loaded.row_numbers[dropped].tolist(), strict=True
        )
    ]


def _counting(predictions: Predictions, without: tuple[str, ...]) -> NDArray[np.bool_]:
    if predictions.batch is None or not without:
        return np.ones(predictions.n_rows, dtype=np.bool_)
    codes = [predictions.batch_names.index(name) for name in without]
    return ~np.isin(predictions.batch, codes)
