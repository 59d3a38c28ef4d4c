"""Cost curves on a sheet: as a section, as a view of its own, and as a public figure."""

from __future__ import annotations

from typing import Any

import pytest

from confmat_gui import report
from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import Rule
from confmat_gui.report.cost_curves import MOST_ROWS
from confmat_gui.session.state import Display
from tests.present.building import binary, defects, evaluated, labels_only, many_classes, session_from
from tests.present.test_operating_conditions import models

TEN = session_from(binary(), Rule.thresholds({"crack": 0.54}), ((0, 1), (5, 0)))


def texts_of(figure: Any) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def lines_of(figure: Any) -> dict[str, Any]:
    return {line.get_gid(): line for axes in figure.axes for line in axes.lines}


def test_that_the_figure_has_the_policies_the_pad_and_the_table() -> None:
    figure = report.cost_curves_figure(evaluated(TEN))
    texts, lines = texts_of(figure), lines_of(figure)
    assert "Cost curves · positive class: crack" in texts
    assert any(text.startswith("Cost a sample now: keep threshold 0.540: 0.700 · trust") for text in texts)
    assert {"0.800", "0.540", "0.510", "A miss costs", "2 : 1 – ∞"} <= set(texts)
    assert {"keep", "trust", "choose again", "always the one answer"} <= set(texts)
    assert lines["keep"].get_ydata() == pytest.approx((0.4, 0.2))
    assert lines["best"].get_xdata().tolist() == [0, 0, 0.5, 2 / 3, 1, 1]
    assert "trust" in lines
    assert report.render_png(figure, 60) == report.render_png(report.cost_curves_figure(evaluated(TEN)), 60)


def test_that_several_evaluations_are_models_with_names() -> None:
    evaluations = [evaluated(session) for session in models()]
    texts = set(texts_of(report.cost_curves_figure(evaluations, names=("one", "two", "three"), dark=True)))
    assert {"one", "two", "three", "Model"} <= texts
    assert {"model 1", "model 3"} <= set(texts_of(report.cost_curves_figure(evaluations)))


def test_that_a_class_of_many_can_be_named_and_a_rare_one_has_a_logarithmic_pad() -> None:
    figure = report.cost_curves_figure(evaluated(session_from(defects(800))), "crack")
    assert "Cost curves · crack against the rest" in texts_of(figure)
    labels = [label.get_text() for axes in figure.axes for label in axes.get_xticklabels()]
    assert "0.001" in labels
    with pytest.raises(InputError, match="nothing"):
        report.cost_curves_figure(evaluated(session_from(defects(800))), "nothing")


def test_that_a_long_table_shows_the_rows_around_the_present_one() -> None:
    session = session_from(many_classes(3, 30_000), None, None, Display(selected_class=1))
    figure = report.report_view(session, evaluated(session), "cost-curves")
    texts = texts_of(figure)
    assert any(text.startswith("…") and text.endswith("more") for text in texts)
    assert sum(" – " in text for text in texts) <= 2 * MOST_ROWS + 2


def test_that_without_scores_there_is_nothing_to_draw() -> None:
    labels = session_from(labels_only())
    with pytest.raises(InputError, match="no cost curves to draw"):
        report.report_view(labels, evaluated(labels), "cost-curves")
    page = report.report_figure(evaluated(labels), sections=("cost-curves",))
    assert not any(text.startswith("Cost curves") for text in texts_of(page))


def test_that_the_page_has_the_section_where_it_is_chosen() -> None:
    with_section = report.report_figure(evaluated(TEN), sections=("cost-curves",))
    without = report.report_figure(evaluated(TEN), sections=())
    assert "Cost curves · positive class: crack" in texts_of(with_section)
    assert with_section.get_size_inches()[1] > without.get_size_inches()[1]


def test_that_prices_without_sense_leave_the_present_condition_out() -> None:
    session = session_from(binary(), None, ((1, 0), (0, 1)))
    texts = texts_of(report.cost_curves_figure(evaluated(session)))
    assert any(text.startswith("These prices are not sensible") for text in texts)
    assert not any(text.startswith("Cost a sample now") for text in texts)
