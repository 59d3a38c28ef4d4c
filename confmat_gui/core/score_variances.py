"""Variances of the differences of figures that come from scores (docs/numbers.md, section 4)."""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.alignment import Alignment
from confmat_gui.core.area_influence import AreaInfluence
from confmat_gui.core.arrays import Floats
from confmat_gui.core.cancel import Progress
from confmat_gui.core.class_ranks import ClassRanks, placements, rank_rows
from confmat_gui.core.influence import average_precision_variance, influence_variance
from confmat_gui.core.losses import mean_loss, row_losses
from confmat_gui.core.paired_tests import delong_difference_variance
from confmat_gui.core.prepared import Prepared
from confmat_gui.core.prevalence import prevalence_in_force
from confmat_gui.core.prevalence_areas import average_precision_rows, average_precision_variance_at


@dataclass(frozen=True, eq=False)
class ScoreVariances:
    """Variance of b - a for each figure of the scores, nan where there is none.

    Attributes
    ----------
    overall : "log_loss", "brier", "macro_roc_auc", "hand_till"
    per_class : "roc_auc" (DeLong's) and "average_precision", (K,) in the class order of a
    """

    overall: dict[str, float]
    per_class: dict[str, Floats]


_Kept = weakref.WeakKeyDictionary[Prepared, dict[tuple[bool, bool, bytes], ScoreVariances]]
_kept: weakref.WeakKeyDictionary[Prepared, _Kept] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def score_variances(alignment: Alignment, progress: Progress) -> ScoreVariances:
    """Return the variances of all differences; `progress` is called for each class.

    No rule plays a part in them, so they are kept as long as the samples of both models are. Average
    precision is that at the shares of the classes of both.
    """
    first, second = alignment.a.prepared, alignment.b.prepared
    shares = _shares(alignment)
    how = (alignment.paired, alignment.rows_b is None, b"" if shares is None else shares.tobytes())
    with _lock:
        known = _kept.setdefault(first, weakref.WeakKeyDictionary()).setdefault(second, {})
    if how not in known:
        known[how] = _computed(alignment, progress)
    progress(1.0, "Comparing figures")
    return known[how]


def _shares(alignment: Alignment) -> Floats | None:
    """Return the share of each class of a, (K,); None where each model has the shares of its samples."""
    return None if alignment.a.point.prevalence is None else prevalence_in_force(alignment.a)


def _computed(alignment: Alignment, progress: Progress) -> ScoreVariances:
    n_classes = len(alignment.classes)
    per_class = {key: np.full(n_classes, np.nan) for key in ("roc_auc", "average_precision")}
    models = (alignment.a.prepared, alignment.b.prepared)
    scored = all(prepared.predictions.y_score is not None for prepared in models)
    pair = _Pair.of(alignment) if scored and alignment.paired else None
    shares = _shares(alignment)
    for k, name in enumerate(alignment.classes):
        progress(k / n_classes, f"Comparing {name}")
        if not scored or np.isnan(models[0].roc_auc[k] + models[1].roc_auc[alignment.order[k]]):
            continue
        share = None if shares is None else float(shares[k])
        apart = (k, int(alignment.order[k]))
        found = _apart(models, apart, share) if pair is None else pair.take(k, share)
        per_class["roc_auc"][k], per_class["average_precision"][k] = found
    if pair is not None:
        overall = {**pair.losses(), **pair.areas()}
    else:
        overall = {key: models[0].variances[key] + models[1].variances[key] for key in models[0].variances}
    return ScoreVariances(overall, per_class)


def _apart(
    models: tuple[Prepared, Prepared], classes: tuple[int, int], share: float | None
) -> tuple[float, float]:
    """Return the variances of one class in two sets of samples: they add up."""
    area, precision = 0.0, 0.0
    for prepared, k in zip(models, classes, strict=True):
        area += float(prepared.roc_auc_variance[k])
        ranking = prepared.ranking(k, drop_intermediate=True)
        precision += (
            average_precision_variance(ranking) if share is None
            else average_precision_variance_at(ranking, share)
        )
    return area, precision


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two models of the same samples, whose influence values are subtracted row by row."""

    alignment: Alignment
    models: tuple[Prepared, Prepared]
    gathered: tuple[AreaInfluence, AreaInfluence]

    @classmethod
    def of(cls, alignment: Alignment) -> _Pair:
        models = (alignment.a.prepared, alignment.b.prepared)
        gathered = (AreaInfluence(models[0].predictions), AreaInfluence(models[1].predictions))
        return cls(alignment, models, gathered)

    def take(self, k: int, share: float | None) -> tuple[float, float]:
        """Take in one class of a, and return the variances of its AUC and of its average precision."""
        predictions = self.models[0].predictions
        count, n_rows = predictions.count, predictions.n_rows
        own = np.asarray(predictions.y_true == k)
        ranks = self._ranks(k)
        first, second = (placements(each, n_rows) for each in ranks)
        area = delong_difference_variance(first, self._in_order(second), own, count)
        moved = self._difference(*(average_precision_rows(each, n_rows, share) for each in ranks))
        return area, influence_variance(moved, own, count, 1.0)

    def losses(self) -> dict[str, float]:
        """Return the variances of the mean differences of the losses."""
        first, second = (row_losses(prepared.predictions) for prepared in self.models)
        predictions = self.models[0].predictions
        result = {}
        for key in sorted(first.keys() & second.keys()):
            scale = mean_loss(first[key], predictions) + mean_loss(self._in_order(second[key]), predictions)
            moved = self._difference(first[key], second[key])
            moved -= mean_loss(moved, predictions)
            result[key] = influence_variance(moved, None, predictions.count, scale)
        return result

    def areas(self) -> dict[str, float]:
        """Return the variances of the differences of means of areas, from the classes taken in."""
        first, second = self.gathered
        strata, count = self.models[0].predictions.y_true, self.models[0].predictions.count
        moved = {
            "macro_roc_auc": self._difference(first.macro(), second.macro()),
            "hand_till": self._difference(first.hand_till(), second.hand_till()),
        }
        return {key: influence_variance(values, strata, count, 1.0) for key, values in moved.items()}

    def _ranks(self, k: int) -> tuple[ClassRanks, ClassRanks]:
        first = rank_rows(self.models[0].predictions, k)
        second = rank_rows(self.models[1].predictions, int(self.alignment.order[k]))
        for gathered, ranks in zip(self.gathered, (first, second), strict=True):
            gathered.add(ranks)
        return first, second

    def _difference(self, first: Floats, second: Floats) -> Floats:
        return self._in_order(second) - first

    def _in_order(self, second: Floats) -> Floats:
        rows = self.alignment.rows_b
        return second if rows is None else second[rows]
