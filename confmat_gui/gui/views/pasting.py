"""Prices out of what was copied in a spreadsheet."""

from __future__ import annotations

from confmat_gui.gui.views.number_field import read_number
from confmat_gui.present.costs import CostState


def prices_from_text(text: str, state: CostState, start: tuple[int, int]) -> tuple[tuple[float, ...], ...]:
    """Return the whole matrix with the pasted prices in it.

    A block of K x K replaces everything, with or without class names on its edges; a smaller one is laid
    from the cell `start` on.

    Raises
    ------
    ValueError
        With a sentence for the user: nothing there, not a number, or more than there is room for.
    """
    block = [line.split("\t") for line in text.rstrip("\n").splitlines()]
    block = _without_names(block, state.classes)
    if not block or not any(cell.strip() for row in block for cell in row):
        raise ValueError("There is nothing to paste; copy cells of a spreadsheet first.")
    n = len(state.classes)
    row, column = (0, 0) if len(block) == n else start
    column = 0 if max(len(cells) for cells in block) == n else column
    if row + len(block) > n or column + max(len(cells) for cells in block) > n:
        size = f"{len(block)} x {max(len(cells) for cells in block)}"
        raise ValueError(f"What was pasted ({size}) reaches beyond the matrix ({n} x {n}).")
    matrix = state.costs.tolist()
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


def _without_names(block: list[list[str]], classes: tuple[str, ...]) -> list[list[str]]:
    """Return the block without a first row and a first column of class names, in the matrix's own order."""
    if block and tuple(cell.strip() for cell in block[0][-len(classes):]) == classes and len(classes) > 0:
        block = block[1:]
    names = tuple(row[0].strip() for row in block)
    if names == classes and all(len(row) == len(classes) + 1 for row in block):
        block = [row[1:] for row in block]
    return block
