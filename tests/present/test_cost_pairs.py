"""Pairs of classes: the costliest cells, and searching among very many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from confmat_gui.present.cost_pairs import (
    PairChoice,
    PairOrder,
    PairsShown,
    cell_words,
    chosen_pairs,
    costliest,
)
from confmat_gui.present.costs import CostState

NAMES = ("ok", "crack", "hair crack", "dent")


def state_of(costs: list[list[float]], counts: list[list[int]]) -> CostState:
    prices, n = np.array(costs, dtype=np.float64), np.array(counts)
    return CostState(
        classes=NAMES[: len(prices)], priced=True, costs=prices, contribution=prices * n, summary=(),
        counts=n, unit="€",
    )  # fmt: skip


def slow(state: CostState, choice: PairChoice) -> list[int]:
    """Return the places of the pairs, looked at one after the other."""
    found = []
    for true, name in enumerate(state.classes):
        errors = [p for j, p in enumerate(state.costs[true, : len(state.classes)].tolist()) if j != true]
        usual = float(np.median(errors)) if errors else 0.0
        for pred, other in enumerate(state.columns):
            price, count = float(state.costs[true, pred]), int(state.counts[true, pred])
            shown = {
                "all": True, "priced": price != 0, "occurring": count > 0,
                "own": price != (0.0 if true == pred else usual),
            }[choice.shown]  # fmt: skip
            if shown and (choice.text.lower() in name or choice.text.lower() in other):
                found.append((true * len(state.columns) + pred, price, float(state.shares[true, pred])))
    if choice.order != "class":
        found.sort(key=lambda each: -each[1 if choice.order == "price" else 2])
    return [place for place, _, _ in found]


PRICES, COUNTS = st.sampled_from([-1.0, 0.0, 1.0, 5.0]), st.integers(0, 3)


def rows_of(cells: st.SearchStrategy[Any], k: int, j: int) -> st.SearchStrategy[list[list[Any]]]:
    return st.lists(st.lists(cells, min_size=j, max_size=j), min_size=k, max_size=k)


tables = st.integers(2, 4).flatmap(
    lambda k: st.integers(k, k + 1).flatmap(lambda j: st.tuples(rows_of(PRICES, k, j), rows_of(COUNTS, k, j)))
)


@given(
    tables, st.sampled_from(["", "crack", "OK", "x"]), st.sampled_from(get_args(PairsShown)),
    st.sampled_from(get_args(PairOrder)),
)  # fmt: skip
def test_that_the_pairs_are_those_that_are_asked_for(
    table: tuple[list[list[float]], list[list[int]]], text: str, shown: PairsShown, order: PairOrder
) -> None:
    state, choice = state_of(*table), PairChoice(text, shown, order)
    assert chosen_pairs(state, choice).tolist() == slow(state, choice)


def test_that_an_arrow_asks_for_both_classes() -> None:
    state = state_of([[1.0] * 4] * 4, [[1] * 4] * 4)
    for text in ("crack > ok", "crack→OK", " crack -> ok "):
        assert chosen_pairs(state, PairChoice(text)).tolist() == [4, 8]
    named = replace(state, classes=("a>b", "c", "d", "e"))
    assert chosen_pairs(named, PairChoice("a>b", "all")).tolist() == [0, 1, 2, 3, 4, 8, 12]


@given(tables, st.integers(1, 20))
@example(
    (
        [[1.0, 1.0, -1.0, 1.0], [1.0, -1.0, -1.0, -1.0], [1.0, -1.0, -1.0, 5.0]],
        [[1, 1, 0, 2], [2, 0, 0, 0], [2, 0, 0, 1]],
    ),
    2,
)
def test_that_the_costliest_cells_come_first(
    table: tuple[list[list[float]], list[list[int]]], most: int
) -> None:
    state = state_of(*table)
    cells = [divmod(place, len(state.columns)) for place in slow(state, PairChoice("", "all", "share"))]
    paid = [cell for cell in cells if state.shares[cell] > 0]
    assert list(costliest(state, most)) == paid[:most]


def test_that_a_cell_is_put_into_words() -> None:
    state = state_of([[0, 1, 1], [20, 0, 1], [1, 1, 0]], [[9, 4, 0], [18, 3, 0], [36, 0, 0]])
    assert cell_words(state, 1, 0) == ("crack taken for ok", "90.0 % of the cost", "18 samples at 20 €")
    wide = state_of([[-1, 1, 3], [20, 0, 0.5]], [[9, 4, 1], [18, 3, 2]])
    assert wide.pair(1, 2) == "crack without a decision"
    assert wide.pair(1, 1) == "crack predicted rightly"
    assert cell_words(wide, 0, 0)[1:] == ("0.0 % of the cost", "9 samples at −1 €")


def test_that_prices_are_copied_as_a_spreadsheet_takes_them() -> None:
    state = state_of([[0, 1.5], [20, 0]], [[1, 1], [1, 1]])
    assert state.written(range(2), range(2), named=True) == (
        "true \\ predicted\tok\tcrack\nok\t0\t1.5\ncrack\t20\t0"
    )
    assert state.written(range(1, 2), range(1), named=False) == "20"
