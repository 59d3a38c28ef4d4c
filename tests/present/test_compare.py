from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.present.compare import CompareState, compare_state
from confmat_gui.present.compared_samples import same_rows
from confmat_gui.present.comparison_document import comparison_document
from confmat_gui.present.curves import dashes
from confmat_gui.session.state import Display, Session
from tests.present.building import binary, defects, evaluated, labels_only, many_classes, session_from


def named(session: Session, name: str) -> Session:
    return replace(session, name=name)


def weeks() -> list[Session]:
    return [
        named(session_from(defects(2000)), "week 45"),
        named(session_from(defects(2000), Rule.thresholds({"crack": 0.05})), "week 46"),
    ]


def of(sessions: list[Session]) -> CompareState:
    return compare_state(sessions, [evaluated(session) for session in sessions])


def fixed_and_broke(sessions: list[Session]) -> tuple[int, int]:
    first, second = (evaluated(session).decided for session in sessions)
    y_true = sessions[0].data.prepared.predictions.y_true
    fixed = int(((second == y_true) & (first != y_true)).sum())
    return fixed, int(((first == y_true) & (second != y_true)).sum())


def mid_p(sessions: list[Session]) -> float:
    """Return McNemar's mid-p from the binomial distribution: twice the tail, less the point itself."""
    fewer, n = min(fixed_and_broke(sessions)), sum(fixed_and_broke(sessions))
    return float(2 * binom.cdf(fewer, n, 0.5) - binom.pmf(fewer, n, 0.5))


def without_files(predictions: Predictions) -> Session:
    session = session_from(predictions)
    data = replace(session.data, loaded=replace(session.data.loaded, sources=()))
    return replace(session, data=data)


def test_that_every_figure_has_a_row_with_both_values_and_the_difference() -> None:
    sessions = weeks()
    rows = {row.key: row for row in of(sessions).rows}
    first, second = (evaluated(session).metrics["accuracy"] for session in sessions)
    assert rows["accuracy"].values == (f"{first:.3f}", f"{second:.3f}")
    assert rows["accuracy"].differences == (f"−{first - second:.3f}",)
    assert rows["accuracy"].direction == ("worse",)
    assert rows["accuracy"].p_values == (f"p = {mid_p(sessions):.3f}",)
    assert "McNemar" in rows["accuracy"].explanation
    assert rows["recall:crack"].name == "Recall of crack"
    assert rows["recall:crack"].direction == ("better",)


def test_that_a_difference_that_may_be_noise_is_called_the_same() -> None:
    rows = {row.key: row for row in of(weeks()).rows}
    assert rows["roc_auc:crack"].direction == ("same",)
    assert rows["no_information_rate"].direction == ("same",)


def test_that_figures_that_neither_has_are_left_out() -> None:
    sessions = [named(session_from(labels_only()), "a"), named(session_from(labels_only()), "b")]
    keys = {row.key for row in of(sessions).rows}
    assert "log_loss" not in keys
    assert "accuracy" in keys


def test_that_the_sentences_say_what_was_fixed_and_what_broke_and_whether_it_is_noise() -> None:
    sessions = weeks()
    sentences = of(sessions).sentences
    fixed, broke = fixed_and_broke(sessions)
    assert sentences[0].startswith("week 46 against week 45 is paired: ")
    assert sentences[1].startswith(f"week 46 gets {fixed} samples right that week 45 gets wrong, ")
    assert f", and {broke} wrong that week 45 gets right" in sentences[1]
    assert f": more than noise (McNemar mid-p, p = {mid_p(sessions):.3f}; exact" in sentences[1]
    assert sentences[2].startswith("Rule of week 45: Highest score")


def test_that_the_same_rule_twice_changes_nothing() -> None:
    sentences = of([weeks()[0], named(weeks()[0], "copy")]).sentences
    assert sentences[1] == "copy and week 45 get the same samples right."
    assert sentences[2].startswith("Rule of all: Highest score")


def test_that_a_difference_within_noise_is_said_to_be_so() -> None:
    y_true = np.zeros(40, dtype=np.int32)
    y_true[20:] = 1
    first, second = y_true.copy(), y_true.copy()
    first[:3] = 1
    second[3:5] = 1
    pair = [
        session_from(Predictions.from_arrays(y_true, y_pred=y_pred, classes=("ok", "crack")))
        for y_pred in (first, second)
    ]
    assert "no more than noise" in of([named(pair[0], "a"), named(pair[1], "b")]).sentences[1]


def test_that_other_samples_are_not_paired_and_the_window_says_why() -> None:
    state = of([weeks()[0], named(session_from(many_classes(5, 900, seed=3)), "others")])
    assert state.sentences[0].startswith("others against week 45 is not paired: ")
    assert not any("McNemar" in sentence for sentence in state.sentences)


def test_that_rows_of_the_same_files_are_known_to_be_the_same() -> None:
    first, second = weeks()
    assert same_rows(first, second) is True
    assert same_rows(first, without_files(defects(2000))) is None
    longer = session_from(defects(2100))
    assert same_rows(first, longer) is None


def test_that_parts_of_one_table_without_ids_are_the_same_by_their_order() -> None:
    first, second = (part_of_table(defects(500), where) for where in ("model=rf", "model=svm"))
    assert same_rows(first, second) == "order"
    assert "taken for the same samples" in of([first, named(second, "svm")]).sentences[0]
    assert same_rows(first, part_of_table(defects(500), None)) is None


