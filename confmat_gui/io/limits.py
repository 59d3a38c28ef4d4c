"""How much a packed file may grow when it is unpacked.

A file of some kilobytes can unpack to terabytes. Predictions are numbers and short words, which pack to
between a half and a twentieth; what grows beyond the limit below is refused before it fills the memory.
"""

from __future__ import annotations

from pathlib import Path

from confmat_gui.core.errors import InputError

FREE_BYTES = 256 * 2**20
MAX_RATIO = 100


def unpacked_limit(packed_bytes: int) -> int:
    """Return how many bytes a file of `packed_bytes` may unpack to: 256 MiB and 100 times its size."""
    return FREE_BYTES + MAX_RATIO * packed_bytes


def check_unpacked(path: Path, unpacked_bytes: int) -> None:
    """Raise InputError if the file says, or turns out, to unpack to more than the limit."""
    limit = unpacked_limit(path.stat().st_size)
    if unpacked_bytes > limit:
        raise InputError(
            f"{path.name} unpacks to more than {limit // 2**20:,} MiB, over {MAX_RATIO} times its size; "
            "unpack it yourself if you trust it, and open the plain file."
        )
