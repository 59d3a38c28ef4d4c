"""The sections of a report: what can stand below the page, and what is also a view of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

from confmat_gui.core.errors import InputError
from confmat_gui.present.parts import PartName, Parts
from confmat_gui.session.state import Session

SectionName: TypeAlias = Literal["costs", "cost-curves", "scores", "batches", "calibration"]
PlainView: TypeAlias = Literal["page", "matrix", "roc", "pr"]
ReportView: TypeAlias = PlainView | SectionName


@dataclass(frozen=True)
class SectionSpec:
    """A section that a report can have.

    Attributes
    ----------
    name : as `--sections` and `--view` know it
    title : as a person reads it
    part : which part of a screen it draws; None where it draws what every screen has
    usual : whether it stands on the page if nobody chooses
    """

    name: SectionName
    title: str
    part: PartName | None
    usual: bool


SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec("costs", "Costs", "costs", usual=True),
    SectionSpec("cost-curves", "Cost curves", "cost_curves", usual=False),
    SectionSpec("scores", "Scores", "scores", usual=False),
    SectionSpec("batches", "Batches", "batches", usual=True),
    SectionSpec("calibration", "Calibration", "calibration", usual=False),
)
"""In the order in which they stand on the page."""

SECTION_NAMES: tuple[SectionName, ...] = tuple(section.name for section in SECTIONS)
USUAL: tuple[SectionName, ...] = tuple(section.name for section in SECTIONS if section.usual)
VIEWS: tuple[ReportView, ...] = (*get_args(PlainView), *SECTION_NAMES)
VIEW_TITLES: tuple[tuple[ReportView, str], ...] = (
    ("page", "Whole page"),
    ("matrix", "Confusion matrix"),
    ("roc", "ROC"),
    ("pr", "Precision–recall"),
    *((section.name, section.title) for section in SECTIONS),
)


def chosen_sections(names: Sequence[str]) -> tuple[SectionName, ...]:
    """Return the sections with these names, in the order of the page; InputError for an unknown one."""
    unknown = [name for name in names if name not in SECTION_NAMES]
    if unknown:
        raise InputError(
            f"There is no section called “{unknown[0]}”; the sections are {', '.join(SECTION_NAMES)}."
        )
    return tuple(name for name in SECTION_NAMES if name in names)


def parts_of(sections: Sequence[SectionName]) -> Parts:
    """Return the parts of a screen that a page with these sections draws; it has the prices itself."""
    drawn = (section.part for section in SECTIONS if section.name in sections)
    return frozenset(part for part in ("costs", *drawn) if part is not None)


def with_one_subject(session: Session) -> Session:
    """Return a session whose sections are all about the same class, where there is one.

    That is the positive class of a binary problem, which the curves are of, else the selected one. In the
    window a person sees which class a tab is of and can choose another there; on a page nobody can.
    """
    display, positive = session.display, session.point.positive
    subject = display.selected_class if positive is None else positive
    if subject is None:
        return session
    selected = None if display.selected_class is None else subject
    return replace(session, display=replace(display, selected_class=selected, calibration_of="class"))
