"""The files that stand beside the one whose rows count, where files are the parts of one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from confmat_gui.core.arrays import Counts, Integers


@dataclass(frozen=True, eq=False)
class Partner:
    """One file of several that are joined side by side.

    Attributes
    ----------
    name : str
    row_numbers : (n,)
        Where in it the partner of each row stands; 0 where a row has none.
    columns : frozenset of str
        The columns of the joined table that come from it.
    """

    name: str
    row_numbers: Integers
    columns: frozenset[str]

    def taken(self, rows: Counts, names: Mapping[str, str]) -> Partner:
        """Return the partner with its row `rows[i]` (-1: none) beside row i, and with new column names."""
        return Partner(
            self.name,
            np.where(rows >= 0, self.row_numbers[rows], 0),
            frozenset(names[name] for name in self.columns if name in names),
        )


def row_columns(partners: Iterable[Partner], row_numbers: Integers) -> dict[str, Integers]:
    """Return, under a telling name, where the partners stand that do not simply have the row's own number."""
    return {
        f"row of {partner.name}": partner.row_numbers
        for partner in partners
        if not np.array_equal(partner.row_numbers, row_numbers)
    }
