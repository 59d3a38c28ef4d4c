"""The bundled font: what it must have so that no letter becomes a box."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
HAS_ITS_OWN_STAND_IN = {"confmat_gui/report/fonts.py", "confmat_gui/cli/tables.py"}
"""A report draws the sign with another font where need be; a terminal has a font of its own."""
INVISIBLE = (0xFEFF, 0x200B, 0x00, 0x09, 0x0A, 0x0D)


def open_font(weight: str) -> TTFont:
    return TTFont(FONTS / f"IBMPlexSans-{weight}.ttf", lazy=False)


def docstrings(tree: ast.Module) -> set[int]:
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)]
    return {id(node.value) for node in nodes}


def texts_of_the_program() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "confmat_gui").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        described = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
                yield path.relative_to(ROOT).as_posix(), node.value


@pytest.mark.parametrize("weight", WEIGHTS)
def test_that_the_digits_are_of_one_width_so_that_columns_of_figures_align(weight: str) -> None:
    font = open_font(weight)
    names, widths = font.getBestCmap(), font["hmtx"]
    assert len({widths[names[ord(digit)]][0] for digit in "0123456789−"}) == 1


@pytest.mark.parametrize("weight", WEIGHTS)
def test_that_each_file_has_the_weight_its_name_says(weight: str) -> None:
    font = open_font(weight)
    assert font["OS/2"].usWeightClass == WEIGHTS[weight]
    assert font["name"].getDebugName(16) in (None, "IBM Plex Sans")


def test_that_the_licence_lies_beside_the_font() -> None:
    licence = (FONTS / "IBMPlexSans-LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("weight", WEIGHTS)
def test_that_the_font_has_latin_greek_and_cyrillic(weight: str) -> None:
    names = open_font(weight).getBestCmap()
    letters = [*range(0xC0, 0x180), *range(0x3B1, 0x3CA), *range(0x410, 0x450)]
    assert [chr(letter) for letter in letters if letter not in names] == []


def test_that_the_font_has_every_sign_that_the_program_writes() -> None:
    known = {*open_font("Regular").getBestCmap(), *INVISIBLE}
    absent = {
        (path, character)
        for path, text in texts_of_the_program()
        for character in text
        if ord(character) not in known
        if path not in HAS_ITS_OWN_STAND_IN
    }
    assert absent == set()
