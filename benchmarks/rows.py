"""One line of the table of the benchmarks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table; None where a column does not apply.

    `ratio` says how many times as long the peer takes, `floors` how many bare sorts of the same scores the
    work takes, `memory` how many times the bytes of the input it needs at its peak. `goal` is what the figure
    is held against, `note` says why a work was not run; such a row has no seconds.
    """

    work: str
    seconds: float | None = None
    floors: float | None = None
    ratio: float | None = None
    p95: float | None = None
    memory: float | None = None
    share: float | None = None
    goal: str = ""
    note: str = ""

    def as_text(self) -> str:
        if self.note:
            return f"{self.work:56} {self.note}"
        scale, unit = _unit(self.p95 if self.seconds is None else self.seconds)
        cells = (
            f"{self.work:56}",
            f"{_number(self.seconds, scale, '.1f'):>8} {unit if self.seconds is not None else '':2}",
            f"{_number(self.p95, scale, '.1f'):>8} {unit if self.p95 is not None else '':2}",
            f"{_number(self.floors, 1, '.1f'):>7}",
            f"{_number(self.ratio, 1, _digits(self.ratio)):>9}",
            f"{_number(self.memory, 1, '.2f'):>7}",
            f"{_number(self.share, 1, '.0%'):>6}",
            f"  {self.goal}",
        )
        return " ".join(cells).rstrip()


HEADER = (
    f"{'work':56} {'median':>11} {'p95':>11} {'floors':>7} {'x peer':>9} {'memory':>7} {'share':>6}   goal"
)


def as_json(rows: list[Row]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def _digits(ratio: float | None) -> str:
    """Return so many digits that a ratio of about 1 can be told from its goal."""
    if ratio is None or ratio >= 20:
        return ",.0f"
    return ".1f" if ratio >= 3 else ".2f"


def _unit(seconds: float | None) -> tuple[float, str]:
    return (1e6, "µs") if seconds is not None and seconds < 1e-3 else (1e3, "ms")


def _number(value: float | None, scale: float, form: str) -> str:
    return "" if value is None else format(value * scale, form)
