"""What was decided stays when the samples under it change."""

from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.rules import Rule
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session import changes
from confmat_gui.session.carrying import carry_over
from confmat_gui.session.opening import new_session, open_data_set
from confmat_gui.session.state import DataSet, Session


def data_of(folder: Path, *classes: str, scores: bool = True) -> DataSet:
    """Return three samples of each class, with probabilities or with the predicted label alone."""
    lines = ["y_true," + ",".join(f"p_{name}" for name in classes) if scores else "y_true,y_pred"]
    for index, name in enumerate(classes):
        share = [0.5 if k == index else 0.5 / (len(classes) - 1) for k in range(len(classes))]
        lines += [f"{name}," + (",".join(map(repr, share)) if scores else classes[0])] * 3
    path = folder / f"{'-'.join(classes)}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_data_set([path], InputOptions(classes=classes))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Three classes with chosen thresholds, prices and display."""
    made = new_session(data_of(tmp_path, "ok", "dent", "crack"))
    made = changes.set_cost(changes.set_threshold(made, 2, 0.1), 2, 0, 20.0)
    return changes.select_cell(changes.set_matrix_mode(made, "counts"), (2, 0))


def test_that_the_same_classes_keep_everything(session: Session, tmp_path: Path) -> None:
    data = data_of(tmp_path, "ok", "dent", "crack")
    carried = carry_over(session, data)
    assert carried.data is data
    assert carried.point == session.point
    assert carried.display == session.display


def test_that_prices_are_matched_by_name(session: Session, tmp_path: Path) -> None:
    carried = carry_over(session, data_of(tmp_path, "crack", "ok", "dent"))
    assert carried.point.costs is not None
    assert carried.point.costs[0][1] == 20.0
    assert carried.point.costs[1][0] == 1.0


def test_that_a_new_class_gets_the_mean_threshold_and_errors_at_one(session: Session, tmp_path: Path) -> None:
    carried = carry_over(session, data_of(tmp_path, "ok", "dent", "crack", "stain"))
    named = carried.point.rule.thresholds_by_class
    old = session.point.rule.thresholds_by_class
    assert named == {**old, "stain": pytest.approx(sum(old.values()) / 3)}
    assert carried.point.costs is not None
    assert carried.point.costs[3] == (1.0, 1.0, 1.0, 0.0)
    assert carried.point.costs[2][0] == 20.0


def test_that_a_rule_that_names_a_lost_class_is_the_default_again(session: Session, tmp_path: Path) -> None:
    data = data_of(tmp_path, "ok", "dent", "stain")
    assert carry_over(session, data).point.rule == data.prepared.default_rule


def test_that_a_selection_is_dropped_where_classes_changed(session: Session, tmp_path: Path) -> None:
    carried = carry_over(session, data_of(tmp_path, "crack", "ok", "dent"))
    assert carried.display.selected_cell is None
    assert carried.display.matrix_mode == "counts"


def test_that_a_rule_without_thresholds_stays(tmp_path: Path) -> None:
    before = new_session(data_of(tmp_path, "a", "b", "c"))
    after = carry_over(before, data_of(tmp_path, "a", "b", "c", "d"))
    assert after.point.rule == Rule.argmax()
    assert after.point.costs is None


def test_that_the_own_prices_of_a_rule_grow_too(tmp_path: Path) -> None:
    before = new_session(data_of(tmp_path, "a", "b", "c"))
    rule = Rule.min_cost([[0, 1, 2], [3, 0, 4], [5, 6, 0]])
    after = carry_over(before.with_point(OperatingPoint(rule)), data_of(tmp_path, "a", "b", "c", "d"))
    assert after.point.rule.costs is not None
    assert after.point.rule.costs[2] == (5.0, 6.0, 0.0, 1.0)


def test_that_the_positive_class_is_found_by_name(tmp_path: Path) -> None:
    before = new_session(data_of(tmp_path, "good", "bad"))
    before = changes.set_positive(before, 0)
    assert carry_over(before, data_of(tmp_path, "bad", "good")).point.positive == 1
    third = carry_over(before, data_of(tmp_path, "good", "bad", "other"))
    assert third.point.positive is None


def test_that_thresholds_with_no_decision_are_carried(session: Session, tmp_path: Path) -> None:
    started = changes.set_cost(changes.set_rule_kind(session, "no-decision"), 2, 3, 4.0)
    started = changes.set_threshold(started, 2, 0.8)
    carried = carry_over(started, data_of(tmp_path, "ok", "dent", "crack", "stain"))
    assert carried.point.rule.no_decision
    named = carried.point.rule.thresholds_by_class
    assert named == pytest.approx({"ok": 0.5, "dent": 0.5, "crack": 0.8, "stain": 0.6})
    assert carried.point.costs is not None
    assert [row[4] for row in carried.point.costs] == [1, 1, 4, 1]
    fewer = carry_over(started, data_of(tmp_path, "ok", "dent"))
    assert not fewer.point.rule.no_decision
