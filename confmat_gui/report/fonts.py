"""The one bundled font, what stands in for it, and how wide a text is."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from unicodedata import category

from confmat_gui.io.resources import resource_folder
from confmat_gui.present.short_names import short_name

BUNDLED = "IBM Plex Sans"
FILES = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-Bold.ttf")
STAND_IN = "DejaVu Sans"
"""Comes with matplotlib, and has the letters and signs that the bundled font lacks."""

FURTHER = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR",
    "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
    "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans", "Yu Gothic", "Malgun Gothic",
    "Apple SD Gothic Neo", "Arial Unicode MS", "Noto Sans Arabic", "Noto Sans Hebrew",
    "Noto Sans Devanagari", "Noto Sans Thai",
)  # fmt: skip
"""Asked, where they are installed, for a text that neither of the first two can write."""

UNKNOWN = "□"
"""Stands for a character that no font at hand can write, and for a control character such as a line break."""


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Register the bundled font and return the families that every text uses, in order."""
    from matplotlib.font_manager import fontManager

    paths = [resource_folder() / "fonts" / name for name in FILES]
    for path in paths:
        if path.is_file():
            fontManager.addfont(str(path))
    return (BUNDLED, STAND_IN) if paths[0].is_file() else (STAND_IN,)


def font(text: str, size: float, *, strong: bool = False) -> Any:
    """Return the font properties that write `text`, `size` in points."""
    names = _families_for(text)
    # The further families rarely have a bold face, and matplotlib complains of each that has none.
    return _properties(names, size, strong=strong and names == families())


@lru_cache(maxsize=512)
def _properties(names: tuple[str, ...], size: float, *, strong: bool) -> Any:
    from matplotlib.font_manager import FontProperties

    # Every property is given: one left out would be taken from the user's own matplotlib settings.
    return FontProperties(
        family=list(names),
        style="normal",
        variant="normal",
        weight="bold" if strong else "normal",  # by name: the SVG backend of matplotlib 3.10 knows no numbers
        stretch="normal",
        size=size,
    )


def _families_for(text: str) -> tuple[str, ...]:
    return families() if text.isascii() or not _missing(text, families()) else families() + _further()


def one_line(text: str) -> str:
    """Return `text` with a box for every control character: in a class name they would break line and SVG."""
    if text.isprintable():
        return text
    return "".join(UNKNOWN if category(character) == "Cc" else character for character in text)


def writable(text: str) -> str:
    """Return `text` with every character that no font at hand can write replaced by a box."""
    text = one_line(text)
    if text.isascii():
        return text
    missing = _missing(text, _families_for(text))
    return "".join(UNKNOWN if character in missing else character for character in text)


@lru_cache(maxsize=8192)
def width(text: str, size: float, *, strong: bool = False) -> float:
    """Return how wide `text` is, in points."""
    from matplotlib.textpath import text_to_path

    shown = writable(text)
    look = font(shown, size, strong=strong)
    return float(text_to_path.get_text_width_height_descent(shown, look, ismath=False)[0])


def fitted(
    text: str, size: float, room: float, *, strong: bool = False, among: tuple[str, ...] = ()
) -> str:
    """Return `text`, shortened in the middle with "…" to at most `room` points; "" if that is hopeless."""
    return short_name(text, room, lambda part: width(part, size, strong=strong), among)


def wrapped(text: str, size: float, room: float, lines: int, *, strong: bool = False) -> list[str]:
    """Return `text` in at most `lines` lines of `room` points; the last one is shortened if need be."""
    words, current = text.split(" "), ""
    found: list[str] = []
    while words:
        candidate = f"{current} {words[0]}".strip()
        if not current or width(candidate, size, strong=strong) <= room:
            current = candidate
            words.pop(0)
        elif len(found) == lines - 1:
            current = " ".join([current, *words])
            words = []
        else:
            found.append(current)
            current = ""
    return [fitted(line, size, room, strong=strong) for line in [*found, current]]


@lru_cache(maxsize=1)
def _further() -> tuple[str, ...]:
    from matplotlib.font_manager import fontManager

    installed = {entry.name for entry in fontManager.ttflist}
    return tuple(name for name in FURTHER if name in installed)


def _missing(text: str, names: tuple[str, ...]) -> set[str]:
    return {c for c in text if not any(ord(c) in _characters(name) for name in names)}


@lru_cache(maxsize=32)
def _characters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    path = fontManager.findfont(FontProperties(family=family, weight=400), fallback_to_default=True)
    return frozenset(get_font(path).get_charmap())
