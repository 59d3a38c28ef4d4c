"""Damages sound files at random: bytes anywhere, and bytes inside the members of an archive."""

from __future__ import annotations

import io
import random
import re
import zipfile

_SIGNS = (b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"nan", b"-", b'"\n"', b"\t")
_NUMBERS = (b"1e999", b"-1", b"4294967295", b"9223372036854775807", b"1e-400", b"0x1p3", b"1_000", b"9" * 400)
_WHOLE = (0, 1, 2**7, 2**15 - 1, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**62, 2**63 - 1, 2**64 - 1)
_DIGITS = re.compile(rb"\d+")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Flip, cut out, double or overwrite a few stretches of the bytes."""
    mutable = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        start = chance.randrange(len(mutable) + 1)
        length = chance.choice((1, 1, 2, 8, 60))
        kind = chance.randrange(7)
        if kind == 0:
            mutable[start : start + length] = chance.randbytes(length)
        elif kind == 1:
            del mutable[start : start + length]
        elif kind == 2:
            mutable[start:start] = mutable[start : start + length]
        elif kind == 3:
            mutable[start:start] = chance.choice(_SIGNS)
        elif kind == 4:
            del mutable[start:]
        else:
            _lie(mutable, start, chance, binary=kind == 5)
        if not mutable:
            mutable = bytearray(b"x")
    return bytes(mutable)


def _lie(mutable: bytearray, start: int, chance: random.Random, *, binary: bool) -> None:
    """Write another number where a length, an offset or a value may stand."""
    if binary:
        width = chance.choice((1, 2, 4, 8))
        value = chance.choice(_WHOLE) % 256**width
        mutable[start : start + width] = value.to_bytes(width, chance.choice(("little", "big")))
        return
    digits = _DIGITS.search(mutable, start)
    if digits is not None:
        mutable[digits.start() : digits.end()] = chance.choice(_NUMBERS)


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """Damage one member of a zip archive, so that the archive itself stays sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    victim = chance.choice(list(members))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            damaged = mutated(content, chance) if name == victim else content
            archive.writestr(zipfile.ZipInfo(name), damaged, zipfile.ZIP_DEFLATED)  # without the time of day
    return packed.getvalue()
