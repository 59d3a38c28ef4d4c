"""What a comparison of sessions shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from confmat_gui.core.alignment import Match
from confmat_gui.core.comparison import Comparison, at_shares_of, compare_evaluations
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.compare_curves import compared_curves
from confmat_gui.present.compare_matrix import difference_matrix
from confmat_gui.present.compare_rows import CompareRow, compare_rows
from confmat_gui.present.compare_words import comparison_sentences, distinct_names
from confmat_gui.present.compared_samples import same_rows, samples_sentences
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.repair_words import repairs_text
from confmat_gui.session.state import Display, Session

__all__ = ["CompareRow", "CompareState", "compare_all", "compare_state", "repairs_sentences", "session_names"]


@dataclass(frozen=True, eq=False)
class CompareState:
    """Two sessions or more, the first is the reference."""

    names: tuple[str, ...]
    rows: tuple[CompareRow, ...]
    sentences: tuple[str, ...]
    """Paired or not and why; what was fixed and what broke; McNemar's test."""
    roc: CurvePlotState
    precision_recall: CurvePlotState
    differences: tuple[MatrixState, ...]
    """Difference matrix of each further session against the first (mode "delta")."""


def compare_state(sessions: Sequence[Session], evaluations: Sequence[Evaluation]) -> CompareState:
    """Return the comparison of two sessions or more with the first of them.

    Raises
    ------
    InputError
        Fewer than two sessions, or sessions of different classes.
    """
    same = [same_rows(sessions[0], other) for other in sessions[1:]]
    evaluations = at_shares_of_first(evaluations)
    comparisons, names = compare_all(evaluations, same), session_names(sessions)
    return compared(
        names, evaluations, comparisons, sessions[0].display, cost_unit=common_cost_unit(sessions),
        first=samples_sentences(names, sessions), last=repairs_sentences(names, sessions),
    )  # fmt: skip


def at_shares_of_first(evaluations: Sequence[Evaluation]) -> tuple[Evaluation, ...]:
    """Return all evaluations at the shares of the classes that the reference has."""
    return tuple(at_shares_of(evaluations[0], each) if each is not evaluations[0] else each
                 for each in evaluations)


def compared(
    names: Sequence[str],
    evaluations: Sequence[Evaluation],
    comparisons: Sequence[Comparison],
    display: Display | None = None,
    *,
    cost_unit: str = "",
    first: Sequence[str] = (),
    last: Sequence[str] = (),
) -> CompareState:
    """Return what comparisons with the first evaluation show, and what is said `first` and `last`."""
    display = display or Display()
    return CompareState(
        names=tuple(names),
        rows=compare_rows(comparisons, cost_unit),
        sentences=(*first, *comparison_sentences(names, evaluations, comparisons), *last),
        roc=compared_curves("roc", names, evaluations, display),
        precision_recall=compared_curves("pr", names, evaluations, display),
        differences=tuple(
            difference_matrix((evaluations[0], other), comparison, (names[0], name), display)
            for other, comparison, name in zip(evaluations[1:], comparisons, names[1:], strict=True)
        ),
    )


def compare_all(
    evaluations: Sequence[Evaluation], same: Sequence[Match] | None = None
) -> tuple[Comparison, ...]:
    """Compare every further evaluation with the first; `same` says where rows are known to be the same."""
    if len(evaluations) < 2:
        raise InputError("A comparison needs two sessions or more.")
    known: Sequence[Match] = same or [None] * (len(evaluations) - 1)
    return tuple(
        compare_evaluations(evaluations[0], other, ids_match=match)
        for other, match in zip(evaluations[1:], known, strict=True)
    )


def repairs_sentences(names: Sequence[str], sessions: Sequence[Session]) -> list[str]:
    """Return what was put right in each session; empty where nothing was."""
    said = [(name, repairs_text(session.data.loaded)) for name, session in zip(names, sessions, strict=True)]
    return [f"Repairs of {name}: {repairs}." for name, repairs in said if repairs]


def common_cost_unit(sessions: Sequence[Session]) -> str:
    """Return in what all sessions count prices; empty where they do not say the same."""
    units = {session.cost_unit for session in sessions}
    return units.pop() if len(units) == 1 else ""


def session_names(sessions: Sequence[Session]) -> tuple[str, ...]:
    """Return a different name for each session."""
    return distinct_names([session.name or "session" for session in sessions])
