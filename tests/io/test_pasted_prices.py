"""Prices out of spreadsheets and files in the ways people write them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.io.cost_files import read_cost_table, read_costs
from confmat_gui.io.pasted_prices import pasted_prices
from confmat_gui.io.price_cells import read_price, rows_are_predicted, split_cells, without_prefix

CLASSES = ("ok", "crack", "dent")
UNIT = np.ones((3, 3)) - np.eye(3)
WHOLE = [[0, 1, 2], [3, 0, 4], [5, 6, 0]]


def pasted(text: str, start: tuple[int, int] = (0, 0), classes: Sequence[str] = CLASSES) -> list[list[float]]:
    unit = np.ones((len(classes), len(classes))) - np.eye(len(classes))
    found: list[list[float]] = pasted_prices(text, classes, unit, start).costs.tolist()
    return found


@dataclass(frozen=True)
class Written:
    """A table of prices as someone wrote it, and the matrix that it means."""

    text: str
    classes: tuple[str, ...]
    costs: list[list[float]]
    turned: bool
    named: bool


@st.composite
def written(draw: st.DrawFn) -> Written:
    """Write random prices in a random way."""
    some = [("0", "1", "2"), ("ok", "fine crack", "dent"), ("a;b", "c", "d,e", "f g")]
    classes = draw(st.sampled_from(some))
    size, mark = len(classes), draw(st.sampled_from("\t;,"))
    comma = mark != "," and draw(st.booleans())
    prices = st.integers(-400, 4000).map(lambda n: n / 4)
    costs = draw(st.lists(st.lists(prices, min_size=size, max_size=size), min_size=size, max_size=size))
    order_rows, order_columns = draw(st.permutations(range(size))), draw(st.permutations(range(size)))
    named, turned = draw(st.booleans()), False
    if not named:
        order_rows = order_columns = list(range(size))
    corner = "true \\ predicted"
    rows = [[costs[i][j] for j in order_columns] for i in order_rows]
    across, down = [classes[j] for j in order_columns], [classes[i] for i in order_rows]
    if named and draw(st.booleans()):
        turned, corner = True, draw(st.sampled_from(["predicted \\ true", "Predicted", "pred vs. actual"]))
        rows, across, down = [list(column) for column in zip(*rows, strict=True)], down, across

    def number(value: float) -> str:
        plain = str(value)
        return plain.replace(".", ",") if comma else plain

    lines = [[number(value) for value in row] for row in rows]
    if named:
        lines = [[corner, *across], *([name, *line] for name, line in zip(down, lines, strict=True))]
    quoted = [[f'"{cell}"' if mark in cell else cell for cell in line] for line in lines]
    text = "\n".join(mark.join(line) for line in quoted)
    return Written(text, classes, costs, turned, named)


@given(written())
def test_that_prices_are_read_however_they_are_written(table: Written) -> None:
    n_classes = len(table.classes)
    found = pasted_prices(table.text, table.classes, np.zeros((n_classes, n_classes)), (1, 1))
    assert found.costs.tolist() == table.costs
    assert found.turned == table.turned
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "costs.csv"
        path.write_text(table.text)
        from_file = read_cost_table(path, table.classes)
    assert np.array(from_file.costs).tolist() == table.costs
    assert from_file.turned == table.turned


def test_that_a_smaller_block_is_laid_from_the_chosen_cell_on() -> None:
    assert pasted("7\t8\n9\t10", (1, 1)) == [[0, 1, 1], [1, 7, 8], [1, 9, 10]]
    assert pasted("2,5", (0, 1)) == [[0, 2.5, 1], [1, 0, 1], [1, 1, 0]]
    assert pasted("\t4", (1, 1)) == [[0, 1, 1], [1, 0, 4], [1, 1, 0]]


def test_that_names_alone_say_where_a_part_belongs() -> None:
    assert pasted("true ↓  predicted →\tcrack\nok\t9", (2, 2)) == [[0, 9, 1], [1, 0, 1], [1, 1, 0]]
    assert pasted("dent\t0\t1\t2\ncrack\t3\t0\t4", (2, 2)) == [[0, 1, 1], [3, 0, 4], [0, 1, 2]]
    assert pasted("dent\tok\tcrack\n2\t0\t1\n4\t3\t0\n0\t5\t6") == WHOLE


def test_that_an_empty_cell_keeps_its_price() -> None:
    assert pasted("\t7\t8\n9\t\t\n\t\t", (0, 0)) == [[0, 7, 8], [9, 0, 1], [1, 1, 0]]


def test_that_words_before_names_say_which_edge_is_which() -> None:
    text = "\ttrue ok\ttrue crack\npredicted ok\t0\t20\npredicted crack\t1\t0"
    found = pasted_prices(text, CLASSES, UNIT, (0, 0))
    assert found.turned
    assert found.costs.tolist() == [[0, 1, 1], [20, 0, 1], [1, 1, 0]]
    assert without_prefix(["actual: ok", "actual: dent"], CLASSES) == (["ok", "dent"], "true")
    assert without_prefix(["true ok", "predicted dent"], CLASSES) == (["true ok", "predicted dent"], "")
    assert without_prefix(["true north"], ["true north"]) == (["true north"], "")
    assert without_prefix(["pred ok", "no decision"], CLASSES) == (["ok", "no decision"], "pred")


@pytest.mark.parametrize(
    ("corner", "turned"),
    [
        ("true \\ predicted", False), ("predicted/true", True), ("predicted →, true ↓", False),
        ("true →, predicted ↓", True), ("actual", False), ("prediction", True), ("", False), ("id", False),
        ("↓ predicted", False),
    ],
)  # fmt: skip
def test_that_the_corner_says_what_rows_are(corner: str, turned: bool) -> None:
    assert rows_are_predicted(corner, "", "", abstaining_row=False) is turned


def test_that_no_decision_brings_its_column() -> None:
    wide = [[0, 1, 1, 0.5], [20, 0, 20, 0.5], [1, 1, 0, 0.5]]
    text = "\n".join("\t".join(map(str, row)) for row in wide)
    assert pasted(text) == wide
    named = "\tok\tcrack\tdent\tno decision\nok\t0\t1\t1\t.5\ncrack\t20\t0\t20\t.5\ndent\t1\t1\t0\t.5"
    assert pasted(named) == wide
    below = "\tok\tcrack\tdent\nok\t0\t20\t1\ncrack\t1\t0\t1\ndent\t1\t20\t0\nno decision\t.5\t.5\t.5"
    assert pasted(below) == wide
    assert pasted("no decision\n.5\n.5\n.5") == [[0, 1, 1, 0.5], [1, 0, 1, 0.5], [1, 1, 0, 0.5]]


def test_that_a_class_may_be_called_no_decision(tmp_path: Path) -> None:
    classes = ("ok", "no decision")
    assert pasted("\tno decision\tok\nno decision\t0\t3\nok\t4\t0", classes=classes) == [[0, 4], [3, 0]]


@pytest.mark.parametrize(
    ("text", "start", "words"),
    [
        ("", (0, 0), "nothing to paste"),
        (" \n\t", (0, 0), "nothing to paste"),
        ("7\t8\n9\t10", (2, 1), "(2 x 2) reaches beyond the matrix (3 x 3) from true dent, predicted crack"),
        ("1\t2\t3\t4\t5", (0, 0), "(1 x 5) reaches beyond"),
        ("1\ttwo", (0, 0), "“two” in row 1, column 2 of what was pasted is not a number"),
        ("\tok\nok\tinf", (0, 0), "“inf” in row 2, column 2 of what was pasted is not a number"),
        ("1\t2\n3", (0, 0), "Row 2 of what was pasted has 1 cells, but the first has 2"),
        ("\tok\tokk\nok\t1\t2", (0, 0), "“okk” in the first row of what was pasted is no class"),
        ("x\t1", (0, 0), "“x” in the first column of what was pasted is no class"),
        ("ok\tok\n1\t2", (0, 0), "“ok” stands twice in the first row"),
        ("ok\tcrack\tdent", (0, 0), "names but no prices"),
    ],
)
def test_that_what_does_not_fit_is_refused_with_a_sentence(
    text: str, start: tuple[int, int], words: str
) -> None:
    with pytest.raises(InputError) as error:
        pasted(text, start)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20", 20), (" 2,5 ", 2.5), ("−3", -3), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("20 €", 20),
        ("$1.5", 1.5), ("12 500", 12500), ("1e3", 1000), ("1 2", None), ("1_0", None), ("", None),
        ("nan", None), ("inf", None), ("€", None), ("x", None),
    ],
)  # fmt: skip
def test_that_prices_are_read_as_people_write_them(text: str, value: float | None) -> None:
    assert read_price(text) == value


def test_that_cells_are_taken_apart_by_what_is_between_them() -> None:
    assert split_cells("1;2,5\r\n3;4") == [["1", "2,5"], ["3", "4"]]
    assert split_cells('"a,b",c\n1,2') == [["a,b", "c"], ["1", "2"]]
    assert split_cells("7\n8") == [["7"], ["8"]]


def test_that_numbers_alone_are_a_file_in_the_order_of_the_classes(tmp_path: Path) -> None:
    path = tmp_path / "costs.csv"
    path.write_text("0;1,5;2\n3;0;4\n5;6;0\n")
    assert read_costs(path, CLASSES) == ((0, 1.5, 2), (3, 0, 4), (5, 6, 0))
    path.write_text("0,1\n20,0\n")
    with pytest.raises(InputError, match="line"):
        read_costs(path, CLASSES)


def test_that_a_square_leaves_the_prices_of_no_decision_as_they_are() -> None:
    wide = np.column_stack([UNIT, [0.5, 0.25, 0.5]])
    square = "\n".join("\t".join(map(str, row)) for row in WHOLE)
    found = pasted_prices(square, CLASSES, wide, (2, 2)).costs
    assert found[:, :3].tolist() == WHOLE
    assert found[:, 3].tolist() == [0.5, 0.25, 0.5]


def test_that_digits_that_are_also_names_stay_prices_where_no_decision_has_one() -> None:
    wide = np.array([[0, 1, 0.5], [1, 0, 0.5]])
    found = pasted_prices("0\t1\t2\n1\t0\t3", ("0", "1"), wide, (0, 0))
    assert found.costs.tolist() == [[0, 1, 2], [1, 0, 3]]
