"""What reading files ends in: predictions, and everything a person may ask about how they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes, Integers
from confmat_gui.core.predictions import Predictions, ScoreKind
from confmat_gui.core.repairs import Repair

MatrixRows: TypeAlias = Literal["true", "pred"]
MATRIX_ROWS: tuple[MatrixRows, ...] = get_args(MatrixRows)
"""What the rows of a ready-made matrix are: true or predicted classes."""


@dataclass(frozen=True)
class InputOptions:
    """What a user says about the files instead of leaving it to be found; all None or empty: find it.

    One field for each input option of the command line (`--true`, `--scores`, ...).
    """

    true: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    pred: str | None = None
    positive: str | None = None
    classes: tuple[str, ...] = ()
    batch: str | None = None
    id: str | None = None
    group: str | None = None
    weight: str | None = None
    count: str | None = None
    kind: ScoreKind | None = None
    rows: MatrixRows | None = None
    join: str | None = None
    where: tuple[str, ...] = ()
    """Conditions on rows, "COLUMN=VALUE"."""
    repairs: tuple[Repair, ...] = ()
    """What is put right after reading, in this order."""


@dataclass(frozen=True)
class Source:
    """One file that was read. `name` is shown and stored; `path` is never stored."""

    name: str
    path: str
    sha256: str
    n: int
    n_set_aside: int
    format: str


@dataclass(frozen=True)
class SetAsideRow:
    """A row that could not be used: file name, row as a text editor or table counts it, column, and why."""

    source: str
    row: int
    column: str
    code: str
    """"nan_score", "infinite_score", "missing_label", "unknown_label", "bad_number", ..."""
    text: str


@dataclass(frozen=True)
class Conclusion:
    """One thing the loader concluded ("true", "scores", "positive", "classes", "kind", ...) and why."""

    subject: str
    value: str
    reason: str
    doubt: str | None = None
    """A sentence when a person should look; None when the reading is safe."""


@dataclass(frozen=True)
class ColumnMap:
    """Which column of the table is what; score columns in class order."""

    true: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    score_classes: tuple[str, ...] = ()
    pred: str | None = None
    id: str | None = None
    batch: str | None = None
    group: str | None = None
    weight: str | None = None
    count: str | None = None
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Loaded:
    """The result of `load_predictions`.

    `extra` holds the further columns row by row (float, int or str arrays, aligned with `predictions`);
    `row_numbers` and `source_index` say where each used row stood.
    """

    predictions: Predictions
    sources: tuple[Source, ...]
    set_aside: tuple[SetAsideRow, ...]
    columns: ColumnMap
    conclusions: tuple[Conclusion, ...]
    options: InputOptions
    row_numbers: Integers
    source_index: Codes
    extra: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def side_by_side(self) -> bool:
        """Whether the files are the parts of one table, which were joined by an id or line by line."""
        return any(c.subject == "join" for c in self.conclusions)

    @property
    def in_doubt(self) -> bool:
        """Whether a person should look at the conclusions before trusting the numbers."""
        return any(c.doubt for c in self.conclusions)