def part_of_table(predictions: Predictions, where: str | None) -> Session:
    """Return a session of rows of its own in a file that others share, without ids."""
    session = session_from(replace(predictions, sample_id=None))
    loaded = session.data.loaded
    rows = loaded.row_numbers + (0 if where == "model=rf" else predictions.n)
    options = replace(loaded.options, where=() if where is None else (where,))
    data = replace(session.data, loaded=replace(loaded, row_numbers=rows, options=options))
    return replace(session, data=data)


def test_that_ids_pair_what_files_do_not() -> None:
    predictions = defects(500)
    state = of([named(without_files(predictions), "a"), named(without_files(predictions), "b")])
    assert "is paired" in state.sentences[0]


def test_that_the_first_session_is_solid_and_the_others_are_dashed() -> None:
    state = of(weeks())
    assert state.roc.legend == ("week 45", "week 46")
    assert [line.session for line in state.roc.lines] == [0] * 5 + [1] * 5
    assert dashes(0) == ()
    assert len({dashes(number) for number in range(5)}) == 5
    assert len(state.precision_recall.markers) == 10
    assert state.roc.markers[-1].text.startswith("week 46: ")
    assert not any(marker.draggable for marker in state.roc.markers)


def test_that_a_selected_class_is_compared_alone() -> None:
    sessions = weeks()
    chosen = [replace(sessions[0], display=Display(selected_class=3)), sessions[1]]
    state = of(chosen)
    assert {line.name for line in state.roc.lines} == {"crack"}
    assert state.roc.subtitle.startswith("crack against the rest · AUC 0.9")
    assert " → " in state.precision_recall.subtitle


def test_that_a_binary_comparison_is_of_the_positive_class() -> None:
    state = of([named(session_from(binary()), "a"), named(session_from(binary()), "b")])
    assert state.roc.subtitle == "positive class: crack · AUC 0.720 → 0.720"
    assert len(state.roc.lines) == 2


def test_that_of_many_classes_the_one_that_changed_most_is_shown() -> None:
    sessions = [session_from(many_classes(20, 700, seed=seed)) for seed in (0, 1)]
    state = of([named(sessions[0], "a"), named(sessions[1], "b")])
    first, second = (evaluated(session).prepared.roc_auc for session in sessions)
    assert {line.class_index for line in state.roc.lines} == {int(np.argmax(np.abs(first - second)))}


def test_that_of_many_classes_without_scores_the_largest_is_marked() -> None:
    classes = tuple("abcdefgh")
    y_true = [0, 1, 2, 2, 2, 3, 4, 5, 6, 7]
    session = session_from(Predictions.from_arrays(y_true, y_pred=y_true, classes=classes))
    state = of([named(session, "a"), named(session, "b")])
    assert {marker.class_index for marker in state.roc.markers} == {2}
    assert state.roc.message.startswith("No curve")


def test_that_the_difference_matrix_says_what_changed_in_samples_and_points() -> None:
    sessions = weeks()
    matrix = of(sessions).differences[0]
    first, second = (evaluated(session).confusion for session in sessions)
    assert matrix.title == "week 46 against week 45"
    assert matrix.mode == "delta"
    assert matrix.second_text(3, 3) == f"+{second[3, 3] - first[3, 3]}"
    assert matrix.sentence(3, 3)[-1].endswith("against week 45")
    np.testing.assert_array_equal(matrix.counts, second)


def test_that_classes_in_another_order_are_brought_into_the_first_order() -> None:
    predictions = defects(800)
    assert predictions.y_score is not None
    order = [4, 3, 2, 1, 0]
    turned = replace(
        predictions,
        classes=tuple(predictions.classes[k] for k in order),
        y_true=np.argsort(order)[predictions.y_true].astype(np.int32),
        y_score=np.asfortranarray(predictions.y_score[:, order]),
    )
    state = of([named(session_from(predictions), "a"), named(session_from(turned), "b")])
    assert {(line.class_index, line.name) for line in state.roc.lines} == set(
        enumerate(predictions.classes)
    )
    recall = evaluated(session_from(predictions)).per_class["recall"]
    np.testing.assert_allclose(state.differences[0].recall, recall)
    assert not state.differences[0].values.any()


def test_that_other_samples_have_no_count_of_change() -> None:
    state = of([weeks()[0], named(session_from(many_classes(5, 900, seed=3)), "others")])
    assert state.differences[0].reference_counts is None


def test_that_sessions_of_one_name_are_numbered() -> None:
    assert of([weeks()[0], weeks()[0]]).names == ("week 45 (1)", "week 45 (2)")
    assert of([named(weeks()[0], ""), weeks()[1]]).names == ("session", "week 46")


@pytest.mark.parametrize("make", [compare_state, comparison_document])
def test_that_one_session_is_nothing_to_compare(make: Callable[..., object]) -> None:
    session = weeks()[0]
    with pytest.raises(InputError, match="two sessions or more"):
        make([session], [evaluated(session)])


def test_that_the_document_has_figures_differences_and_tests() -> None:
    sessions = weeks()
    written = comparison_document(sessions, [evaluated(session) for session in sessions])
    document = json.loads(json.dumps(written, allow_nan=False))
    assert document["reference"] == "week 45"
    assert [session["name"] for session in document["sessions"]] == ["week 45", "week 46"]
    (comparison,) = document["comparisons"]
    assert comparison["paired"] is True
    assert set(comparison["mcnemar"]) == {"exact", "mid_p"}
    accuracy = next(cell for cell in comparison["differences"] if cell["key"] == "accuracy")
    assert accuracy["difference"] == pytest.approx(accuracy["b"] - accuracy["a"])
    assert np.sum(comparison["confusion_difference"]) == 0
    assert document["sentences"] == list(of(sessions).sentences)
    assert "/home/someone" not in json.dumps(document)
