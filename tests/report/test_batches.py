"""The batches in the report: what is drawn and what is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui import report
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.present.batches import batches_state
from confmat_gui.present.parts import NOTHING_ASIDE
from confmat_gui.present.screen import screen_state
from tests.present.building import binary, defects, evaluated, many_classes, session_from
from tests.report.test_files import texts_of, written

DAY = date(2026, 1, 2)


def plot_of(figure: Any) -> Any:
    """Return the axes of the chart."""
    return next(axes for axes in figure.axes if axes.get_xlabel().startswith("batch, in the order"))


def fifth_is_bad(n_batches: int = 12, size: int = 40) -> Predictions:
    """Return labels in batches, all right but in the fifth."""
    y_true = np.arange(n_batches * size) % 2
    batch = np.arange(n_batches * size) // size
    y_pred = np.where((batch == 4) | (np.arange(len(batch)) % 10 == 0), 1 - y_true, y_true)
    return Predictions.from_arrays(y_true, y_pred=y_pred, classes=("ok", "crack"), batch=batch)


def test_that_every_batch_is_drawn_where_its_figure_is_against_its_spread() -> None:
    session = session_from(fifth_is_bad())
    state = batches_state(session, evaluated(session))
    axes = plot_of(report.batches_figure(state))
    (bands,) = axes.collections
    drawn = [segment[:, 1].tolist() for segment in bands.get_segments()]
    assert drawn == [[row.low, row.high] for row in state.rows]
    whole, inside, outside = axes.lines
    assert set(whole.get_ydata()) == {state.whole}
    assert inside.get_xdata().tolist() == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert (outside.get_xdata().tolist(), outside.get_ydata().tolist()) == ([5], [state.rows[4].figure])


def test_that_a_notebook_draws_the_batches_of_an_evaluation() -> None:
    evaluation = evaluated(session_from(fifth_is_bad()))
    assert plot_of(report.batches_figure(evaluation)).get_ylabel() == "Accuracy"
    assert plot_of(report.batches_figure(evaluation, metric="recall")).get_ylabel() == "Recall of crack"
    dark = report.batches_figure(evaluation, dark=True)
    assert dark.get_facecolor() != report.batches_figure(evaluation).get_facecolor()


def test_that_one_batch_is_refused_with_its_reason() -> None:
    with pytest.raises(InputError, match=r"no ledger of batches to draw\. .* are one batch"):
        report.batches_figure(evaluated(session_from(binary())))


def test_that_the_page_has_a_section_where_there_are_batches(tmp_path: Path) -> None:
    session = session_from(fifth_is_bad())
    found = texts_of(written(tmp_path, session, "report.svg"))
    state = batches_state(session, evaluated(session))
    assert {"Batches", state.sentence, "By chance", "Lower than by chance"} <= set(found)
    assert found.count(state.rows[4].figure_text) >= 1
    alone = texts_of(written(tmp_path, session_from(many_classes(5, 300)), "alone.svg"))
    assert "Batches" not in alone


def test_that_the_page_says_that_a_batch_of_five_misleads(tmp_path: Path) -> None:
    found = texts_of(written(tmp_path, session_from(fifth_is_bad(12, 5)), "five.svg"))
    assert [text for text in found if text.startswith("Batches of 5 samples: by chance alone one of them")]


def test_that_a_screen_without_its_ledger_still_has_a_page() -> None:
    session = session_from(defects(1200))
    screen = screen_state(session, evaluated(session), parts=NOTHING_ASIDE)
    figure = report.report_figure(screen, made_on=DAY)
    assert figure.get_size_inches()[1] * 72 == pytest.approx(595.28)


def test_that_of_very_many_batches_the_others_are_counted(tmp_path: Path) -> None:
    session = session_from(fifth_is_bad(300, 20))
    found = texts_of(written(tmp_path, session, "many.svg", view="batches"))
    assert "…and 276 more" in found
    assert "Lower than by chance" in found


def test_that_batches_without_a_figure_are_left_empty() -> None:
    predictions = replace(fifth_is_bad(3, 4), y_true=np.zeros(12, dtype=np.int32))
    session = session_from(predictions)
    session = replace(session, display=replace(session.display, batch_metric="recall", selected_class=1))
    axes = plot_of(report.report_view(session, evaluated(session), "batches", made_on=DAY))
    assert [len(line.get_xdata()) for line in axes.lines] == [0, 0]
    assert axes.collections[0].get_segments() == []
