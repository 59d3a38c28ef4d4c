"""Exported code decides as the window does, on rows that are hard to decide, to the last tie and bit."""

from __future__ import annotations

import numpy as np
import pytest

from confmat_gui.io.rule_code.critical import last_true
from tests.io.hard_rows import N_ROWS
from tests.io.rule_agreement import WAYS, checked, one_of_each


@pytest.mark.parametrize("way", WAYS)
def test_that_every_language_decides_as_the_window_on_hard_rows(way: str) -> None:
    """Of setups that are alike one is compared; `python -m tests.io.rule_agreement` compares all of them."""
    found = one_of_each(way)
    counts = checked(found)
    assert counts["Python"] == N_ROWS * len(found)
    assert min(counts.values()) >= N_ROWS, counts


@pytest.mark.parametrize("limit", [0.0, 1e-310, 0.2, 0.1 + 0.2, 1.0])
def test_that_the_last_number_is_found_at_which_a_decision_changes(limit: float) -> None:
    assert last_true(lambda p: p <= limit, "float64") == limit
    rounded = float(np.float32(limit))
    assert last_true(lambda p: p <= np.float32(limit), "float32") == rounded
    assert last_true(lambda p: p < 0, "float64") is None
    assert last_true(lambda p: p < 9, "float32") == 2.0
