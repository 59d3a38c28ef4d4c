"""Names in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.io.name_lists import joined_names, split_names

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1).filter(
    lambda name: name == name.strip()
)


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_that_names_survive_being_joined_and_split(names: list[str]) -> None:
    assert split_names(joined_names(names)) == tuple(names)


def test_that_a_name_with_a_comma_stands_in_quotes() -> None:
    assert joined_names(["ok", "crack, deep"]) == 'ok, "crack, deep"'


@pytest.mark.parametrize("text", ["a,,b", "a,", 'a,"b', ""])
def test_that_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="“"):
        split_names(text)
