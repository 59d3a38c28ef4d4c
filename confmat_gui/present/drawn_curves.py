"""What plots show beyond the curves of the whole square, made in the background: detail, and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.count_curve import Points
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.simplify import WHOLE, Part
from confmat_gui.present.curve_lines import CurveOf, Shares, class_points, weight_of_the_rest
from confmat_gui.present.curves import KINDS, CurveKind, CurveLine, CurvePlotState, DecisionSetting
from confmat_gui.present.decision_curves import DecisionCurve, decision_curve

CORNER = 0.25
"""Part of each axis that the corner shows."""
DECISION_TITLES: dict[CurveKind, tuple[str, str]] = {
    "roc": ("ROC", "Decision ROC"), "pr": ("Precision–recall", "Decision precision–recall"),
}  # fmt: skip
"""What a plot is called, and what it is called with a decision curve in it."""


@dataclass(frozen=True)
class WantedCurves:
    """What the plots need now.

    Attributes
    ----------
    parts : the visible part of each plot in which the points of the whole square are too coarse
    classes : the classes drawn, one against the rest
    decision : of the selected class, where its decision curve is wanted and there is one
    shares : of the classes, where precisions are those of other shares than the samples have
    """

    parts: tuple[tuple[CurveKind, Part], ...] = ()
    classes: tuple[int, ...] = ()
    decision: DecisionSetting | None = None
    shares: Shares | None = None


@dataclass(frozen=True, eq=False)
class DrawnCurves:
    """What was made of it, for one data set."""

    wanted: WantedCurves = field(default_factory=WantedCurves)
    detailed: Mapping[CurveOf, Points] = field(default_factory=dict)
    decision: DecisionCurve | None = None
    decision_points: Mapping[CurveKind, Points] = field(default_factory=dict)

    def covers(self, wanted: WantedCurves) -> bool:
        """Whether nothing of what is wanted is missing."""
        mine = self.wanted
        if mine.decision != wanted.decision or mine.parts != wanted.parts:
            return False
        if (wanted.parts or wanted.decision) and mine.shares != wanted.shares:
            return False
        return not wanted.parts or set(wanted.classes) <= set(mine.classes)

    def has_shares(self, kind: CurveKind, wanted: WantedCurves) -> bool:
        """Whether the points of a plot are at the shares that are wanted."""
        return kind == "roc" or self.wanted.shares == wanted.shares


NOTHING = DrawnCurves()


def draw_curves(
    prepared: Prepared, wanted: WantedCurves, before: DrawnCurves = NOTHING, progress: Progress = no_progress
) -> DrawnCurves:
    """Make what is wanted; what `before` has of the same parts and the same decisions is taken over."""
    detailed: dict[CurveOf, Points] = {}
    kept = dict(before.wanted.parts)
    for number, (kind, part) in enumerate(wanted.parts):
        for done, k in enumerate(wanted.classes):
            progress((number + done / len(wanted.classes)) / len(wanted.parts))
            same = kept.get(kind) == part and (kind, k) in before.detailed and before.has_shares(kind, wanted)
            known = before.detailed[kind, k] if same else None
            detailed[kind, k] = known or class_points(prepared, kind, k, part, wanted.shares)
    return DrawnCurves(wanted, detailed, *_decision(prepared, wanted, before))


def _decision(
    prepared: Prepared, wanted: WantedCurves, before: DrawnCurves
) -> tuple[DecisionCurve | None, Mapping[CurveKind, Points]]:
    if wanted.decision is None:
        return None, {}
    same = before.wanted.decision == wanted.decision
    curve = before.decision if same else decision_curve(prepared, wanted.decision)
    if curve is None:
        return None, {}
    same = wanted.parts == before.wanted.parts and wanted.shares == before.wanted.shares
    if curve is before.decision and same:
        return curve, before.decision_points
    parts = dict(wanted.parts)
    weight = weight_of_the_rest(prepared, wanted.decision.class_index, wanted.shares)
    return curve, {kind: curve.points(kind, parts.get(kind, WHOLE), weight) for kind in KINDS}


def with_decision_curve(
    state: CurvePlotState, setting: DecisionSetting, drawn: DrawnCurves
) -> CurvePlotState:
    """Return a plot in which the decision curve takes the place of the selected class's own.

    A curve at thresholds that have moved since is thin and said to be of before; while there is none at all,
    that is said. The hull belongs to the curve against the rest and goes with it.
    """
    lines = tuple(line for line in state.lines if line.class_index != setting.class_index)
    name = next(line.name for line in state.lines if line.class_index == setting.class_index)
    words = f"{name}, other thresholds fixed"
    made = drawn.decision
    if made is None or made.setting.class_index != setting.class_index:
        words = f"{name}: its decision curve is being computed"
    else:
        fresh = made.setting == setting and drawn.wanted.shares == state.shares
        x, y = drawn.decision_points[state.kind]
        lines += (CurveLine(setting.class_index, name, x, y, selected=fresh, decision=True),)
        words = words if fresh else f"{name}, at the thresholds before · being computed"
    rest = "others against the rest" if len(lines) > 1 else ""
    subtitle = " · ".join(part for part in (words, rest) if part)
    title = state.title.replace(*DECISION_TITLES[state.kind])
    return replace(
        state, title=title, subtitle=subtitle, lines=lines, hull=None,
        guides=tuple(guide for guide in state.guides if guide.kind != "lowest_cost"),
    )  # fmt: skip


def zoomed_parts(
    zoom: Literal["all", "corner", "log"], decade: int, pixels: float = 1000.0
) -> tuple[tuple[CurveKind, Part], ...]:
    """Return the part of the ROC that a choice of zoom shows, in a plot of `pixels` a side."""
    if zoom == "all":
        return ()
    if zoom == "corner":
        return (("roc", Part(0.0, CORNER, 1 - CORNER, 1.0, pixels, pixels)),)
    return (("roc", Part(10.0**decade, 1.0, 0.0, 1.0, pixels, pixels, decade)),)
