"""Pairs of classes with their prices: the costliest cells, and a list of very many that can be searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from confmat_gui.core.arrays import Bools, Integers
from confmat_gui.present import texts
from confmat_gui.present.costs import CostState

PairsShown: TypeAlias = Literal["all", "priced", "own", "occurring"]
PairOrder: TypeAlias = Literal["class", "price", "share"]
ARROWS = ("→", "->", ">")


@dataclass(frozen=True)
class PairChoice:
    """Which pairs of classes are listed, and in what order.

    Attributes
    ----------
    text : part of a true or predicted name, in small or capital letters; "crack > ok" asks for both
    shown : all pairs, those with a price other than 0, those with another price than is usual for their true
        class, or those in which there are samples
    order : by classes, dearest price first, or largest share of the cost first; equal ones by classes
    """

    text: str = ""
    shown: PairsShown = "all"
    order: PairOrder = "class"


def chosen_pairs(state: CostState, choice: PairChoice) -> Integers:
    """Return the places (row * columns + column) of the pairs, int64 in their order.

    A million pairs take some milliseconds: nothing is made for a pair before it is seen.
    """
    wanted = (_named(state, choice.text) & _shown(state, choice.shown)).ravel()
    if choice.order == "class":
        return np.flatnonzero(wanted)
    order = state.by_price if choice.order == "price" else state.by_share
    return order[wanted[order]]


def costliest(state: CostState, most: int) -> tuple[tuple[int, int], ...]:
    """Return up to `most` cells (true, predicted) that cost something, the costliest first."""
    shares = state.shares.ravel()
    places = np.flatnonzero(shares > 0)
    if len(places) > most:  # of very many only the top is sorted, with all that tie for the last place
        last = np.partition(shares[places], len(places) - most)[len(places) - most]
        places = places[shares[places] >= last]
    order = places[np.argsort(-shares[places], kind="stable")][:most]
    columns = len(state.columns)
    return tuple(divmod(int(place), columns) for place in order)


def cell_words(state: CostState, true: int, pred: int) -> tuple[str, str, str]:
    """Return "crack taken for ok", "41.0 % of the cost", "18 samples at 20 €"."""
    share = texts.percent(float(state.shares[true, pred]), spaced=True)
    samples = texts.samples(int(state.counts[true, pred]))
    return state.pair(true, pred), f"{share} of the cost", f"{samples} at {state.price_text(true, pred)}"


def _named(state: CostState, text: str) -> Bools:
    """Return which pairs a text means, (K, columns)."""
    text = text.strip().casefold()
    rows = [name.casefold() for name in state.classes]
    columns = [name.casefold() for name in state.columns]
    mark = next((mark for mark in ARROWS if mark in text), "")
    if mark and not any(text in name for name in columns):
        true, _, pred = (part.strip() for part in text.partition(mark))
        return _having(rows, true)[:, None] & _having(columns, pred)[None, :]
    return _having(rows, text)[:, None] | _having(columns, text)[None, :]


def _having(names: list[str], text: str) -> Bools:
    return np.array([text in name for name in names], dtype=np.bool_)


def _shown(state: CostState, shown: PairsShown) -> Bools:
    if shown == "priced":
        return np.asarray(state.costs != 0)
    if shown == "occurring":
        return np.asarray(state.counts > 0)
    if shown == "own":
        return state.unusual
    return np.ones(state.costs.shape, dtype=np.bool_)
