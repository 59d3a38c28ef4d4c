"""What a user has open and decided. A change is a pure function `Session -> Session` (see `changes.py`)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from confmat_gui.core.evaluation import Evaluation, Prepared
from confmat_gui.core.integrity import Finding
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.reliability_bins import Binning
from confmat_gui.core.repairs import Repair
from confmat_gui.core.tuning import TunedPart, Tuning
from confmat_gui.io.loaded import Loaded

MatrixMode: TypeAlias = Literal["counts", "true", "pred", "all", "cost", "delta"]
"""What the heatmap shows: counts, row %, column %, all %, cost, change against the default rule."""


BatchMetric: TypeAlias = Literal[
    "accuracy", "balanced_accuracy", "macro_f1", "mcc", "expected_cost", "recall", "precision"
]
"""Which figure the ledger of batches shows; recall and precision are those of the selected class."""


ScoreAxis: TypeAlias = Literal["decision", "own"]
"""Along what the scores of a class are counted: where each sample is lost, or its probability."""


ScoreScale: TypeAlias = Literal["share", "log"]
"""How high a bar is: a share of the samples, or their number on a logarithmic scale."""


CurveBasis: TypeAlias = Literal["rest", "decision"]
"""What the curve of a selected class is drawn from: one against the rest, or the decisions of the rule."""


SamplesOf: TypeAlias = Literal["all", "tuned", "held-back"]
"""Which samples are seen: all of them, those that the rule was tuned on, or those held back from that."""


CalibrationOf: TypeAlias = Literal["class", "likeliest"]
"""Whose reliability is drawn: that of the selected class (else of the positive one, else of the likeliest),
or of the likeliest class of each sample."""


@dataclass(frozen=True, eq=False)
class DataSet:
    """Files read and prepared; shared by every state of the undo history."""

    loaded: Loaded
    prepared: Prepared
    default_evaluation: Evaluation
    """The default rule at no prices, for every "vs default"."""
    unrepaired: Loaded | None = None
    """What was read before repairs; None where there is no repair."""
    findings: tuple[Finding, ...] = ()
    """Faults that the samples show, repairs in force considered."""
    n_of_all: int | None = None
    """Where this is the tuning part or the held-back part: how many samples there are in all."""
    parts: dict[tuple[Tuning, TunedPart], DataSet] = field(default_factory=dict, repr=False)
    """Parts that were made of it, kept by `session/tuned_parts.py`."""

    @property
    def original(self) -> Loaded:
        """What was read, before any repair: what session files hold."""
        return self.loaded if self.unrepaired is None else self.unrepaired

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The repairs in force."""
        return self.loaded.options.repairs


@dataclass(frozen=True)
class Display:
    """Choices of display that are saved with a session."""

    matrix_mode: MatrixMode = "true"
    selected_class: int | None = None
    selected_cell: tuple[int, int] | None = None
    """(true, predicted); K for no decision"""
    roc_zoom: Literal["all", "corner", "log"] = "all"
    curves: CurveBasis = "rest"
    batch_metric: BatchMetric = "accuracy"
    samples_of: SamplesOf = "all"
    """Counts only where the rule was tuned on a part, see `Session.samples_of`."""
    hull: bool = True
    """Whether the ROC has the convex hull of the strong curve."""
    score_axis: ScoreAxis = "decision"
    score_scale: ScoreScale = "share"
    calibration_of: CalibrationOf = "class"
    calibration_bins: Binning = "mass"


@dataclass(frozen=True, eq=False)
class Session:
    """One classifier's predictions with everything decided about them."""

    data: DataSet
    point: OperatingPoint
    display: Display = field(default_factory=Display)
    name: str = ""
    notes: str = ""
    cost_unit: str = ""
    """In what prices are counted, such as "€" or "minutes"; empty where nobody said."""
    tuning: Tuning | None = None
    """On which samples the rule was tuned; None where it was not tuned on a part."""

    @property
    def samples_of(self) -> SamplesOf:
        """Which samples are seen: a part only where the rule was tuned on one."""
        return "all" if self.tuning is None or not self.tuning.holds_back else self.display.samples_of

    def with_point(self, point: OperatingPoint) -> Session:
        """Return the session at another operating point.

        A selected cell of no decision is let go where the rule decides every sample.
        """
        cell, n_classes = self.display.selected_cell, len(self.data.prepared.predictions.classes)
        lost = cell is not None and cell[1] == n_classes and not point.may_abstain
        display = replace(self.display, selected_cell=None) if lost else self.display
        return replace(self, point=point, display=display)
