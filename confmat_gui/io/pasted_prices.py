"""Prices that were copied in a spreadsheet, laid into a cost matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.io.price_cells import read_price, rows_are_predicted, split_cells, without_prefix

Cells: TypeAlias = list[list[str]]
NAMED_CLASSES = 6
"""Classes that a sentence lists."""


@dataclass(frozen=True, eq=False)
class PastedPrices:
    """A whole cost matrix with pasted prices in it.

    `turned`: rows of what was pasted were predicted classes, so rows and columns were changed over.
    """

    costs: Floats
    turned: bool = False


@dataclass(frozen=True)
class _Edges:
    """What stands around the numbers: names of rows and of columns, each or none."""

    rows: tuple[str, ...] | None
    columns: tuple[str, ...] | None
    turned: bool


def pasted_prices(text: str, classes: Sequence[str], costs: Floats, start: tuple[int, int]) -> PastedPrices:
    """Return `costs` with the pasted prices in them.

    Parameters
    ----------
    text : rows of cells with tabs, semicolons or commas between them
        Names of classes in a first row or a first column say where the numbers belong, in any order and also
        of some classes only; an empty cell leaves its price as it is. Where rows are said to be the predicted
        classes they are taken for columns.
    classes : names in order
    costs : (K, K) or (K, K + 1) float64, the prices as they are
    start : (true, predicted), where a block without names is laid if it is smaller than the matrix

    Raises
    ------
    InputError
        With a sentence: nothing there, not a number, an unknown class, or more than there is room for.
    """
    cells = split_cells(text)
    if not any(cell.strip() for row in cells for cell in row):
        raise InputError("There is nothing to paste; copy cells of a spreadsheet first.")
    _check_even(cells)
    edges = _edges(cells, classes, costs.shape[1])
    body = [row[edges.rows is not None :] for row in cells[edges.columns is not None :]]
    values = _numbers(body, int(edges.columns is not None), int(edges.rows is not None))
    if edges.turned:
        values, edges = values.T, _Edges(edges.columns, edges.rows, turned=True)
    wide = _with_room(costs, values, edges, classes)
    rows = _places(edges.rows, classes, len(classes), (values.shape[0], start[0]))
    columns = _places(edges.columns, (*classes, NO_DECISION), wide.shape[1], (values.shape[1], start[1]))
    if rows is None or columns is None:
        raise InputError(_too_large(values, wide, classes, start))
    place = np.ix_(rows, columns)
    wide[place] = np.where(np.isnan(values), wide[place], values)
    return PastedPrices(wide, edges.turned)


def _check_even(cells: Cells) -> None:
    for number, row in enumerate(cells, start=1):
        if len(row) != len(cells[0]):
            raise InputError(
                f"Row {number} of what was pasted has {len(row)} cells, but the first has {len(cells[0])}; "
                "copy a rectangle of cells."
            )


def _edges(cells: Cells, classes: Sequence[str], columns: int) -> _Edges:
    """Return the names around the numbers; InputError for one that is no class."""
    corner = cells[0][0].strip()
    headed, named = _number_names(cells, classes, columns)
    if not headed and not named:
        headed = _name_like(cells[0][1:] or cells[0], classes)
        named = _name_like([row[0] for row in cells[headed:]], classes)
        headed = headed and (named or _name_like(cells[0], classes))
    down, said_rows = without_prefix([row[0] for row in cells[headed:]] if named else [], classes)
    across, said_columns = without_prefix(cells[0][named:] if headed else [], classes)
    abstaining = NO_DECISION in down and NO_DECISION not in classes
    turned = rows_are_predicted(
        corner if headed and named else "", said_rows, said_columns, abstaining_row=abstaining
    )
    for names, where in ((down, "first column"), (across, "first row")):
        _check_known(names, classes, where)
    return _Edges(tuple(down) if named else None, tuple(across) if headed else None, turned)


def _name_like(found: Sequence[str], classes: Sequence[str]) -> bool:
    """Whether cells are names: some are no numbers, and a number among them is the name of a class."""
    texts = [cell.strip() for cell in found if cell.strip()]
    numbers = [text for text in texts if read_price(text) is not None]
    return len(numbers) < len(texts) and set(numbers) <= set(classes)


def _number_names(cells: Cells, classes: Sequence[str], columns: int) -> tuple[bool, bool]:
    """Return whether a first row and column of numbers are names, where classes are called 0, 1, 2.

    They are where something is written in the corner, or where there is one row and column too many.
    """
    across = [cell.strip() for cell in cells[0]]
    down = [row[0].strip() for row in cells]
    corner = bool(across[0]) and read_price(across[0]) is None
    if (corner or len(cells) > len(classes) < len(across)) and _all_in(across[1:], classes):
        return (True, True) if _all_in(down[1:], classes) else (False, False)
    headed = len(cells) > len(classes) and _all_in(across, classes)
    return headed, not headed and len(across) > columns and _all_in(down, classes)


def _all_in(found: Sequence[str], classes: Sequence[str]) -> bool:
    return bool(found) and set(found) <= {*classes, NO_DECISION}


def _check_known(names: Sequence[str], classes: Sequence[str], where: str) -> None:
    known = {*classes, NO_DECISION}
    for place, name in enumerate(names):
        if name not in known:
            some = ", ".join([*classes[:NAMED_CLASSES], *(["…"] if len(classes) > NAMED_CLASSES else [])])
            raise InputError(
                f"“{name}” in the {where} of what was pasted is no class; the classes are {some}."
            )
        if name in names[:place]:
            raise InputError(f"“{name}” stands twice in the {where} of what was pasted.")


def _numbers(body: Cells, above: int, before: int) -> Floats:
    """Return the numbers, nan for empty cells."""
    values = np.full((len(body), len(body[0]) if body else 0), np.nan)
    for down, row in enumerate(body):
        for across, cell in enumerate(row):
            price = read_price(cell)
            if price is not None:
                values[down, across] = price
            elif cell.strip():
                place = f"row {down + above + 1}, column {across + before + 1}"
                raise InputError(f"“{cell.strip()}” in {place} of what was pasted is not a number.")
    if not values.size:
        raise InputError("What was pasted has names but no prices; copy the numbers as well.")
    return values


def _with_room(costs: Floats, values: Floats, edges: _Edges, classes: Sequence[str]) -> Floats:
    """Return a copy of the prices, with a column for no decision where what was pasted has one."""
    n_classes, wide = len(costs), np.array(costs)
    lacking = costs.shape[1] == n_classes
    brought = values.shape == (n_classes, n_classes + 1) and edges.columns is None
    if NO_DECISION not in classes and edges.columns is not None:
        brought = NO_DECISION in edges.columns
    return np.column_stack([wide, costs.max(axis=1)]) if lacking and brought else wide


def _places(
    names: Sequence[str] | None, known: Sequence[str], size: int, block: tuple[int, int]
) -> list[int] | None:
    """Return where each row (or column) goes; None where there is no room."""
    length, start = block
    if names is not None:
        order = {name: place for place, name in reversed(list(enumerate(known)))}
        places = [order.get(name, size) for name in names]
        return places if max(places) < size else None
    begin = 0 if length >= min(size, len(set(known) - {NO_DECISION})) else start
    return list(range(begin, begin + length)) if begin + length <= size else None


def _too_large(values: Floats, wide: Floats, classes: Sequence[str], start: tuple[int, int]) -> str:
    size, room = (f"{shape[0]} x {shape[1]}" for shape in (values.shape, wide.shape))
    column = (*classes, NO_DECISION)[start[1]]
    return (
        f"What was pasted ({size}) reaches beyond the matrix ({room}) from true {classes[start[0]]}, "
        f"predicted {column} on; choose the cell for its upper left corner, or copy names with the numbers."
    )
