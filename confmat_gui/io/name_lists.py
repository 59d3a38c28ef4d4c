"""Several names in one line, with commas between."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from confmat_gui.core.errors import InputError


def split_names(text: str) -> tuple[str, ...]:
    """Split at commas; a name that holds a comma stands in double quotes, as in CSV."""
    try:
        (names,) = csv.reader([text], skipinitialspace=True, strict=True)
    except (ValueError, csv.Error):
        raise InputError(f"“{text}” is not a list of names with commas between.") from None
    if not names or not all(name.strip() for name in names):
        raise InputError(f"“{text}” has an empty name in it.")
    return tuple(name.strip() for name in names)


def joined_names(names: Sequence[str]) -> str:
    """Return names as one line that `split_names` takes apart again."""
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([name])
    return text.getvalue()
