"""The layout of files: the reader, and names and kinds of the columns; never a value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from confmat_gui.io.facts import Facts
from confmat_gui.io.table import Table


def layout_of(tables: Sequence[Table]) -> str:
    """Return a fingerprint of the layout of files that are opened together, in whatever order.

    Files that the same program writes week after week share it, whatever they hold and however many batches
    there are.
    """
    described = sorted({json.dumps([table.format, _columns(table)]) for table in tables})
    return hashlib.sha256("\n".join(described).encode()).hexdigest()


def _columns(table: Table) -> list[tuple[str, str]]:
    facts = Facts(table.columns)
    return [(name, "number" if facts.is_numeric(name) else "text") for name in facts.names]
