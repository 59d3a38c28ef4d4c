"""A session around a bare evaluation, so that a notebook gets the same pages as the window."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.evaluation import Evaluation, evaluate
from confmat_gui.io.loaded import ColumnMap, InputOptions, Loaded
from confmat_gui.session.state import DataSet, Session


def session_of(evaluation: Evaluation, name: str = "") -> Session:
    """Return a session of predictions that came from no file."""
    prepared = evaluation.prepared
    rows = prepared.predictions.n_rows
    loaded = Loaded(
        predictions=prepared.predictions,
        sources=(),
        set_aside=(),
        columns=ColumnMap(),
        conclusions=(),
        options=InputOptions(),
        row_numbers=np.arange(1, rows + 1),
        source_index=np.zeros(rows, dtype=np.int32),
    )
    return Session(DataSet(loaded, prepared, evaluate(prepared)), evaluation.point, name=name)
