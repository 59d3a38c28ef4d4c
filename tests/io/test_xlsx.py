"""Excel workbooks: as a spreadsheet writes them, as a person leaves them, and as an attacker makes them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions, preview
from tests.io.layouts import CLASSES, doubts, multiclass
from tests.io.workbooks import cell, sheet, write_workbook

FRAME = multiclass()


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        load_predictions([path])
    return str(error.value)


def rows_of(frame: Any) -> list[list[Any]]:
    return [list(frame.columns), *frame.to_numpy().tolist()]


def test_that_a_workbook_of_openpyxl_opens_to_the_same_predictions(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows_of(FRAME.assign(flag=True, when="2024-01-01")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    loaded = load_predictions([tmp_path / "a.xlsx"])
    assert loaded.predictions.classes == CLASSES
    scores = FRAME[["p_ok", "p_scratch", "p_crack"]]
    assert loaded.predictions.y_score is not None
    np.testing.assert_allclose(loaded.predictions.y_score, scores, rtol=1e-15)  # openpyxl writes 16 digits
    assert loaded.predictions.sample_id is not None
    assert loaded.predictions.sample_id.tolist() == FRAME["id"].tolist()
    assert loaded.row_numbers[0] == 2
    assert not loaded.in_doubt


def test_that_the_first_sheet_with_content_is_read_and_that_is_said(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "cover"
    hidden = book.create_sheet("secret")
    hidden.sheet_state = "hidden"
    hidden.append(["nothing"])
    data = book.create_sheet("predictions")
    for row in [[None, None], [None], *rows_of(FRAME)]:
        data.append(row)
    book.save(tmp_path / "a.xlsx")
    loaded = load_predictions([tmp_path / "a.xlsx"])
    assert loaded.predictions.n == 60
    assert loaded.row_numbers[0] == 4
    assert doubts(loaded) == ["a.xlsx has 2 sheets; “predictions”, the first that holds anything, was read."]


def test_that_cells_of_every_kind_are_read(tmp_path: Path) -> None:
    cells: list[list[Any]] = [
        ["y_true", "score", "formula", "error", "flag", "", "inline"],
        [1.0, 0.5, ("str", "x"), ("e", "#DIV/0!"), ("b", "1"), 7.0, ("inlineStr", "a b")],
        [0.0, 2.5e-1, ("str", "y"), None, ("b", "0"), None, ("inlineStr", "c")],
    ]
    loaded = load_predictions([write_workbook(tmp_path / "a.xlsx", [sheet(cells)])])
    assert loaded.predictions.classes == ("0", "1")
    assert loaded.extra["formula"].tolist() == ["x", "y"]
    assert loaded.extra["error"].tolist() == ["#DIV/0!", ""]
    assert loaded.extra["flag"].tolist() == [True, False]
    assert loaded.extra["inline"].tolist() == ["a b", "c"]
    assert loaded.columns.id == "column 6" or "column 6" in loaded.extra


def test_that_shared_texts_with_formats_and_hints_are_read(tmp_path: Path) -> None:
    texts = (
        "<si><r><t>y_</t></r><r><t>true</t></r></si><si><t>a</t><rPh><t>hint</t></rPh></si><si><t>b</t></si>"
    )
    rows = '<row><c t="s"><v>0</v></c><c t="str"><v>score</v></c></row>'
    rows += '<row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5"><v>0.5</v></c></row>'
    rows += '<row><c t="s"><v>2</v></c><c><v>1</v></c></row>'
    loaded = load_predictions([write_workbook(tmp_path / "a.xlsx", [rows], texts)])
    assert loaded.predictions.classes == ("a", "b")
    assert loaded.row_numbers.tolist() == [5, 6]


def test_that_numbers_below_the_first_thousands_of_rows_keep_their_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["y_true", "score"], *([[index % 2 + 0.0, None] for index in range(20_500)])]
    rows[-1] = [1.0, 0.5]
    loaded = load_predictions([write_workbook(tmp_path / "a.xlsx", [sheet(rows)])])
    assert len(loaded.set_aside) == 20_499
    assert preview(tmp_path / "a.xlsx").n_rows_read == 10_000


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("", "has no sheet that holds anything"),
        (sheet([["y_true", "score"]]), "has a row of names but no rows below it"),
        (sheet([["a", "a"], [1.0, 2.0]]), "two columns are called “a”"),
        (sheet([["a", "b"], [1.0, 2.0, 3.0]]), "row 2: there is a value to the right of all names"),
        (f"<row>{cell('x', 'NTQ1')}</row>", "has more than 10,000 columns"),
        (f"<row>{cell('x', 'ZZZ1')}</row>", "is cut short or damaged"),
        (f"<row>{cell('x', 'nowhere')}</row>", "“nowhere” is no place of a cell"),
        ('<row><c t="s"><v>9</v></c></row>', "is cut short or damaged"),
        ("<row><c><v>abc</v></c></row>", "is cut short or damaged"),
        ("<row><c>", "is cut short or damaged"),
    ],
)
def test_that_faulty_sheets_are_refused(tmp_path: Path, rows: str, expected: str) -> None:
    assert expected in refused(write_workbook(tmp_path / "a.xlsx", [rows]))


def test_that_a_document_type_is_refused(tmp_path: Path) -> None:
    laugh = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = write_workbook(tmp_path / "a.xlsx", [sheet([["y_true"], [1.0]])], prolog=laugh)
    assert "it declares a document type" in refused(path)


def test_that_a_cell_far_away_takes_no_memory(tmp_path: Path) -> None:
    rows = sheet([["y_true", "y_pred"], [1.0, 1.0]]) + '<row r="1048576"><c r="A1048576"><v>0</v></c></row>'
    loaded = load_predictions([write_workbook(tmp_path / "a.xlsx", [rows])])
    assert loaded.row_numbers.tolist() == [2]
    assert loaded.set_aside[0].row == 1_048_576


def test_that_many_rows_below_many_names_are_no_bomb(tmp_path: Path) -> None:
    names = sheet([[f"n{index}" for index in range(9_999)]])
    rows = "<row><c><v>1</v></c></row>" * 40_000
    assert "unpacks to more than" in refused(write_workbook(tmp_path / "a.xlsx", [names + rows]))


def test_that_other_office_files_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.bin", "")
    assert "holds 2 files" in refused(tmp_path / "a.xlsx")
    (tmp_path / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "an Excel file of the old kind; save it as .xlsx" in refused(tmp_path / "b.xls")
