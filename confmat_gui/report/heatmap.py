"""The confusion matrix on a sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Floats
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.present import texts
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import class_ink, diverging_table, heat_colour, heat_table, mixed, text_on
from confmat_gui.report.sheet import Box, Sheet

AS_RECTANGLES = 60
"""Up to this number of classes every cell is a rectangle, above the matrix is an image."""

DOTS = 400
"""An image has at most so many rows: of the classes that share a row the strongest cell is shown."""

QUIET_ZEROS = 12

ASIDE_GAP = 8.0
"""Between the classes and no decision, which is none of them."""

ASIDE_LEAST = 30.0

MEASURED = 200
"""So many class names are measured to find their room; a longer one beyond is shortened."""

SMALLEST = 4.5
"""Texts below this size in points are left out."""

MODE_WORDS = {
    "counts": "samples, and share of the true class",
    "true": "share of the true class, and samples",
    "pred": "share of the predicted class, and samples",
    "all": "share of all samples, and samples",
    "cost": "cost, and samples",
    "delta": "change of the share of the true class against {against}, and of samples",
}


@dataclass(frozen=True)
class _Layout:
    """Where the parts of a heatmap go; `label` is the size of class names.

    `name_room` is their room beside the rows, `room_above` that of turned names above the columns.
    """

    cells: Box
    cell: float
    label: float
    name_room: float
    room_above: float
    every: int
    turned: bool
    edges: bool
    aside: float = 0.0
    """Width of the column of no decision, beside the classes; 0 where there is none."""

    def square(self, true: int, pred: int, n_classes: int) -> Box:
        """Return the place of a cell; column n is no decision."""
        y = self.cells.y + true * self.cell
        if pred == n_classes:
            return Box(self.cells.right + ASIDE_GAP, y, self.aside, self.cell)
        return Box(self.cells.x + pred * self.cell, y, self.cell, self.cell)

    @property
    def right(self) -> float:
        """Where the cells end, those of no decision included."""
        return self.cells.right + (ASIDE_GAP + self.aside if self.aside else 0.0)


def draw_matrix(sheet: Sheet, box: Box, state: MatrixState) -> None:
    """Draw a heatmap with its title, class names, recall, precision and colour scale into `box`."""
    sheet.text(box.x, box.y + 7, state.title, 10, strong=True, room=box.w)
    sheet.text(box.x, box.y + 19, _explanation(state), 7, colour=sheet.palette.muted, room=box.w)
    area = Box(box.x, box.y + 27, box.w, box.h - 27)
    layout = _layout(sheet, area, state)
    _draw_names(sheet, state, layout)
    if len(state.classes) > AS_RECTANGLES:
        n_classes = len(state.classes)
        sheet.image(layout.cells, _pixels(sheet, state, state.intensity[:, :n_classes]))
        if state.abstains:
            column = Box(layout.cells.right + ASIDE_GAP, layout.cells.y, layout.aside, layout.cells.h)
            sheet.image(column, _pixels(sheet, state, state.intensity[:, n_classes:]))
    else:
        _draw_cells(sheet, state, layout)
    if layout.edges:
        _draw_edges(sheet, state, layout)
    _draw_scale(sheet, state, layout)


def _explanation(state: MatrixState) -> str:
    words = MODE_WORDS[state.mode].format(against=state.against)
    together = _together(len(state.classes))
    if len(state.classes) > AS_RECTANGLES:
        words = f"colour: {words.split(',')[0]}"
    if together > 1:
        words = f"{words}, the strongest of {together} × {together} cells"
    return f"rows: true class · columns: predicted class · {words}"


def _layout(sheet: Sheet, area: Box, state: MatrixState) -> _Layout:
    n_classes = len(state.classes)
    edges = n_classes <= AS_RECTANGLES
    scale = 23 + max(sheet.width(text, 6.5) for text in (state.high_text, state.low_text))
    around = scale + (52 if edges else 0) + (ASIDE_GAP if state.abstains else 0.0)
    below = 22 if edges else 6
    rough = min((area.w - 60 - around) / len(state.columns), (area.h - 30 - below) / n_classes)
    aside = max(ASIDE_LEAST, rough) if state.abstains else 0.0
    around += aside
    label = min(8.0, max(5.0, rough * 0.75))
    widest = max(sheet.width(name, label, strong=True) for name in state.classes[:MEASURED])
    name_room = max(min(widest + 3, area.w * 0.22), 34.0 if edges else 0.0)
    turned = widest > rough * 0.95
    room_above = min(name_room, area.h * 0.2)
    above = 8 + (room_above if turned else label + (14 if state.abstains else 6))
    cell = min((area.w - name_room - 6 - around) / n_classes, (area.h - above - below) / n_classes)
    side = cell * n_classes
    left = max(0.0, area.w - name_room - 6 - side - around) / 2
    top = min(max(0.0, area.h - above - side - below) / 2, 14.0)
    cells = Box(area.x + left + name_room + 6, area.y + top + above, side, side)
    every = max(1, math.ceil((label + 1) / cell))
    return _Layout(cells, cell, label, name_room, room_above, every, turned, edges, aside)


def _draw_names(sheet: Sheet, state: MatrixState, layout: _Layout) -> None:
    cells, cell = layout.cells, layout.cell
    for k in range(0, len(state.classes), layout.every):
        ink = class_ink(sheet.palette, k) if len(state.classes) <= AS_RECTANGLES else sheet.palette.muted
        middle = (k + 0.5) * cell
        style: dict[str, Any] = {"colour": ink, "strong": layout.every == 1, "among": state.classes}
        name, size = state.classes[k], layout.label
        sheet.text(cells.x - 5, cells.y + middle, name, size, align="right", room=layout.name_room, **style)
        if layout.turned:
            sheet.text(cells.x + middle, cells.y - 4, name, size, turned=90, room=layout.room_above, **style)
        else:
            sheet.text(cells.x + middle, cells.y - 7, name, size, align="center", room=cell, **style)
    if state.abstains:
        _head_aside(sheet, layout)


def _head_aside(sheet: Sheet, layout: _Layout) -> None:
    """Write what the column beside the classes is, one word a line."""
    words, size = NO_DECISION.split(), min(7.0, layout.label)
    middle = layout.cells.right + ASIDE_GAP + layout.aside / 2
    for number, word in enumerate(reversed(words)):
        y = layout.cells.y - 7 - number * (size + 1)
        sheet.text(middle, y, word, size, align="center", colour=sheet.palette.muted)


def _draw_cells(sheet: Sheet, state: MatrixState, layout: _Layout) -> None:
    gap = min(0.5, layout.cell * 0.03)
    sizes = _text_sizes(sheet, state, layout.cell)
    for true in range(len(state.classes)):
        for pred in range(len(state.columns)):
            colour = heat_colour(
                sheet.palette, float(state.intensity[true, pred]), diverging=state.diverging
            )
            square = layout.square(true, pred, len(state.classes)).inset(gap)
            sheet.rectangle(square, colour, name=f"cell-{true}-{pred}")
            if sizes[0]:
                lines = state.main_text(true, pred), state.second_text(true, pred)
                _write_cell(sheet, square, _cell_ink(state, (true, pred), colour), lines, sizes)
    if state.selected_cell is not None:
        frame = layout.square(*state.selected_cell, len(state.classes))
        sheet.rectangle(frame, "none", edge=sheet.palette.text, line=1.2, name="selected-cell")


def _text_sizes(sheet: Sheet, state: MatrixState, cell: float) -> tuple[float, float]:
    """Return the sizes of the two lines of all cells; 0 for a line that does not fit everywhere."""
    every = [(true, pred) for true in range(len(state.classes)) for pred in range(len(state.columns))]
    if cell < SMALLEST * 2:
        return 0.0, 0.0
    first = {state.main_text(*place) for place in every}
    main = max(first, key=lambda text: sheet.width(text, 9, strong=True))
    size = _size_for(sheet, main, cell * 0.84, min(9.5, cell * 0.42))
    if not size or cell < 20:
        return size, 0.0
    second = max({state.second_text(*place) for place in every}, key=lambda text: sheet.width(text, 9))
    return size, _size_for(sheet, second, cell * 0.84, min(size * 0.8, cell * 0.28))


def _cell_ink(state: MatrixState, cell: tuple[int, int], colour: str) -> str:
    """Return readable ink; quiet for the many empty cells of many classes, which else drown the errors."""
    if len(state.classes) > QUIET_ZEROS and not state.counts[cell] and state.mode != "delta":
        return mixed(text_on(colour), colour, 0.6)
    return text_on(colour)


def _write_cell(
    sheet: Sheet, square: Box, ink: str, lines: tuple[str, str], sizes: tuple[float, float]
) -> None:
    size, smaller = sizes
    x, middle = square.x + square.w / 2, square.y + square.h / 2
    lift = min(square.h * 0.14, 7.0) if smaller else 0
    sheet.text(x, middle - lift, lines[0], size, colour=ink, strong=True, align="center")
    if smaller:
        lower = middle + max(min(square.h * 0.18, 9.0), size * 0.7)
        sheet.text(x, lower, lines[1], smaller, colour=ink, align="center")


def _size_for(sheet: Sheet, text: str, room: float, size: float) -> float:
    """Return the largest size up to `size` at which `text` fits, in quarter points; 0 if it is tiny."""
    wide = sheet.width(text, size, strong=True)
    fitting = size if wide <= room else size * room / wide
    fitting = math.floor(fitting * 4) / 4
    return fitting if fitting >= SMALLEST else 0.0


def _draw_edges(sheet: Sheet, state: MatrixState, layout: _Layout) -> None:
    """Draw recall right of the rows and precision below the columns, as bars with their figures."""
    cells, cell, palette = layout.cells, layout.cell, sheet.palette
    bar, room = min(cell * 0.5, 13.0), 40.0
    size = min(7.5, max(5.0, cell * 0.6))
    bars = layout.right + 6
    sheet.text(bars + room / 2, cells.y - 7, "recall", 7, colour=palette.muted, align="center")
    if _size_for(sheet, "0.000", cell * 0.92, 7.5):
        sheet.text(cells.x - 5, cells.bottom + 10, "precision", 7, colour=palette.muted, align="right")
    for k in range(len(state.classes)):
        middle = cells.y + (k + 0.5) * cell
        if cell < SMALLEST:
            continue
        _bar(sheet, Box(bars, middle - bar / 2, room, bar), float(state.recall[k]))
        if cell >= 1.2 * size:
            figure = texts.figure(float(state.recall[k]))
            sheet.text(bars + room / 2, middle, figure, size, align="center")
        figure = texts.figure(float(state.precision[k]))
        wide = _size_for(sheet, figure, cell * 0.92, 7.5)
        if wide:
            slot = Box(cells.x + k * cell + cell * 0.06, cells.bottom + 4, cell * 0.88, 12)
            _bar(sheet, slot, float(state.precision[k]))
            sheet.text(slot.x + slot.w / 2, slot.y + 6, figure, wide, align="center")


def _bar(sheet: Sheet, slot: Box, share: float) -> None:
    if not math.isnan(share):
        sheet.rectangle(Box(slot.x, slot.y, slot.w * share, slot.h), sheet.palette.bar)


def _draw_scale(sheet: Sheet, state: MatrixState, layout: _Layout) -> None:
    cells = layout.cells
    x = layout.right + (62 if layout.edges else 10)
    bar = Box(x, cells.y, 7, cells.h)
    table = diverging_table(sheet.palette) if state.diverging else heat_table(sheet.palette)
    sheet.image(bar, table[::-1][:, None, :])
    muted = sheet.palette.muted
    for text, y in ((state.high_text, bar.y + 3), (state.low_text, bar.bottom - 3)):
        sheet.text(bar.right + 3, y, text, 6.5, colour=muted)


def _together(n_classes: int) -> int:
    """Return how many classes share a row of the image."""
    return math.ceil(n_classes / DOTS) if n_classes > AS_RECTANGLES else 1


def _pixels(sheet: Sheet, state: MatrixState, intensity: Floats) -> NDArray[np.uint8]:
    """Return the cells as colours; where several share a dot, that of the strongest."""
    together = _together(len(state.classes))
    intensity = np.nan_to_num(intensity)
    if together > 1:
        intensity = _strongest(intensity, together)
    position = (intensity + 1) / 2 if state.diverging else intensity
    table = diverging_table(sheet.palette) if state.diverging else heat_table(sheet.palette)
    return table[np.rint(np.clip(position, 0, 1) * 255).astype(np.intp)]


def _strongest(intensity: NDArray[np.float64], together: int) -> NDArray[np.float64]:
    """Return for each dot the strongest of `together` rows and columns; a single column stays one."""
    across = together if intensity.shape[1] > 1 else 1
    padded = np.pad(intensity, ((0, -len(intensity) % together), (0, -intensity.shape[1] % across)))
    high, wide = len(padded) // together, padded.shape[1] // across
    blocks = padded.reshape(high, together, wide, across).swapaxes(1, 2).reshape(high, wide, -1)
    strongest = np.abs(blocks).argmax(axis=2)
    return np.take_along_axis(blocks, strongest[:, :, None], axis=2)[:, :, 0]
