"""What the ROC and precision-recall plots show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from confmat_gui.core.arrays import Floats
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.present.hulls import HullState
from confmat_gui.session.state import CurveBasis

CurveKind: TypeAlias = Literal["roc", "pr"]
KINDS: tuple[CurveKind, CurveKind] = ("roc", "pr")
DASHES: tuple[tuple[float, ...], ...] = ((3, 2), (1, 1.2), (6, 1.5, 1, 1.5), (6, 3))
"""Of the second session and those after it, whose curves lie over one another."""


def dashes(session: int) -> tuple[float, ...]:
    """Return strokes and gaps, in line widths, of a session in a comparison; the first has a solid line."""
    return DASHES[(session - 1) % len(DASHES)] if session else ()


@dataclass(frozen=True, eq=False)
class CurveLine:
    """One class's curve, thinned for drawing; x and y are parallel."""

    class_index: int
    name: str
    x: Floats
    y: Floats
    selected: bool
    decision: bool = False
    """Whether it is the decision curve, all other thresholds fixed, and not one against the rest."""
    session: int = 0
    """Position of the session in a comparison; the first is solid, each other has dashes of its own."""


@dataclass(frozen=True)
class CurveMarker:
    """The true operating point of a class under the current rule (nan: not shown)."""

    class_index: int
    x: float
    y: float
    selected: bool
    draggable: bool
    text: str


@dataclass(frozen=True, eq=False)
class GuideLine:
    """A thin line that helps to read a plot: chance diagonal, iso-cost, F1 iso-line, prevalence."""

    kind: Literal["chance", "iso_cost", "lowest_cost", "iso_f1", "prevalence"]
    x: Floats
    y: Floats
    label: str = ""


@dataclass(frozen=True)
class DecisionSetting:
    """All that a decision curve depends on beside the samples; equal settings have the same curve.

    In the rule of `point` every class has the threshold it has in force, but the class itself 1.
    """

    class_index: int
    point: OperatingPoint


@dataclass(frozen=True, eq=False)
class CurvePlotState:
    """One plot. When there are no scores, `lines` is empty and `message` says why."""

    kind: CurveKind
    title: str
    """"ROC" or "Precision–recall"."""
    subtitle: str
    """Names the class: "crack against the rest · AUC 0.995 [0.993, 0.996]"."""
    x_label: str
    y_label: str
    lines: tuple[CurveLine, ...]
    markers: tuple[CurveMarker, ...]
    guides: tuple[GuideLine, ...] = ()
    message: str = ""
    zoom: Literal["all", "corner", "log"] = "all"
    decade: int = -3
    """Exponent of the left edge of a logarithmic axis."""
    basis: CurveBasis = "rest"
    """What the user wants the selected class's curve to be."""
    decision: DecisionSetting | None = None
    """Whose decision curve belongs here; None where none is wanted or there is none."""
    why_not: str | None = None
    """Why there are no decision curves; "" where there are, None where there is nothing to choose."""
    shares: tuple[float, ...] | None = None
    """Share of each class for which precisions hold; None where they are those of the samples."""
    legend: tuple[str, ...] = field(default=())
    """Names of the sessions in a comparison, solid first; empty otherwise."""
    hull: HullState | None = None
    """The convex hull of the strong curve; None where it is not wanted or there is none."""
    hull_wanted: bool | None = None
    """Whether hulls are drawn; None where there is nothing to choose."""


def without_best(state: CurvePlotState) -> CurvePlotState:
    """Return a plot without what is best at the present prices: another rule is on show beside it.

    What is best of all samples would be taken for the rule that is proposed, which was tuned on some.
    """
    if state.hull is None or state.hull.best is None:
        return state
    guides = tuple(guide for guide in state.guides if guide.kind != "lowest_cost")
    return replace(state, hull=replace(state.hull, best=None, label=()), guides=guides)
