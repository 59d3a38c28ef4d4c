"""The rows of more files below those that were read before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Scores, read_only
from confmat_gui.core.predictions import PositiveSource, Predictions, frozen
from confmat_gui.io.appended_classes import old_places
from confmat_gui.io.classes import Classes
from confmat_gui.io.columns import Parts
from confmat_gui.io.joined import Joined
from confmat_gui.io.loaded import Conclusion, Loaded
from confmat_gui.io.matrix_table import MATRIX_KIND
from confmat_gui.io.samples import Samples, plain_values
from confmat_gui.io.score_kind import (
    check_chosen_kind,
    find_kind,
    find_positive,
    positive_conclusion,
    score_class_of,
)
from confmat_gui.io.table import Column, NumberColumn, TextColumn, join_columns


@dataclass(frozen=True, eq=False)
class NewRows:
    """The rows of the new files, in the classes of all rows."""

    joined: Joined
    samples: Samples
    parts: Parts
    classes: Classes


def predictions_of_both(loaded: Loaded, new: NewRows) -> tuple[Predictions, list[Conclusion]]:
    """Return old and new samples, and what is concluded from all of them; batches of files are left to do."""
    old, samples, classes, options = loaded.predictions, new.samples, new.classes, loaded.options
    places = np.append(old_places(loaded, classes), np.int32(-1))
    y_true = np.concatenate([places[old.y_true], samples.y_true()])
    new_scores, count = samples.y_score(), _below(old.count, samples.count())
    if new_scores is not None and options.kind is not None:
        check_chosen_kind(new_scores, options.kind, samples.place)
    scores = _scores(old.y_score, new_scores, _score_order(loaded, classes))
    found = find_kind(scores, classes, new.parts.match.style, options, new.joined.note)
    kind, about_kind = MATRIX_KIND if new.joined.is_matrix else found
    positive, source = _positive(old, classes, options.positive) or find_positive(
        classes, options, None, y_true, count
    )
    score_class, about_class = _score_class(loaded, classes, positive, source)
    batches, batch = _coded(old.batch_names, old.batch, *samples.coded(loaded.columns.batch))
    groups, group = _coded(old.group_names, old.group, *samples.coded(loaded.columns.group))
    said = (about_kind, positive_conclusion(classes.names, positive, source), about_class)
    predictions = Predictions(
        classes=classes.names,
        y_true=y_true,
        y_score=scores,
        score_kind=kind,
        score_class=score_class,
        y_pred=None if old.y_pred is None else _below(places[old.y_pred], samples.y_pred()),
        positive=positive,
        positive_source=source,
        sample_weight=_below(old.sample_weight, samples.sample_weight()),
        count=count,
        batch=batch,
        batch_names=batches,
        group=group,
        group_names=groups,
        sample_id=_below(old.sample_id, samples.sample_id()),
    )
    return frozen(predictions), [*classes.conclusions, *(each for each in said if each is not None)]


def extra_of_both(loaded: Loaded, new: NewRows) -> dict[str, NDArray[Any]]:
    """Return the further columns."""
    more = new.samples.extra()
    return {name: read_only(_values_below(values, more[name])) for name, values in loaded.extra.items()}


def _below(old: NDArray[Any] | None, new: NDArray[Any] | None) -> NDArray[Any] | None:
    return None if old is None or new is None else np.concatenate([old, new])


def _score_order(loaded: Loaded, classes: Classes) -> list[int]:
    """Return the old place of each score column."""
    return [loaded.columns.scores.index(name) for name in classes.scores]


def _scores(old: Scores | None, new: Scores | None, order: list[int]) -> Scores | None:
    if old is None or new is None:
        return None
    n_old = len(old)
    scores: Scores = np.empty((n_old + len(new), len(order)), np.result_type(old, new), order="F")
    for column, place in enumerate(order):
        scores[:n_old, column] = old[:, place]
        scores[n_old:, column] = new[:, column]
    return scores


def _positive(
    old: Predictions, classes: Classes, wanted: str | None
) -> tuple[int, PositiveSource] | None:
    """Return the positive class that was chosen or declared before; None where it is to be found."""
    said = wanted is None and old.positive is not None and old.positive_source in ("given", "declared")
    name = old.classes[old.positive] if said and old.positive is not None else ""
    fits = said and len(classes.names) == 2 and name in classes.names
    return (classes.names.index(name), old.positive_source) if fits else None


def _score_class(
    loaded: Loaded, classes: Classes, positive: int | None, source: PositiveSource
) -> tuple[int | None, Conclusion | None]:
    """Return the class of a single score column: with the same classes that of before."""
    if loaded.predictions.classes != classes.names:
        return score_class_of(classes, positive, source)
    about = [each for each in loaded.conclusions if each.subject == "score_class"]
    return loaded.predictions.score_class, about[0] if about else None


def _coded(
    old_names: tuple[str, ...], old: Codes | None, new: Codes | None, new_names: tuple[str, ...]
) -> tuple[tuple[str, ...], Codes | None]:
    """Return the names of both, the old ones first, and codes."""
    if old is None or new is None:
        return (), None
    names = {name: place for place, name in enumerate(dict.fromkeys((*old_names, *new_names)))}
    places = np.array([names[name] for name in new_names], dtype=np.int32)
    return tuple(names), np.concatenate([old, places[new]])


def _values_below(old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
    if (old.dtype.kind == "U") == (new.dtype.kind == "U"):
        return np.concatenate([old, new])
    return plain_values(join_columns([_as_column(old), _as_column(new)]))


def _as_column(values: NDArray[Any]) -> Column:
    if values.dtype.kind != "U":
        return NumberColumn(values)
    texts, codes = np.unique(values, return_inverse=True)
    return TextColumn(codes.astype(np.int32), tuple(texts.tolist()))
