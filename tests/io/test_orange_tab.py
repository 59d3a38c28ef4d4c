"""Orange's .tab files: three lines of header, declared values, and tabs that are no Orange file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import preview
from tests.io.layouts import CLASSES, load_text, multiclass, write_text
from tests.io.sound_files import NAMES, tab_text


@pytest.mark.parametrize("name", ["a.tab", "a.tsv", "a.txt"])
def test_that_a_tab_file_opens_with_its_classes(tmp_path: Path, name: str) -> None:
    frame = multiclass()
    loaded = load_text(tmp_path, tab_text(), name)
    assert loaded.predictions.classes == CLASSES
    np.testing.assert_array_equal(loaded.predictions.y_score, frame[NAMES])
    assert loaded.columns.pred == "y_pred"
    assert loaded.row_numbers[0] == 4
    assert loaded.sources[0].format == "Orange"
    assert loaded.in_doubt is (name != "a.tab")


def test_that_labels_with_spaces_and_missing_values_are_read(tmp_path: Path) -> None:
    text = "y_true\tscore\nvery\\ bad good\tc\nclass\t\nvery bad\t0.5\n?\t0.25\ngood\t?\ngood\t0.75\n"
    loaded = load_text(tmp_path, text, "a.tab")
    assert loaded.predictions.classes == ("very bad", "good")
    assert [(each.row, each.code) for each in loaded.set_aside] == [(5, "missing_label"), (6, "nan_score")]


def test_that_a_table_with_tabs_is_no_orange_file(tmp_path: Path) -> None:
    text = multiclass(9).to_csv(sep="\t", index=False)
    assert load_text(tmp_path, text, "a.tab").sources[0].format == "TSV"
    assert load_text(tmp_path, "y_true\ty_pred\nc\td\nd\td\nc\tc\n", "b.tab").sources[0].format == "TSV"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("maybe\t0.5\n", "a.tab, line 4: “maybe” is none of the labels that the attribute “y_true” declares"),
        ("a\t0.5\t1\n", "a.tab, line 4: the row has 3 fields but the header has 2"),
        ("", "a.tab has names but no rows"),
    ],
)
def test_that_faulty_tab_files_are_refused(tmp_path: Path, rows: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        load_text(tmp_path, "y_true\tscore\na b\tc\nclass\t\n" + rows, "a.tab")
    assert expected in str(error.value)


def test_that_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two columns are called “a”"):
        load_text(tmp_path, "a\ta\nc\tc\nclass\t\n1\t2\n", "a.tab")


def test_that_a_preview_of_a_tab_file_reads_the_first_rows_only(tmp_path: Path) -> None:
    assert preview(write_text(tmp_path / "a.tab", tab_text(12_000))).n_rows_read == 10_000
