"""Cells of a table of prices: numbers as people write them, and what names on its edges say."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence

from confmat_gui.core.rules import NO_DECISION

_TRUE = r"true|actual|truth|reference|real"
_PREDICTED = r"pred|predicted|prediction|decided|decision|assigned"
_WORD = re.compile(rf"(?P<true>\b(?:{_TRUE})\b)|(?P<pred>\b(?:{_PREDICTED})\b)", re.IGNORECASE)
_PREFIX = re.compile(
    rf"^\s*(?:(?P<true>{_TRUE})|(?P<pred>{_PREDICTED}))(?:\s*[:=]\s*|[\s_\-]+)(?P<name>.+)$", re.IGNORECASE
)
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_ONE_NUMBER = re.compile(r"^ *[-−+]?\d*[.,]?\d+\s*$")
_ORNAMENTS = str.maketrans(dict.fromkeys("€$£¥") | {"−": "-"})


def split_cells(text: str) -> list[list[str]]:
    """Return the cells of what was copied or typed.

    One number alone is one cell, its comma a decimal one.
    """
    if _ONE_NUMBER.match(text):
        return [[text]]
    lines = "\n".join(line for line in text.splitlines() if line.strip(" "))
    return list(csv.reader(io.StringIO(lines), delimiter=mark_between(lines)))


def mark_between(text: str) -> str:
    """Return what stands between cells: of tab, semicolon and comma the first that gives a rectangle.

    A comma may also be a decimal one, and a semicolon part of a name in quotes. Where none does: the first
    that occurs.
    """
    marks = ("\t", ";", ",")
    for mark in marks:
        widths = {len(row) for row in csv.reader(io.StringIO(text), delimiter=mark) if row}
        if len(widths) == 1 and widths != {1}:
            return mark
    return next((mark for mark in marks if mark in text), "\t")


def read_price(text: str) -> float | None:
    """Return the finite number that a cell writes, None where it is none.

    Decimal point or comma; where both stand, the last is the decimal one ("1.234,5" and "1,234.5"). Blanks
    before three digits and signs of money are left out.
    """
    plain = _THOUSANDS.sub("", text.translate(_ORNAMENTS).strip())
    if not plain or "_" in plain:  # float() would take 1_000
        return None
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point:
        plain = plain.replace(".", "").replace(",", ".")
    elif comma >= 0:
        plain = plain.replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def without_prefix(names: Sequence[str], classes: Sequence[str]) -> tuple[list[str], str]:
    """Return names without "true" or "predicted" before them, and "true", "pred" or "" for what they said.

    Only where all begin so and what follows are classes; a class may itself begin so.
    """
    stripped = [name.strip() for name in names]
    known = {*classes, NO_DECISION}
    found = [_PREFIX.match(name) for name in stripped if name not in known]
    if not found or not all(match is not None and match["name"].strip() in known for match in found):
        return stripped, ""
    kinds = {"true" if match["true"] else "pred" for match in found if match is not None}
    if len(kinds) > 1:
        return stripped, ""
    bare = [name if name in known else _bare(name) for name in stripped]
    return bare, kinds.pop()


def _bare(name: str) -> str:
    match = _PREFIX.match(name)
    return name if match is None else match["name"].strip()


def rows_are_predicted(corner: str, rows: str, columns: str, *, abstaining_row: bool) -> bool:
    r"""Whether a table says that its rows are the predicted classes.

    Parameters
    ----------
    corner : what stands where both edges meet: "predicted \ true", or the name of the rows alone
    rows, columns : what the names of rows and columns say, see `without_prefix`
    abstaining_row : whether a row is that of no decision, which can only be predicted
    """
    if rows or columns:
        return rows == "pred" or columns == "true"
    if abstaining_row:
        return True
    words = ["true" if match["true"] else "pred" for match in _WORD.finditer(corner)]
    if not words:
        return False
    down = corner.find("↓")
    if down >= 0:
        before = [match for match in _WORD.finditer(corner) if match.start() < down]
        return bool(before and before[-1]["pred"])
    return words[0] == "pred"
