from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from confmat_gui.core.predictions import Predictions
from confmat_gui.present.samples import SamplesState, sample_count, samples_state
from confmat_gui.session.state import Display
from tests.present.building import binary, defects, evaluated, labels_only, many_classes, session_from


def literal() -> SamplesState:
    return SamplesState(
        title="true crack → predicted ok · 3 samples",
        headers=("id", "true", "score"),
        columns=(
            np.array(["c", "a", "b", "a"]),
            np.array([1, -1, 0, 1], dtype=np.int32),
            np.array([0.25, np.nan, 0.5, 0.125]),
        ),
        rows=np.array([0, 1, 3]),
        names=(None, ("ok", "crack"), None),
    )


def column(state: SamplesState, header: str) -> list[str]:
    index = state.headers.index(header)
    return [state.text(position, index) for position in range(len(state.rows))]


def test_that_a_cell_is_turned_into_text_only_when_asked() -> None:
    state = literal()
    assert column(state, "id") == ["c", "a", "a"]
    assert column(state, "true") == ["crack", "–", "crack"]
    assert column(state, "score") == ["0.25", "–", "0.125"]


def test_that_sorting_is_stable_and_leaves_undefined_values_last_both_ways() -> None:
    state = literal()
    assert column(state.sorted(2, ascending=True), "score") == ["0.125", "0.25", "–"]
    assert column(state.sorted(2, ascending=False), "score") == ["0.25", "0.125", "–"]
    by_name = state.sorted(0, ascending=False)
    assert by_name.rows.tolist() == [0, 1, 3]
    assert (by_name.sorted_by, by_name.ascending) == (0, False)
    assert state.sorted(0, ascending=True).rows.tolist() == [1, 3, 0]


def test_that_ties_stay_in_file_order_after_another_sort() -> None:
    state = literal()
    assert state.sorted(2, ascending=True).sorted(1, ascending=False).rows.tolist() == [0, 3, 1]


def test_that_nothing_can_be_sorted_too() -> None:
    empty = replace(literal(), rows=np.empty(0, dtype=np.int64))
    assert len(empty.sorted(2, ascending=True).rows) == 0


def test_that_a_table_without_names_shows_values_as_they_are() -> None:
    assert replace(literal(), names=()).text(0, 1) == "1"


def test_that_a_selected_cell_shows_its_rows_with_ids_and_scores() -> None:
    session = session_from(defects(600), display=Display(selected_cell=(3, 0)))
    evaluation = evaluated(session)
    state = samples_state(session, evaluation)
    assert len(state.rows) == evaluation.confusion[3, 0]
    assert state.title == f"true crack → predicted ok · {len(state.rows)} samples"
    assert state.headers[:4] == ("id", "row in file", "true", "predicted")
    assert "score crack" in state.headers
    assert state.headers[-2:] == ("batch", "site")
    assert set(column(state, "true")) == {"crack"}
    assert set(column(state, "predicted")) == {"ok"}


def test_that_a_selected_class_shows_its_errors_and_without_a_selection_all_are_shown() -> None:
    session = session_from(defects(600))
    evaluation = evaluated(session)
    everything = samples_state(session, evaluation)
    assert everything.title.startswith("all errors")
    assert len(everything.rows) == 600 - np.trace(evaluation.confusion)
    chosen = samples_state(replace(session, display=Display(selected_class=3)), evaluation)
    wrong = (
        evaluation.confusion[3].sum() + evaluation.confusion[:, 3].sum() - 2 * evaluation.confusion[3, 3]
    )
    assert len(chosen.rows) == wrong
    assert chosen.title.startswith("errors of crack")


def test_that_many_classes_show_two_scores_a_row() -> None:
    session = session_from(many_classes(20, 300))
    state = samples_state(session, evaluated(session))
    assert state.headers[-3:-1] == ("score of true class", "score of predicted class")
    pairs = zip(
        column(state, "score of true class"), column(state, "score of predicted class"), strict=True
    )
    assert all(float(true) <= float(predicted) for true, predicted in pairs)


