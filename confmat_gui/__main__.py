"""The window: `confmat-gui [PATH ...]`, also `python -m confmat_gui`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window on prediction files or a session; exit codes as for `confmat`."""
    from confmat_gui.cli.window import run

    return run(argv)


if __name__ == "__main__":
    sys.exit(main())
