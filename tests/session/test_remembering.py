"""What was chosen for a layout is kept, bounded, and never more than a proposal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import preview
from confmat_gui.session.remembering import (
    MOST_LAYOUTS,
    choices_from,
    choices_text,
    proposed_preview,
    with_choice,
)

EVERYTHING = InputOptions(
    true=("y",), scores=("a", "b"), pred="p", positive="ok", classes=("b", "ok"), batch="fold", id="n",
    group="g", weight="w", count="c", kind="score", rows="pred", join="line", where=("model=rf",),
)  # fmt: skip


def test_that_every_choice_comes_back() -> None:
    assert choices_from(choices_text({"x": EVERYTHING})) == {"x": EVERYTHING}


def test_that_the_newest_comes_first_and_the_oldest_is_let_go() -> None:
    choices: dict[str, InputOptions] = {}
    for index in range(MOST_LAYOUTS + 3):
        choices = with_choice(choices, str(index), InputOptions(positive=str(index)))
    assert list(choices) == [str(index) for index in range(MOST_LAYOUTS + 2, 2, -1)]
    again = with_choice(choices, "5", InputOptions(positive="other"))
    assert next(iter(again)) == "5"
    assert len(again) == MOST_LAYOUTS
    assert again["5"].positive == "other"
    assert list(choices_from(choices_text(again))) == list(again)


def test_that_choosing_nothing_forgets_the_layout() -> None:
    choices = {"x": EVERYTHING, "y": EVERYTHING}
    assert with_choice(choices, "x", InputOptions()) == {"y": EVERYTHING}


def test_that_repairs_of_one_file_are_not_kept_for_others() -> None:
    repaired = InputOptions(repairs=(Repair("reverse-scores"),))
    assert with_choice({}, "x", repaired) == {}


@pytest.mark.parametrize(
    "text",
    ["", "[", "{}", "null", "7", '[{"layout": "x"}]', '[{"layout": 3, "options": {}}]',
     '[{"layout": "x", "options": {"unknown": 1}}]', '[{"layout": "x", "options": {"kind": "nonsense"}}]',
     '[{"layout": "x", "options": {"repairs": [{"kind": "leave-out", "names": []}]}}]', "\ud800"],
)  # fmt: skip
def test_that_damaged_text_is_as_if_nothing_had_been_chosen(text: str) -> None:
    assert choices_from(text) == {}


@given(st.text())
def test_that_no_text_at_all_is_an_error(text: str) -> None:
    choices_from(text)


def test_that_a_choice_is_proposed_only_where_it_works(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,y,p\n1,ok,0.25\n2,crack,0.5\n", encoding="utf-8")
    found = preview(path)
    fitting = InputOptions(positive="ok")
    proposed = proposed_preview([path], found, {found.layout: fitting})
    assert proposed is not None
    assert proposed[1] == fitting
    assert any(each.value == "ok" for each in proposed[0].conclusions if each.subject == "positive")
    gone = InputOptions(positive="a class of last week")
    assert proposed_preview([path], found, {found.layout: gone}) is None
    assert proposed_preview([path], found, {"another": fitting}) is None
