"""The tuning part and the held-back part of a session: prepared once, and then seen like any samples."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.tuning import TunedPart, Tuning, part_rows
from confmat_gui.io.loaded_rows import rows_of
from confmat_gui.session.state import DataSet, Session

PART_NAMES: dict[TunedPart, str] = {"tuned": "tuning part", "held-back": "held-back part"}


def seen(session: Session, progress: Progress = no_progress) -> Session:
    """Return the session on the samples that are seen: itself, or with the part in place of the data set.

    The part is made on first use and then kept with the whole, so that the whole screen, a report or a
    document is of one part as it would be of all samples. Everything decided is the same.
    """
    tuning, samples = session.tuning, session.samples_of
    if tuning is None or samples == "all" or session.data.n_of_all is not None:
        return session
    return replace(session, data=part_of_data(session.data, tuning, samples, progress))


def part_of_data(
    data: DataSet, tuning: Tuning, part: TunedPart, progress: Progress = no_progress
) -> DataSet:
    """Return a part of the samples as a data set; the default rule is that of all samples.

    Raises
    ------
    InputError
        The samples cannot be drawn so, see `core/tuning.py`.
    """
    known = data.parts.get((tuning, part))
    if known is not None:
        return known
    made = _made(data, tuning, part, progress)
    for key in [key for key in list(data.parts) if key[0] != tuning]:  # of one tuning at a time
        data.parts.pop(key, None)
    data.parts[tuning, part] = made
    return made


def kept_tuning(tuning: Tuning | None, before: Predictions, now: Predictions) -> Tuning | None:
    """Return the tuning of a rule that goes on with other samples; None where its part is not known any more.

    Rows that come add to both parts, and hardly one of the others changes sides. Of other batches or groups
    another choice might be made, so that samples which the rule was tuned on would pass for held back.
    """
    if tuning is None or not tuning.holds_back:
        return tuning
    if tuning.by != "rows":
        return tuning if _units(before, tuning.by) == _units(now, tuning.by) else None
    counted = now.n_rows if now.count is None else int(np.count_nonzero(now.count))
    return tuning if counted > 1 else None


def _units(predictions: Predictions, by: Literal["batch", "group"]) -> list[tuple[str, int]]:
    """Return name and samples of each batch or group."""
    names, codes = predictions.batch_names, predictions.batch
    if by == "group":
        names, codes = predictions.group_names, predictions.group
    if codes is None:
        return []
    sizes = np.bincount(codes, predictions.count, minlength=len(names)).astype(np.int64)
    return sorted(zip(names, sizes.tolist(), strict=True))


def _made(data: DataSet, tuning: Tuning, part: TunedPart, progress: Progress) -> DataSet:
    progress(0.0, f"Preparing the {PART_NAMES[part]}")
    loaded = rows_of(data.loaded, part_rows(data.prepared.predictions, tuning, part))
    whole = data.prepared
    prepared = replace(
        prepare(loaded.predictions, progress),
        default_rule=whole.default_rule, default_rule_source=whole.default_rule_source,
    )  # fmt: skip
    return DataSet(loaded, prepared, evaluate(prepared), findings=data.findings, n_of_all=whole.predictions.n)
