"""Exported code decides as the window does, on rows that are hard to decide, to the last tie and bit."""

from __future__ import annotations

import pytest

from tests.io.hard_rows import N_ROWS
from tests.io.rule_agreement import WAYS, checked

STEPS = {"argmax": 11, "binary": 89, "shares": 7, "no-decision": 37, "min-cost": 31}
"""Every so many setups are compared here, all of them by `python -m tests.io.rule_agreement`."""


@pytest.mark.parametrize("way", WAYS)
def test_that_every_language_decides_as_the_window_on_hard_rows(way: str) -> None:
    counts = checked(way, STEPS[way])
    assert min(counts.values()) >= N_ROWS, counts
