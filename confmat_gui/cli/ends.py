"""How a command ends: what went wrong becomes one sentence and an exit code, never a traceback."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from confmat_gui.cli.tables import plain
from confmat_gui.cli.terminal import close_broken_pipe
from confmat_gui.core.errors import ConfmatError

DONE, OUR_FAULT, INPUT_FAULT, INTERRUPTED = 0, 1, 2, 130
TRACEBACK = "CONFMAT_TRACEBACK"


def guarded(program: str, command: Callable[[], int]) -> int:
    """Run `command` and turn whatever it raises into an exit code and at most one sentence on stderr."""
    _write_any_text()
    try:
        code = command()
        sys.stdout.flush()
    except (SystemExit, KeyboardInterrupt, BrokenPipeError) as leaving:
        return _quiet_end(leaving)
    except (ConfmatError, OSError, MemoryError) as error:
        return _say(program, _about_input(error), INPUT_FAULT)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        what = f"{type(error).__name__}: {error}"
        return _say(program, f"A fault of the program ({what}); {TRACEBACK}=1 shows where.", OUR_FAULT)
    return code


def _quiet_end(leaving: BaseException) -> int:
    """Return the code after --help, after Ctrl-C, and when the reader of our answer has read enough."""
    if isinstance(leaving, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(leaving, BrokenPipeError):
        close_broken_pipe()
    return DONE


def _say(program: str, sentence: str, code: int) -> int:
    print(f"{program}: {plain(' '.join(sentence.split()))}", file=sys.stderr)
    return code


def _about_input(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "There is not enough memory for these files; give fewer or smaller ones."
    if isinstance(error, OSError):
        name = error.filename2 or error.filename or "a file"
        return f"“{name}” cannot be used ({error.strerror or error}); check its name, folder and rights."
    return str(error)


def _write_any_text() -> None:
    """Replace letters that a terminal's encoding lacks instead of failing on a class name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
