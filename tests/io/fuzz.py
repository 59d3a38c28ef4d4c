"""Opens mutated files of every reader: no traceback, no hang, no memory beyond a multiple of the file.

    python -m tests.io.fuzz [--reader CSV] [--files 10000] [--seed 0] [--keep FOLDER] [--forked]

Each file is opened in a process of its own making that may take five seconds; it must be read or refused in a
sentence that names it. The file that goes wrong is kept. A seed gives the same files again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from tests.io.attempts import Limits, Outcome, serve
from tests.io.mutations import mutated, mutated_inside
from tests.io.sound_files import SOUND

FAULTS = ("traceback", "hang", "died", "memory")
INSIDE = 0.5
"""Share of archives that are damaged inside a member, where a checksum would else refuse all."""


@dataclass
class Tally:
    """What came of the files of one reader."""

    reader: str
    outcomes: Counter[str] = field(default_factory=Counter)
    most_bytes: int = 0
    slowest: float = 0.0
    kept: list[str] = field(default_factory=list)

    @property
    def n_faults(self) -> int:
        """Files that went wrong."""
        return sum(self.outcomes[fault] for fault in FAULTS)

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.outcomes[outcome.kind] += 1
        self.most_bytes = max(self.most_bytes, outcome.n_bytes)
        self.slowest = max(self.slowest, outcome.seconds)

    def as_text(self) -> str:
        """Return a line of the table."""
        counts = "".join(f"{self.outcomes[kind]:>10,}" for kind in ("read", "refused", *FAULTS))
        return f"{self.reader:20}{counts}{self.slowest:>9.2f} s{self.most_bytes / 2**20:>9.1f} MiB"


HEADER = f"{'reader':20}" + "".join(f"{kind:>10}" for kind in ("read", "refused", *FAULTS)) + (
    f"{'slowest':>11}{'memory':>13}"
)


class Worker:
    """A process that opens files, and is begun anew after one that it did not survive."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other, self._limits), daemon=True)
        self._process.start()
        other.close()
        self._pipe.recv()  # it has imported what it needs

    def open(self, paths: list[Path]) -> Outcome:
        """Open files together, with the time that one file may take."""
        pipe: Connection = self._pipe
        try:
            pipe.send([str(path) for path in paths])
            if pipe.poll(self._limits.seconds):
                outcome: Outcome = pipe.recv()
                return outcome
            found = Outcome("hang", f"more than {self._limits.seconds:g} s", seconds=self._limits.seconds)
        except (EOFError, OSError):
            found = Outcome("died", "the process ended")
        self.stop()
        self._start()
        return found

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def damaged(reader: str, folder: Path, seed: int, n_files: int) -> Iterator[tuple[int, list[Path]]]:
    """Write and yield one damaged data set after another."""
    sets = []
    for index, writer in enumerate(SOUND[reader]):
        (folder / str(index)).mkdir()
        paths = writer(folder / str(index))
        sets.append([(path, path.read_bytes()) for path in paths])
    for number in range(n_files):
        chance = random.Random(f"{reader} {seed} {number}")
        files = sets[number % len(sets)]
        victim, data = files[0] if len(files) == 1 or chance.random() < 0.8 else files[-1]
        inside = zipfile.is_zipfile(victim) and chance.random() < INSIDE
        victim.write_bytes(mutated_inside(data, chance) if inside else mutated(data, chance))
        yield number, [path for path, _ in files]
        victim.write_bytes(data)


def fuzz(reader: str, n_files: int, seed: int, limits: Limits, keep: Path | None = None) -> Tally:
    """Open so many damaged files of a reader; those that go wrong are copied into the folder `keep`."""
    tally = Tally(reader)
    with tempfile.TemporaryDirectory(prefix="confmat-fuzz-") as folder:
        worker = Worker(limits)
        try:
            for number, paths in damaged(reader, Path(folder), seed, n_files):
                outcome = worker.open(paths)
                tally.add(outcome)
                if outcome.kind in FAULTS:
                    tally.kept.append(f"{reader} {seed}.{number}: {outcome.kind}: {outcome.detail}")
                    _keep(keep, paths, f"{reader.replace(' ', '_')}.{seed}.{number}")
        finally:
            worker.stop()
    return tally


def _keep(folder: Path | None, paths: list[Path], name: str) -> None:
    if folder is None:
        return
    (folder / name).mkdir(parents=True, exist_ok=True)
    for path in paths:
        shutil.copy(path, folder / name)


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Print a line for each reader; 1 where a file went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.io.fuzz", description="Opens mutated files.")
    parser.add_argument("--reader", action="append", choices=SOUND, metavar="READER",
                        help=f"may be given several times: {', '.join(SOUND)}")  # fmt: skip
    parser.add_argument("--files", type=int, default=1_000, help="files of each reader")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=Limits.seconds, help="the most that one may take")
    parser.add_argument("--forked", action="store_true", help="fork the processes of HDF5, to save time")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where files that go wrong are kept")
    options = parser.parse_args(arguments)
    _say(HEADER)
    limits = Limits(options.seconds, forked=options.forked)
    n_faults = 0
    for reader in options.reader or SOUND:
        tally = fuzz(reader, options.files, options.seed, limits, options.keep)
        _say(tally.as_text(), *tally.kept)
        n_faults += tally.n_faults
    return 1 if n_faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
