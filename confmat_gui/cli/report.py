"""`confmat report`: a picture or page without a display."""

from __future__ import annotations

import argparse
from pathlib import Path

from confmat_gui.cli.arguments import add_input_options, add_paths, add_rule_options
from confmat_gui.cli.batch_options import add_batch_metric, with_batch_metric
from confmat_gui.cli.operating import check_rule_options, opened
from confmat_gui.cli.parsing import comma_list
from confmat_gui.cli.samples_options import add_samples_options, as_seen
from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.present.decision_curves import why_no_decision_curve
from confmat_gui.present.sections import SECTION_NAMES, USUAL, VIEWS, SectionName, chosen_sections
from confmat_gui.session.changes import select_class, set_curves
from confmat_gui.session.state import Session

DESCRIPTION = "Write the report page, or one view of it, as PNG, SVG or PDF; no display is needed."
SUFFIXES = (".png", ".svg", ".pdf")
MOST_DPI = 1200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `report` understands."""
    add_paths(parser)
    add_output(parser, required=True)
    parser.add_argument("--view", choices=VIEWS, default="page", help="whole page (default) or one view")
    parser.add_argument(
        "--sections", metavar="NAME[,NAME]", type=comma_list,
        help=f"what stands below the page: {', '.join(SECTION_NAMES)}, all or none "
        f"(default: {', '.join(USUAL)})",
    )
    parser.add_argument(
        "--decision-curve", metavar="CLASS",
        help="draw the decision curve of this class (all other thresholds fixed) in place of its own",
    )  # fmt: skip
    add_batch_metric(parser)
    parser.add_argument("--dark", action="store_true", help="dark colours")
    add_input_options(parser)
    add_rule_options(parser)
    add_samples_options(parser)


def add_output(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add the file to write and its resolution."""
    what = "the file to write; its suffix says the format"
    parser.add_argument("-o", "--output", metavar="report.png|svg|pdf", required=required, help=what)
    parser.add_argument("--dpi", type=dots_per_inch, default=150, help="resolution of a PNG (default: 150)")


def dots_per_inch(text: str) -> int:
    """Return a resolution that a page can have."""
    if not text.isascii() or not text.isdigit() or not 10 <= int(text) <= MOST_DPI:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 10 to {MOST_DPI}")
    return int(text)


def report_path(text: str) -> Path:
    """Return where to write; InputError for a format that reports do not have."""
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"“{path.name}” has no suffix of a report; end its name in .png, .svg or .pdf.")
    return path


def sections_of(arguments: argparse.Namespace) -> tuple[SectionName, ...]:
    """Return the sections that were asked for; InputError for an unknown one, or beside a single view."""
    if arguments.sections is None:
        return USUAL
    if arguments.view != "page":
        raise InputError("Sections stand below the whole page; leave out --sections or --view.")
    if arguments.sections == ("none",):
        return ()
    return SECTION_NAMES if arguments.sections == ("all",) else chosen_sections(arguments.sections)


def with_decision_curve(session: Session, name: str) -> Session:
    """Return the session with a class selected and its decision curve chosen; InputError if it has none."""
    index = session.data.prepared.predictions.class_index(name)
    reason = why_no_decision_curve(session)
    if reason is None:
        raise InputError("Of two classes the curve itself is the decision curve; leave out --decision-curve.")
    if reason:
        raise InputError(f"There is no decision curve. {reason}")
    return set_curves(select_class(session, index), "decision")


def execute(arguments: argparse.Namespace, progress: Progress) -> str:
    """Write the report and say so."""
    check_rule_options(arguments)
    target, sections = report_path(arguments.output), sections_of(arguments)
    session = with_batch_metric(opened(arguments, arguments.paths, progress), arguments.batch_metric)
    if arguments.decision_curve is not None:
        session = with_decision_curve(session, arguments.decision_curve)
    session = as_seen(session, arguments, progress)
    evaluation = evaluate(session.data.prepared, session.point)
    from confmat_gui.report import write_report

    write_report(
        target, session, evaluation, view=arguments.view, sections=sections, dpi=arguments.dpi,
        dark=arguments.dark,
    )
    return f"Wrote {arguments.output}."
