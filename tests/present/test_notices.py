from __future__ import annotations

from dataclasses import replace

import numpy as np

from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule
from confmat_gui.io.loaded import Conclusion, SetAsideRow
from confmat_gui.present.notices import Notice, notices, notices_of
from confmat_gui.present.undefined_notices import metric_name
from confmat_gui.session.state import Session
from tests.present.building import binary, defects, evaluated, labels_only, session_from


def found(session: Session, code: str) -> list[Notice]:
    return [notice for notice in notices(session, evaluated(session)) if notice.code == code]


def one(session: Session, code: str) -> Notice:
    (notice,) = found(session, code)
    return notice


def test_that_accuracy_that_hides_a_class_is_said_first_with_what_a_lazy_model_would_score() -> None:
    session = session_from(labels_only())
    first = notices(session, evaluated(session))[0]
    assert first.code == "accuracy_hides_class"
    assert (
        first.text == "Accuracy 0.910 hides class crack: recall 0.30 [0.11, 0.60] at the default rule "
        "(10.0 % of samples)."
    )
    assert first.detail == "A model that always answers ok would score 0.90."
    assert (first.class_name, first.action, first.action_label) == ("crack", "select_class", "Show crack")


def test_that_what_accuracy_hides_is_said_of_the_rule_in_force_alone() -> None:
    predictions = Predictions.from_arrays(
        np.repeat([0, 1], [90, 10]),
        np.concatenate([np.full(88, 0.1), np.full(2, 0.9), np.full(7, 0.4), np.full(3, 0.9)]),
        classes=("ok", "crack"),
        positive="crack",
        score_kind="probability",
    )
    before = one(session_from(predictions), "accuracy_hides_class")
    assert before.text.endswith("at the default rule (10.0 % of samples).")
    assert not found(session_from(predictions, Rule.thresholds({"crack": 0.3})), "accuracy_hides_class")
    worse = session_from(predictions, Rule.thresholds({"crack": 0.95}))
    hiding = one(worse, "accuracy_hides_class").text
    assert "hides class crack: recall 0.00 [0.00, 0.28] at the current rule" in hiding
    alone = notices_of(evaluated(session_from(predictions)))
    said = "Accuracy 0.910 hides class crack: recall 0.30 [0.11, 0.60] at the current rule"
    assert alone[0].text.startswith(said)


def test_that_a_fair_model_is_left_in_peace() -> None:
    predictions = Predictions.from_arrays(
        [0, 0, 1, 1] * 50,
        [0.1, 0.4, 0.7, 0.8] * 50,
        classes=("ok", "crack"),
        positive="crack",
        score_kind="probability",
    )
    codes = {
        notice.code for notice in notices(session_from(predictions), evaluated(session_from(predictions)))
    }
    assert codes == set()


def test_that_a_class_never_predicted_is_named() -> None:
    session = session_from(binary())
    notice = one(session, "class_never_predicted")
    said = "Class ok is never predicted; none of its 5 samples is found (recall at most 0.434)."
    assert notice.text == said
    assert notice.class_name == "ok"
    several = session_from(
        Predictions.from_arrays([0, 1, 2, 2], y_pred=[2, 2, 2, 2], classes=("a", "b", "c")),
    )
    assert one(several, "class_never_predicted").text == "2 classes are never predicted: a and b."


def test_that_an_accuracy_below_that_of_a_lazy_model_is_said() -> None:
    session = session_from(
        Predictions.from_arrays([0, 0, 0, 1], y_pred=[1, 1, 0, 1], classes=("ok", "crack"))
    )
    notice = one(session, "accuracy_below_majority")
    assert notice.text == (
        "Accuracy 0.500 [0.150, 0.850] is not above 0.750, what always answering ok scores."
    )
    assert notice.detail == "The difference may be chance."


def test_that_a_class_without_true_samples_is_said() -> None:
    session = session_from(
        Predictions.from_arrays([0, 1, 0], y_pred=[0, 1, 0], classes=("a", "b", "c", "d"))
    )
    assert one(session, "class_without_samples").text == (
        "Classes c and d have no true samples, so recall is undefined there."
    )
    session = session_from(Predictions.from_arrays([0, 1, 0], y_pred=[0, 1, 0], classes=("a", "b", "c")))
    assert one(session, "class_without_samples").class_name == "c"


def test_that_rows_set_aside_are_counted_by_reason() -> None:
    rows = tuple(SetAsideRow("a.csv", row, "p", "nan_score", "The score is missing.") for row in (4, 9))
    rows += (SetAsideRow("a.csv", 11, "label", "strange_thing", "Strange."),)
    notice = one(session_from(binary(), set_aside=rows), "rows_set_aside")
    assert notice.text == (
        "3 rows were set aside and counted nowhere: 2 without a usable score and 1 strange thing."
    )
    assert notice.action == "show_set_aside"
    assert one(session_from(binary(), set_aside=rows[:1]), "rows_set_aside").text.startswith(
        "1 row was set aside"
    )


def test_that_a_doubt_of_the_loader_can_be_settled() -> None:
    conclusions = (
        Conclusion("true", "label", "by its name"),
        Conclusion("kind", "score", "rows do not sum to 1", "The scores are taken for ranking scores."),
    )
    notice = one(session_from(binary(), conclusions=conclusions), "loader_doubt")
    assert (notice.text, notice.detail) == ("The scores are taken for ranking scores.", "")
    assert notice.action == "choose_columns"


