from __future__ import annotations

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session import changes
from confmat_gui.session.overriding import override
from confmat_gui.session.state import Session
from tests.session.made import binary_session, labels_session, ranking_session, three_class_session

EXTRA = {
    "line": np.array(["left", "right", "left"] * 20),
    "weight": np.linspace(0.5, 2.0, 60),
    "times": np.arange(60) % 4 + 1,
}
THREE = three_class_session(EXTRA)


def matrix(session: Session) -> list[list[int]]:
    confusion = evaluate(session.data.prepared, session.point, intervals=False).confusion
    return [[int(count) for count in row] for row in confusion]


def test_that_no_options_change_nothing() -> None:
    assert override(THREE, InputOptions(), "a.confmat") is THREE


def test_that_a_kept_column_can_become_batch_group_id_weight_or_count() -> None:
    session = override(
        THREE, InputOptions(batch="line", group="line", id="line", weight="weight", count="times"), "a"
    )
    predictions = session.data.loaded.predictions
    assert predictions.batch_names == predictions.group_names == ("left", "right")
    assert predictions.n == int(EXTRA["times"].sum())
    assert predictions.sample_weight is not None
    np.testing.assert_array_equal(predictions.sample_weight, EXTRA["weight"])
    assert predictions.sample_id is not None
    assert predictions.sample_id.tolist() == EXTRA["line"].tolist()
    assert session.data.loaded.columns.batch == "line"
    assert session.data.loaded.options.batch == "line"


def test_that_what_was_read_stays_when_something_else_is_overridden() -> None:
    once = override(
        THREE, InputOptions(batch="line", group="line", weight="weight", count="times", id="line"), "a"
    )
    again = override(once, InputOptions(batch="line", kind="probability"), "a")
    assert again.data.loaded.predictions.batch_names == ("left", "right")
    assert again.data.loaded.predictions.group_names == ("left", "right")
    assert again.data.loaded.predictions.n == once.data.loaded.predictions.n


def test_that_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"“shift” for --batch \(it holds: line, weight, times\)"):
        override(THREE, InputOptions(batch="shift"), "a.confmat")


@pytest.mark.parametrize(
    "options", [InputOptions(true=("x",)), InputOptions(scores=("x", "y")), InputOptions(pred="x")]
)
def test_that_truth_and_scores_need_the_files(options: InputOptions) -> None:
    with pytest.raises(InputError, match="give the files themselves"):
        override(THREE, options, "a.confmat")


def test_that_the_columns_it_was_read_with_may_be_said_again() -> None:
    assert matrix(override(THREE, InputOptions(true=("label",), scores=("a", "b", "c")), "a")) == matrix(
        THREE
    )


def test_that_classes_can_stand_in_another_order() -> None:
    priced = changes.set_cost(changes.select_cell(THREE, (0, 2)), 0, 2, 9.0)
    session = override(priced, InputOptions(classes=("c", "a", "b")), "a.confmat")
    order = [2, 0, 1]
    assert matrix(session) == np.array(matrix(THREE))[np.ix_(order, order)].tolist()
    assert session.point.costs is not None
    assert session.point.costs[1][0] == 9.0
    assert session.display.selected_cell is None
    assert session.data.loaded.columns.scores == ("c", "a", "b")
    assert session.data.loaded.predictions.y_pred is not None


def test_that_two_classes_keep_their_positive_one_in_another_order() -> None:
    session = override(
        changes.set_threshold(binary_session(), 1, 0.4), InputOptions(classes=("crack", "ok")), "a"
    )
    assert session.point.positive == 0
    assert matrix(session) == [[5, 0], [1, 4]]
    single = override(ranking_session(), InputOptions(classes=("crack", "ok")), "a")
    assert np.array(matrix(single))[::-1, ::-1].tolist() == matrix(ranking_session())


@pytest.mark.parametrize("classes", [("a", "b"), ("a", "b", "c", "d"), ("a", "b", "x")])
def test_that_all_classes_must_be_named(classes: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="--classes must name each class"):
        override(THREE, InputOptions(classes=classes), "a.confmat")


def test_that_another_positive_class_is_given_not_assumed() -> None:
    session = override(changes.set_threshold(binary_session(), 1, 0.45), InputOptions(positive="ok"), "a")
    assert session.point.positive == 0
    assert session.point.rule.thresholds_by_class == {"ok": 0.55}
    assert session.data.loaded.predictions.positive_source == "given"


def test_that_the_kind_of_scores_can_be_said() -> None:
    session = override(ranking_session(), InputOptions(kind="logit"), "a")
    assert session.data.loaded.predictions.score_kind == "logit"
    with pytest.raises(InputError):
        override(ranking_session(), InputOptions(kind="probability"), "a")


def test_that_labels_alone_can_be_reordered_too() -> None:
    session = override(labels_session(), InputOptions(classes=("c", "b", "a")), "a")
    assert matrix(session) == np.array(matrix(labels_session()))[::-1, ::-1].tolist()
