"""A column of a list, as the window, the report and the command line show it."""

from __future__ import annotations

from typing import NamedTuple


class ListColumn(NamedTuple):
    """What a column shows.

    Attributes
    ----------
    key : what it is known by, whichever words stand above it
    header : the words above it
    explanation : what it means, a sentence
    right : whether its texts stand to the right, as numbers do
    """

    key: str
    header: str
    explanation: str
    right: bool = False
