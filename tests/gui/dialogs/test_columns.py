"""The dialog that says what each column is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.dialogs.columns import ColumnsDialog
from confmat_gui.gui.dialogs.preview_table import column_roles, conclusions_text
from confmat_gui.gui.dialogs.proposal import AS_FOUND, AS_LAST_TIME
from confmat_gui.gui.dialogs.stack_choice import EACH
from confmat_gui.gui.jobs import JobRunner
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions
from confmat_gui.io.preview import preview
from confmat_gui.session.remembering import Choices
from tests.gui.kit import PATIENCE


@pytest.fixture
def jobs(qtbot: QtBot, no_leaks: None) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def opened(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, *paths: Path, options: InputOptions | None = None,
    choices: Choices | None = None,
) -> ColumnsDialog:
    """Open the dialog and wait for its first look."""
    dialog = ColumnsDialog(jobs, list(paths), options or InputOptions(), parent, choices=choices)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=PATIENCE)
    return dialog


def choose(qtbot: QtBot, jobs: JobRunner, combo: QComboBox, key: str | None) -> None:
    """Choose as a person does, and wait until the conclusions are new."""
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)


def test_that_rows_roles_and_conclusions_are_shown(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = opened(qtbot, jobs, parent, three_classes)
    assert dialog.table.rowCount() == 20
    headers = [dialog.table.model().headerData(column, Qt.Orientation.Horizontal) for column in range(5)]
    assert headers[1] == "y_true\ntrue label"
    assert headers[4] == "p_crack\nscore of crack"
    assert "Found: y_true" in dialog.form.roles["true"].itemText(0)
    assert dialog.conclusions.text()
    assert dialog.accept_button.isEnabled()


def test_that_nothing_chosen_leaves_everything_to_the_program(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = opened(qtbot, jobs, parent, three_classes)
    with qtbot.waitSignal(dialog.chosen) as blocker:
        dialog.accept()
    assert blocker.args == [InputOptions()]


def test_that_a_chosen_kind_and_column_come_out(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = opened(qtbot, jobs, parent, three_classes)
    choose(qtbot, jobs, dialog.form.roles["kind"], "score")
    choose(qtbot, jobs, dialog.form.roles["id"], "sample_id")
    assert dialog.options.kind == "score"
    assert dialog.options.id == "sample_id"
    assert dialog.options.scores == ()
    choose(qtbot, jobs, dialog.form.roles["kind"], None)
    assert dialog.options.kind is None


def test_that_ticked_score_columns_come_out(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = opened(qtbot, jobs, parent, three_classes)
    ticked = [dialog.form.scores.item(row).checkState() == Qt.CheckState.Checked for row in range(5)]
    assert ticked == [False, False, True, True, True]
    dialog.form.scores.item(2).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.options.scores == ("p_dent", "p_crack")


def test_that_a_choice_that_does_not_work_says_why_and_cannot_be_opened(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = opened(qtbot, jobs, parent, three_classes)
    choose(qtbot, jobs, dialog.form.roles["true"], "p_ok")
    assert not dialog.accept_button.isEnabled()
    choose(qtbot, jobs, dialog.form.roles["true"], None)
    assert dialog.accept_button.isEnabled()


def test_that_the_positive_class_can_be_chosen_for_two_classes_only(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, two_classes: Path, three_classes: Path
) -> None:
    two = opened(qtbot, jobs, parent, two_classes)
    choose(qtbot, jobs, two.form.roles["positive"], "no")
    assert two.options.positive == "no"
    three = opened(qtbot, jobs, parent, three_classes)
    assert not three.form.roles["positive"].isEnabled()


def test_that_the_rows_of_a_matrix_can_be_chosen(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path, three_classes: Path
) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("actual,ok,crack\nok,88,2\ncrack,7,3\n", encoding="utf-8")
    dialog = opened(qtbot, jobs, parent, path)
    assert "Found: a ready-made matrix" in dialog.form.roles["kind"].itemText(0)
    assert dialog.form.roles["kind"].toolTip() == dialog.form.roles["kind"].currentText()
    assert "Found: true classes" in dialog.form.roles["rows"].itemText(0)
    assert "Found: from the matrix" in dialog.form.roles["true"].itemText(0)
    choose(qtbot, jobs, dialog.form.roles["rows"], "pred")
    assert dialog.options == InputOptions(rows="pred")
    assert "rows are predicted classes" in dialog.conclusions.text()
    samples = opened(qtbot, jobs, parent, three_classes)
    assert not samples.form.roles["rows"].isEnabled()


def test_that_two_parts_of_one_table_are_shown_joined(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path, three_classes: Path
) -> None:
    truth, scores = tmp_path / "truth.csv", tmp_path / "scores.csv"
    truth.write_text("id,class\nb,crack\na,ok\n", encoding="utf-8")
    scores.write_text("id,ok,crack\na,0.9,0.1\nb,0.2,0.8\n", encoding="utf-8")
    dialog = opened(qtbot, jobs, parent, truth, scores)
    assert dialog.heading.text() == "How “truth.csv” and “scores.csv” will be read"
    assert dialog.form.roles["join"].itemText(0) == "Found: by the ids in “id”"
    assert "Found: class" in dialog.form.roles["true"].itemText(0)
    choose(qtbot, jobs, dialog.form.roles["join"], "line")
    assert dialog.options == InputOptions(join="line")
    assert "line by line; both have 2 rows" in dialog.conclusions.text()
    alone = opened(qtbot, jobs, parent, three_classes)
    assert not alone.form.roles["join"].isEnabled()


def test_that_one_of_several_stacked_models_can_be_chosen(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path, three_classes: Path
) -> None:
    path = tmp_path / "models.csv"
    path.write_text("model,y_true,y_pred\nrf,a,a\nrf,b,b\nsvm,a,b\nsvm,b,b\n", encoding="utf-8")
    dialog = opened(qtbot, jobs, parent, path)
    assert "choose one with --where model=rf" in dialog.conclusions.text()
    choose(qtbot, jobs, dialog.form.stack, "model=svm")
    assert dialog.options == InputOptions(where=("model=svm",))
    assert "2 of 4 rows of models.csv" in dialog.conclusions.text()
    choose(qtbot, jobs, dialog.form.stack, None)
    assert dialog.options == InputOptions()
    alone = opened(qtbot, jobs, parent, three_classes)
    assert not alone.form.stack.isEnabled()


def test_that_each_model_can_be_opened_side_by_side(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path
) -> None:
    path = tmp_path / "models.csv"
    path.write_text("model,y_true,y_pred\nrf,a,a\nrf,b,b\nsvm,a,b\nsvm,b,b\n", encoding="utf-8")
    dialog = opened(qtbot, jobs, parent, path)
    choose(qtbot, jobs, dialog.form.roles["kind"], "labels")
    choose(qtbot, jobs, dialog.form.stack, f"{EACH}model")
    assert dialog.form.stack.currentText() == "each model, side by side (2)"
    assert "Each model is opened for itself; this is how the first" in dialog.conclusions.text()
    assert "2 of 4 rows of models.csv" in dialog.conclusions.text()
    with qtbot.waitSignal(dialog.apart_chosen) as blocker, qtbot.assertNotEmitted(dialog.chosen):
        dialog.accept()
    assert blocker.args == [(InputOptions(kind="labels"), "model")]


def test_that_values_beyond_the_first_rows_are_offered_with_their_counts(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path
) -> None:
    path = tmp_path / "models.csv"
    rows = ["rf,a,a\nrf,b,b\n"] * 5_500 + ["svm,a,b\n"]
    path.write_text("model,y_true,y_pred\n" + "".join(rows), encoding="utf-8")
    dialog = opened(qtbot, jobs, parent, path)
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
    stack = dialog.form.stack
    assert [stack.itemText(row) for row in range(stack.count())] == [
        "Found: any value", "each model, side by side (2)",
        "model = rf  (11,000 rows)", "model = svm  (1 row)",
    ]  # fmt: skip
    choose(qtbot, jobs, stack, "model=rf")
    assert dialog.options == InputOptions(where=("model=rf",))
    assert stack.itemText(3) == "model = svm  (1 row)"


def test_that_there_is_an_end_to_what_is_offered(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path
) -> None:
    path = tmp_path / "runs.csv"
    path.write_text("run,y_true,y_pred\n" + "".join(f"r{i},a,a\n" for i in range(260)), encoding="utf-8")
    dialog = opened(qtbot, jobs, parent, path)
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
    stack = dialog.form.stack
    assert stack.count() == 202
    assert stack.itemText(201) == "… and 60 more of run"
    assert stack.findData(f"{EACH}run") < 0


def test_that_conditions_the_form_cannot_show_stay(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path
) -> None:
    path = tmp_path / "models.csv"
    path.write_text("model,y_true,y_pred\nrf,a,a\nrf,b,b\nsvm,a,b\nsvm,b,b\n", encoding="utf-8")
    both = InputOptions(where=("model=rf", "model=svm"))
    dialog = opened(qtbot, jobs, parent, path, options=both)
    choose(qtbot, jobs, dialog.form.roles["kind"], "labels")
    assert dialog.options == InputOptions(where=("model=rf", "model=svm"), kind="labels")


def test_that_the_order_of_the_classes_can_be_typed(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = opened(qtbot, jobs, parent, three_classes)
    assert dialog.form.classes.placeholderText() == "Found: ok, dent, crack"
    qtbot.keyClicks(dialog.form.classes, "crack, dent, ok")
    dialog.form.classes.editingFinished.emit()
    qtbot.waitUntil(lambda: "crack, dent, ok" in dialog.conclusions.text(), timeout=PATIENCE)
    assert dialog.options == InputOptions(classes=("crack", "dent", "ok"))
    assert dialog.form.classes.text() == "crack, dent, ok"


def test_that_an_order_that_is_no_list_of_names_is_refused(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = opened(qtbot, jobs, parent, three_classes)
    qtbot.keyClicks(dialog.form.classes, "crack,,ok")
    dialog.form.classes.editingFinished.emit()
    assert "has an empty name in it" in dialog.conclusions.text()
    assert not dialog.accept_button.isEnabled()


class TestLastChoice:
    """What was chosen for files of this layout is proposed, with a way back."""

    CHOSEN = InputOptions(kind="score", classes=("crack", "ok", "dent"))

    def test_that_it_is_proposed_and_said(
        self, qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
    ) -> None:
        choices = {preview(three_classes).layout: self.CHOSEN}
        dialog = opened(qtbot, jobs, parent, three_classes, choices=choices)
        assert dialog.options == self.CHOSEN
        assert dialog.form.roles["kind"].currentData() == "score"
        assert dialog.proposal.isVisible()
        assert dialog.proposal.text.text() == AS_LAST_TIME
        assert dialog.accept_button.isDefault()
        assert not dialog.proposal.switch.autoDefault()

    def test_that_one_click_goes_back_to_the_file_and_another_returns(
        self, qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
    ) -> None:
        choices = {preview(three_classes).layout: self.CHOSEN}
        dialog = opened(qtbot, jobs, parent, three_classes, choices=choices)
        dialog.proposal.switch.click()
        qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
        assert dialog.options == InputOptions()
        assert dialog.form.roles["kind"].currentData() is None
        assert dialog.proposal.text.text() == AS_FOUND
        dialog.proposal.switch.click()
        qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
        assert dialog.options == self.CHOSEN

    def test_that_it_stands_back_where_it_does_not_work_or_something_is_chosen(
        self, qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
    ) -> None:
        layout = preview(three_classes).layout
        gone = opened(
            qtbot, jobs, parent, three_classes, choices={layout: InputOptions(classes=("x", "y"))}
        )
        assert gone.options == InputOptions()
        assert not gone.proposal.isVisible()
        said = InputOptions(kind="probability")
        chosen = opened(qtbot, jobs, parent, three_classes, options=said, choices={layout: self.CHOSEN})
        assert chosen.options == said
        assert not chosen.proposal.isVisible()


def test_that_a_file_that_cannot_be_read_is_said(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, tmp_path: Path
) -> None:
    dialog = ColumnsDialog(jobs, [tmp_path / "missing.csv"], InputOptions(), parent)
    dialog.open()
    qtbot.waitUntil(lambda: "missing.csv" in dialog.conclusions.text(), timeout=PATIENCE)
    assert not dialog.accept_button.isEnabled()


def test_that_cancel_chooses_nothing(
    qtbot: QtBot, jobs: JobRunner, parent: QWidget, three_classes: Path
) -> None:
    dialog = ColumnsDialog(jobs, [three_classes], InputOptions(), parent)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.reject()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=PATIENCE)
    assert not [d for d in parent.findChildren(QDialog) if d.isVisible()]


def test_that_conclusions_put_doubt_first_and_escape_signs() -> None:
    conclusions = (
        Conclusion("true", "a<b", "by name"),
        Conclusion("positive", "yes", "the rarer one", doubt="Is yes the positive class?"),
    )
    text = conclusions_text(conclusions)
    assert text.startswith("<b>Is yes the positive class?</b>")
    assert "a&lt;b" in text
    remark = "a.csv is not packed, against its suffix."
    assert conclusions_text((Conclusion("file", "a.csv", remark, doubt=remark),)) == f"<b>{remark}</b>"


def test_that_a_score_column_names_its_class() -> None:
    columns = ColumnMap(true=("y",), scores=("p1", "p2"), score_classes=("ok", "crack"), id="name")
    assert column_roles(columns) == {
        "y": "true label", "p1": "score of ok", "p2": "score of crack", "name": "id",
    }
