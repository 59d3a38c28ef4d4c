"""Everything the main window shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.present.costs import CostState
from confmat_gui.present.curves import CurvePlotState
from confmat_gui.present.decide import DecideState
from confmat_gui.present.headline import FigureCard
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.notices import Notice
from confmat_gui.present.samples import SamplesState


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
    costs: CostState
    samples: SamplesState
    command: str
    """The `confmat evaluate` line that gives these numbers."""
