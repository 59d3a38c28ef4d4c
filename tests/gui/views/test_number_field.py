"""How typed numbers are read."""

from __future__ import annotations

import pytest

from confmat_gui.gui.views.number_field import any_number, price, read_number, share_between_0_and_1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.4", 0.4), ("0,4", 0.4), (" 40 % ", 0.4), ("1,234.5", 1234.5), ("−3", -3.0), ("1e-3", 0.001),
        ("1 200", 1200.0),
    ],
)
def test_that_a_number_is_read_as_it_was_meant(text: str, value: float) -> None:
    assert read_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1.2.3", "%"])
def test_that_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_that_each_check_says_what_is_wrong() -> None:
    assert share_between_0_and_1(0.5) == price(0.0) == any_number(-7.0) == ""
    assert "between 0 and 1" in share_between_0_and_1(1.0)
    assert "negative" in price(-1.0)
