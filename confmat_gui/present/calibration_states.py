"""What the Calibration tab shows: a reliability diagram, a list of classes, figures beside chance."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.reliability_bins import Binning, Bins
from confmat_gui.present import texts
from confmat_gui.present.list_columns import ListColumn

DIGITS = 4
"""Digits of errors and parts of scores: they are small."""


@dataclass(frozen=True, eq=False)
class ReliabilityState:
    """A reliability diagram.

    Attributes
    ----------
    title : names the class, and the positive one as such
    sentence : the error, beside that of a perfectly calibrated model
    x_label, y_label : of the axes
    class_index : None for the likeliest class
    came : what it means that it came true: "are crack", "are right"
    bins : what was said beside what came true
    steps : (scores, rates) of the isotonic line
    histogram : samples by probability, in equal parts of [0, 1]
    """

    title: str
    sentence: str
    x_label: str
    y_label: str
    class_index: int | None
    came: str
    bins: Bins
    steps: tuple[Floats, Floats]
    histogram: Counts

    def words(self, place: int) -> tuple[str, ...]:
        """Return what a bin says, in lines."""
        bins = self.bins
        n, hits = int(bins.n[place]), int(bins.hits[place])
        said, came = float(bins.mean[place]), float(bins.rate[place])
        low, high = bins.interval[place].tolist()
        reach = _reach(float(bins.low[place]), float(bins.high[place]))
        inside = low <= said <= high
        away = "less than said" if came < said else "more than said"
        verdict = "as said, within chance" if inside else away
        return (
            f"{texts.samples(n)} with probability {reach}",
            f"said {texts.percent(said, spaced=True)} on average",
            f"{texts.count(hits)} {self.came}: {texts.percent(came, spaced=True)} "
            f"({texts.percent(low, spaced=True)} to {texts.percent(high, spaced=True)})",
            verdict,
        )


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("name", "Class", "Each class against the rest; first, whether the likeliest is right."),
    *(
        ListColumn(key, header, explanation, right=True)
        for key, header, explanation in (
            ("rate", "Share", "Share of the samples that are of the class; first, that are right."),
            ("error", "ECE", "Expected calibration error: the mean distance of what was said from what came "
             "true, over bins as chosen."),
            ("perfect", "By chance", "The error of a perfectly calibrated model of this size, 95 times in "
             "100."),
            ("brier", "Brier", "Mean squared error of the probability: miscalibration − discrimination + "
             "uncertainty."),
            ("miscalibration", "Miscalibr.", "What isotonic recalibration would save of the Brier score, "
             "without bins."),
            ("discrimination", "Discrim.", "What the recalibrated probabilities save of the Brier score "
             "against always saying the share."),
            ("uncertainty", "Uncert.", "The Brier score of always saying the share."),
        )
    ),
)  # fmt: skip


@dataclass(frozen=True)
class CalibrationRow:
    """A class of the list, or the likeliest class."""

    name: str
    class_index: int | None
    error: float
    above_chance: bool
    cells: tuple[str, ...]
    """A text for each of `COLUMNS`."""


@dataclass(frozen=True)
class CalibrationFigure:
    """A figure of all classes together.

    Attributes
    ----------
    key : as in the JSON document
    name : by its exact name
    value : as it is written
    beside : what a perfectly calibrated model shows, or how much of it is miscalibration
    above_chance : whether a perfectly calibrated model would hardly show it
    explanation : a sentence or two
    """

    key: str
    name: str
    value: str
    beside: str
    above_chance: bool
    explanation: str


@dataclass(frozen=True, eq=False)
class CalibrationState:
    """The Calibration tab.

    Attributes
    ----------
    reliability : the diagram of what is chosen; None where there are no probabilities
    rows : the likeliest class, then every class
    chosen : which row is drawn
    figures : of all classes together
    binning : as chosen
    scores : how the probabilities came about, where they were recalibrated; else empty
    units : how a part of the samples can be drawn: "rows", "batch", "group"
    why_no_recalibration : empty where the probabilities can be recalibrated
    unavailable : why there is nothing to show; empty where there is
    """

    reliability: ReliabilityState | None
    rows: tuple[CalibrationRow, ...]
    chosen: int
    figures: tuple[CalibrationFigure, ...]
    binning: Binning
    scores: str = ""
    units: tuple[str, ...] = ("rows",)
    why_no_recalibration: str = ""
    unavailable: str = ""


def written(value: float) -> str:
    """Return an error or a part of a score."""
    return texts.figure(value, DIGITS)


def _reach(low: float, high: float) -> str:
    one, other = texts.figure(low), texts.figure(high)
    return one if one == other else f"{one} to {other}"


def telling_rows(state: CalibrationState, room: int) -> tuple[CalibrationRow, ...]:
    """Return up to `room` rows in their order: the likeliest class, what is drawn, and the largest errors."""
    if len(state.rows) <= room:
        return state.rows

    def rank(place: int) -> tuple[bool, float, int]:
        error = state.rows[place].error
        return place not in (0, state.chosen), -error, place

    kept = sorted(range(len(state.rows)), key=rank)[:room]
    return tuple(state.rows[place] for place in sorted(kept))
