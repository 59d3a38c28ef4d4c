"""The curves of all classes, thinned for drawing once per file."""

from __future__ import annotations

from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.evaluation import Prepared
from confmat_gui.core.simplify import thin_curve
from confmat_gui.present.curves import CurveKind, CurveLine

ALL_DRAWN = 100
"""Up to this number of classes every curve is drawn."""

WORST_DRAWN = 20
"""Beyond it, so many of the classes with the lowest AUC."""

SHORTEST_STEP = 0.0005
"""Half a pixel of a plot of 1,000."""

Thinned: TypeAlias = dict[tuple[CurveKind, int], tuple[Floats, Floats]]

_THINNED: WeakKeyDictionary[Prepared, Thinned] = WeakKeyDictionary()


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
    prepared: Prepared, kind: CurveKind, drawn: list[int], selected: int | None
) -> tuple[CurveLine, ...]:
    """Return the curves of the classes in `drawn` that have one; the selected class's last, on top."""
    if prepared.predictions.y_score is None:
        return ()
    names = prepared.predictions.classes
    lines = []
    for k in sorted(drawn, key=lambda index: index == selected):
        x, y = _thinned(prepared, kind, k)
        if len(x):
            lines.append(CurveLine(k, names[k], x, y, selected=k == selected))
    return tuple(lines)


def _thinned(prepared: Prepared, kind: CurveKind, class_index: int) -> tuple[Floats, Floats]:
    kept = _THINNED.setdefault(prepared, {})
    key = (kind, class_index)
    if key not in kept:
        kept[key] = _thin(prepared, kind, class_index)
    return kept[key]


def _thin(prepared: Prepared, kind: CurveKind, class_index: int) -> tuple[Floats, Floats]:
    areas = prepared.roc_auc if kind == "roc" else prepared.average_precision
    if np.isnan(areas[class_index]):
        return np.empty(0), np.empty(0)
    name = prepared.predictions.classes[class_index]
    if kind == "roc":
        roc = prepared.roc(name)
        return thin_curve(roc.fpr, roc.tpr)
    curve = prepared.precision_recall(name)
    return thin_curve(*stepped(curve.recall, curve.precision))


def stepped(recall: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """Return the curve with its corners: between two points the precision is that of the further one.

    Steps too short to be seen get no corner; a straight line between points would promise more than there is.
    """
    long = np.flatnonzero(np.diff(recall) > SHORTEST_STEP) + 1
    return np.insert(recall, long, recall[long - 1]), np.insert(precision, long, precision[long])
