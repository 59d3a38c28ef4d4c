"""The sections of a report."""

from __future__ import annotations

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.gui.main_window.panels import TABS
from confmat_gui.present.parts import EVERYTHING
from confmat_gui.present.sections import SECTION_NAMES, SECTIONS, USUAL, chosen_sections, parts_of
from confmat_gui.report.sections import DRAWN


def test_that_every_section_can_be_drawn_in_the_order_of_the_list() -> None:
    assert tuple(section.name for section in DRAWN) == SECTION_NAMES


def test_that_every_part_of_a_screen_has_a_tab() -> None:
    assert set(TABS) >= EVERYTHING


def test_that_sections_come_in_the_order_of_the_page_and_once() -> None:
    assert chosen_sections(["batches", "batches"]) == ("batches",)
    assert chosen_sections([]) == ()
    with pytest.raises(InputError, match=r"no section called “weather”; the sections are .*batches"):
        chosen_sections(["batches", "weather"])


def test_that_a_page_needs_only_the_parts_of_its_sections() -> None:
    assert parts_of(()) == {"costs"}  # the prices stand on the page itself
    assert parts_of(SECTION_NAMES) == {section.part for section in SECTIONS if section.part is not None}
    assert set(USUAL) <= set(SECTION_NAMES)
