"""All readers, and which one reads a file. A new format is one module with a READER and one line here."""

from __future__ import annotations

from pathlib import Path

from confmat_gui.core.errors import InputError
from confmat_gui.io.content import Content, sniff
from confmat_gui.io.readers import delimited, feather, npz, parquet
from confmat_gui.io.readers.request import Reader

READERS: tuple[Reader, ...] = (*delimited.READERS, parquet.READER, feather.READER, npz.READER)

_CONTENT_WORDS: dict[Content, str] = {
    "text": "plain text",
    "gzip": "gzip-packed data",
    "Parquet": "a Parquet file",
    "Arrow": "an Arrow (Feather) file",
    "old Feather": "a Feather file of version 1, which is not read; write it again with a newer library",
    "zip": "a zip archive",
    "UTF-16 text": "UTF-16 text; save it as UTF-8",
    "binary": "binary data of an unknown kind",
}
_RIGHT_SUFFIX: dict[Content, str] = {
    "text": ".csv or .tsv if it is a table",
    "gzip": ".csv.gz or .tsv.gz if it is a packed table",
    "Parquet": ".parquet",
    "Arrow": ".feather",
    "zip": ".npz if NumPy wrote it",
}


def known_suffixes() -> tuple[str, ...]:
    """Return every suffix that is read, for file dialogs."""
    return tuple(suffix for reader in READERS for suffix in reader.suffixes)


def reader_by_name(name: str) -> Reader | None:
    """Return the reader whose suffix ends `name` (the longest one), or None."""
    fitting = [
        (len(suffix), reader)
        for reader in READERS
        for suffix in reader.suffixes
        if name.lower().endswith(suffix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def find_reader(path: Path) -> Reader:
    """Return the reader for a file; InputError in one sentence where name and content do not fit a reader."""
    content = sniff(path)
    if content == "empty":
        raise InputError(f"{path.name} is empty.")
    reader = reader_by_name(path.name)
    if reader is None:
        raise InputError(_unknown_suffix(path, content))
    if reader.content != content:
        raise InputError(_wrong_suffix(path, reader, content))
    return reader


def _unknown_suffix(path: Path, content: Content) -> str:
    hint = _RIGHT_SUFFIX.get(content)
    rename = f"; rename it to end in {hint}" if hint else ""
    ending = f"the suffix “{path.suffix}”" if path.suffix else "no suffix"
    return (
        f"{path.name} has {ending} and holds {_CONTENT_WORDS[content]}{rename} "
        f"(suffixes that are read: {', '.join(known_suffixes())})."
    )


def _wrong_suffix(path: Path, reader: Reader, content: Content) -> str:
    hint = _RIGHT_SUFFIX.get(content)
    rename = f"; rename it to end in {hint}" if hint else ""
    return f"{path.name} is named like a {reader.format} file but holds {_CONTENT_WORDS[content]}{rename}."
