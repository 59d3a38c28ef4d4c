"""What is said about unequal classes: with its interval, only where chance does not explain it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from confmat_gui.core.evaluation import Evaluation, evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import Prevalence
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.present.imbalance_notices import imbalance_notices, samples_for
from confmat_gui.present.notice import Notice
from tests.core.made_sets import model, names, softmax, sound_set


def counted(
    counts: list[list[int]], prevalence: Prevalence | None = None, costs: CostMatrix | None = None
) -> Evaluation:
    """Return the evaluation of a matrix of counts; classes a, b, c, ..."""
    cells = np.array(counts)
    true, pred = np.nonzero(cells >= 0)
    times = cells[true, pred]
    made = Predictions.from_arrays(
        np.repeat(true, times), y_pred=np.repeat(pred, times), classes=tuple("abcdefgh"[: len(cells)]),
    )  # fmt: skip
    return evaluate(prepare(made), OperatingPoint(Rule.predicted(), costs, made.positive, prevalence))


def said(evaluation: Evaluation, code: str) -> Notice | None:
    found = [each for each in imbalance_notices(evaluation, evaluation) if each.code == code]
    assert len(found) < 2
    return found[0] if found else None


def test_that_an_accuracy_that_is_surely_below_the_lazy_answer_is_a_warning() -> None:
    notice = said(counted([[600, 300], [20, 80]]), "accuracy_below_majority")
    assert notice is not None
    assert notice.text == (
        "Accuracy 0.680 [0.650, 0.708] is below 0.900, what always answering a scores."
    )
    assert (notice.severity, notice.detail, notice.action, notice.class_name) == (
        "warning", "", "select_class", "a",
    )  # fmt: skip


def test_that_both_answers_are_compared_on_the_same_samples() -> None:
    """Thirty gained and ten lost are more than noise, though the interval of the accuracy holds 0.8."""
    surely = counted([[790, 10], [170, 30]])
    low, high = surely.intervals["accuracy"]
    assert low < 0.8 < high
    assert said(surely, "accuracy_below_majority") is None
    perhaps = said(counted([[775, 25], [170, 30]]), "accuracy_below_majority")
    assert perhaps is not None
    assert perhaps.text.startswith("Accuracy 0.805 [0.779, 0.828] is not clearly above 0.800")
    assert (perhaps.severity, perhaps.detail) == ("info", "The difference may be chance.")


def test_that_prices_make_it_quiet_and_shares_are_heeded() -> None:
    bought = counted([[600, 300], [20, 80]], costs=((0.0, 1.0), (50.0, 0.0)))
    notice = said(bought, "accuracy_below_majority")
    assert notice is not None
    assert notice.severity == "info"
    assert said(counted([[600, 300], [20, 80]], prevalence=(0.5, 0.5)), "accuracy_below_majority") is None
    rare = said(counted([[80, 20], [20, 80]], prevalence=(0.99, 0.01)), "accuracy_below_majority")
    assert rare is not None
    assert "is below 0.990, what always answering a scores" in rare.text


def test_that_one_class_alone_says_nothing() -> None:
    assert said(counted([[9, 0], [0, 0]]), "accuracy_below_majority") is None


def test_that_a_recall_that_may_be_as_high_as_the_accuracy_is_not_called_hidden() -> None:
    assert said(counted([[60, 40], [3, 2]]), "accuracy_hides_class") is None
    notice = said(counted([[900, 100], [30, 20]]), "accuracy_hides_class")
    assert notice is not None
    assert "recall 0.40 [0.28, 0.54] at the default rule (4.8 % of samples)" in notice.text


def test_that_with_many_classes_the_lowest_recall_has_to_be_lower() -> None:
    assert said(counted([[6, 8], [0, 40]]), "accuracy_hides_class") is not None
    many = np.diag([30] * 8)
    many[1:, 0], many[0, :2] = 10, (6, 8)
    evaluation = counted(many.tolist())
    recall, ends = evaluation.per_class["recall"][0], evaluation.per_class_intervals["recall"][0]
    assert evaluation.metrics["accuracy"] - recall > 0.25
    assert ends[1] < evaluation.metrics["accuracy"]  # by itself it would be lower
    assert said(evaluation, "accuracy_hides_class") is None


def test_that_a_hidden_class_is_said_at_the_shares_in_force() -> None:
    notice = said(counted([[90, 10], [70, 30]], prevalence=(0.98, 0.02)), "accuracy_hides_class")
    assert notice is not None
    assert "Accuracy 0.888 hides class b" in notice.text
    assert "(2 % where it is used)" in notice.text
    assert "0.98" in notice.detail


def test_that_too_few_samples_say_how_many_would_do() -> None:
    notice = said(counted([[480, 20], [3, 9]]), "class_too_small")
    assert notice is not None
    assert notice.text == "The recall of b, 0.75 [0.47, 0.91], rests on 12 samples."
    assert notice.detail == "About 340 would say it to ± 5 points."
    assert (notice.severity, notice.action, notice.class_name) == ("info", "add_batch", "b")
    one = said(counted([[480, 20], [0, 1]]), "class_too_small")
    assert one is not None
    assert "rests on 1 sample." in one.text
    several = said(counted([[480, 10, 10], [3, 9, 0], [1, 1, 3]]), "class_too_small")
    assert several is not None
    assert several.text == "Too few samples to say the recall of c (5) and b (12)."
    assert said(counted([[480, 20], [30, 120]]), "class_too_small") is None


def test_that_too_few_samples_of_everything_are_the_concern_of_the_batch() -> None:
    assert said(counted([[9, 1], [3, 7]]), "class_too_small") is None


@pytest.mark.parametrize(("rate", "n", "expected"), [(0.5, 1000, 390), (1.0, 3, 320), (0.9, 100, 160)])
def test_that_so_many_samples_give_an_interval_of_five_points(rate: float, n: int, expected: int) -> None:
    assert samples_for(rate, n) == expected
    drawn = (rate * n + 2) / (n + 4)
    half = 1.96 * np.sqrt(drawn * (1 - drawn) / expected)
    assert 0.045 < half <= 0.05


def test_that_a_share_of_a_class_without_samples_is_said() -> None:
    notice = said(counted([[50, 5, 0], [5, 50, 0], [0, 0, 0]], (None, None, 0.2)), "share_without_samples")
    assert notice is not None
    assert notice.text.startswith("Class c has a share here but no true samples")
    none = counted([[50, 5, 0], [5, 50, 0], [0, 0, 0]], (None, 0.2, 0.0))
    assert said(none, "share_without_samples") is None


def test_that_sound_balanced_models_raise_no_alarm() -> None:
    """A hundred fair models of 2 to 6 equal classes: nothing, whatever chance does."""
    alarms: Counter[str] = Counter()
    for seed in range(100):
        generator = np.random.default_rng(seed)
        k = 2 + seed % 5
        y, logits = model(generator, k, 1000)
        made = Predictions.from_arrays(y, softmax(logits), classes=names(k), score_kind="probability")
        evaluation = evaluate(prepare(made), intervals=False)
        alarms.update(notice.code for notice in imbalance_notices(evaluation, evaluation))
    assert not alarms


def test_that_what_is_said_of_sound_sets_of_every_kind_is_true() -> None:
    """Classes there may be rare, thresholds off, and rows few: what is said must hold, and be rare."""
    alarms: Counter[str] = Counter()
    for seed in range(60):
        evaluation = evaluate(prepare(sound_set(seed)), intervals=False)
        metrics, recall = evaluation.metrics, evaluation.per_class["recall"]
        for notice in imbalance_notices(evaluation, evaluation):
            if notice.severity != "warning":
                continue
            alarms[notice.code] += 1
            k = evaluation.classes.index(notice.class_name or evaluation.classes[0])
            assert {
                "accuracy_below_majority": metrics["accuracy"] <= metrics["no_information_rate"],
                "accuracy_hides_class": recall[k] < metrics["accuracy"] - 0.2,
                "class_never_predicted": bool((evaluation.confusion.sum(axis=0) == 0).any()),
            }[notice.code], (seed, notice.text)
    assert alarms.total() <= 12


def test_that_a_rule_is_suggested_only_where_there_are_scores_to_tune() -> None:
    labels = said(counted([[600, 300], [20, 80]]), "accuracy_below_majority")
    assert labels is not None
    assert (labels.second, labels.second_label) == ("", "")
    p = np.repeat([0.9, 0.1, 0.2, 0.8], [30, 60, 8, 2])
    y = np.repeat([0, 0, 1, 1], [30, 60, 8, 2])
    made = Predictions.from_arrays(y, p, classes=("a", "b"), positive="b")
    scored = said(evaluate(prepare(made), intervals=False), "accuracy_below_majority")
    assert scored is not None
    assert (scored.second, scored.second_label) == ("suggest_rule", "Suggest a rule")
