"""What a comparison of sessions shows."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.matrix import MatrixState


@dataclass(frozen=True)
class CompareRow:
    """One figure in all sessions; differences are against the first session."""

    key: str
    name: str
    values: tuple[str, ...]
    differences: tuple[str, ...]
    """One for each further session: "+0.012"."""
    intervals: tuple[str, ...]
    p_values: tuple[str, ...]
    direction: tuple[str, ...]
    """"better", "worse" or "same" (the interval holds 0), one for each further session."""
    explanation: str


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
