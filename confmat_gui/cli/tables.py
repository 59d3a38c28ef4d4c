"""Text tables and JSON for a terminal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any


def json_text(document: Mapping[str, Any]) -> str:
    """Return JSON with its keys in the order they were given, letters as they are, and no NaN."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)


def table(rows: Sequence[Sequence[str]], *, left: int = 1, remarks: bool = False) -> str:
    """Return rows as columns of text; the first `left` columns are flush left, the others flush right.

    The last column is flush left too where it holds `remarks`. Control characters of class names become
    boxes: they would break the lines, or steer the terminal.
    """
    rows = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    flush_left = set(range(left)) | ({len(widths) - 1} if remarks else set())
    lines = []
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell)) if position in flush_left
            else " " * (width - _width(cell)) + cell
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def section(title: str, body: str) -> str:
    """Return a body under its title, moved in by two blanks."""
    return "\n".join([title, *(f"  {line}" if line else "" for line in body.splitlines())])


def plain(text: str) -> str:
    """Return a text with a box for every control character."""
    if text.isprintable():
        return text
    return "".join("□" if unicodedata.category(letter) == "Cc" else letter for letter in text)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese letters two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)
