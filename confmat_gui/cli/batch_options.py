"""`--batch-metric`: which figure is shown for every batch."""

from __future__ import annotations

import argparse
from typing import get_args

from confmat_gui.core.batch_sums import OF_ONE_CLASS
from confmat_gui.core.errors import InputError
from confmat_gui.session.changes import select_class, set_batch_metric
from confmat_gui.session.state import BatchMetric, Session

BATCH_METRICS: tuple[BatchMetric, ...] = get_args(BatchMetric)


def add_batch_metric(parser: argparse.ArgumentParser) -> None:
    """Add the option."""
    parser.add_argument(
        "--batch-metric", metavar="FIGURE",
        help=f"figure that is shown for every batch: {', '.join(BATCH_METRICS)}; recall and precision may "
        "name their class, as in recall=crack",
    )  # fmt: skip


def with_batch_metric(session: Session, text: str | None) -> Session:
    """Return the session with the figure of its batches chosen, and the class that it names selected.

    Raises
    ------
    InputError
        No such figure, a class where there can be none, or costs without prices.
    """
    if text is None:
        return session
    word, equals, name = text.partition("=")
    key = next((known for known in BATCH_METRICS if known == word), None)
    if key is None:
        raise InputError(
            f"--batch-metric “{text}” is no figure of a batch; there are {', '.join(BATCH_METRICS)}."
        )
    if equals and key not in OF_ONE_CLASS:
        only = " and ".join(OF_ONE_CLASS)
        raise InputError(f"--batch-metric “{text}” names a class, which only {only} have.")
    if key == "expected_cost" and session.point.prices is None:
        raise InputError("--batch-metric expected_cost needs prices; give them with --cost or --weight-of.")
    if equals:
        session = select_class(session, session.data.prepared.predictions.class_index(name))
    return set_batch_metric(session, key)
