"""A rule that was suggested and not yet accepted: what would change, as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from confmat_gui.present.headline import Direction
from confmat_gui.present.matrix import MatrixState

Tone: TypeAlias = Literal["plain", "better", "worse", "quiet"]


@dataclass(frozen=True)
class PreviewLine:
    """One sentence, and how it is coloured."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class PreviewRow:
    """One row of a small table; `directions` colours its cells, "same" where it is plain."""

    cells: tuple[str, ...]
    directions: tuple[Direction, ...]
    explanation: str = ""
    class_index: int | None = None
    """Whose colour stands in the first cell."""


@dataclass(frozen=True)
class PreviewTable:
    """A small table: the first column is left, the others right."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    note: str = ""
    """What does not stand in it."""


@dataclass(frozen=True, eq=False)
class PreviewState:
    """What accepting would do.

    Attributes
    ----------
    title : "Suggested for lowest cost, recall(crack) ≥ 0.95"
    lines : sentences, the most important first
    thresholds, figures, errors : what changes
    matrix : the change of the matrix against the rule of now, to show in place of the matrix
    changes_nothing : whether the rule decides as the one of now, so that there is nothing to accept
    """

    title: str
    lines: tuple[PreviewLine, ...]
    thresholds: PreviewTable
    figures: PreviewTable
    errors: PreviewTable
    matrix: MatrixState
    changes_nothing: bool = False
