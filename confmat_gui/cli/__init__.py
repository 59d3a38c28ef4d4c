"""The command line: `confmat` without a display, and the arguments of `confmat-gui`."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one `confmat` command and return its exit code: 0 done, 2 the input's fault, 1 ours."""
    from confmat_gui.cli.commands import run

    return run(argv)
