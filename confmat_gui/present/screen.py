"""Everything the main window shows at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import WITHOUT_SCORES, ScoreKind
from confmat_gui.present import texts
from confmat_gui.present.batch_rows import BatchesState
from confmat_gui.present.batches import batch_count, batches_state, why_no_ledger
from confmat_gui.present.calibration import calibration_state, why_no_calibration
from confmat_gui.present.calibration_states import CalibrationState
from confmat_gui.present.command import command_text
from confmat_gui.present.cost_curves import CostCurvesState
from confmat_gui.present.cost_editor import cost_state
from confmat_gui.present.costs import CostState
from confmat_gui.present.curve_plots import curve_states
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.decide import DecideState
from confmat_gui.present.decide_table import decide_state
from confmat_gui.present.drawn_curves import DrawnCurves
from confmat_gui.present.figure_cards import headline_cards
from confmat_gui.present.headline import FigureCard
from confmat_gui.present.heatmap import matrix_state
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.notices import Notice, notices
from confmat_gui.present.operating_conditions import Beside, cost_curves_state, why_no_thresholds
from confmat_gui.present.parts import EVERYTHING, PartName, Parts
from confmat_gui.present.repair_words import recalibrated_text, repairs_text
from confmat_gui.present.rule_words import rule_text
from confmat_gui.present.samples import SamplesState, no_samples, sample_count, samples_state
from confmat_gui.present.score_plot import scores_state, why_no_scores
from confmat_gui.present.scores import ScoresState
from confmat_gui.present.seen_samples import NAMES, SeenState, seen_state
from confmat_gui.present.shares import SharesState, adapting_text, shares_state
from confmat_gui.session.state import Session


@dataclass(frozen=True, eq=False)
class ScreenState:
    """One consistent screen: every part is of the same session at the same operating point."""

    title: str
    """File or session name."""
    subtitle: str
    """"48,210 samples · 5 classes · 12 batches · scores: probabilities"."""
    rule_text: str
    """The rule in words, with boundary and positive class; also stands on the report."""
    notices: tuple[Notice, ...]
    headline: tuple[FigureCard, ...]
    matrix: MatrixState
    roc: CurvePlotState
    precision_recall: CurvePlotState
    decide: DecideState
    costs: CostState | None
    """Prices, and what they amount to, which takes a pass of lowest expected cost."""
    sample_count: int
    """Rows behind the selection, for the tab's name."""
    samples: SamplesState | None
    """These rows; None where nobody looks at them, since finding them takes a pass over all rows."""
    batches: BatchesState | None
    """The ledger of batches; None where nobody looks at it, since it takes passes over all rows."""
    scores: ScoresState | None
    """How the scores of a class lie; None where nobody looks at it, since it takes a pass over all rows."""
    batch_count: int
    """Batches that there are, for the tab's name."""
    command: str
    """The `confmat evaluate` line that gives these numbers."""
    unavailable: Mapping[PartName, str] = field(default_factory=dict)
    """Why a part cannot be shown at all; only of those that cannot."""
    calibration: CalibrationState | None = None
    """How far probabilities can be trusted; None where nobody looks at it, since it sorts every class."""
    repairs: str = ""
    """What was put right after reading, in one line; also stands on the report."""
    files: tuple[str, ...] = ()
    """Names of the files that were read, without folders."""
    cost_curves: CostCurvesState | None = None
    """What each policy costs where; None where nobody looks at it, since it takes a pass over all rows."""
    seen: SeenState | None = None
    """Of which samples all this is, where the rule was tuned on a part; also stands on the report."""
    shares: SharesState | None = None
    """At which shares of the classes, where these are not those of the samples; also stands on the report."""


