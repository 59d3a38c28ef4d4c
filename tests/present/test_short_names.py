"""Long names in little room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.present.short_names import short_name

EDGES = ("part_with_scratch_on_left_edge", "part_with_scratch_on_right_edge", "whole")


def shown(names: tuple[str, ...], room: int) -> list[str]:
    return [short_name(name, room, len, names) for name in names]


def test_that_names_which_differ_in_the_middle_stay_distinct() -> None:
    assert shown(EDGES, 14) == ["part…left_edge", "par…right_edge", "whole"]
    assert shown(EDGES, 8) == ["…lef…dge", "…rig…dge", "whole"]


def test_that_a_name_alone_is_shortened_in_the_middle() -> None:
    assert short_name("abcdefghij", 7, len) == "abc…hij"
    assert short_name("abcdefghij", 10, len) == "abcdefghij"
    assert short_name("abcdefghij", 1, len) == ""


@pytest.mark.parametrize("room", [4, 6, 9, 12, 20])
def test_that_what_is_left_fits(room: int) -> None:
    assert all(len(each) <= room for each in shown(EDGES, room))


@given(
    st.text("ab_", max_size=30),
    st.text("cd_", max_size=30),
    st.lists(st.text("xyz", min_size=1, max_size=3), min_size=2, max_size=12, unique=True),
    st.integers(9, 40),
)
def test_that_names_with_the_same_ends_are_told_apart(
    start: str, end: str, middles: list[str], room: int
) -> None:
    names = tuple(f"{start}{middle}{end}" for middle in middles)
    written = shown(names, room)
    assert len(set(written)) == len(names)
    assert not [text for text in written if "……" in text or len(text) > room]
