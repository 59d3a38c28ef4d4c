"""The batches in the JSON of the command line."""

from __future__ import annotations

from typing import Any

from confmat_gui.core.batch_sums import OF_ONE_CLASS
from confmat_gui.core.batches import BatchFigures, evaluate_batches
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.batch_rows import BatchRow
from confmat_gui.present.batches import batches_state
from confmat_gui.present.json_values import WHOLE, ends, number
from confmat_gui.session.state import Session


def batches_document(session: Session, evaluation: Evaluation) -> dict[str, Any]:
    """Return the chosen figure of all, and every batch beside it, those that are left out among them."""
    state, classes = batches_state(session, evaluation), evaluation.classes
    figures = evaluate_batches(evaluation)
    if state.rows:
        batches = [
            {**_figures(batch, classes), **_beside_the_whole(row, state.whole)} if row.included
            else _left_out(row)
            for row, batch in zip(state.rows, figures, strict=True)
        ]
    else:
        batches = [{**_figures(batch, classes), **_alone(session, state.whole)} for batch in figures]
    of_class = classes[state.focus] if state.metric in OF_ONE_CLASS else None
    chosen = {"key": state.metric, "class": of_class, "value": number(state.whole)}
    return {"batch_metric": chosen, "batches": batches}


def _left_out(row: BatchRow) -> dict[str, Any]:
    """Return a batch that does not count: its samples, and nothing that a rule decides."""
    return {
        "name": row.name, "n": row.n, "confusion": None, "no_decision": None, "accuracy": None,
        "coverage": None, "per_class": {}, "included": False, "source": row.source, "figure": None,
        "expected": [None, None], "outside": False, "without": None, "change": None,
    }  # fmt: skip


def _beside_the_whole(row: BatchRow, whole: float) -> dict[str, Any]:
    """Return the chosen figure of a batch, and what it is without the batch."""
    return {
        "included": True, "source": row.source, "figure": number(row.figure),
        "expected": ends((row.low, row.high)), "outside": row.outside, "without": number(row.without),
        "change": number(row.without - whole),
    }  # fmt: skip


def _alone(session: Session, whole: float) -> dict[str, Any]:
    """Return the same of the only batch: it is the whole, and there is nothing beside it."""
    files = texts.listed((source.name for source in session.data.original.sources), most=3)
    return {
        "included": True, "source": files, "figure": number(whole), "expected": [None, None],
        "outside": False, "without": None, "change": None,
    }  # fmt: skip


def _figures(batch: BatchFigures, classes: tuple[str, ...]) -> dict[str, Any]:
    by_class = {
        name: {
            key: int(values[k]) if key in WHOLE else number(float(values[k]))
            for key, values in batch.per_class.items()
        }
        for k, name in enumerate(classes)
    }
    return {
        "name": batch.name,
        "n": batch.n,
        "confusion": batch.confusion.tolist(),
        "no_decision": None if batch.no_decision is None else batch.no_decision.tolist(),
        "accuracy": number(batch.accuracy),
        "coverage": number(batch.coverage),
        "per_class": by_class,
    }
