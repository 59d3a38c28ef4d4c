"""The first look at a file: rows as text, and what would be concluded."""

from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import preview
from confmat_gui.io.loaded import InputOptions
from tests.io.layouts import CLASSES, FIRST_LINES, WRITERS, multiclass, write, write_text


@pytest.mark.parametrize("suffix", WRITERS)
def test_that_a_preview_reads_the_first_rows_only(tmp_path: Path, suffix: str) -> None:
    seen = preview(write(multiclass(12_000), tmp_path, "a" + suffix))
    assert seen.n_rows_read == 10_000
    assert len(seen.rows) == 100
    assert seen.headers == ("id", "y_true", "p_ok", "p_scratch", "p_crack", "y_pred")
    assert seen.rows[1][:2] == ("00001", "scratch")
    assert seen.row_numbers[0] == FIRST_LINES.get(suffix, 1)
    assert seen.classes == CLASSES
    assert seen.score_kind == "probability"
    assert seen.columns.scores == ("p_ok", "p_scratch", "p_crack")
    assert not seen.in_doubt


def test_that_columns_that_cannot_be_found_are_the_problem_of_a_preview(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "x,z\n0.5,0.25\n0.1,0.75\n")
    seen = preview(path)
    assert seen.headers == ("x", "z")
    assert seen.rows == (("0.5", "0.25"), ("0.1", "0.75"))
    assert seen.problem is not None
    assert "no column that looks like the true class" in seen.problem
    assert seen.in_doubt


def test_that_a_choice_is_tried_on_the_preview(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "a,b,s\n0,1,0.25\n1,1,0.75\n")
    assert preview(path, InputOptions(true=("b",), pred="a")).columns.true == ("b",)


def test_that_a_preview_of_quoted_rows_does_not_cut_a_record(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "y_true,score,note\n" + '1,0.5,"a\nb"\n0,0.25,c\n' * 6_000)
    seen = preview(path)
    assert seen.problem is None
    assert seen.rows[0] == ("1", "0.5", "a\nb")


def test_that_a_preview_of_a_file_of_many_chunks_ends_early(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "y_true,score,note\n" + f"1,0.5,{'x' * 900}\n0,0.25,c\n" * 10_000)
    assert preview(path).n_rows_read == 10_000


def test_that_a_file_that_cannot_be_read_has_no_preview(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is empty"):
        preview(write_text(tmp_path / "a.csv", ""))
