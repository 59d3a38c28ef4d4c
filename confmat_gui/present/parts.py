"""Which parts of a screen there are beside what is always seen, and when they are made.

A part takes a pass over all rows, or more. It is made only while somebody looks at it, which is while its tab
is in front, or when a report shows it. A part has the name of its tab and of its field in `ScreenState`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

PartName: TypeAlias = Literal["costs", "cost_curves", "scores", "samples", "batches", "calibration"]
Parts: TypeAlias = frozenset[PartName]

EVERYTHING: Parts = frozenset(get_args(PartName))
QUICK: Parts = frozenset({"scores", "cost_curves"})
"""Parts that cost little while something is dragged, because what takes a pass over all rows is kept."""

NOTHING_ASIDE: Parts = frozenset()
"""Only what is always seen."""