def test_that_an_assumed_positive_class_is_said() -> None:
    predictions = Predictions.from_arrays(
        [0, 0, 0, 1], [0.1, 0.2, 0.3, 0.9], classes=("round", "square"), score_kind="probability"
    )
    notice = one(session_from(predictions), "positive_assumed")
    assert notice.class_name == "square"
    assert notice.action == "choose_positive"
    assert not found(session_from(binary()), "positive_assumed")


def test_that_labels_only_and_confidence_only_say_what_cannot_be_done() -> None:
    assert "labels only" in one(session_from(labels_only()), "labels_only").text
    confident = replace(labels_only(), score_kind="confidence")
    assert "confidence of the predicted class only" in one(session_from(confident), "confidence_only").text


def test_that_a_threshold_by_youden_is_owned_up_to() -> None:
    predictions = Predictions.from_arrays(
        [0, 1, 1, 0], [-3.0, 4.0, 2.0, 3.0], classes=("ok", "crack"), positive="crack", score_kind="score"
    )
    assert "Youden" in one(session_from(predictions), "default_rule_youden").text


def test_that_weights_ties_and_degenerate_intervals_are_mentioned_quietly() -> None:
    weighted = replace(binary(), sample_weight=np.ones(10))
    assert one(session_from(weighted), "sample_weights").severity == "info"
    assert one(session_from(binary()), "decisions_tied").text == "1 row lies exactly on the threshold."
    tied = Predictions.from_arrays(
        [0, 1, 2, 0], np.full((4, 3), 1 / 3), classes=("a", "b", "c"), score_kind="probability"
    )
    assert one(session_from(tied), "decisions_tied").text == (
        "4 rows have a tie between classes, which goes to the first."
    )
    certain = Predictions.from_arrays(
        [0, 0, 1, 1], [0.2, 0.2, 0.8, 0.8], classes=("ok", "crack"), positive="crack"
    )
    assert one(session_from(certain), "interval_degenerate").text == (
        "The scores leave no variance in the log loss and the Brier score, so their intervals have no "
        "width; that is no certainty."
    )


def test_that_too_few_samples_for_an_interval_are_said_once() -> None:
    few = Predictions.from_arrays([0, 0, 1], [0.2, 0.9, 0.8], classes=("ok", "crack"), positive="crack")
    texts = [notice.text for notice in found(session_from(few), "figure_undefined")]
    assert (
        "The interval of the macro AUC and the interval of Hand & Till M are undefined: "
        "they need two samples of every class that occurs." in texts
    )


def test_that_figures_undefined_for_one_reason_share_a_notice() -> None:
    session = session_from(labels_only())
    texts = [notice.text for notice in found(session, "figure_undefined")]
    assert (
        "Log loss and Brier score are undefined: they need probabilities, but there are only labels."
        in texts
    )
    assert len(texts) == 2


def test_that_undefined_figures_of_classes_name_them() -> None:
    session = session_from(Predictions.from_arrays([0, 0, 0], [[1.0], [1.0], [1.0]], classes=["a"]))
    notice = next(n for n in found(session, "figure_undefined") if n.class_name == "a")
    assert notice.text.startswith(
        "AUC, Specificity and False positive rate of a are undefined: there are no samples"
    )
    several = session_from(
        Predictions.from_arrays([0, 1, 2, 2], y_pred=[2, 2, 2, 2], classes=("a", "b", "c"))
    )
    texts = [n.text for n in found(several, "figure_undefined")]
    assert any(text.startswith("Precision of a and b is undefined") for text in texts)


def test_that_what_is_undefined_in_every_class_says_so() -> None:
    session = session_from(binary())
    evaluation: Evaluation = replace(
        evaluated(session),
        undefined={"recall:ok": "There is nothing.", "recall:crack": "There is nothing."},
    )
    texts = [notice.text for notice in notices_of(evaluation)]
    assert "Recall of every class is undefined: there is nothing." in texts


def test_that_an_interval_without_enough_samples_is_undefined_by_name() -> None:
    predictions = Predictions.from_arrays(
        [0, 0, 0, 1], [0.1, 0.2, 0.3, 0.9], classes=("round", "square"), score_kind="probability"
    )
    texts = [notice.text for notice in found(session_from(predictions), "figure_undefined")]
    assert any(text.startswith("The interval of the AUC of every class is undefined") for text in texts)


def test_that_a_metric_nobody_knows_still_has_a_name() -> None:
    assert metric_name("some_new_figure") == "some new figure"


def test_that_no_samples_at_all_raise_no_notice_about_the_matrix() -> None:
    session = session_from(
        Predictions.from_arrays([0, 1], y_pred=[-1, -1], classes=("a", "b"), positive="b")
    )
    codes = {notice.code for notice in notices(session, evaluated(session))}
    assert "accuracy_hides_class" not in codes


def test_that_the_most_urgent_notice_comes_first() -> None:
    session = session_from(defects(400), set_aside=(SetAsideRow("a.csv", 4, "p", "nan_score", "Missing."),))
    order = [notice.severity for notice in notices(session, evaluated(session))]
    assert order == sorted(order, key=["error", "warning", "info"].index)
