"""Opening one file as a person does, watched: what came of it, how long it took and how much memory."""

from __future__ import annotations

import contextlib
import time
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from confmat_gui.core.errors import InputError
from confmat_gui.io.limits import unpacked_limit
from confmat_gui.io.load import load_predictions, preview
from confmat_gui.io.readers import hdf5

PREVIEWED = 5
"""One file in so many is previewed too, which takes the same way through the readers."""
_ADDRESSES = 8 * 2**30


@dataclass(frozen=True)
class Limits:
    """What opening a file may take: seconds, and `multiple` times what it may unpack to, in bytes."""

    seconds: float = 5.0
    multiple: float = 2.0
    forked: bool = False
    """Whether the child of the HDF5 reader is forked instead of begun anew (not on Windows)."""

    def n_bytes(self, paths: Sequence[Path]) -> float:
        """Return the most memory that opening the files may take."""
        return self.multiple * unpacked_limit(sum(path.stat().st_size for path in paths))


@dataclass(frozen=True)
class Outcome:
    """`kind` is "read", "refused", "traceback", "memory", "hang" or "died"."""

    kind: str
    detail: str = ""
    n_bytes: int = 0
    seconds: float = 0.0


def attempt(paths: Path | Sequence[Path]) -> str:
    """Load files; a refusal must name one of them, a result must account for its rows."""
    files = [paths] if isinstance(paths, Path) else list(paths)
    try:
        loaded = load_predictions(files)
    except InputError as error:
        sentence = str(error)
    else:
        assert loaded.predictions.n_rows == loaded.sources[0].n, "rows are lost"
        return "read"
    assert any(path.name in sentence for path in files), f"the refusal names no file: {sentence}"
    return "refused"


def serve(pipe: Connection, limits: Limits) -> None:
    """Open what comes through the pipe until it closes; each file starts from the same memory."""
    _limit_addresses()
    if limits.forked:
        from tests.io import forked

        hdf5._run = forked.run
    pipe.send("ready")
    number = 0
    with contextlib.suppress(EOFError):
        while True:
            paths = [Path(each) for each in pipe.recv()]
            pipe.send(watched(paths, limits, previewed=number % PREVIEWED == 0))
            number += 1


def watched(paths: list[Path], limits: Limits, *, previewed: bool) -> Outcome:
    """Open files and return what came of it."""
    before, start = _reset_peak(), time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            if previewed:
                with contextlib.suppress(InputError):
                    preview(paths[0], partners=paths[1:])
            kind, detail = attempt(paths), ""
        except BaseException:  # noqa: BLE001 - whatever a reader lets through is what is looked for
            kind, detail = "traceback", "".join(traceback.format_exc(-2))
    seconds, n_bytes = time.perf_counter() - start, memory("VmHWM") - before
    if kind != "traceback" and n_bytes > limits.n_bytes(paths):
        kind, detail = "memory", f"{n_bytes / 2**20:.0f} MiB"
    return Outcome(kind, detail, n_bytes, seconds)


def _reset_peak() -> int:
    """Let the system count the peak of this process anew; return the bytes it holds now."""
    with contextlib.suppress(OSError):  # not on Linux: memory stays uncounted
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return memory("VmRSS")


def memory(name: str) -> int:
    """Return a figure that Linux keeps of the memory of this process, in bytes; elsewhere 0."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


def _limit_addresses() -> None:
    """Keep a file that asks for terabytes from taking the machine with it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, hard))
