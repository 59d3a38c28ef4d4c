"""The public figures, and that they neither take nor leave settings of matplotlib."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui import report
from confmat_gui.core.rules import Rule
from confmat_gui.present.compare_rows import CompareRow
from confmat_gui.present.curve_plots import curve_state
from confmat_gui.present.heatmap import matrix_of
from confmat_gui.present.palette import LIGHT
from confmat_gui.present.screen import screen_state
from confmat_gui.report.compare_table import chosen_rows
from confmat_gui.report.fonts import UNKNOWN, families, fitted, width, wrapped, writable
from confmat_gui.report.settings import our_settings
from confmat_gui.report.sheet import Box, Sheet
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


def png(figure: Any) -> bytes:
    return report.render_png(figure, 60)


def settings() -> dict[str, Any]:
    """Return matplotlib's settings but the backend: to ask for it would import pyplot."""
    import matplotlib as mpl

    return {key: mpl.rcParams[key] for key in mpl.rcParams if not key.startswith("backend")}


def texts_of(figure: Any) -> set[str]:
    return {text.get_text() for axes in figure.axes for text in axes.texts}


@pytest.mark.parametrize(
    "draw",
    [
        report.confusion_figure,
        report.roc_figure,
        report.precision_recall_figure,
        report.report_figure,
        lambda evaluation: report.comparison_figure([evaluation, evaluation]),
    ],
)
def test_that_a_notebook_can_draw_an_evaluation(draw: Callable[[Any], Any]) -> None:
    figure = draw(evaluated(session_from(defects(500))))
    content = png(figure)
    inches = figure.get_size_inches()
    width_drawn, height_drawn = struct.unpack(">II", content[16:24])
    assert abs(width_drawn - inches[0] * 60) <= 1
    assert abs(height_drawn - inches[1] * 60) <= 1


def test_that_a_state_and_its_evaluation_give_the_same_picture() -> None:
    evaluation = evaluated(session_from(binary()))
    assert png(report.confusion_figure(matrix_of(evaluation))) == png(report.confusion_figure(evaluation))
    assert png(report.roc_figure(curve_state("roc", evaluation))) == png(report.roc_figure(evaluation))
    light, dark = report.confusion_figure(evaluation), report.confusion_figure(evaluation, dark=True)
    assert png(light) != png(dark)


def test_that_the_window_s_screen_and_the_report_say_the_same() -> None:
    session = session_from(defects(900), Rule.thresholds({"crack": 0.05}), WEIGHTS)
    evaluation = evaluated(session)
    screen = screen_state(session, evaluation)
    from_screen = report.report_figure(screen, made_on=DAY, session=session.name)
    from_session = report.report_view(session, evaluation, made_on=DAY)
    assert texts_of(from_screen) == texts_of(from_session)
    assert png(from_screen) == png(from_session)


def test_that_names_can_be_given_to_compared_evaluations() -> None:
    evaluation = evaluated(session_from(binary()))
    figure = report.comparison_figure([evaluation, evaluation], names=["old", "new"], made_on=DAY)
    assert "new against old" in texts_of(figure)
    assert "model 2 against model 1" in texts_of(
        report.comparison_figure([evaluation, evaluation], made_on=DAY)
    )


def test_that_the_user_s_settings_do_not_leak_in() -> None:
    import matplotlib as mpl

    evaluation = evaluated(session_from(defects(300)))
    plain = png(report.report_figure(evaluation, made_on=DAY))
    theirs = {
        "font.size": 33,
        "font.weight": "bold",
        "axes.facecolor": "red",
        "lines.linewidth": 9,
        "axes.grid": True,
        "text.color": "lime",
        "xtick.labelsize": 40,
        "figure.dpi": 31,
        "savefig.bbox": "tight",
        "savefig.transparent": True,
        "axes.spines.left": False,
        "image.origin": "lower",
        "text.parse_math": True,
        "patch.linewidth": 5,
        "axes.unicode_minus": False,
        "path.simplify": False,
    }
    with mpl.rc_context(theirs):
        assert png(report.report_figure(evaluation, made_on=DAY)) == plain


def test_that_our_settings_do_not_leak_out() -> None:
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 33, "svg.fonttype": "path", "pdf.fonttype": 3}):
        before = settings()
        png(report.report_figure(evaluated(session_from(binary()))))
        with our_settings():
            assert mpl.rcParams["svg.fonttype"] == "none"
        assert settings() == before


