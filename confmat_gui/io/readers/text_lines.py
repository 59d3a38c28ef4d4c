"""Text that is read line by line: the outputs of tools that write one sample on each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from confmat_gui.core.arrays import Codes
from confmat_gui.core.errors import InputError
from confmat_gui.io.content import HEAD_BYTES, Start
from confmat_gui.io.readers.byte_stream import ByteStream
from confmat_gui.io.readers.delimited_records import decode
from confmat_gui.io.readers.request import ReadRequest
from confmat_gui.io.table import TextColumn, label_text, read_number

LINES_AT_ONCE = 20_000


def read_lines(request: ReadRequest) -> list[str]:
    """Return the lines without their ends; blank lines at the end are left out, others are kept."""
    data = bytearray()
    with ByteStream(request.path, request.progress, remark=request.remark) as stream:
        for chunk in stream.chunks():
            data += chunk
            if request.max_rows is not None and data.count(b"\n") > request.max_rows:
                break
    lines = [line.rstrip("\r") for line in decode(bytes(data), request.path.name, 1).split("\n")]
    if request.max_rows is not None:
        lines = lines[: request.max_rows]
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise InputError(f"{request.path.name} holds no lines.")
    return lines


def numbered(request: ReadRequest, lines: Sequence[str], first: int = 1) -> Iterator[tuple[int, str]]:
    """Yield each line with its number; in between a person can cancel."""
    for number, line in enumerate(lines, first):
        if number % LINES_AT_ONCE == 0:
            request.progress(1.0, f"Reading {request.path.name}")
        yield number, line


def head_lines(start: Start) -> list[str]:
    """Return the whole lines at the beginning of a text that are not blank; none where it is no text."""
    if not start.is_text:
        return []
    head = start.head
    if len(head) >= HEAD_BYTES:
        head = head[: head.rfind(b"\n") + 1]
    lines = head.decode("utf-8", errors="replace").splitlines()
    return [line for line in lines if line.strip()]


def is_number(text: str) -> bool:
    """Whether a text is written as a number."""
    return bool(text) and read_number(text) is not None


def label_column(labels: Sequence[str], declared: Sequence[str] = ()) -> TextColumn:
    """Return labels as codes, "" as missing; whole numbers as a person writes them: +1 and 1.0 are 1.

    `declared` are all labels in the order that the file states, else they stay in the order of appearance.
    """
    written = {label: label for label in (*declared, *labels)}
    numbers = {label: read_number(label) for label in written if label}
    if all(number is not None and number.is_integer() for number in numbers.values()):
        written.update({label: label_text(number) for label, number in numbers.items()})
    texts = tuple(dict.fromkeys(text for text in written.values() if text))
    place = {text: code for code, text in enumerate(texts)} | {"": -1}
    codes: Codes = np.array([place[written[label]] for label in labels], dtype=np.int32)
    return TextColumn(codes, texts, ordered=bool(declared))
