"""One field for each role a column can have; the first choice of each leaves it to the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast, get_args

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from confmat_gui.core.predictions import ScoreKind
from confmat_gui.gui.dialogs.stack_choice import StackChoice
from confmat_gui.io.loaded import InputOptions, MatrixRows
from confmat_gui.io.name_lists import joined_names, split_names
from confmat_gui.io.preview import Preview
from confmat_gui.io.side_by_side import LINE

KIND_NAMES: dict[ScoreKind, str] = {
    "probability": "probabilities (rows sum to 1)",
    "sigmoid": "independent probabilities",
    "logit": "logits",
    "score": "any ranking score",
    "confidence": "confidence of the predicted class",
    "labels": "no scores, labels only",
    "matrix": "a ready-made matrix",
}
MOST_NAMES = 20
"""Class names that are shown as found; more do not fit into any field."""
ROLES = (
    ("true", "&True label"), ("pred", "&Predicted label"), ("id", "Sample &id"), ("batch", "&Batch"),
    ("group", "&Group"), ("weight", "&Weight"), ("count", "C&ount"),
)


class ColumnForm(QWidget):
    """Edits `InputOptions`; signal `changed()` after each choice of a person."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.roles: dict[str, QComboBox] = {}
        self.scores = QListWidget()
        self.scores.setAccessibleName("Score columns")
        self.scores.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.scores.setMinimumHeight(104)
        self.scores.itemChanged.connect(self._score_ticked)
        self._scores_chosen = False
        self.stack = StackChoice()
        self._adopt(self.stack, "Only rows with")
        self.classes = QLineEdit()
        self.classes.setObjectName("class_order")
        self.classes.setAccessibleName("Class order")
        self.classes.setToolTip("Names with commas between; it is the order of everything that is shown")
        self.classes.editingFinished.connect(self._classes_typed)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for role, name in ROLES[:1]:
            layout.addRow(name, self._combo(role, name))
        layout.addRow("&Scores", self.scores)
        for role, name in ROLES[1:]:
            layout.addRow(name, self._combo(role, name))
        layout.addRow("Class or&der", self.classes)
        layout.addRow("Positive &class", self._combo("positive", "Positive class"))
        layout.addRow("&Kind of scores", self._combo("kind", "Kind of scores"))
        layout.addRow("Onl&y rows with", self.stack)
        layout.addRow("&Joined by", self._combo("join", "Joined by"))
        layout.addRow("&Rows of a matrix", self._combo("rows", "Rows of a matrix"))
        self.setFixedWidth(360)

    def show_preview(self, found: Preview, options: InputOptions, by: str | None = None) -> None:
        """Offer the columns of the file; what was found stands beside "automatic".

        `by` is the column whose values are to be opened side by side.
        """
        columns = found.columns
        chosen = {
            "true": options.true[0] if len(options.true) == 1 else None,
            "pred": options.pred, "id": options.id,
            "batch": options.batch, "group": options.group, "weight": options.weight, "count": options.count,
        }
        for role, _ in ROLES:
            value = getattr(columns, role)
            text = ", ".join(value) if isinstance(value, tuple) else value
            text = "from the matrix" if text and found.score_kind == "matrix" else text
            _fill(self.roles[role], text or "none", [(name, name) for name in found.headers], chosen[role])
        positive = next((c.value for c in found.conclusions if c.subject == "positive"), "")
        two = found.classes if len(found.classes) == 2 else ()
        _fill(self.roles["positive"], positive or "none", [(name, name) for name in two], options.positive)
        self.roles["positive"].setEnabled(bool(two))
        kinds = [(KIND_NAMES[kind], kind) for kind in get_args(ScoreKind)]
        _fill(self.roles["kind"], KIND_NAMES[found.score_kind], kinds, options.kind)
        self._show_matrix(found, options)
        self._show_join(found, options)
        self.stack.offer(found.stacks, counted=False, options=options, by=by)
        self._show_classes(found, options)
        self._scores_chosen = bool(options.scores)
        self._fill_scores(found.headers, options.scores or columns.scores)

    def _show_matrix(self, found: Preview, options: InputOptions) -> None:
        """Say what the rows of a ready-made matrix are; for a table of samples there is nothing to choose."""
        said = next((c.value for c in found.conclusions if c.subject == "matrix"), "")
        meaning = "predicted classes" if "predicted" in said else "true classes"
        rows = [(f"{word} classes", key) for key, word in (("true", "true"), ("pred", "predicted"))]
        _fill(self.roles["rows"], meaning if said else "no matrix", rows, options.rows)
        self.roles["rows"].setEnabled(bool(said))

    def _show_join(self, found: Preview, options: InputOptions) -> None:
        """Say how two files that are parts of one table belong together."""
        reason = next((c.reason for c in found.conclusions if c.subject == "join"), "")
        ways = [("line by line", LINE), *((f"ids in {name}", name) for name in found.shared)]
        _fill(self.roles["join"], reason.partition(";")[0] or "one file", ways, options.join)
        self.roles["join"].setEnabled(found.are_parts)

    def _show_classes(self, found: Preview, options: InputOptions) -> None:
        """Show the order that was typed; what was found stands behind an empty field."""
        if found.classes:
            self.classes.setPlaceholderText(f"Found: {joined_names(found.classes[:MOST_NAMES])}")
        self.classes.setText(joined_names(options.classes) if options.classes else "")

    def options(self, before: InputOptions) -> InputOptions:
        """Return what is chosen; fields this form does not have stay as they were.

        Raises
        ------
        InputError
            Where what was typed as the class order is no list of names.
        """
        value = {role: combo.currentData() for role, combo in self.roles.items()}
        return replace(
            before,
            true=(str(value["true"]),) if value["true"] else before.true if len(before.true) > 1 else (),
            scores=self._ticked() if self._scores_chosen else (),
            classes=split_names(self.classes.text()) if self.classes.text().strip() else (),
            pred=value["pred"], id=value["id"], batch=value["batch"], group=value["group"],
            weight=value["weight"], count=value["count"], positive=value["positive"],
            kind=cast("ScoreKind | None", value["kind"]),
            join=value["join"],
            where=self.stack.where(before.where),
            rows=cast("MatrixRows | None", value["rows"]),
        )

    def _combo(self, role: str, name: str) -> QComboBox:
        combo = QComboBox()
        self._adopt(combo, name.replace("&", ""))
        self.roles[role] = combo
        return combo

    def _adopt(self, combo: QComboBox, name: str) -> None:
        combo.setAccessibleName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.activated.connect(lambda _: self.changed.emit())

    def _fill_scores(self, headers: Sequence[str], ticked: Sequence[str]) -> None:
        with QSignalBlocker(self.scores):
            row = self.scores.currentRow()
            self.scores.clear()
            for name in headers:
                item = QListWidgetItem(name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                on = Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked
                item.setCheckState(on)
                self.scores.addItem(item)
            self.scores.setCurrentRow(row)

    def _ticked(self) -> tuple[str, ...]:
        items = [self.scores.item(row) for row in range(self.scores.count())]
        return tuple(item.text() for item in items if item.checkState() == Qt.CheckState.Checked)

    def _classes_typed(self) -> None:
        if self.classes.isModified():
            self.classes.setModified(False)
            self.changed.emit()

    def _score_ticked(self, _item: QListWidgetItem) -> None:
        self._scores_chosen = bool(self._ticked())
        self.changed.emit()


def _fill(combo: QComboBox, found: str, choices: Sequence[tuple[str, str]], chosen: str | None) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        combo.addItem(f"Found: {found}" if chosen is None else "Leave it to the program", None)
        for text, key in choices:
            combo.addItem(text, key)
        combo.setCurrentIndex(max(combo.findData(chosen), 0) if chosen is not None else 0)
        combo.setToolTip(combo.currentText())
