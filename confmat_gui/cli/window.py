"""The arguments of `confmat-gui`; Qt is imported only when they are understood."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from confmat_gui.cli.arguments import add_input_options, add_paths, input_options
from confmat_gui.cli.ends import guarded
from confmat_gui.cli.parsing import SentenceParser
from confmat_gui.cli.versions import add_version_option
from confmat_gui.core.errors import InputError

SIZE = re.compile(r"(\d{3,5})[x×](\d{3,5})")


def run(argv: Sequence[str] | None = None) -> int:
    """Parse the arguments, open the window, and return its exit code."""
    return guarded("confmat-gui", lambda: _run(argv))


def window_parser() -> SentenceParser:
    """Return the parser of `confmat-gui`."""
    parser = SentenceParser("confmat-gui", "Open the window on prediction files or a session.")
    add_paths(parser, nargs="*")
    parser.add_argument("--screenshot", metavar="window.png", help="write a picture of the window and exit")
    parser.add_argument("--size", metavar="1600x1000", type=window_size, help="size of the window")
    scheme = parser.add_mutually_exclusive_group()
    scheme.add_argument("--dark", dest="dark", action="store_true", default=None, help="dark colours")
    scheme.add_argument("--light", dest="dark", action="store_false", default=None, help="light colours")
    add_version_option(parser)
    add_input_options(parser)
    return parser


def window_size(text: str) -> tuple[int, int]:
    """Return (width, height) from "1600x1000"."""
    match = SIZE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 1600x1000")
    return int(match[1]), int(match[2])


def _run(argv: Sequence[str] | None) -> int:
    arguments = window_parser().understood(argv)
    try:
        from confmat_gui.gui.app import run_window
    except ImportError as error:
        raise InputError(
            f"The window cannot be opened because something of Qt is missing ({error}); "
            "install it, or use the `confmat` command, which needs no Qt."
        ) from error
    return run_window(
        arguments.paths,
        input_options(arguments),
        screenshot=arguments.screenshot,
        size=arguments.size,
        dark=arguments.dark,
    )
