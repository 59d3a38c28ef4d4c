"""The decision curve of a class: what its threshold reaches while all others stay (docs/numbers.md, 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from confmat_gui.core.count_curve import CountCurve, Points
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.simplify import WHOLE, Part, thin_precision_recall, thin_roc
from confmat_gui.core.stepping import threshold_path
from confmat_gui.core.thresholds import starting_thresholds
from confmat_gui.present.curves import CurveKind, DecisionSetting
from confmat_gui.present.decide_table import equal_to_thresholds
from confmat_gui.present.rule_choices import rule_choices
from confmat_gui.session.starting import as_thresholds
from confmat_gui.session.state import Session


@dataclass(frozen=True, eq=False)
class DecisionCurve:
    """A decision curve as counts, with the setting it belongs to."""

    setting: DecisionSetting
    curve: CountCurve

    def points(self, kind: CurveKind, part: Part = WHOLE, weight: float = 1.0) -> Points:
        """Return the points that matter in a part of a plot; a sample of the rest counts `weight`."""
        if kind == "roc":
            return thin_roc(self.curve, part)
        return thin_precision_recall(replace(self.curve, negative_weight=weight), part)


def why_no_decision_curve(session: Session) -> str | None:
    """Return why the current rule has no decision curves; "" where it has, None for two classes.

    Of two classes the plain curve is the decision curve, so there is nothing to choose.
    """
    predictions, rule = session.data.prepared.predictions, session.point.rule
    if predictions.n_classes <= 2:
        return None
    thresholds = next(choice for choice in rule_choices(session) if choice.kind == "thresholds")
    if not thresholds.possible:
        return thresholds.reason
    if rule.kind == "predicted":
        return "The labels of the file are taken as they are: no threshold leads to them."
    if not equal_to_thresholds(session):
        return "These prices are not expressible as thresholds: no threshold leads to what they decide."
    return ""


def decision_setting(session: Session, class_index: int) -> DecisionSetting:
    """Return what the decision curve of a class depends on now."""
    predictions, started = session.data.prepared.predictions, as_thresholds(session)
    values = starting_thresholds(predictions, started)
    values[class_index] = 1.0
    named = tuple(zip(predictions.classes, values.tolist(), strict=True))
    return DecisionSetting(class_index, OperatingPoint(replace(started, named_thresholds=named)))


def decision_curve(prepared: Prepared, setting: DecisionSetting) -> DecisionCurve | None:
    """Return the decision curve at a setting; None where the class or the rest has no samples."""
    path = threshold_path(prepared, setting.point, setting.class_index)
    support = prepared.predictions.support
    n_pos = int(support[setting.class_index])
    n_neg = int(support.sum()) - n_pos
    if not n_pos or not n_neg:
        return None
    curve = CountCurve(path.tps, path.fps, n_pos, n_neg, from_origin=False)
    return DecisionCurve(setting, curve)
