"""The ledger of rows that cannot be used: each once, with its place and the first reason found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Bools, Codes, Integers
from confmat_gui.io.loaded import SetAsideRow
from confmat_gui.io.partners import Partner
from confmat_gui.io.table import NumberColumn

_UNKNOWN = "” is none of the classes."


@dataclass
class Ledger:
    """Collects faults over all rows of all files."""

    row_numbers: Integers
    source_index: Codes
    source_names: tuple[str, ...]
    partners: tuple[Partner, ...] = ()
    bad: Bools = field(init=False)
    _entries: list[tuple[int, SetAsideRow]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.row_numbers), dtype=bool)

    def add(self, rows: NDArray[np.integer[Any]], column: str, code: str, text: Callable[[int], str]) -> None:
        """Set rows aside that are not already; `text` gives the sentence for one row."""
        for row in rows[~self.bad[rows]].tolist():
            self._entries.append((row, self._entry(row, column, code, text)))
        self.bad[rows] = True

    def _entry(self, row: int, column: str, code: str, text: Callable[[int], str]) -> SetAsideRow:
        """Return the fault with the file and row where the column comes from."""
        source, number = self.source_names[self.source_index[row]], int(self.row_numbers[row])
        partner = next((each for each in self.partners if column in each.columns), None)
        if partner is None:
            return SetAsideRow(source, number, column, code, text(row))
        beside = int(partner.row_numbers[row])
        if beside:
            return SetAsideRow(partner.name, beside, column, code, text(row))
        return SetAsideRow(source, number, column, "no_partner", f"It has no partner in {partner.name}.")

    def add_unusable_numbers(self, numbers: NumberColumn, column: str, what: str) -> None:
        """Set aside rows without a finite number: no number text, missing, infinite."""
        bad = numbers.bad
        self.add(
            np.array(sorted(bad), dtype=np.int64),
            column,
            "bad_number",
            lambda row: f"“{_short(bad[row])}” is not a number.",
        )
        if numbers.values.dtype.kind != "f" or _all_finite(numbers.values):
            return
        missing = np.isnan(numbers.values)
        self.add(np.flatnonzero(missing), column, f"nan_{what}", lambda _: f"The {what} is missing.")
        infinite = np.isinf(numbers.values)
        self.add(np.flatnonzero(infinite), column, f"infinite_{what}", lambda _: f"The {what} is infinite.")

    def rows(self) -> tuple[SetAsideRow, ...]:
        """Return the ledger in the order of files and rows."""
        return tuple(entry for _, entry in sorted(self._entries, key=lambda pair: pair[0]))


def about_unknown_label(label: str) -> str:
    """Return the sentence about a row whose label is none of the classes."""
    return f"“{label}{_UNKNOWN}"


def unknown_label(row: SetAsideRow) -> str:
    """Return the label of such a row, from its sentence."""
    return row.text.removeprefix("“").removesuffix(_UNKNOWN)


def _all_finite(values: NDArray[Any]) -> bool:
    """Whether lowest and highest are finite, which nan and infinity would be; no array of flags is made."""
    with np.errstate(invalid="ignore"):  # a damaged file may hold signalling nans
        return bool(np.isfinite(values.min()) and np.isfinite(values.max()))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
