"""What Arrow keeps for later, although nothing is left in it."""

from __future__ import annotations

import sys


def give_back_memory() -> None:
    """Return the room of columns that were read to the system; Arrow would keep more than the arrays take."""
    arrow = sys.modules.get("pyarrow")  # where it was not needed it is not loaded for this
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
