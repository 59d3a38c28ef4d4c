"""Files of one layout share a fingerprint, whatever they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import preview

WEEK_46 = "id,y,p\na1,ok,0.25\na2,crack,0.5\n"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return written(tmp_path / "week46.csv", WEEK_46)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def layout(*paths: Path, options: InputOptions | None = None) -> str:
    return preview(paths[0], options, paths[1:]).layout


def test_that_other_values_and_other_names_of_files_share_the_layout(first: Path, tmp_path: Path) -> None:
    later = written(tmp_path / "week47.csv", "id,y,p\nb1,scratch,0.75\n")
    assert layout(later) == layout(first)


def test_that_no_value_is_in_the_fingerprint(first: Path) -> None:
    assert set(layout(first)) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "other",
    ["id,y,q\na1,ok,0.25\n", "y,id,p\nok,a1,0.25\n", "id,y,p,z\na1,ok,0.25,1\n", "id,y,p\na1,ok,high\n",
     "id;y;p\na1;ok;0.25\n"],
    ids=["a name", "the order", "one more", "a kind", "the reader"],
)  # fmt: skip
def test_that_another_layout_is_told_apart(first: Path, tmp_path: Path, other: str) -> None:
    assert layout(written(tmp_path / "other.csv", other)) != layout(first)


def test_that_it_does_not_depend_on_what_is_chosen(first: Path) -> None:
    assert layout(first, options=InputOptions(true=("y",), scores=("p",), id="y")) == layout(first)


def test_that_the_number_of_batches_does_not_matter(first: Path, tmp_path: Path) -> None:
    more = [written(tmp_path / f"{n}.csv", WEEK_46.replace("a", f"b{n}")) for n in range(3)]
    assert layout(first, *more) == layout(first)


def test_that_parts_of_one_table_are_known_in_any_order(first: Path, tmp_path: Path) -> None:
    scores = written(tmp_path / "scores.csv", "id,ok,crack\na1,0.25,0.75\na2,0.5,0.5\n")
    truth = written(tmp_path / "truth.csv", "id,class\na1,ok\na2,crack\n")
    assert layout(truth, scores) == layout(scores, truth)
    assert len({layout(truth, scores), layout(scores), layout(truth)}) == 3
