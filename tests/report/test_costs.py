"""The section of costs on a sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.present.cost_editor import cost_state
from confmat_gui.present.palette import LIGHT
from confmat_gui.report.costs import costs_height, draw_costs
from confmat_gui.report.sheet import Box, Sheet
from confmat_gui.report.writing import report_view, write_report
from confmat_gui.session.state import Session
from tests.present.building import WEIGHTS, defects, evaluated, labels_only, many_classes, session_from


def texts_of(session: Session) -> list[str]:
    """Return what is written on the section alone, in its order."""
    state = cost_state(session, evaluated(session))
    sheet = Sheet(700, 300, LIGHT)
    draw_costs(sheet, Box(10, 10, 680, 280), state)
    return [text.get_text() for text in sheet.ink.texts]


def test_that_the_section_says_what_the_window_says() -> None:
    session = replace(session_from(defects(800), Rule.thresholds({"crack": 0.1}), WEIGHTS), cost_unit="€")
    said = texts_of(session)
    state = cost_state(session, evaluated(session))
    assert said[0] == "Costs (€)"
    for answer in state.answers:
        assert answer.name in said
        assert set(answer.written) <= {*said, ""}
    assert "Costliest cells" in said
    dearest = divmod(int(state.shares.argmax()), 5)
    assert state.pair(*dearest) in said


def test_that_reasons_stand_where_a_figure_is_lacking() -> None:
    said = texts_of(session_from(labels_only(), None, ((0, 1), (20, 0))))
    assert "needs probabilities" in said


def test_that_free_errors_leave_nothing_to_rank() -> None:
    free: CostMatrix = ((0.0, 0.0), (0.0, 0.0))
    assert "No sample costs anything." in texts_of(session_from(labels_only(), None, free))


def test_that_the_section_is_as_high_as_its_words() -> None:
    session = session_from(defects(400), None, WEIGHTS)
    state = cost_state(session, evaluated(session))
    assert costs_height(state, 900) <= costs_height(state, 400)
    plain = session_from(defects(400))
    assert costs_height(cost_state(plain, evaluated(plain)), 900) == 0


@pytest.mark.parametrize("n_classes", [5, 40])
def test_that_the_section_is_a_picture_of_its_own(tmp_path: Path, n_classes: int) -> None:
    costs = tuple(tuple(float(abs(i - j)) for j in range(n_classes)) for i in range(n_classes))
    session = session_from(many_classes(n_classes, 500), None, costs)
    target = tmp_path / "costs.svg"
    write_report(target, session, evaluated(session), view="costs")
    assert ("Cost matrix" in target.read_text("utf-8")) is (n_classes == 5)


def test_that_without_prices_there_is_no_picture() -> None:
    session = session_from(defects(200))
    with pytest.raises(InputError, match="No prices yet"):
        report_view(session, evaluated(session), "costs")
