"""Which samples the figures are of: all, those that the rule was tuned on, or those held back."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.tuning import Tuning
from confmat_gui.present import texts
from confmat_gui.session.state import SamplesOf, Session

NAMES: dict[SamplesOf, str] = {"all": "All samples", "tuned": "Tuning part", "held-back": "Held back"}
"""As they stand in the switch."""
WITHIN: dict[SamplesOf, str] = {
    "all": "all samples", "tuned": "the tuning part", "held-back": "the held-back part",
}  # fmt: skip
_WHY: dict[SamplesOf, str] = {
    "all": "Of all samples, those among them that the rule was tuned on: a little too good.",
    "tuned": "Of the samples that the rule was tuned on: too good to be true elsewhere.",
    "held-back": "Of the samples that the rule was not tuned on: what it will do elsewhere.",
}


@dataclass(frozen=True)
class SamplesChoice:
    """One choice of the switch."""

    samples: SamplesOf
    name: str
    explanation: str


@dataclass(frozen=True)
class SeenState:
    """Of which samples every figure is, where the rule was tuned on some of them."""

    samples: SamplesOf
    name: str
    """"Held back"."""
    size: str
    """"24,105 of 48,210"."""
    sentence: str
    """All of it; stands on the report and under each figure."""
    choices: tuple[SamplesChoice, ...]
    """Empty where nothing was held back, so that there is nothing to choose."""


def seen_state(session: Session) -> SeenState | None:
    """Return which samples a session is seen on (see `tuned_parts.seen`); None if its rule was not tuned."""
    tuning, samples = session.tuning, session.samples_of
    if tuning is None:
        return None
    choices: tuple[SamplesChoice, ...] = ()
    if tuning.holds_back:
        choices = tuple(SamplesChoice(each, NAMES[each], _WHY[each]) for each in NAMES)
    return SeenState(samples, NAMES[samples], _size(session), seen_sentence(session), choices)


def seen_sentence(session: Session) -> str:
    """Return of which samples the figures are, and how the rule was tuned; empty if it was not."""
    tuning = session.tuning
    if tuning is None:
        return ""
    if not tuning.holds_back:
        return "Figures of all samples, the same that the rule was tuned on: too good to be true elsewhere."
    n = texts.samples(session.data.loaded.predictions.n)
    size = f"{n}, tuned or not" if session.samples_of == "all" else f"{_size(session)} samples"
    return f"Figures of {WITHIN[session.samples_of]} ({size}); {tuning_text(tuning)}."


def tuning_text(tuning: Tuning) -> str:
    """Return "the rule was tuned on 50 % of each class (seed 0), and the rest held back"."""
    return f"the rule was tuned on {tuned_words(tuning)}, and the rest held back"


def tuned_words(tuning: Tuning) -> str:
    """Return "50 % of each class (seed 0)", or that it is all of the samples."""
    if not tuning.holds_back:
        return "all of them"
    share = texts.plain(100 * tuning.share)
    of = {"rows": "of each class", "batch": "of the samples, in whole batches",
          "group": "of the samples, in whole groups"}[tuning.by]  # fmt: skip
    return f"{share} % {of} (seed {tuning.seed})"


def _size(session: Session) -> str:
    """Return "24,105 of 48,210", or how many there are where all are seen."""
    data = session.data
    n = texts.count(data.loaded.predictions.n)
    return n if data.n_of_all is None else f"{n} of {texts.count(data.n_of_all)}"
