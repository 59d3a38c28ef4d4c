"""All readers, and which one reads a file: every module of this folder that has READERS adds its own."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path

from confmat_gui.core.errors import InputError
from confmat_gui.io import readers
from confmat_gui.io.content import PACKING_SUFFIXES, Start, look
from confmat_gui.io.readers.request import Reader


def _all_readers() -> tuple[Reader, ...]:
    names = sorted(
        module.name for module in pkgutil.iter_modules(readers.__path__) if module.name != "registry"
    )
    modules = [importlib.import_module(f"{readers.__name__}.{name}") for name in names]
    return tuple(reader for module in modules for reader in getattr(module, "READERS", ()))


READERS: tuple[Reader, ...] = _all_readers()
_PICKLE = "a Python pickle, which can run code and is never opened; save arrays or a table instead"
_NOT_READ: dict[bytes, str] = {
    b"FEA1": "a Feather file of version 1, which is not read; write it again with a newer library",
    b"\x80\x02\x8a\nl\xfc\x9cF": "a file of PyTorch before 1.6; load it and save it again",
    b"\x80\x02": _PICKLE,
    b"\x80\x03": _PICKLE,
    b"\x80\x04": _PICKLE,
    b"\x80\x05": _PICKLE,
    b"\xd0\xcf\x11\xe0": "an Excel file of the old kind; save it as .xlsx",
    b"%PDF": "a PDF document; export the table behind it",
    b"\x1f\x8b": "gzip-packed data, which is read only around text; unpack it first",
    b"\x28\xb5\x2f\xfd": "Zstandard-packed data, which is read only around text; unpack it first",
    b"PK": "a zip archive that is empty or damaged",
}


@dataclass(frozen=True)
class Found:
    """The reader for a file, and a sentence where the name says otherwise."""

    reader: Reader
    remark: str | None = None


def known_suffixes() -> tuple[str, ...]:
    """Return every suffix that is read, and those of packed files, for file dialogs."""
    plain = dict.fromkeys(suffix for reader in READERS for suffix in reader.suffixes)
    return (*plain, *PACKING_SUFFIXES)


def readers_by_name(name: str) -> list[Reader]:
    """Return the readers whose suffix ends `name`, those of the longest suffix first."""
    lowered = name.lower()
    fitting = [
        (len(suffix), reader) for reader in READERS for suffix in reader.suffixes if lowered.endswith(suffix)
    ]
    return [reader for _, reader in sorted(fitting, key=lambda pair: -pair[0])]


def find_reader(path: Path) -> Found:
    """Return the reader for a file; InputError in one sentence where its content fits none.

    A content that is known for certain decides; else the suffix does, where the content allows it.
    """
    start = look(path)
    named = readers_by_name(start.inner_name)
    others = [reader for reader in READERS if reader not in named]
    candidates = (
        *(reader for reader in named if reader.known_by == "content"),
        *(reader for reader in others if reader.known_by == "content"),
        *(reader for reader in named if reader.known_by != "content"),
        *(reader for reader in others if reader.known_by == "either"),
    )
    for reader in candidates:  # until one fits: some look at every line of the start
        if (reader.text or start.packing in ("", "zip")) and reader.fits(start):
            return Found(reader, _remark(start, named, reader))
    raise InputError(_refusal(start, named))


def _remark(start: Start, named: list[Reader], reader: Reader) -> str | None:
    name = start.path.name
    if named and reader not in named:
        like = _a(named[0].format)
        return f"{name} is named like {like} file but holds {reader.format}; it was read as that."
    says = PACKING_SUFFIXES.get(start.path.suffix.lower(), "")
    if reader.text and says != start.packing:
        packed = f"packed with {start.packing}" if start.packing else "not packed"
        return f"{name} is {packed}, against its suffix."
    return None


def _refusal(start: Start, named: list[Reader]) -> str:
    name = start.path.name
    if start.packing == "zip" and len(start.members) > 1:
        shown = ", ".join(start.members[:5])
        return f"{name} holds {len(start.members)} files ({shown}); unpack it and open the predictions in it."
    if start.packing and not start.head and (start.packing != "zip" or start.members):
        return f"{name} is cut short or damaged, or locked by a password: it cannot be unpacked."
    known = next((words for magic, words in _NOT_READ.items() if start.raw.startswith(magic)), None)
    unknown = "plain text without clear columns" if start.is_text else "binary data of an unknown kind"
    words = known or unknown
    if named:
        return f"{name} is named like {_a(named[0].format)} file but holds {words}."
    ending = f"the suffix “{start.path.suffix}”" if start.path.suffix else "no suffix"
    plain = dict.fromkeys(suffix for reader in READERS for suffix in reader.suffixes)
    return f"{name} has {ending} and holds {words} (suffixes that are read: {', '.join(plain)})."


def _a(format_name: str) -> str:
    """Return the name with its article; NPZ and other names of letters are spoken letter by letter."""
    spoken_vowel = format_name[:1] in "AEIOaeio" or (format_name.isupper() and format_name[:1] in "FHLMNRSX")
    return f"{'an' if spoken_vowel else 'a'} {format_name}"
