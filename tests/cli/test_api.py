"""The Qt-free facade, as a notebook uses it."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pytest

import confmat_gui as cm
from confmat_gui import api
from confmat_gui.core.rules import cost_matrix


def test_that_a_notebook_reads_prepares_and_evaluates(binary: Path) -> None:
    p = cm.read_predictions(binary, positive="crack")
    d = cm.prepare(p)
    assert d.roc_auc.shape == d.average_precision.shape == (2,)
    roc = d.roc("crack")
    assert (roc.fpr[0], roc.tpr[0], roc.thresholds[0]) == (0.0, 0.0, np.inf)
    pr = d.precision_recall("crack")
    assert (pr.recall[-1], pr.thresholds[-1]) == (1.0, 0.1)
    e = cm.evaluate(d, cm.Rule.thresholds({"crack": 0.4}))
    assert e.confusion.tolist() == [[4, 1], [0, 5]]
    assert e.confusion.dtype == np.int64
    assert e.no_decision is None
    assert e.per_class["recall"].tolist() == [0.8, 1.0]
    assert 0 < e.metrics["mcc"] < 1
    assert cm.evaluate(d).confusion.tolist() == [[5, 0], [0, 5]]
    # The tie at 0.5 goes to the first class.
    assert cm.evaluate(d, cm.Rule.argmax()).confusion.tolist() == [[5, 0], [1, 4]]
    assert cm.evaluate(d, cm.Rule.min_cost([[0, 1], [99, 0]])).confusion[1].tolist() == [0, 5]


def test_that_arrays_are_predictions_too() -> None:
    p = cm.Predictions.from_arrays([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], classes=["ok", "crack"])
    assert cm.evaluate(cm.prepare(p)).confusion.tolist() == [[1, 0], [1, 1]]
    labels = cm.Predictions.from_arrays(["a", "b"], y_pred=["a", "a"])
    assert cm.evaluate(cm.prepare(labels), cm.Rule.predicted()).confusion.tolist() == [[1, 0], [1, 0]]


def test_that_several_paths_are_one_data_set(binary: Path, three: Path) -> None:
    other = binary.with_name("other.csv")
    other.write_text(binary.read_text())
    assert cm.read_predictions(binary, other).n == 20
    assert cm.load(three, classes=["c", "b", "a"]).predictions.classes == ("c", "b", "a")


def test_that_options_are_named_as_on_the_command_line(three: Path) -> None:
    assert (
        cm.load(three, true="label", scores=("a", "b", "c"), weight="weight", id=None).columns.weight
        == "weight"
    )
    with pytest.raises(cm.InputError, match="no option “truth”; the options are true, scores"):
        cm.load(three, truth="label")


def test_that_sessions_are_saved_and_opened(binary: Path) -> None:
    session = cm.open_session(binary, positive="crack")
    target = binary.with_name("a.confmat")
    for refer in (False, True):
        cm.save_session(session, target, refer=refer)
        assert cm.open_session(target).point == session.point


def test_that_only_public_names_are_there() -> None:
    assert set(cm.__all__) - {"__version__"} == set(api.__all__)
    assert set(cm.__all__) <= set(dir(cm))
    for name in cm.__all__:
        assert getattr(cm, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cm.nothing


def test_that_the_example_of_the_facade_runs() -> None:
    assert doctest.testmod(api).attempted == 9
    assert doctest.testmod(api).failed == 0


def test_that_a_notebook_asks_for_a_rule_at_the_shares_of_the_place_of_use(binary: Path) -> None:
    d = cm.prepare(cm.read_predictions(binary, positive="crack"))
    everything = cm.Tuning(1.0)
    prices = [[0, 1], [1, 0]]
    found = cm.suggest(d, "cost", costs=prices, prevalence={"crack": 0.01}, tuning=everything, n_bootstrap=0)
    point = cm.OperatingPoint(found.rule, cost_matrix(prices), found.positive, found.prevalence)
    e = cm.evaluate(d, point)
    assert found.suggested.tuned.objective.value == e.metrics["expected_cost"]
    assert e.classes[1] == "crack"
    assert found.prevalence == (None, 0.01)
    again = cm.suggest(d, "cost", point=point, tuning=everything, n_bootstrap=0)
    assert (again.rule, again.prevalence) == (found.rule, found.prevalence)
    with pytest.raises(cm.InputError, match="no class"):
        cm.suggest(d, "mcc", prevalence={"dent": 0.1})
