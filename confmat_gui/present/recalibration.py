"""What a recalibration does, on samples held back from its fit; and what trusting probabilities costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from confmat_gui.core.judging import Judged, RecalibrationTrial
from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.trusting import CostOfTrust
from confmat_gui.present import texts
from confmat_gui.present.calibration_states import written
from confmat_gui.present.json_values import number

Document: TypeAlias = dict[str, Any]
KEYS = ("log_loss", "brier", "ece_top_label_width", "ece_top_label_mass", "ece_classwise_mass")
NAMES = {
    "log_loss": "Log loss",
    "brier": "Brier score",
    "ece_top_label_width": "ECE top label, equal width",
    "ece_top_label_mass": "ECE top label, equal mass",
    "ece_classwise_mass": "ECE classwise, equal mass",
}


@dataclass(frozen=True)
class TrialRow:
    """A figure before and after recalibration; lower is better."""

    key: str
    name: str
    before: str
    after: str
    lower: bool
    higher: bool


@dataclass(frozen=True)
class TrialState:
    """A recalibration that was tried, or is in force.

    Attributes
    ----------
    recalibration : with its numbers
    sentence : what was fitted on how many samples, and on which it is judged
    rows : figures before and after
    in_force : whether the scores are recalibrated by it
    """

    recalibration: Recalibration
    sentence: str
    rows: tuple[TrialRow, ...]
    in_force: bool


def trial_state(found: RecalibrationTrial, n_samples: int, *, in_force: bool) -> TrialState:
    """Return a trial in words; `n_samples` are all of them."""
    before, after = judged_values(found.before), judged_values(found.after)
    rows = tuple(
        TrialRow(
            key, NAMES[key], written(before[key]), written(after[key]),
            lower=after[key] < before[key], higher=after[key] > before[key],
        )
        for key in KEYS
    )  # fmt: skip
    return TrialState(found.recalibration, trial_sentence(found, n_samples), rows, in_force)


def trial_sentence(found: RecalibrationTrial, n_samples: int) -> str:
    """Return what was fitted on how many samples, and on which it is judged."""
    name = found.recalibration.words
    named = f"{name[:1].upper()}{name[1:]}"
    if not found.held_back:
        return f"{named}, fitted on all {texts.samples(n_samples)} and judged on them: the figures flatter."
    tuning, fitted_on = found.recalibration.tuning, texts.samples(n_samples - found.before.n)
    by = {"rows": "", "batch": " of whole batches", "group": " of whole groups"}[tuning.by]
    return (
        f"{named}, fitted on {fitted_on}{by}, judged on {texts.count(found.before.n)} held back "
        f"(seed {tuning.seed})."
    )


def judged_values(judged: Judged) -> dict[str, float]:
    """Return the figures of some samples by key."""
    found = judged.calibration
    errors = (found.top.width_error, found.top.mass_error, found.classwise)
    return dict(zip(KEYS, (judged.log_loss, judged.brier, *(e.value for e in errors)), strict=True))


def trust_sentence(found: CostOfTrust, unit: str) -> str:
    """Return what trusting the probabilities costs beside the best thresholds, in the user's units."""

    def money(value: float) -> str:
        return texts.in_unit(texts.each(value), unit)

    how = "" if found.exact else " that a search found"
    at = ", re-weighted to the shares where it is used" if found.reweighted else ""
    on = f" On the {texts.samples(found.n)} held back{at}."
    if found.is_noise:
        return (
            f"Trusting the probabilities costs {money(found.trusted)} a sample, the best thresholds{how} "
            f"{money(found.best)}: no more than noise.{on}"
        )
    more = "more" if found.excess > 0 else "less"
    return (
        f"Trusting the probabilities costs {money(abs(found.excess))} a sample {more} than the best "
        f"thresholds{how} ({money(found.best)}).{on}"
    )


def recalibration_document(change: Recalibration, found: RecalibrationTrial | None) -> Document:
    """Return what `--json` says of the recalibration in force; `found` None: it was not judged here."""
    tuning = change.tuning
    return {
        "method": change.method,
        "fitted_on": {"share": tuning.share, "seed": tuning.seed, "by": tuning.by},
        "of": change.of,
        "numbers": [list(row) for row in change.numbers],
        "judged": None if found is None else {
            "held_back": found.held_back,
            "n": found.before.n,
            "before": {key: number(value) for key, value in judged_values(found.before).items()},
            "after": {key: number(value) for key, value in judged_values(found.after).items()},
        },
    }  # fmt: skip
