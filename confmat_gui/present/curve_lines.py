"""The curves of all classes, thinned for drawing once per file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from confmat_gui.core.count_curve import CountCurve, Points
from confmat_gui.core.evaluation import Prepared
from confmat_gui.core.prevalence import negative_weight
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.simplify import WHOLE, Part, thin_precision_recall, thin_roc
from confmat_gui.present.curves import CurveKind, CurveLine

ALL_DRAWN = 100
"""Up to this number of classes every curve is drawn."""

WORST_DRAWN = 20
"""Beyond it, so many of the classes with the lowest AUC."""

CurveOf: TypeAlias = tuple[CurveKind, int]

Shares: TypeAlias = tuple[float, ...]
"""Share of each class where the rule is used, in class order, where these are not those of the samples."""

_THINNED: WeakKeyDictionary[Prepared, dict[CurveOf, tuple[float, Points]]] = WeakKeyDictionary()
"""The points of each curve, and what a sample of the rest counted for them."""
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
    detailed: Mapping[CurveOf, Points] | None = None, *, shares: Shares | None = None,
) -> tuple[CurveLine, ...]:
    """Return the curves of the classes in `drawn` that have one; the selected class's last, on top.

    Where there are `detailed` points for a curve, these are taken instead of those of the whole plot. At
    other `shares` than those of the samples, precisions are other ones.
    """
    if prepared.predictions.y_score is None:
        return ()
    names = prepared.predictions.classes
    lines = []
    for k in sorted(drawn, key=lambda index: index == selected):
        x, y = (detailed or {}).get((kind, k)) or _thinned(prepared, kind, k, shares)
        if len(x):
            lines.append(CurveLine(k, names[k], x, y, selected=k == selected))
    return tuple(lines)


def class_points(
    prepared: Prepared, kind: CurveKind, class_index: int, part: Part = WHOLE, shares: Shares | None = None
) -> Points:
    """Return the points of a class's curve that matter in a part of the plot; none where it has no curve."""
    areas = prepared.roc_auc if kind == "roc" else prepared.average_precision
    without = kind == "pr" and shares is not None and not shares[class_index] > 0
    if np.isnan(areas[class_index]) or without:
        return np.empty(0), np.empty(0)
    ranking = prepared.ranking(class_index, drop_intermediate=True)
    curve, weight = _CURVES.get(ranking), _weight(prepared, kind, class_index, shares)
    if curve is None or (kind == "pr" and curve.negative_weight != weight):
        _CURVES[ranking] = curve = CountCurve.of_ranking(ranking, weight)
    return (thin_roc if kind == "roc" else thin_precision_recall)(curve, part)


def weight_of_the_rest(prepared: Prepared, class_index: int, shares: Shares | None) -> float:
    """Return what a sample of the other classes counts in a precision where one of the class counts 1."""
    if shares is None:
        return 1.0
    support = prepared.predictions.support
    n_pos = int(support[class_index])
    return negative_weight(shares[class_index], n_pos, int(support.sum()) - n_pos)


def _weight(prepared: Prepared, kind: CurveKind, class_index: int, shares: Shares | None) -> float:
    return 1.0 if kind == "roc" else weight_of_the_rest(prepared, class_index, shares)


def _thinned(prepared: Prepared, kind: CurveKind, class_index: int, shares: Shares | None) -> Points:
    kept = _THINNED.setdefault(prepared, {})
    key, weight = (kind, class_index), _weight(prepared, kind, class_index, shares)
    known = kept.get(key)
    if known is None or known[0] != weight:
        known = kept[key] = weight, class_points(prepared, kind, class_index, shares=shares)
    return known[1]
