"""Options given when a session is opened, over what the session stores."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.core.intake import predictions_from_arrays
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix
from confmat_gui.io.loaded import ColumnMap, InputOptions, Loaded
from confmat_gui.io.repairing import to_fit_anew
from confmat_gui.session.changes import set_positive
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import kept_tuning

READ_COLUMNS = ("true", "scores", "pred")
"""Columns that were turned into classes and scores when the files were read; others are still at hand."""
READ_WAYS = ("rows", "join", "where")
"""Options that say how whole files are read."""
SIDE_COLUMNS = ("batch", "group", "id", "weight", "count")


def override(session: Session, options: InputOptions, session_name: str) -> Session:
    """Return the session with everything `options` says in place of what it stores.

    The class order, the positive class, the kind of scores, and batch, id, group, weight and count columns
    can be chosen anew from what the session holds; other columns of truth and scores need the files.
    """
    if options == InputOptions():
        return session
    loaded = session.data.original
    _check_same_reading(loaded, options, session_name)
    order = _class_order(loaded.predictions.classes, options, session_name)
    changed = data_set(to_fit_anew(_reread(loaded, options, order, session_name)))
    point = replace(session.point, costs=_reordered(session.point.costs, order))
    point = point.with_rule(replace(point.rule, costs=_reordered(point.rule.costs, order)))
    if point.prevalence is not None:
        point = point.with_prevalence(tuple(point.prevalence[index] for index in order))
    if point.positive is not None:
        point = replace(point, positive=order.index(point.positive))
    tuning = kept_tuning(session.tuning, session.data.prepared.predictions, changed.prepared.predictions)
    result = replace(session, data=changed, point=point, tuning=tuning)
    if len(order) > 2 or order != sorted(order):
        display = replace(session.display, selected_class=None, selected_cell=None)
        result = replace(result, display=display)
    chosen = changed.loaded.predictions.positive
    return result if options.positive is None or chosen is None else set_positive(result, chosen)


def _check_same_reading(loaded: Loaded, options: InputOptions, session_name: str) -> None:
    """Refuse options that only the files themselves could answer."""
    said = {name: getattr(options, name) for name in (*READ_COLUMNS, *READ_WAYS)}
    known = {name: getattr(loaded.columns, name) for name in READ_COLUMNS}
    known.update({name: getattr(loaded.options, name) for name in READ_WAYS})
    for name, value in said.items():
        if value and value != known[name]:
            raise InputError(
                f"The session “{session_name}” holds what was read from its files, so --{name} cannot choose "
                "anything else; give the files themselves."
            )
    was_matrix = loaded.predictions.score_kind == "matrix"
    if options.kind is not None and (options.kind == "matrix") != was_matrix:
        what = "a matrix" if was_matrix else "samples"
        raise InputError(
            f"The session “{session_name}” holds {what}, so its kind cannot be {options.kind}; give the "
            "files themselves."
        )


def _class_order(classes: tuple[str, ...], options: InputOptions, session_name: str) -> list[int]:
    """Return the old index of each class in the order that is asked for."""
    names = options.classes or classes
    if sorted(names) != sorted(classes):
        raise InputError(
            f"--classes must name each class of the session “{session_name}” once: {', '.join(classes[:12])}"
            f"{', …' if len(classes) > 12 else ''}."
        )
    return [classes.index(name) for name in names]


def _reordered(costs: CostMatrix | None, order: list[int]) -> CostMatrix | None:
    """Return costs with rows and columns in another order of the classes; no decision stays last."""
    if costs is None:
        return None
    return tuple((*(costs[i][j] for j in order), *costs[i][len(order) :]) for i in order)


def _reread(loaded: Loaded, options: InputOptions, order: list[int], session_name: str) -> Loaded:
    """Return what was loaded as if it had been read with these options."""
    old = loaded.predictions
    names = np.array(old.classes, dtype=np.str_)
    chosen = {name: _side_column(loaded, name, options, session_name) for name in SIDE_COLUMNS}
    y_score = old.y_score
    if y_score is not None and y_score.shape[1] > 1:
        y_score = np.asfortranarray(y_score[:, order])
    predictions = predictions_from_arrays(
        names[old.y_true],
        y_score,
        classes=[old.classes[i] for i in order],
        y_pred=None if old.y_pred is None else np.array([*old.classes, None], dtype=object)[old.y_pred],
        score_kind=options.kind or old.score_kind,
        score_class=None if old.score_class is None else old.classes[old.score_class],
        positive=options.positive or (None if old.positive is None else old.classes[old.positive]),
        positive_source="given" if options.positive else old.positive_source,
        sample_weight=chosen["weight"],
        count=chosen["count"],
        batch=chosen["batch"],
        group=chosen["group"],
        sample_id=chosen["id"],
    )
    given = {f.name: getattr(options, f.name) for f in fields(options) if getattr(options, f.name)}
    columns = {name: given[name] for name in SIDE_COLUMNS if name in given}
    return replace(
        loaded,
        predictions=predictions,
        columns=_columns(replace(loaded.columns, **columns), order),
        options=replace(loaded.options, **given),
    )


def _columns(columns: ColumnMap, order: list[int]) -> ColumnMap:
    """Return the column map with its score columns in the new class order."""
    if len(columns.scores) != len(order) or len(columns.score_classes) != len(order):
        return columns
    return replace(
        columns,
        scores=tuple(columns.scores[i] for i in order),
        score_classes=tuple(columns.score_classes[i] for i in order),
    )


def _side_column(loaded: Loaded, name: str, options: InputOptions, session_name: str) -> NDArray[Any] | None:
    """Return the column that is asked for, or the one that was read."""
    said = getattr(options, name)
    if said is None or said == getattr(loaded.columns, name):
        return _present(loaded.predictions, name)
    if said not in loaded.extra:
        known = ", ".join(loaded.extra) or "none"
        raise InputError(
            f"The session “{session_name}” holds no further column “{said}” for --{name} "
            f"(it holds: {known}); name one of these or give the files themselves."
        )
    return loaded.extra[said]


def _present(predictions: Predictions, name: str) -> NDArray[Any] | None:
    """Return a side column of the predictions, with names in place of codes."""
    if name == "batch" and predictions.batch is not None:
        return np.array(predictions.batch_names, dtype=np.str_)[predictions.batch]
    if name == "group" and predictions.group is not None:
        return np.array(predictions.group_names, dtype=np.str_)[predictions.group]
    found = {"id": predictions.sample_id, "weight": predictions.sample_weight, "count": predictions.count}
    return found.get(name)
