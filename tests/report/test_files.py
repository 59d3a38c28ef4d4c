"""Report files: what is in a PNG, an SVG and a PDF."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from confmat_gui import __version__
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.io.loaded import SetAsideRow
from confmat_gui.present.compare import CompareState, compare_state
from confmat_gui.present.screen import screen_state
from confmat_gui.report import VIEWS, View, report_view, write_comparison, write_report
from confmat_gui.session.state import Display, Session
from tests.present.building import (
    WEIGHTS,
    binary,
    defects,
    evaluated,
    labels_only,
    many_classes,
    session_from,
)

DAY = date(2026, 1, 2)
SVG = "{http://www.w3.org/2000/svg}"
STRANGE = (
    "a very long class name that never ends, really never",
    "cost $5_a$b",
    "naïve Ωmega",
    "裂纹",
    "&<>\"'",
)
CONTROL = ("a\nb", "tab\there", "\x1b[31mred", "bell\x07")
PLACE = "where-reports-are-written-"
"""Begins the name of the folder of the reports that several tests read."""


def tuned() -> Session:
    return session_from(
        defects(1200),
        Rule.thresholds({"crack": 0.05}),
        WEIGHTS,
        Display(selected_class=3, selected_cell=(3, 1)),
    )


def written(tmp_path: Path, session: Session, name: str, **options: Any) -> Path:
    path = tmp_path / name
    write_report(path, session, evaluated(session), made_on=DAY, **options)
    return path


def page(suffix: str, view: View = "page") -> bytes:
    """Return a report of the tuned session, which is drawn once for all tests that only read it."""
    return drawn_once(suffix, view)


@cache
def drawn_once(suffix: str, view: View) -> bytes:
    with tempfile.TemporaryDirectory(prefix=PLACE) as folder:
        return written(Path(folder), tuned(), f"report.{suffix}", view=view).read_bytes()


@cache
def strange_page(suffix: str) -> bytes:
    """Return a report of classes with strange names, drawn once; a warning is an error."""
    session = session_from(many_classes(9, 400, names=STRANGE + CONTROL), display=Display(selected_class=3))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        return written(Path(folder), session, f"strange.{suffix}", dpi=60).read_bytes()


@cache
def comparison() -> CompareState:
    sessions = [
        replace(session_from(defects(900)), name="week 45"),
        replace(session_from(defects(900), Rule.thresholds({"crack": 0.05})), name="week 46"),
    ]
    return compare_state(sessions, [evaluated(session) for session in sessions])


def texts_of(svg: Path) -> list[str]:
    return texts_in(svg.read_bytes())


def texts_in(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def ids_in(svg: bytes) -> list[str]:
    return [element.get("id", "") for element in ET.fromstring(svg).iter() if element.get("id")]


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(("dpi", "size"), [(72, (841, 595)), (150, (1753, 1240)), (300, (3507, 2480))])
def test_that_a_png_of_the_page_has_the_size_that_was_asked_for(
    tmp_path: Path, dpi: int, size: tuple[int, int]
) -> None:
    session = session_from(many_classes(5, 400))
    assert size_of(written(tmp_path, session, "report.png", dpi=dpi).read_bytes()) == size
    longer = size_of(
        page("png") if dpi == 150 else written(tmp_path, tuned(), "report.png", dpi=dpi).read_bytes()
    )
    assert longer[0] == size[0]
    assert longer[1] > size[1] + dpi * 2  # batches stand below


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_that_every_view_can_be_written_in_every_format(view: View, suffix: str) -> None:
    content = page(suffix, view)
    assert content.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[suffix])
    assert len(content) > 5000


def test_that_text_in_an_svg_is_text_with_the_figures_of_the_window() -> None:
    session = tuned()
    screen = screen_state(session, evaluated(session))
    found = set(texts_in(page("svg")))
    assert {card.value for card in screen.headline} <= found
    assert {card.interval for card in screen.headline} <= found
    assert {screen.matrix.main_text(i, j) for i in range(5) for j in range(5)} <= found
    assert {screen.matrix.second_text(i, j) for i in range(5) for j in range(5)} <= found
    # Shares that nobody set go first where there is no room; the support says them too.
    for column in screen.decide.columns[1:]:
        if column.key != "prevalence":
            assert {screen.decide.text(k, column.key) for k in range(5)} <= found
    assert {
        screen.roc.subtitle,
        screen.precision_recall.subtitle,
        screen.rule_text,
        screen.subtitle,
    } <= found


def test_that_cells_are_rectangles_up_to_sixty_classes_and_an_image_above() -> None:
    small = ids_in(page("svg", "matrix"))
    assert sum(bool(re.fullmatch(r"cell-\d+-\d+", name)) for name in small) == 25
    assert "selected-cell" in small
    assert cells_and_images(60)[0] == 3600
    assert cells_and_images(61) == (0, 2)  # the matrix and its colour scale


def cells_and_images(n_classes: int) -> tuple[int, int]:
    """Return how many named rectangles and how many images a matrix is drawn with."""
    session = session_from(many_classes(n_classes, 600))
    figure = report_view(session, evaluated(session), "matrix", made_on=DAY)
    names = [patch.get_gid() or "" for axes in figure.axes for patch in axes.patches]
    return sum(name.startswith("cell-") for name in names), sum(len(axes.images) for axes in figure.axes)


def test_that_many_files_are_counted_in_the_title_and_listed_below_it(tmp_path: Path) -> None:
    files = tuple(f"inspection_{number:02d}.parquet" for number in range(1, 6))
    found = texts_of(written(tmp_path, session_from(defects(600), files=files), "report.svg"))
    assert any(text.startswith("inspection_01.parquet") and text.endswith(" more") for text in found)
    assert ", ".join(files) in found


def test_that_a_notice_stands_on_the_page_with_its_second_sentence(tmp_path: Path) -> None:
    session = session_from(labels_only())
    notices = screen_state(session, evaluated(session)).notices
    found = texts_of(written(tmp_path, session, "report.svg"))
    assert notices[0].text in found
    assert notices[0].detail in found
    assert f"and {len(notices) - 3} more notices" in found


def test_that_the_page_states_files_rule_positive_class_set_aside_rows_date_and_version(
    tmp_path: Path,
) -> None:
    session = session_from(
        binary(),
        Rule.thresholds({"crack": 0.52}, boundary=">"),
        ((0, 1), (5, 0)),
        files=("a.csv", "b.csv"),
        set_aside=(SetAsideRow("a.csv", 4, "p", "nan_score", "Missing."),),
    )
    found = " | ".join(texts_of(written(tmp_path, session, "report.svg")))
    for words in (
        "a.csv and b.csv",
        "10 samples · 2 classes",
        "1 row set aside",
        "crack when its score > 0.52, else ok",
        "positive class: crack",
        "Cost matrix",
        "2026-01-02",
        f"confmat-gui {__version__}",
        "line-4 week 46",
        "confmat evaluate a.csv b.csv",
        "crack (positive)",
    ):
        assert words in found


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_that_no_path_of_this_machine_is_in_any_report(suffix: str) -> None:
    for part in (b"/home/", b"someone", PLACE.encode(), str(Path.cwd()).encode()):
        assert part not in page(suffix)


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_that_the_same_input_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    assert written(tmp_path, tuned(), f"second.{suffix}").read_bytes() == page(suffix)


def test_that_text_in_a_pdf_is_text_in_embedded_fonts(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    session = tuned()
    path = tmp_path / "report.pdf"
    path.write_bytes(page("pdf"))
    said = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout
    screen = screen_state(session, evaluated(session))
    for words in (
        screen.headline[0].value,
        screen.headline[0].interval,
        "Confusion matrix",
        "Precision–recall",
    ):
        assert words in said
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout
    assert "Type 3" not in fonts
    assert "TrueType" in fonts


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_that_strange_names_are_drawn_without_a_warning(suffix: str) -> None:
    assert len(strange_page(suffix)) > 5000


def test_that_strange_names_are_written_as_they_are() -> None:
    found = texts_in(strange_page("svg"))
    assert "cost $5_a$b" in found
    assert "裂纹" in found
    assert "&<>\"'" in found
    assert any("…" in text and text.startswith("a very l") for text in found)


def test_that_control_characters_in_names_break_no_line_and_no_svg() -> None:
    text = " ".join(ET.fromstring(strange_page("svg")).itertext())
    assert "a□b" in text
    assert "\x1b" not in text


def test_that_an_svg_keeps_signs_that_no_font_here_can_write(tmp_path: Path) -> None:
    session = session_from(many_classes(3, 100, names=("a", "b\U000f1234", "c")))
    assert "b\U000f1234" in texts_of(written(tmp_path, session, "strange.svg"))
    written(tmp_path, session, "strange.png")


SUBJECTS: dict[str, Callable[[], Session]] = {
    "binary": lambda: session_from(binary(), None, ((0, 1), (5, 0))),
    "labels": lambda: session_from(labels_only()),
    "one": lambda: session_from(Predictions.from_arrays([0, 0], [[1.0], [1.0]], classes=["a"])),
    "twenty": lambda: session_from(many_classes(20, 600), display=Display(selected_class=4)),
    "hundred": lambda: session_from(many_classes(100, 1500)),
    "thousand": lambda: session_from(many_classes(1000, 3000)),
    "corner": lambda: session_from(defects(600), display=Display(roc_zoom="corner")),
    "log": lambda: session_from(defects(600), display=Display(roc_zoom="log")),
    "delta": lambda: session_from(
        defects(600), Rule.thresholds({"crack": 0.01}), display=Display(matrix_mode="delta")
    ),
    "cost": lambda: session_from(defects(600), None, WEIGHTS, Display(matrix_mode="cost")),
    "delta of many": lambda: session_from(
        many_classes(70, 900), Rule.thresholds({"class 3": 0.5}), display=Display(matrix_mode="delta")
    ),
    "strange": lambda: session_from(many_classes(5, 300, names=STRANGE)),
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_that_every_kind_of_data_has_a_page_light_and_dark(
    tmp_path: Path, subject: str, dark: bool
) -> None:
    session = SUBJECTS[subject]()
    png = written(tmp_path, session, "report.png", dpi=40, dark=dark).read_bytes()
    several = len(session.data.prepared.predictions.batch_names) > 1
    wide, high = size_of(png)
    longer = several or session.point.costs is not None
    assert (wide, high if longer else 330) == (467, high)
    assert (high > 400) is longer


def test_that_a_dark_page_is_dark_and_a_light_one_is_white(tmp_path: Path) -> None:
    from matplotlib.image import imread

    light = imread(io.BytesIO(page("png")))
    dark = imread(io.BytesIO(written(tmp_path, tuned(), "dark.png", dpi=40, dark=True).read_bytes()))
    assert np.asarray(light)[0, 0, :3].tolist() == [1, 1, 1]
    assert np.asarray(dark)[..., :3].mean() < 0.25


def test_that_of_many_classes_the_worst_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    session = session_from(many_classes(1000, 3000))
    evaluation = evaluated(session)
    path = tmp_path / "report.svg"
    write_report(path, session, evaluation, made_on=DAY)
    found = texts_of(path)
    (more,) = [text for text in found if text.startswith("…and")]
    shown = 1000 - int(more.removeprefix("…and ").removesuffix(" more"))
    recall = evaluation.per_class["recall"]
    worst = [f"class {k}" for k in np.argsort(recall, kind="stable")[:shown]]
    assert set(worst) <= set(found)
    assert "the classes with the lowest recall" in found


@pytest.mark.parametrize("name", ["report.bmp", "report", "report.html"])
def test_that_another_suffix_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    session = session_from(binary())
    with pytest.raises(
        InputError, match=r"has no suffix of a report; end it with \.png, \.svg or \.pdf\.$"
    ):
        written(tmp_path, session, name)
    assert list(tmp_path.iterdir()) == []


def test_that_an_unknown_view_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the views are page, matrix, roc, pr"):
        written(tmp_path, session_from(binary()), "report.png", view="everything")


@pytest.mark.parametrize("dpi", [0, -5, 5000])
def test_that_a_senseless_resolution_is_refused(tmp_path: Path, dpi: int) -> None:
    with pytest.raises(InputError, match="dots per inch"):
        written(tmp_path, session_from(binary()), "report.png", dpi=dpi)


def test_that_a_folder_that_is_not_there_is_an_error_of_the_input(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        written(tmp_path / "nowhere", session_from(binary()), "report.png")


def test_that_a_failed_report_leaves_the_old_one(tmp_path: Path) -> None:
    path = written(tmp_path, session_from(binary()), "report.png")
    before = path.read_bytes()
    with pytest.raises(InputError):
        written(tmp_path, session_from(binary()), "report.png", dpi=-1)
    assert path.read_bytes() == before


def test_that_without_a_day_today_is_printed(tmp_path: Path) -> None:
    session = session_from(binary())
    path = tmp_path / "report.svg"
    write_report(path, session, evaluated(session))
    assert re.search(r"confmat-gui \S+ · \d{4}-\d\d-\d\d", " ".join(texts_of(path)))


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_that_a_comparison_has_a_page(tmp_path: Path, suffix: str, dark: bool) -> None:
    state = comparison()
    path = tmp_path / f"comparison.{suffix}"
    write_comparison(path, state, made_on=DAY, dark=dark)
    if suffix == "svg":
        found = set(texts_of(path))
        assert {state.rows[0].values[0], state.rows[0].differences[0], state.rows[0].intervals[0]} <= found
        assert state.sentences[0] in found
        assert state.differences[0].main_text(3, 3) in found
    assert path.stat().st_size > 5000


def test_that_three_sessions_share_a_table(tmp_path: Path) -> None:
    sessions = [replace(session_from(defects(900 + 100 * k)), name=f"week {k}") for k in range(3)]
    state = compare_state(sessions, [evaluated(session) for session in sessions])
    path = tmp_path / "comparison.svg"
    write_comparison(path, state, made_on=DAY)
    found = texts_of(path)
    assert "Δ week 2" in found
    assert any(text.startswith("…and") for text in found)
    assert "week 1 and week 2 against week 0" in found
