"""Matplotlib settings of our own: the user's neither reach our pictures nor are changed by them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ONE_AT_A_TIME = threading.RLock()
"""Matplotlib's settings are global to the process, so two pictures are never drawn at once."""

OURS = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "confmat",  # the same picture has the same bytes
    "pdf.fonttype": 42,
    "text.parse_math": False,  # a class may be called "$"
    "axes.unicode_minus": True,
    "text.hinting": "none",  # a text is as wide as it was measured
    "image.composite_image": False,  # else a vector file holds matrix and scale resampled as one
}

_PROCESS_WIDE = (
    "backend", "interactive", "date.epoch", "timezone", "toolbar", "webagg", "figure.hooks",
    "savefig.directory",
)  # fmt: skip
"""Settings of the process, not of a picture."""


@contextmanager
def our_settings() -> Iterator[None]:
    """Draw with matplotlib's own defaults and ours, and leave everything as it was."""
    import matplotlib as mpl

    ours = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(_PROCESS_WIDE)}
    with _ONE_AT_A_TIME, mpl.rc_context({**ours, **OURS}):
        yield
