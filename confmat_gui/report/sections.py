"""How each section of a report is drawn, below the page and as a view of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present.batches import batches_state
from confmat_gui.present.calibration import calibration_state
from confmat_gui.present.palette import Palette
from confmat_gui.present.screen import ScreenState
from confmat_gui.present.sections import SectionName
from confmat_gui.report.batches import draw_batches, section_height, with_ledger
from confmat_gui.report.calibration import calibration_height, draw_calibration, with_calibration
from confmat_gui.report.cost_curves import cost_curves_alone, cost_curves_height, draw_cost_curves
from confmat_gui.report.costs import costs_alone, costs_height, draw_costs
from confmat_gui.report.scores import PLOT, draw_scores, scores_alone
from confmat_gui.report.sheet import Box, Sheet
from confmat_gui.report.single import draw_single
from confmat_gui.session.state import Session

GAP = 8.0
PADDING = 9.0

Single: TypeAlias = Callable[[Session, Evaluation, Palette, bool], Any]


@dataclass(frozen=True)
class Section:
    """How one section is drawn.

    Attributes
    ----------
    height : (screen, width) -> height of the section; 0 where there is nothing to show
    draw : (sheet, box, screen), within a panel that is already there
    single : (session, evaluation, palette, keep_text) -> figure; InputError where there is nothing to draw
    """

    name: SectionName
    height: Callable[[ScreenState, float], float]
    draw: Callable[[Sheet, Box, ScreenState], None]
    single: Single


def _batches_height(screen: ScreenState, width: float) -> float:
    if screen.batches is None or not screen.batches.rows:
        return 0.0
    return section_height(screen.batches, width)


def _draw_batches(sheet: Sheet, box: Box, screen: ScreenState) -> None:
    assert screen.batches is not None
    draw_batches(sheet, box, screen.batches)


def _batches_alone(session: Session, evaluation: Evaluation, palette: Palette, keep_text: bool) -> Any:
    return draw_single(with_ledger(batches_state(session, evaluation)), palette, keep_text=keep_text)


def _costs_height(screen: ScreenState, width: float) -> float:
    return 0.0 if screen.costs is None else costs_height(screen.costs, width)


def _draw_costs(sheet: Sheet, box: Box, screen: ScreenState) -> None:
    assert screen.costs is not None
    draw_costs(sheet, box, screen.costs)


def _scores_height(screen: ScreenState, _width: float) -> float:
    return 0.0 if screen.scores is None or screen.scores.unavailable else PLOT


def _draw_scores(sheet: Sheet, box: Box, screen: ScreenState) -> None:
    assert screen.scores is not None
    draw_scores(sheet, box, screen.scores)


def _calibration_height(screen: ScreenState, width: float) -> float:
    if screen.calibration is None or screen.calibration.reliability is None:
        return 0.0
    return calibration_height(screen.calibration, width)


def _draw_calibration(sheet: Sheet, box: Box, screen: ScreenState) -> None:
    assert screen.calibration is not None
    draw_calibration(sheet, box, screen.calibration)


def _calibration_alone(session: Session, evaluation: Evaluation, palette: Palette, keep_text: bool) -> Any:
    return draw_single(with_calibration(calibration_state(session, evaluation)), palette, keep_text=keep_text)


def _cost_curves_height(screen: ScreenState, width: float) -> float:
    if screen.cost_curves is None or screen.cost_curves.unavailable:
        return 0.0
    return cost_curves_height(screen.cost_curves, width)


def _draw_cost_curves(sheet: Sheet, box: Box, screen: ScreenState) -> None:
    assert screen.cost_curves is not None
    draw_cost_curves(sheet, box, screen.cost_curves)


DRAWN: tuple[Section, ...] = (
    Section("costs", _costs_height, _draw_costs, costs_alone),
    Section("cost-curves", _cost_curves_height, _draw_cost_curves, cost_curves_alone),
    Section("scores", _scores_height, _draw_scores, scores_alone),
    Section("batches", _batches_height, _draw_batches, _batches_alone),
    Section("calibration", _calibration_height, _draw_calibration, _calibration_alone),
)
"""In the order in which they stand on the page, as in `present.sections`."""


def drawn_alone(name: str) -> Single:
    """Return what draws a section as a view of its own."""
    return next(section.single for section in DRAWN if section.name == name)


class Below:
    """The sections that stand below a page, each in a panel of its own."""

    def __init__(self, screen: ScreenState, width: float, names: Sequence[SectionName]) -> None:
        wanted = [section for section in DRAWN if section.name in names]
        heights = [(section, section.height(screen, width - 2 * PADDING)) for section in wanted]
        self._screen, self._width = screen, width
        self._parts = [(section, high + 2 * PADDING) for section, high in heights if high]

    @property
    def height(self) -> float:
        """By how much the page is longer."""
        return sum(high + GAP for _, high in self._parts)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw them one below the other."""
        for section, high in self._parts:
            box = Box(x, y + GAP, self._width, high)
            sheet.panel(box)
            section.draw(sheet, box.inset(PADDING), self._screen)
            y = box.bottom
