"""The session file's own words, schema version 4.

They are apart from the program's values on purpose: a renamed attribute elsewhere must never change the
format. A change here is a new version with a step in `migrations.py`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

SCHEMA = 4


class StoredSource(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was read; `path` (relative to the session file) only where the session refers to it."""

    name: str
    sha256: str
    n: int
    n_set_aside: int
    format: str
    path: str | None = None


class StoredConclusion(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that was concluded about the files, and why."""

    subject: str
    value: str
    reason: str
    doubt: str | None = None


class StoredColumns(Struct, frozen=True, forbid_unknown_fields=True):
    """Which column was what."""

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


class StoredRepair(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person had put right after reading."""

    kind: Literal[
        "map-classes", "reverse-scores", "drop-repeated", "leave-out", "recalibrate", "adapt-scores"
    ]
    names: tuple[str, ...] = ()
    numbers: tuple[tuple[float, ...], ...] = ()


class StoredOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """What the user said about the files."""

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
    kind: Literal["probability", "sigmoid", "logit", "score", "confidence", "labels", "matrix"] | None = None
    rows: Literal["true", "pred"] | None = None
    join: str | None = None
    where: tuple[str, ...] = ()
    repairs: tuple[StoredRepair, ...] = ()


class StoredPredictions(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known about the samples beside the arrays."""

    classes: tuple[str, ...]
    n_rows: int
    score_kind: Literal["probability", "sigmoid", "logit", "score", "confidence", "labels", "matrix"]
    score_class: int | None
    positive: int | None
    positive_source: Literal["given", "declared", "named", "rarer", "none"]
    batch_names: tuple[str, ...] = ()
    group_names: tuple[str, ...] = ()


class StoredRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A decision rule; `no_decision` leaves samples that reach no threshold without a decision."""

    kind: Literal["predicted", "argmax", "thresholds", "min-cost"]
    no_decision: bool
    thresholds: tuple[tuple[str, float], ...] = ()
    costs: tuple[tuple[float, ...], ...] | None = None
    boundary: Literal[">=", ">"] = ">="


class StoredPoint(Struct, frozen=True, forbid_unknown_fields=True):
    """The operating point.

    A row of costs has a place more for no decision where that has a price. `prevalence` has the share of each
    class where the rule is used, null for one that shares the rest.
    """

    rule: StoredRule
    costs: tuple[tuple[float, ...], ...] | None
    positive: int | None
    prevalence: tuple[float | None, ...] | None = None


class StoredDisplay(Struct, frozen=True, forbid_unknown_fields=True):
    """Choices of display."""

    matrix_mode: Literal["counts", "true", "pred", "all", "cost", "delta"] = "true"
    selected_class: int | None = None
    selected_cell: tuple[int, int] | None = None
    roc_zoom: Literal["all", "corner", "log"] = "all"
    curves: Literal["rest", "decision"] = "rest"
    batch_metric: Literal[
        "accuracy", "balanced_accuracy", "macro_f1", "mcc", "expected_cost", "recall", "precision"
    ] = "accuracy"
    samples_of: Literal["all", "tuned", "held-back"] = "all"
    hull: bool = True
    score_axis: Literal["decision", "own"] = "decision"
    score_scale: Literal["share", "log"] = "share"
    calibration_of: Literal["class", "likeliest"] = "class"
    calibration_bins: Literal["mass", "width"] = "mass"


class StoredTuning(Struct, frozen=True, forbid_unknown_fields=True):
    """On which samples the rule was tuned."""

    share: float
    seed: int
    by: Literal["rows", "batch", "group"]


class StoredRow(Struct, frozen=True, array_like=True):
    """A row that was set aside; lies in a member of its own, because there may be many."""

    source: str
    row: int
    column: str
    code: str
    text: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in a session but its arrays.

    `members` holds the sha256 of every other member of the archive; `extra` the names of the further
    columns, whose arrays are called "extra_0", "extra_1", ... in that order.
    """

    format: Literal["confmat-session"]
    schema: int
    program: str
    saved: str
    name: str
    notes: str
    holds: Literal["arrays", "references"]
    predictions: StoredPredictions
    point: StoredPoint
    display: StoredDisplay
    sources: tuple[StoredSource, ...]
    columns: StoredColumns
    options: StoredOptions
    conclusions: tuple[StoredConclusion, ...]
    cost_unit: str = ""
    extra: tuple[str, ...] = ()
    tuning: StoredTuning | None = None
    members: dict[str, str] = field(default_factory=dict)
