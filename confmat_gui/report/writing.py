"""Figures to files: PNG, SVG and PDF, the same bytes for the same input."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias

from confmat_gui import __version__
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.io.atomic import write_atomically
from confmat_gui.present.compare import CompareState
from confmat_gui.present.curve_plots import curve_states
from confmat_gui.present.heatmap import matrix_state
from confmat_gui.present.palette import DARK, LIGHT, Palette
from confmat_gui.present.screen import screen_state
from confmat_gui.present.sections import (
    USUAL,
    VIEWS,
    ReportView,
    SectionName,
    parts_of,
    with_one_subject,
)
from confmat_gui.report.comparison import draw_comparison
from confmat_gui.report.figures import today
from confmat_gui.report.page import Imprint, draw_page
from confmat_gui.report.sections import drawn_alone
from confmat_gui.report.settings import our_settings
from confmat_gui.report.single import draw_single
from confmat_gui.session.state import Session

View: TypeAlias = ReportView
SUFFIXES = (".png", ".svg", ".pdf")
DPI = 150
MOST_DPI = 1200


def write_report(
    path: str | Path,
    session: Session,
    evaluation: Evaluation,
    *,
    view: View = "page",
    sections: Sequence[SectionName] = USUAL,
    dpi: float = DPI,
    dark: bool = False,
    made_on: date | None = None,
) -> None:
    """Write the report page, or one view of it, as PNG, SVG or PDF by the suffix of `path`.

    `sections` stand below the page, where there is something to show.

    Raises
    ------
    InputError
        For another suffix, another view, or a file that cannot be written.
    """
    suffix = checked_suffix(path)
    _check_dpi(dpi)
    day = made_on or today()
    with our_settings():
        figure = report_view(
            session, evaluation, view, sections=sections, dark=dark, made_on=day, keep_text=suffix == ".svg"
        )
        _write(path, figure, suffix, dpi, day)


def write_comparison(
    path: str | Path,
    state: CompareState,
    *,
    dpi: float = DPI,
    dark: bool = False,
    made_on: date | None = None,
) -> None:
    """Write the page of a comparison as PNG, SVG or PDF by the suffix; InputError as `write_report`."""
    suffix = checked_suffix(path)
    _check_dpi(dpi)
    day = made_on or today()
    with our_settings():
        figure = draw_comparison(state, DARK if dark else LIGHT, day, keep_text=suffix == ".svg")
        _write(path, figure, suffix, dpi, day)


def report_view(
    session: Session,
    evaluation: Evaluation,
    view: View = "page",
    *,
    sections: Sequence[SectionName] = USUAL,
    dark: bool = False,
    made_on: date | None = None,
    keep_text: bool = False,
) -> Any:
    """Return the figure that `write_report` writes, for a preview."""
    palette: Palette = DARK if dark else LIGHT
    with our_settings():
        if view == "page":
            imprint = Imprint(made_on or today(), session.name)
            screen = screen_state(with_one_subject(session), evaluation, parts=parts_of(sections))
            return draw_page(screen, palette, imprint, sections=sections, keep_text=keep_text)
        if view == "matrix":
            return draw_single(matrix_state(session, evaluation), palette, keep_text=keep_text)
        if view in ("roc", "pr"):
            roc, precision_recall = curve_states(session, evaluation)
            return draw_single(roc if view == "roc" else precision_recall, palette, keep_text=keep_text)
        if view not in VIEWS:
            raise InputError(f"There is no view called “{view}”; the views are {', '.join(VIEWS)}.")
        return drawn_alone(view)(session, evaluation, palette, keep_text)


def render_png(figure: Any, dpi: float = DPI) -> bytes:
    """Return a figure as PNG."""
    with our_settings():
        return _rendered(figure, ".png", dpi, None)


def checked_suffix(path: str | Path) -> str:
    """Return the suffix of a picture file, in small letters; InputError for one that is not written."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{Path(path).name} has no suffix of a report; end it with .png, .svg or .pdf.")
    return suffix


def _check_dpi(dpi: float) -> None:
    if not 0 < dpi <= MOST_DPI:
        raise InputError(f"A picture cannot have {dpi:g} dots per inch; choose a number up to {MOST_DPI}.")


def _write(path: str | Path, figure: Any, suffix: str, dpi: float, day: date) -> None:
    content = _rendered(figure, suffix, dpi, day)
    with write_atomically(path) as stream:
        stream.write(content)


def _rendered(figure: Any, suffix: str, dpi: float, day: date | None) -> bytes:
    stream = io.BytesIO()
    with _without_glyph_warnings():
        figure.savefig(
            stream,
            format=suffix.removeprefix("."),
            dpi=dpi,
            facecolor=figure.get_facecolor(),
            edgecolor="none",
            metadata=_metadata(suffix, day),
        )
    return stream.getvalue()


def _metadata(suffix: str, day: date | None) -> dict[str, Any]:
    """Return what the file says of itself: the program, and the day but no time, so that bytes repeat."""
    program = f"confmat-gui {__version__}"
    if suffix == ".png":
        return {"Software": program}
    if suffix == ".svg":
        return {"Creator": program, "Date": None if day is None else day.isoformat()}
    created = None if day is None else datetime.combine(day, time(), UTC)
    return {"Creator": program, "Producer": program, "CreationDate": created}


@contextmanager
def _without_glyph_warnings() -> Iterator[None]:
    """Let an SVG keep characters that no font here has: its reader's fonts write them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        yield
