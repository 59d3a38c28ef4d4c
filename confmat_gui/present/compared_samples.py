"""On which samples sessions are compared: on all, or on the part that every one of them held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.alignment import Match
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.tuning import part_rows
from confmat_gui.present import texts
from confmat_gui.present.seen_samples import tuned_words
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import seen


def same_rows(first: Session, second: Session) -> Match:
    """Return what the files say about the rows of two sessions.

    True where both read the same rows of the same files; "order" where they read different sets of rows of
    the same files without ids, such as two models stacked in one table; None: the sample ids must say.
    """
    one, other = first.data.loaded, second.data.loaded
    if not one.sources or [s.sha256 for s in one.sources] != [s.sha256 for s in other.sources]:
        return None
    if np.array_equal(one.row_numbers, other.row_numbers) and np.array_equal(
        one.source_index, other.source_index
    ):
        return True
    stacked = bool(one.options.where and other.options.where)
    without_ids = one.predictions.sample_id is None and other.predictions.sample_id is None
    return "order" if stacked and without_ids else None


def on_held_back(sessions: Sequence[Session], progress: Progress = no_progress) -> list[Session] | None:
    """Return the sessions on the part that all of them held back; None where there is no such part.

    The rows have to be the same ones of the same files: two models hold other samples back, since samples
    are drawn by what they say.
    """
    first = sessions[0]
    if any(session.tuning is None or not session.tuning.holds_back for session in sessions):
        return None
    if any(same_rows(first, other) is not True for other in sessions[1:]):
        return None
    parts = [_held_back(session) for session in sessions]
    if any(not np.array_equal(parts[0], part) for part in parts[1:]):
        return None
    return [seen(_on(session), progress) for session in sessions]


def _held_back(session: Session) -> NDArray[np.intp]:
    assert session.tuning is not None
    return part_rows(session.data.prepared.predictions, session.tuning, "held-back")


def _on(session: Session) -> Session:
    return replace(session, display=replace(session.display, samples_of="held-back"))


def samples_sentences(names: Sequence[str], sessions: Sequence[Session]) -> list[str]:
    """Return of which samples a comparison is, where any of the rules was tuned on some of them."""
    data = sessions[0].data
    if data.n_of_all is not None:
        n = f"{texts.count(data.loaded.predictions.n)} of {texts.samples(data.n_of_all)}"
        return [f"All figures are of the part that every session held back, {n}: no rule was tuned on it."]
    tuned = [(name, session.tuning) for name, session in zip(names, sessions, strict=True) if session.tuning]
    sentences = [
        f"Figures are of all samples, and the rule of {name} was tuned on {tuned_words(tuning)}, which "
        "flatters it."
        for name, tuning in tuned
    ]
    held_back = {tuning for _, tuning in tuned if tuning.holds_back}
    if len(held_back) == 1 and len(tuned) == len(sessions):
        sentences.append(
            "Where all of them hold the same samples back, the switch Held back (--samples held-back) "
            "compares them on these alone."
        )
    return sentences
