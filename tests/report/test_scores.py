"""Scores in the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui import report
from confmat_gui.core.errors import InputError
from confmat_gui.report.scores import MOST_PLOTS
from confmat_gui.session.state import Display
from tests.present.building import binary, defects, evaluated, labels_only, many_classes, session_from
from tests.report.test_files import texts_of, written


def test_that_the_view_has_a_plot_for_every_class_or_for_the_selected_one(tmp_path: Path) -> None:
    titles = [f"Scores of {name}" for name in ("ok", "scratch", "dent", "crack", "stain")]
    found = texts_of(written(tmp_path, session_from(defects(900)), "scores.svg", view="scores"))
    assert [text.partition(":")[0] for text in found if text.startswith("Scores of")] == titles
    chosen = session_from(defects(900), display=Display(selected_class=3))
    alone = texts_of(written(tmp_path, chosen, "alone.svg", view="scores"))
    assert [text.partition(":")[0] for text in alone if text.startswith("Scores of")] == [titles[3]]
    many = texts_of(written(tmp_path, session_from(many_classes(40, 400)), "many.svg", view="scores"))
    assert sum(text.startswith("Scores of") for text in many) == MOST_PLOTS


def test_that_bars_and_line_are_where_the_state_has_them() -> None:
    session = session_from(binary())
    figure = report.report_view(session, evaluated(session), "scores")
    (axes,) = [each for each in figure.axes if each.get_xlabel().startswith("score of")]
    line = axes.lines[-1]
    assert list(line.get_xdata()) == [0.5, 0.5]
    tallest = max(bar.get_height() for bar in axes.patches)
    assert tallest == pytest.approx(1.0)


def test_that_the_page_has_the_section_where_it_is_chosen(tmp_path: Path) -> None:
    session = session_from(binary())
    with_it = texts_of(written(tmp_path, session, "with.svg", sections=("scores",)))
    assert any(text.startswith("Scores of") for text in with_it)
    without = texts_of(written(tmp_path, session, "without.svg"))
    assert not any(text.startswith("Scores of") for text in without)


def test_that_labels_alone_are_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no scores to draw\. No scores: the files hold no score"):
        written(tmp_path, session_from(labels_only()), "none.png", view="scores")
    page = texts_of(written(tmp_path, session_from(labels_only()), "page.svg", sections=("scores",)))
    assert not any(text.startswith("Scores of") for text in page)
