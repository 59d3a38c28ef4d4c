"""The commands of `confmat` and the way to them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from confmat_gui.cli.ends import guarded
from confmat_gui.cli.parsing import SentenceParser
from confmat_gui.cli.terminal import terminal_progress
from confmat_gui.cli.versions import add_version_option
from confmat_gui.core.cancel import Progress
from confmat_gui.core.errors import InputError

COMMANDS: Mapping[str, str] = {
    "inspect": "what was found in the files, and why",
    "evaluate": "confusion matrix and figures under a decision rule",
    "suggest": "the best rule for an objective under constraints",
    "report": "a report as PNG, SVG or PDF",
    "session": "keep files, rule and prices as one session file",
    "compare": "sessions or prediction files side by side",
}


class Command(Protocol):
    """What the module of a command offers."""

    DESCRIPTION: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def execute(self, arguments: argparse.Namespace, progress: Progress) -> str:
        """Carry the command out and return what it prints, empty for nothing."""


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command; see `confmat_gui.cli.main`."""
    words = list(sys.argv[1:] if argv is None else argv)
    program = f"confmat {words[0]}" if words and words[0] in COMMANDS else "confmat"
    return guarded(program, lambda: _run(words))


def command_parser(name: str) -> SentenceParser:
    """Return the parser of one command."""
    command = _command(name)
    parser = SentenceParser(f"confmat {name}", command.DESCRIPTION)
    command.add_arguments(parser)
    return parser


def _run(words: Sequence[str]) -> int:
    if not words or words[0] not in COMMANDS:
        return _without_command(words)
    arguments = command_parser(words[0]).understood(words[1:])
    with terminal_progress() as progress:
        text = _command(words[0]).execute(arguments, progress)
    if text:
        print(text)
    return 0


def _without_command(words: Sequence[str]) -> int:
    parser = SentenceParser("confmat", "Decide how to use a classifier, from the command line.")
    parser.usage = "confmat COMMAND PATH... [options]"
    parser.epilog = "`confmat COMMAND --help` lists the options of a command; `confmat-gui` opens the window."
    add_version_option(parser)
    group = parser.add_argument_group("commands")
    for name, what in COMMANDS.items():
        group.add_argument(name, nargs="?", help=what)
    known = ", ".join(COMMANDS)
    if not words:
        raise InputError(f"Say what to do: {known}; `confmat --help` tells more.")
    if not words[0].startswith("-"):
        raise InputError(f"There is no command “{words[0]}”; the commands are {known}.")
    parser.parse_args(words)
    raise InputError(f"Name the command before its options; the commands are {known}.")


def _command(name: str) -> Command:
    return cast(Command, import_module(f"confmat_gui.cli.{name}"))