def test_that_no_picture_needs_pyplot_or_a_window() -> None:
    script = (
        "import sys; from tests.present.building import binary, evaluated, session_from; "
        "from confmat_gui import report; "
        "report.render_png(report.report_figure(evaluated(session_from(binary())))); "
        "print(sorted({'matplotlib.pyplot', 'PySide6', 'pyqtgraph', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_that_the_bundled_font_comes_first() -> None:
    assert families()[0] == "IBM Plex Sans"
    assert families()[-1] == "DejaVu Sans"


def test_that_a_stand_in_is_used_while_the_bundled_font_is_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr("confmat_gui.report.fonts.resource_folder", lambda: tmp_path)
    families.cache_clear()
    try:
        assert families() == ("DejaVu Sans",)
    finally:
        families.cache_clear()


def test_that_a_text_is_shortened_to_the_room_it_has() -> None:
    name = "a very long class name that never ends"
    assert fitted("short", 8, 100) == "short"
    shortened = fitted(name, 8, 80)
    assert "…" in shortened
    assert width(shortened, 8) <= 80
    assert shortened[0] == "a"
    assert shortened[-1] == "s"
    assert fitted(name, 8, 1) == ""


def test_that_a_sentence_is_broken_at_blanks_and_its_last_line_shortened() -> None:
    sentence = "Largest score relative to the threshold of the class, for each of very many classes"
    lines = wrapped(sentence, 8, 120, 2)
    assert len(lines) == 2
    assert all(width(line, 8) <= 120 for line in lines)
    assert "…" in lines[1]
    assert wrapped("short", 8, 120, 2) == ["short"]
    assert " ".join(wrapped(sentence, 8, 120, 9)) == sentence


def test_that_a_sign_that_no_font_can_write_becomes_a_box() -> None:
    assert writable("plain") == "plain"
    assert writable("naïve Ω") == "naïve Ω"
    assert writable("b\U000f1234") == f"b{UNKNOWN}"


def test_that_nothing_is_written_where_there_is_no_room() -> None:
    with our_settings():
        sheet = Sheet(100, 100, LIGHT)
        sheet.text(0, 10, "something long", 8, room=1)
    assert texts_of(sheet.figure) == set()


def test_that_a_box_knows_its_edges() -> None:
    box = Box(1, 2, 10, 20)
    assert (box.right, box.bottom) == (11, 22)
    assert box.inset(1) == Box(2, 3, 8, 18)


def test_that_overall_figures_come_before_those_of_classes_and_differing_before_the_same() -> None:
    def row(key: str, direction: str) -> CompareRow:
        return CompareRow(key, key, ("", ""), ("",), ("",), ("",), (direction,), "")

    rows = (row("accuracy", "same"), row("mcc", "same"), row("recall:a", "same"), row("recall:b", "worse"))
    assert chosen_rows(rows, 9) == list(rows)
    several = (*rows, row("recall:c", "same"))
    assert [found.key for found in chosen_rows(several, 4)] == ["accuracy", "mcc", "recall:b"]
    assert [found.key for found in chosen_rows(rows, 0)] == ["accuracy"]


def test_that_labels_alone_have_a_picture_of_points() -> None:
    figure = report.roc_figure(evaluated(session_from(labels_only())))
    plot = next(axes for axes in figure.axes if axes.get_xlabel())
    places = [line.get_xydata() for line in plot.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(places[0], [[2 / 90, 0.3]])


@pytest.mark.parametrize("n_classes", [2, 5, 100])
def test_that_no_decision_is_drawn_beside_the_classes(n_classes: int) -> None:
    predictions = many_classes(n_classes, 800)
    rule = Rule.thresholds(dict.fromkeys(predictions.classes, 0.6), no_decision=True)
    evaluation = evaluated(session_from(predictions, rule))
    figure = report.confusion_figure(evaluation)
    assert {"no", "decision"} <= texts_of(figure)
    assert png(figure)
    plain = report.confusion_figure(evaluated(session_from(predictions)))
    assert not {"no", "decision"} & texts_of(plain)
    images = [len(drawn.axes[0].images) for drawn in (figure, plain)]
    assert images[0] - images[1] == (1 if n_classes == 100 else 0)


def test_that_the_page_of_a_rule_with_no_decision_has_its_prices_and_coverage() -> None:
    costs = tuple((*row, 0.75) for row in WEIGHTS)
    rule = Rule.thresholds(dict.fromkeys(defects(5).classes, 0.6), no_decision=True)
    session = session_from(defects(500), rule, costs)
    texts = texts_of(report.report_figure(evaluated(session)))
    assert {"no decision", "0.75", "Coverage", "Accuracy of decided"} <= texts


def test_that_the_roc_has_its_hull_and_names_the_best_threshold() -> None:
    session = session_from(binary(), None, ((0, 1), (5, 0)))
    figure = report.roc_figure(evaluated(session))
    drawn = {line.get_gid(): line for axes in figure.axes for line in axes.lines}
    assert drawn["hull"].get_xdata().tolist() == [0, 0, 0.4, 0.8, 1]
    assert drawn["hull-best"].get_xdata() == [0.8]
    assert {"best at these prices:", "threshold 0.510"} <= texts_of(figure)
    unpriced = report.roc_figure(evaluated(session_from(binary())))
    assert "best at these prices:" not in texts_of(unpriced)
