"""Calibration in the report: what is drawn and what is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from confmat_gui import report
from confmat_gui.core.calibration import calibration
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.present.calibration import calibration_state
from confmat_gui.present.sections import SECTION_NAMES
from confmat_gui.report import write_report
from confmat_gui.session.state import Display
from tests.core.test_recalibration import overconfident
from tests.present.building import defects, evaluated, many_classes, session_from
from tests.report.test_files import texts_of, written


def diagram_of(figure: Any) -> Any:
    return next(axes for axes in figure.axes if axes.get_ylabel() == "observed share")


def test_that_every_bin_is_drawn_where_it_was_said_and_came() -> None:
    session = session_from(defects())
    state = calibration_state(session, evaluated(session))
    assert state.reliability is not None
    axes = diagram_of(report.calibration_figure(state))
    dots = next(line for line in axes.lines if line.get_gid() == "reliability")
    assert dots.get_xdata().tolist() == state.reliability.bins.mean.tolist()
    assert dots.get_ydata().tolist() == state.reliability.bins.rate.tolist()
    (bars,) = axes.collections
    drawn = [segment[:, 1].tolist() for segment in bars.get_segments()]
    assert drawn == state.reliability.bins.interval.tolist()
    steps = next(line for line in axes.lines if line.get_gid() == "isotonic")
    assert steps.get_xdata().tolist() == state.reliability.steps[0].tolist()


def test_that_a_notebook_draws_a_class_on_bins_of_its_choice() -> None:
    evaluation = evaluated(session_from(defects()))
    found = calibration(evaluation.prepared.predictions)
    axes = diagram_of(report.calibration_figure(evaluation, "crack", binning="width"))
    dots = next(line for line in axes.lines if line.get_gid() == "reliability")
    assert dots.get_xdata().tolist() == found.classes[3].by_width.mean.tolist()
    dark = report.calibration_figure(evaluation, dark=True)
    assert dark.get_facecolor() != report.calibration_figure(evaluation).get_facecolor()
    with pytest.raises(InputError, match="no class called"):
        report.calibration_figure(evaluation, "gold")


def test_that_without_probabilities_it_is_refused_with_its_reason() -> None:
    with pytest.raises(InputError, match="Calibration needs scores"):
        report.calibration_figure(evaluated(session_from(Predictions.from_arrays([0, 1], y_pred=[0, 1]))))


def test_that_the_page_has_the_section_where_it_was_chosen(tmp_path: Path) -> None:
    session = session_from(overconfident(800, 2))
    path = tmp_path / "page.svg"
    write_report(path, session, evaluated(session), sections=SECTION_NAMES)
    found = texts_of(path)
    state = calibration_state(session, evaluated(session))
    assert state.reliability is not None
    assert {"ECE classwise, equal mass", "Perfect model", state.figures[0].value} <= set(found)
    assert state.reliability.sentence in " ".join(found)
    usual = texts_of(written(tmp_path, session, "usual.svg"))
    assert "Perfect model" not in usual
    labels = session_from(Predictions.from_arrays([0, 1], y_pred=[0, 1]))
    write_report(path, labels, evaluated(labels), sections=SECTION_NAMES)
    assert "Perfect model" not in texts_of(path)


def test_that_of_forty_classes_those_that_tell_most_are_listed(tmp_path: Path) -> None:
    session = session_from(many_classes(40, 2_000))
    path = tmp_path / "alone.svg"
    write_report(path, session, evaluated(session), view="calibration")
    found = texts_of(path)
    assert [text for text in found if text.startswith("…and ")]
    assert sum(text.startswith("class ") for text in found) == 21


@pytest.mark.parametrize("predictions", [overconfident(800, 2), defects()], ids=["binary", "five"])
def test_that_every_section_of_a_page_is_about_the_same_class(
    tmp_path: Path, predictions: Predictions
) -> None:
    """Of a binary problem the positive class, else the selected one, whatever the tabs of the window show."""
    session = session_from(predictions)
    classes = session.data.prepared.predictions.classes
    positive = session.point.positive
    chosen = len(classes) - 1 if positive is None else 1 - positive
    shown = replace(session, display=Display(selected_class=chosen, calibration_of="likeliest"))
    subject = classes[chosen if positive is None else positive]
    write_report(tmp_path / "page.svg", shown, evaluated(shown), sections=SECTION_NAMES)
    found = texts_of(tmp_path / "page.svg")
    titles = [text for text in found if text.startswith(("Cost curves", "Scores", "Calibration:"))]
    assert len(titles) == 3, found
    assert all(subject in title for title in titles), titles
    assert any(subject in text and "AUC" in text for text in found)