def test_that_a_single_column_of_scores_is_named_after_its_class() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 1], [0.6, 0.2, 0.9], classes=("ok", "crack"), positive="crack", score_kind="probability"
    )
    session = session_from(predictions)
    assert "score crack" in samples_state(session, evaluated(session)).headers


def test_that_weights_counts_groups_and_files_have_columns_of_their_own() -> None:
    predictions = replace(
        binary(),
        count=np.arange(1, 11),
        sample_weight=np.linspace(0.5, 1.5, 10),
        group=np.zeros(10, dtype=np.int32),
        group_names=("patient 1",),
    )
    session = session_from(predictions, files=("a.csv", "b.csv"))
    state = samples_state(session, evaluated(session))
    assert {"file", "group", "weight", "count"} <= set(state.headers)
    assert state.title == "all errors · 5 rows"
    assert set(column(state, "file")) == {"a.csv", "b.csv"}
    assert set(column(state, "group")) == {"patient 1"}


def test_that_labels_alone_have_no_scores_to_show() -> None:
    session = session_from(labels_only())
    headers = samples_state(session, evaluated(session)).headers
    assert not any(header.startswith("score") for header in headers)


def test_that_the_scores_of_a_column_have_the_same_decimals() -> None:
    predictions = Predictions.from_arrays(
        [0, 0, 1], [0.75, 0.5, 0.03125], classes=("ok", "crack"), positive="crack", score_kind="probability"
    )
    session = session_from(predictions)
    state = samples_state(session, evaluated(session))
    assert column(state, "score crack") == ["0.75000", "0.50000", "0.03125"]
    assert column(state.sorted(1, ascending=False), "true") == ["crack", "ok", "ok"]


@given(st.data())
def test_that_the_rows_are_counted_from_the_matrix(data: st.DataObject) -> None:
    predictions = data.draw(st.sampled_from((defects(60), binary(), labels_only(), many_classes(20, 300))))
    if data.draw(st.booleans()):
        predictions = replace(predictions, count=np.arange(predictions.n_rows, dtype=np.int64) % 3)
    session = session_from(predictions)
    evaluation = evaluated(session)
    code = st.integers(0, predictions.n_classes - 1)
    display = data.draw(st.one_of(
        st.just(Display()), code.map(lambda k: Display(selected_class=k)),
        st.tuples(code, code).map(lambda cell: Display(selected_cell=cell, selected_class=cell[0])),
    ))  # fmt: skip
    chosen = replace(session, display=display)
    assert sample_count(chosen, evaluation) == len(samples_state(chosen, evaluation).rows)


def test_that_rows_without_a_label_of_their_own_are_counted_as_errors() -> None:
    whole = labels_only()
    assert whole.y_pred is not None
    predictions = replace(whole, y_pred=np.where(np.arange(whole.n_rows) == 1, -1, whole.y_pred))
    session = session_from(predictions)
    evaluation = evaluated(session)
    for display in (Display(), Display(selected_class=0), Display(selected_class=1)):
        chosen = replace(session, display=display)
        assert sample_count(chosen, evaluation) == len(samples_state(chosen, evaluation).rows)


def test_that_columns_of_the_file_are_told_from_those_of_the_table() -> None:
    session = session_from(defects(60))
    loaded = session.data.loaded
    named = replace(loaded, columns=replace(loaded.columns, id="row"), extra={"Batch": np.arange(60)})
    state = samples_state(replace(session, data=replace(session.data, loaded=named)), evaluated(session))
    assert state.headers[:2] == ("id (row)", "row in file")
    assert state.headers[-2:] == ("batch", "Batch (column)")
    assert len(set(state.headers)) == len(state.headers)
    assert "line a text editor shows" in state.hints[1]
    assert state.hints[0] == "the id that the file gives each sample, its column “row”"
