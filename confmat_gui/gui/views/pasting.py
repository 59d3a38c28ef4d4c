"""Prices out of what was copied in a spreadsheet."""

from __future__ import annotations

from confmat_gui.core.rules import NO_DECISION
from confmat_gui.gui.views.number_field import read_number
from confmat_gui.present.costs import CostState


def prices_from_text(text: str, state: CostState, start: tuple[int, int]) -> tuple[tuple[float, ...], ...]:
    """Return the whole matrix with the pasted prices in it.

    A block as large as the matrix replaces everything, with or without names on its edges; a smaller one is
    laid from the cell `start` on. One column more than there are prices brings those of no decision.

    Raises
    ------
    ValueError
        With a sentence for the user: nothing there, not a number, or more than there is room for.
    """
    block = [line.split("\t") for line in text.rstrip("\n").splitlines()]
    block = _without_names(block, state)
    if not block or not any(cell.strip() for row in block for cell in row):
        raise ValueError("There is nothing to paste; copy cells of a spreadsheet first.")
    n, widest = len(state.classes), max(len(cells) for cells in block)
    row, column = (0, 0) if len(block) == n else start
    column = 0 if widest in (n, len(state.columns)) else column
    matrix = state.costs.tolist()
    if len(block) == n and all(len(cells) == n + 1 for cells in block) and not state.abstaining_priced:
        column, matrix = 0, [[*cells, 0.0] for cells in matrix]
    if row + len(block) > n or column + widest > len(matrix[0]):
        size, room = f"{len(block)} x {widest}", f"{n} x {len(matrix[0])}"
        raise ValueError(f"What was pasted ({size}) reaches beyond the matrix ({room}).")
    for down, cells in enumerate(block):
        for right, cell in enumerate(cells):
            matrix[row + down][column + right] = _price(cell, down, right)
    return tuple(tuple(float(value) for value in cells) for cells in matrix)


def _price(cell: str, down: int, right: int) -> float:
    value = read_number(cell)
    if value is None:
        place = f"row {down + 1}, column {right + 1}"
        raise ValueError(f"“{cell.strip()}” in {place} of what was pasted is not a number.")
    return value


def _without_names(block: list[list[str]], state: CostState) -> list[list[str]]:
    """Return the block without a first row and a first column of names, in the matrix's own order."""
    classes = state.classes
    headed = bool(block) and any(_ends_with(block[0], names) for names in (classes, (*classes, NO_DECISION)))
    block = block[1:] if headed else block
    names = tuple(row[0].strip() for row in block)
    room = len(classes) if headed else len(state.columns)
    if names == classes and all(len(row) > room for row in block):
        block = [row[1:] for row in block]
    return block


def _ends_with(cells: list[str], names: tuple[str, ...]) -> bool:
    return bool(names) and tuple(cell.strip() for cell in cells[-len(names) :]) == names