def screen_state(
    session: Session, evaluation: Evaluation, drawn: DrawnCurves | None = None, parts: Parts = EVERYTHING,
    beside: Beside = (),
) -> ScreenState:
    """Return one consistent screen; on repeat only what the operating point changes is made anew.

    `drawn` are the curves made in the background; None: those that are missing are made now. `parts` says
    which of those are made that take passes over all rows. `beside` are the sessions compared with.
    """
    roc, precision_recall = curve_states(session, evaluation, drawn)
    return ScreenState(
        title=title_text(session),
        subtitle=subtitle_text(session),
        rule_text=rule_text(session, evaluation),
        notices=notices(session, evaluation),
        headline=headline_cards(session, evaluation),
        matrix=matrix_state(session, evaluation),
        roc=roc,
        precision_recall=precision_recall,
        decide=decide_state(session, evaluation),
        costs=cost_state(session, evaluation) if "costs" in parts else None,
        sample_count=sample_count(session, evaluation),
        samples=samples_state(session, evaluation) if "samples" in parts else None,
        batches=batches_state(session, evaluation) if "batches" in parts else None,
        scores=scores_state(session, evaluation) if "scores" in parts else None,
        cost_curves=cost_curves_state(session, evaluation, beside) if "cost_curves" in parts else None,
        batch_count=batch_count(session),
        calibration=calibration_state(session, evaluation) if "calibration" in parts else None,
        command=command_text(session),
        unavailable=unavailable_parts(session),
        repairs=repairs_text(session.data.loaded),
        files=tuple(source.name for source in session.data.loaded.sources),
        seen=seen_state(session),
        shares=shares_state(session, evaluation),
    )


def unavailable_parts(session: Session) -> dict[PartName, str]:
    """Return for each part that cannot be shown why that is so."""
    reasons: dict[PartName, str] = {
        "cost_curves": why_no_thresholds(session.data.prepared.predictions),
        "scores": why_no_scores(session),
        "samples": no_samples(session.data.loaded),
        "batches": why_no_ledger(session),
        "calibration": why_no_calibration(session.data.prepared.predictions),
    }
    return {name: reason for name, reason in reasons.items() if reason}


def title_text(session: Session) -> str:
    """Return the file's name, or the session's where there are several files."""
    sources = session.data.loaded.sources
    if len(sources) == 1:
        return sources[0].name
    return session.name or (texts.counted(len(sources), "file") if sources else "predictions")


def subtitle_text(session: Session) -> str:
    """Return "48,210 samples · 5 classes · 12 batches · scores: probabilities"."""
    loaded = session.data.loaded
    predictions = loaded.predictions
    parts = [] if not loaded.options.where else [texts.listed(loaded.options.where, 2)]
    parts += [_samples_text(session), texts.counted(predictions.n_classes, "class", "classes")]
    if len(predictions.batch_names) > 1:
        counted = batch_count(session)
        of_all = f" of {texts.count(len(predictions.batch_names))}"
        few = counted < len(predictions.batch_names)
        parts.append(f"{texts.count(counted)}{of_all if few else ''} batches")
    changed = [recalibrated_text(session.data.repairs), "adapted" if adapting_text(loaded) else ""]
    parts.append(", ".join([scores_text(predictions.score_kind), *(words for words in changed if words)]))
    if session.data.repairs:
        parts.append(texts.counted(len(session.data.repairs), "repair"))
    if loaded.set_aside:
        parts.append(f"{texts.counted(len(loaded.set_aside), 'row')} set aside")
    return " · ".join(parts)


def _samples_text(session: Session) -> str:
    """Return "48,210 samples", or "24,105 of 48,210 samples (held back)"."""
    n, n_of_all = session.data.loaded.predictions.n, session.data.n_of_all
    if n_of_all is None:
        return texts.samples(n)
    return f"{texts.count(n)} of {texts.samples(n_of_all)} ({NAMES[session.samples_of].lower()})"


def scores_text(kind: ScoreKind) -> str:
    """Return "scores: probabilities", or that there are none."""
    name = texts.SCORE_KIND_NAMES[kind]
    return name if kind in WITHOUT_SCORES else f"scores: {name}"
