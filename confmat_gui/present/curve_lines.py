"""The curves of all classes, thinned for drawing once per file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from confmat_gui.core.count_curve import CountCurve, Points
from confmat_gui.core.evaluation import Prepared
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.simplify import WHOLE, Part, thin_precision_recall, thin_roc
from confmat_gui.present.curves import CurveKind, CurveLine

ALL_DRAWN = 100
"""Up to this number of classes every curve is drawn."""

WORST_DRAWN = 20
"""Beyond it, so many of the classes with the lowest AUC."""

CurveOf: TypeAlias = tuple[CurveKind, int]

_THINNED: WeakKeyDictionary[Prepared, dict[CurveOf, Points]] = WeakKeyDictionary()
_CURVES: WeakKeyDictionary[Ranking, CountCurve] = WeakKeyDictionary()
"""With the extremes that precision-recall curves are thinned from, as long as a ranking is kept."""


def classes_drawn(prepared: Prepared, selected: int | None, positive: int | None) -> list[int]:
    """Return which classes have a curve and a marker, in class order.

    A binary problem has those of its positive class alone: the other class's ROC is its mirror image.
    """
    n_classes = prepared.predictions.n_classes
    if positive is not None:
        return [positive]
    if n_classes <= ALL_DRAWN:
        return list(range(n_classes))
    by_area = np.argsort(prepared.roc_auc, kind="stable")  # nan goes last
    chosen = {int(k) for k in by_area[:WORST_DRAWN]}
    return sorted(chosen if selected is None else chosen | {selected})


def curve_lines(
    prepared: Prepared, kind: CurveKind, drawn: Sequence[int], selected: int | None,
    detailed: Mapping[CurveOf, Points] | None = None,
) -> tuple[CurveLine, ...]:
    """Return the curves of the classes in `drawn` that have one; the selected class's last, on top.

    Where there are `detailed` points for a curve, these are taken instead of those of the whole plot.
    """
    if prepared.predictions.y_score is None:
        return ()
    names = prepared.predictions.classes
    lines = []
    for k in sorted(drawn, key=lambda index: index == selected):
        x, y = (detailed or {}).get((kind, k)) or _thinned(prepared, kind, k)
        if len(x):
            lines.append(CurveLine(k, names[k], x, y, selected=k == selected))
    return tuple(lines)


def class_points(prepared: Prepared, kind: CurveKind, class_index: int, part: Part = WHOLE) -> Points:
    """Return the points of a class's curve that matter in a part of the plot; none where it has no curve."""
    areas = prepared.roc_auc if kind == "roc" else prepared.average_precision
    if np.isnan(areas[class_index]):
        return np.empty(0), np.empty(0)
    ranking = prepared.ranking(class_index, drop_intermediate=True)
    if ranking not in _CURVES:
        _CURVES[ranking] = CountCurve.of_ranking(ranking)
    thin = thin_roc if kind == "roc" else thin_precision_recall
    return thin(_CURVES[ranking], part)


def _thinned(prepared: Prepared, kind: CurveKind, class_index: int) -> Points:
    kept = _THINNED.setdefault(prepared, {})
    key = (kind, class_index)
    if key not in kept:
        kept[key] = class_points(prepared, kind, class_index)
    return kept[key]
