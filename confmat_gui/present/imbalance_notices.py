"""What unequal classes do to figures: what accuracy hides, and what too few samples cannot say.

Each sentence has the interval of its figure, and is only said where chance alone does not explain it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np

from confmat_gui.core.arrays import Bools, Floats
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.intervals import Z95, wilson
from confmat_gui.core.paired_tests import mcnemar
from confmat_gui.core.prevalence import prevalence_in_force
from confmat_gui.present import texts
from confmat_gui.present.notice import Notice
from confmat_gui.present.rule_words import same_rule
from confmat_gui.present.shares import is_reweighted

HIDDEN_BY = 0.25
"""A recall this far below the accuracy is hidden by it."""
NOISE = 0.05
"""Two-sided p-value from which a difference may be chance."""
WIDE = 0.3
"""A recall whose interval is at least this wide says little about its class."""
ALL_WIDE = 0.2
"""Where even the accuracy has an interval this wide there are too few samples of everything, which is said of
the batch."""
MARGIN = 0.05
"""Half the width that more samples are counted for: ± 5 points."""
MOST_NAMED = 4


def imbalance_notices(evaluation: Evaluation, default: Evaluation | None) -> list[Notice]:
    """Return what is said about unequal classes at the rule in force, by its name where it is the default."""
    found = (
        _hidden(evaluation, default),
        not_above_majority(evaluation),
        never_predicted(evaluation),
        too_few(evaluation),
        share_without_samples(evaluation),
    )
    return [notice for notice in found if notice is not None]


def _hidden(evaluation: Evaluation, default: Evaluation | None) -> Notice | None:
    """Name the class with the lowest recall that is surely below the accuracy of the rule in force."""
    accuracy, recall = evaluation.metrics["accuracy"], evaluation.per_class["recall"]
    ends: Floats = evaluation.per_class_intervals["recall"]
    with np.errstate(invalid="ignore"):
        hidden = (accuracy - recall >= HIDDEN_BY) & (_highest_recall(evaluation) < accuracy)
    if not hidden.any():
        return None
    worst = int(np.flatnonzero(hidden)[np.argmin(recall[hidden])])
    name = evaluation.classes[worst]
    which = "default" if default is not None and same_rule(evaluation, default) else "current"
    notice = Notice(
        code="accuracy_hides_class",
        text=f"Accuracy {texts.figure(accuracy)} hides class {name}: "
        f"recall {_with_interval(float(recall[worst]), ends[worst])} at the {which} rule "
        f"({_share_of(evaluation, worst)}).",
        detail=f"A model that always answers {_majority(evaluation)} would score "
        f"{texts.figure(evaluation.metrics['no_information_rate'], 2)}.",
    )
    return _about(notice, name, evaluation)


def _can_be_tuned(evaluation: Evaluation) -> bool:
    """Whether there are thresholds that another rule could have."""
    predictions = evaluation.prepared.predictions
    return predictions.y_score is not None and (predictions.is_binary or predictions.has_probabilities)


def _highest_recall(evaluation: Evaluation) -> Floats:
    """Return the upper ends of the recalls that hold for all classes at once (Bonferroni), (K,)."""
    values = evaluation.per_class
    z = NormalDist().inv_cdf(1 - NOISE / 2 / len(evaluation.classes))
    return wilson(values["tp"], values["tp"] + values["fn"], z)[:, 1]


def not_above_majority(evaluation: Evaluation) -> Notice | None:
    """Say that the accuracy is not above, or is below, that of always answering the most common class.

    Quietly where errors have prices: then accuracy is not what is wanted.
    """
    accuracy, always = evaluation.metrics["accuracy"], evaluation.metrics["no_information_rate"]
    ends = evaluation.intervals.get("accuracy", (math.nan, math.nan))
    below, above = _beside_majority(evaluation, ends)
    if above or not always < 1 or math.isnan(accuracy) or not evaluation.confusion.any():
        return None
    how = "is below" if below else "is not above" if accuracy <= always else "is not clearly above"
    lowest = _lowest_recall(evaluation)
    notice = Notice(
        code="accuracy_below_majority",
        text=f"Accuracy {texts.figure(accuracy)}{_space(texts.interval(ends))} {how} {texts.figure(always)}, "
        f"what always answering {_majority(evaluation)} scores.",
        detail="" if below else "The difference may be chance.",
        severity="info" if accuracy > always or evaluation.point.prices is not None else "warning",
    )
    return notice if lowest is None else _about(notice, lowest, evaluation)


def _about(notice: Notice, name: str, evaluation: Evaluation) -> Notice:
    """Return a notice about a class: it can be shown, and a rule suggested that finds more of it."""
    tuned = _can_be_tuned(evaluation)
    return replace(
        notice, class_name=name, action="select_class", action_label=f"Show {name}",
        second="suggest_rule" if tuned else "", second_label="Suggest a rule" if tuned else "",
    )  # fmt: skip


def _beside_majority(evaluation: Evaluation, ends: tuple[float, float]) -> tuple[bool, bool]:
    """Return whether the accuracy is surely below, and surely above, that of the most common class alone.

    Both answers are for the same samples, so only those count on which they differ (McNemar's mid-p). Of a
    re-weighted matrix, in which samples count differently, the interval of the accuracy decides.
    """
    if is_reweighted(evaluation):
        always = evaluation.metrics["no_information_rate"]
        return ends[1] < always, ends[0] > always
    counts = evaluation.confusion
    most = int(np.argmax(counts.sum(axis=1)))
    gained = int(np.trace(counts) - counts[most, most])
    lost = int(counts[most].sum() - counts[most, most])
    surely = mcnemar(gained, lost)[1] < NOISE
    return surely and lost > gained, surely and gained > lost


def never_predicted(evaluation: Evaluation) -> Notice | None:
    """Say which classes are never predicted, and what that says of their recall."""
    support: Floats = evaluation.per_class["support"]
    missed = np.flatnonzero((evaluation.confusion.sum(axis=0) == 0) & (support > 0))
    if not len(missed) or not evaluation.confusion.any():
        return None
    names = [evaluation.classes[k] for k in missed]
    if len(names) > 1:
        text = f"{texts.count(len(names))} classes are never predicted: {texts.listed(names)}."
        return Notice("class_never_predicted", text)
    rows = int(support[missed[0]])
    high = float(evaluation.per_class_intervals["recall"][missed[0], 1])
    most = "" if math.isnan(high) else f" (recall at most {texts.figure(high)})"
    text = f"Class {names[0]} is never predicted; none of its {texts.samples(rows)} is found{most}."
    return _about(Notice("class_never_predicted", text), names[0], evaluation)


def too_few(evaluation: Evaluation) -> Notice | None:
    """Say of which classes there are too few samples to know their recall, and how many would do."""
    recall, ends = evaluation.per_class["recall"], evaluation.per_class_intervals["recall"]
    low, high = evaluation.intervals.get("accuracy", (0.0, 0.0))
    if high - low >= ALL_WIDE:
        return None
    with np.errstate(invalid="ignore"):
        vague: Bools = ends[:, 1] - ends[:, 0] >= WIDE
    if not vague.any():
        return None
    found = np.flatnonzero(vague)
    decided = evaluation.per_class["tp"] + evaluation.per_class["fn"]
    if len(found) == 1:
        k = int(found[0])
        rests = "rests on 1 sample" if decided[k] == 1 else f"rests on {texts.samples(int(decided[k]))}"
        text = f"The recall of {evaluation.classes[k]}, {_with_interval(float(recall[k]), ends[k])}, {rests}"
        wanted = samples_for(float(recall[k]), int(decided[k]))
        detail = f"About {texts.count(wanted)} would say it to ± {100 * MARGIN:.0f} points."
    else:
        fewest = found[np.argsort(decided[found], kind="stable")]
        named = [f"{evaluation.classes[k]} ({texts.count(decided[k])})" for k in fewest]
        text = f"Too few samples to say the recall of {texts.listed(named, MOST_NAMED)}"
        wanted = max(samples_for(float(recall[k]), int(decided[k])) for k in found.tolist())
        detail = f"About {texts.count(wanted)} of each would say it to ± {100 * MARGIN:.0f} points."
    return Notice(
        code="class_too_small",
        text=f"{text}.",
        class_name=evaluation.classes[int(found[0])] if len(found) == 1 else None,
        detail=detail,
        action="add_batch",
        action_label="Add batch…",
        severity="info",
    )


def share_without_samples(evaluation: Evaluation) -> Notice | None:
    """Say that a share was set of a class that these samples do not have, as after a batch was left out."""
    shares, support = evaluation.point.prevalence or (), evaluation.per_class["support"]
    names = [
        name for name, share, n in zip(evaluation.classes, shares, support, strict=False) if share and not n
    ]
    if not names:
        return None
    whose = f"{'Class' if len(names) == 1 else 'Classes'} {texts.listed(names)}"
    return Notice(
        code="share_without_samples",
        text=f"{whose} {'has' if len(names) == 1 else 'have'} a share here but no true samples, so nothing "
        "says what happens to it; the other classes take that share.",
        class_name=names[0] if len(names) == 1 else None,
        severity="info",
    )


def samples_for(rate: float, n: int, margin: float = MARGIN) -> int:
    """Return about how many samples give a rate an interval of ± `margin`, to two digits, rounded up.

    z^2 p (1 - p) / margin^2, with the rate drawn to 1/2 by four samples (Agresti & Coull 1998), since one
    that was seen in few samples may be far off.
    """
    drawn = (rate * n + 2) / (n + 4)
    wanted = Z95**2 * drawn * (1 - drawn) / margin**2
    step: int = 10 ** max(0, math.floor(math.log10(wanted)) - 1)
    return math.ceil(wanted / step) * step


def _majority(evaluation: Evaluation) -> str:
    return evaluation.classes[int(np.argmax(prevalence_in_force(evaluation)))]


def _share_of(evaluation: Evaluation, class_index: int) -> str:
    share = float(prevalence_in_force(evaluation)[class_index])
    if is_reweighted(evaluation):
        return f"{texts.share(share)} where it is used"
    return f"{texts.percent(share, spaced=True)} of samples"


def _lowest_recall(evaluation: Evaluation) -> str | None:
    """Return the class with the lowest recall, None where no class has one."""
    recall: Floats = evaluation.per_class["recall"]
    return None if np.isnan(recall).all() else evaluation.classes[int(np.nanargmin(recall))]


def _with_interval(value: float, ends: Floats) -> str:
    return f"{texts.figure(value, 2)}{_space(texts.interval(ends.tolist(), 2))}"


def _space(text: str) -> str:
    return f" {text}" if text else ""
