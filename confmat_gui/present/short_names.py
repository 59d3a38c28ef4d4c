"""Long names in little room: shortened so that those shown together can still be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache

MARK = "…"


def short_name(name: str, room: float, width: Callable[[str], float], among: tuple[str, ...] = ()) -> str:
    """Return a name in at most `room`; "" where not even one letter fits.

    It is shortened in the middle, unless another name of `among` would then read the same: then what they
    share from the start is left out, and what is its own stays.
    """
    if width(name) <= room:
        return name
    fitting, too_many = 0, len(name)
    while too_many - fitting > 1:
        kept = (fitting + too_many) // 2
        if width(_shortened(name, kept, among)) <= room:
            fitting = kept
        else:
            too_many = kept
    return _shortened(name, fitting, among) if fitting else ""


def _shortened(name: str, kept: int, among: tuple[str, ...]) -> str:
    """Return `kept` letters of a name and marks for the others."""
    middle = (kept + 1) // 2
    if len(_by_ends(among, middle, kept - middle).get(_ends(name, middle, kept - middle), ())) < 2:
        return MARK.join(_ends(name, middle, kept - middle))
    # The shorter the start that is kept, the more names share it, and the longer what tells them apart.
    for head in range(middle, 0, -1):
        shared = _shared(among, name[:head])
        if head + len(name) - shared <= kept:
            return MARK.join(_ends(name, head, kept - head))
    rest = tuple(other[shared:] for other in among if other.startswith(name[:1]))
    return MARK + _shortened(name[shared:], kept, rest).removeprefix(MARK)


def _ends(name: str, head: int, tail: int) -> tuple[str, str]:
    return name[:head], name[len(name) - tail :]


@lru_cache(maxsize=256)
def _by_ends(names: tuple[str, ...], head: int, tail: int) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the names that begin and end alike."""
    found = defaultdict(list)
    for name in dict.fromkeys(names):
        found[_ends(name, head, tail)].append(name)
    return {ends: tuple(alike) for ends, alike in found.items()}


@lru_cache(maxsize=4096)
def _shared(names: tuple[str, ...], start: str) -> int:
    """Return how many letters all names share that begin so."""
    found = [name for name in names if name.startswith(start)]
    first, last = min(found), max(found)  # what the ends of the order share, all share
    pairs = enumerate(zip(first, last, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(first), len(last)))
