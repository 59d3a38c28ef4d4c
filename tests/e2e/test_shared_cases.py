"""Files that other tools wrote: each opens with the conclusions and numbers of its expected.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from confmat_gui.api import open_session
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.rules import Rule
from confmat_gui.io.cost_files import read_costs
from confmat_gui.session.state import Session
from tests.e2e.case_figures import (
    Expected,
    check_argmax,
    check_binary,
    check_class,
    check_labels,
    check_matrix,
    check_overall,
    check_ready_made,
    decided,
)

Cases: TypeAlias = Callable[[str], Path]
Check: TypeAlias = Callable[[Session, Expected], None]


@dataclass(frozen=True)
class Case:
    """Files that are opened together, what has to be said about them, and what must come out."""

    folder: str
    files: tuple[str, ...]
    check: Check
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What pytest shows."""
        return f"{self.folder}/{'+'.join(self.files)}"


def german(session: Session, expected: Expected) -> None:
    known = expected["computed"]["german"]
    assert session.data.loaded.columns.true == ("class",)
    assert set(session.data.loaded.columns.scores) == {"proba_bad", "proba_good"}
    prepared, point = session.data.prepared, session.point
    classes = prepared.predictions.classes
    bad = classes.index("bad")
    assert point.positive == bad
    assert prepared.roc_auc[bad] == pytest.approx(known["auc"], abs=1e-12)
    assert prepared.roc_auc_interval[bad].tolist() == pytest.approx(known["delong_ci95"], abs=1e-9)
    assert prepared.average_precision[bad] == pytest.approx(known["average_precision"], abs=1e-12)
    costs = np.zeros((2, 2))
    costs[bad, 1 - bad], costs[1 - bad, bad] = 5, 1
    for threshold, counts, cost in (
        (0.5, expected["published"][0]["counts"], 232),
        (expected["published"][1]["recomputed"], expected["published"][2]["counts"], 134),
        (1 / 6, known["at_elkan_1_6"], known["at_elkan_1_6"]["cost"]),
        (known["min_cost_on_this_file"]["threshold"], known["min_cost_on_this_file"], 134),
    ):
        rule = Rule.thresholds({"bad": threshold})
        prices = tuple(tuple(map(float, row)) for row in costs)
        evaluation = evaluate(prepared, OperatingPoint(rule, prices, bad))
        check_class(evaluation, "bad", counts)
        assert evaluation.metrics["total_cost"] == cost


def iris_roc(session: Session, expected: Expected) -> None:
    known = expected["computed"]["iris_roc"]
    assert session.data.loaded.columns.true == ("species",)
    check_argmax(session, known)
    evaluation = decided(session)
    assert evaluation.metrics["macro_roc_auc"] == pytest.approx(known["macro"], abs=1e-12)
    assert evaluation.metrics["hand_till"] == pytest.approx(expected["published"][8]["recomputed"], abs=1e-12)


def iris_binary(session: Session, expected: Expected) -> None:
    known = expected["computed"]["iris_pr_binary"]
    prepared = session.data.prepared
    assert session.data.loaded.columns.scores == ("decision_function",)
    assert not prepared.predictions.has_probabilities
    assert prepared.average_precision[1] == pytest.approx(known["ap"], abs=1e-12)
    assert prepared.roc_auc[1] == pytest.approx(known["roc_auc"], abs=1e-12)
    check_class(decided(session, Rule.thresholds({"1": 0.0})), "1", known["at_decision_0"])


def iris_one_hot(session: Session, expected: Expected) -> None:
    known = expected["reading"]["iris_pr_multilabel_decision.csv"]
    columns = session.data.loaded.columns
    assert (list(columns.true), list(columns.scores)) == (known["true_columns"], known["score_columns"])
    for k, precision in enumerate(session.data.prepared.average_precision.tolist()):
        name = f"iris multilabel AP class {k}"
        value = next(each["recomputed"] for each in expected["published"] if each["name"] == name)
        assert precision == pytest.approx(value, abs=1e-12)


def iris_one_label(label: str, session: Session, expected: Expected) -> None:
    assert session.data.loaded.columns.scores == (f"score_{label}",)
    assert session.point.positive == 1
    name = f"iris multilabel AP class {label}"
    value = next(each["recomputed"] for each in expected["published"] if each["name"] == name)
    assert session.data.prepared.average_precision[1] == pytest.approx(value, abs=1e-12)


def iris_labels(session: Session, expected: Expected) -> None:
    matrix = next(each for each in expected["published"] if each["name"] == "iris SVC confusion matrix")
    check_matrix(decided(session), ("setosa", "versicolor", "virginica"), matrix["value"])
    assert session.data.prepared.predictions.y_score is None


def ready_made(name: str, session: Session, expected: Expected) -> None:
    known = json.loads((expected["folder"] / "matrices.json").read_text(encoding="utf-8"))["matrices"]
    check_ready_made(session, next(each for each in known if each["id"] == name))


def kdd(session: Session, expected: Expected) -> None:
    known = expected["computed"]
    classes = session.data.prepared.predictions.classes
    assert classes == ("normal", "probe", "DOS", "U2R", "R2L")
    costs = read_costs(expected["folder"] / "kdd99_cost_matrix.csv", classes)
    point = OperatingPoint(Rule.predicted(), costs, None)
    evaluation = evaluate(session.data.prepared, point)
    assert evaluation.n == 311_029
    assert evaluation.metrics["accuracy"] == pytest.approx(known["accuracy"], abs=1e-12)
    assert evaluation.metrics["total_cost"] == known["total_cost"]
    mean = expected["published"][0]["recomputed"]
    assert evaluation.metrics["expected_cost"] == pytest.approx(mean, abs=1e-12)
    by_class = dict(zip(classes, evaluation.per_class["cost"].tolist(), strict=True))
    assert by_class == known["cost_by_actual_class"]
    shares = evaluation.per_class["support"] / evaluation.n * 100
    assert shares.tolist() == pytest.approx(expected["published"][2]["recomputed"], abs=1e-9)
    for place, key in ((3, "recall"), (4, "precision")):
        found = (evaluation.per_class[key] * 100).tolist()
        assert found == pytest.approx(expected["published"][place]["recomputed"], abs=1e-9)


def kdd_counts(session: Session, expected: Expected) -> None:
    # Without a declared order the classes are in natural order; --classes gives the order of the matrix.
    assert session.data.loaded.columns.count == "count"
    kdd(session, expected)


def fawcett(known: str, session: Session, expected: Expected) -> None:
    prepared = session.data.prepared
    assert (session.data.loaded.columns.true, session.data.loaded.columns.scores) == (("class",), ("score",))
    positive = prepared.predictions.classes.index("p")
    assert session.point.positive == positive
    area = expected["published"][1]["value"] if known == "first10" else expected["computed"][known]["auc"]
    assert prepared.roc_auc[positive] == pytest.approx(area, abs=1e-12)
    if known == "fawcett20":
        best = expected["published"][0]["value"]
        evaluation = decided(session, Rule.thresholds({"p": best["threshold"]}))
        assert evaluation.metrics["accuracy"] == best["accuracy"]
        assert evaluation.per_class["recall"][positive] == best["tpr"]
        assert evaluation.per_class["fpr"][positive] == pytest.approx(best["fpr"], abs=1e-12)


def top1(name: str, session: Session, expected: Expected) -> None:
    columns = session.data.loaded.columns
    assert (columns.true, columns.pred) == (("true_label",), "pred_label")
    assert session.data.prepared.predictions.score_kind == "confidence"
    check_labels(session, expected["computed"][name])


def amlb_iris(session: Session, expected: Expected) -> None:
    known = expected["computed"]["amlb_iris"]
    columns = session.data.loaded.columns
    assert (columns.true, columns.pred) == (("truth",), "predictions")
    check_argmax(session, known)


def amlb_kc2(session: Session, expected: Expected) -> None:
    columns = session.data.loaded.columns
    assert (columns.true, columns.pred, columns.scores) == (("truth",), "predictions", ("no", "yes"))
    assert np.isnan(session.data.prepared.roc_auc).all()
    assert decided(session).n == expected["reading"]["amlb_kc2.csv"]["n"]


def h2o(session: Session, expected: Expected) -> None:
    known = expected["computed"]
    columns = session.data.loaded.columns
    assert (columns.true, columns.pred, columns.scores) == (("class",), "predict", ("bad", "good"))
    check_labels(session, known["from_predict_column"])
    check_argmax(session, known["argmax"])
    check_binary(session, known["scores_bad"], "bad")


def two_class(session: Session, expected: Expected) -> None:
    known = expected["computed"]
    check_binary(session, known["two_class"], "Class1")
    check_labels(session, known["two_class_labels"])


def two_class_npz(session: Session, expected: Expected) -> None:
    area = float(session.data.prepared.roc_auc[session.point.positive or 0])
    assert area == pytest.approx(expected["computed"]["npz_float32_auc"], abs=1e-9)
    check_class(decided(session), "Class1", expected["computed"]["two_class"]["at_threshold"])


def hpc(session: Session, expected: Expected) -> None:
    known = expected["computed"]
    assert session.data.prepared.predictions.classes == ("VF", "F", "M", "L")
    check_argmax(session, known["hpc"])
    check_labels(session, known["hpc_from_pred"])
    assert len(session.data.prepared.predictions.batch_names) == 10


def hpc_json_lines(session: Session, expected: Expected) -> None:
    columns = session.data.loaded.columns
    assert (columns.true, columns.pred) == (("label",), "prediction")
    check_argmax(session, expected["computed"]["jsonl_first500"])


def pathology(session: Session, expected: Expected) -> None:
    known = expected["computed"]["pathology"]
    evaluation = decided(session)
    check_overall(evaluation, known)
    check_class(evaluation, "abnorm", known)
    classes = session.data.prepared.predictions.classes
    abnorm = classes.index("abnorm")
    wilson = expected["computed"]["pathology_wilson"]
    found = evaluation.per_class_intervals["recall"][abnorm].tolist()
    assert found == pytest.approx(wilson["sens"], abs=1e-9)


def arff(session: Session, expected: Expected) -> None:
    known, columns = expected["computed"], session.data.loaded.columns
    assert (columns.true, columns.pred, columns.id) == (("correct",), "prediction", "row_id")
    check_labels(session, known["from_prediction_column"])
    check_binary(session, known["positive_scores"], "positive")
    assert len(session.data.prepared.predictions.batch_names) == 10
    assert decided(session).n_tied == known["rows_with_score_exactly_half"]


def tsml(name: str, session: Session, expected: Expected) -> None:
    known = expected["computed"][name]
    check_argmax(session, known)
    check_labels(session, known["from_prediction_column"])
    stated = next(each["value"] for each in expected["published"] if each["name"].startswith(name))
    assert decided(session, Rule.predicted()).metrics["accuracy"] == pytest.approx(stated, abs=1e-9)


def vowpal_wabbit(session: Session, expected: Expected) -> None:
    check_argmax(session, expected["computed"]["probabilities"])
    figures = decided(session).metrics
    assert 1 - figures["accuracy"] == pytest.approx(expected["published"][0]["value"], abs=1e-12)
    assert figures["log_loss"] == pytest.approx(expected["published"][1]["recomputed"], abs=1e-12)


def vowpal_wabbit_scores(session: Session, expected: Expected) -> None:
    assert session.data.prepared.predictions.score_kind == "score"
    check_argmax(session, expected["computed"]["scores_argmax"])


def libsvm(part: str, session: Session, expected: Expected) -> None:
    assert session.data.prepared.predictions.classes == ("1", "-1")
    check_binary(session, expected["computed"][part], "1")
    by_label = decided(session, Rule.predicted())
    np.testing.assert_array_equal(by_label.confusion, decided(session).confusion)


def libsvm_labels(session: Session, expected: Expected) -> None:
    right = int(np.trace(decided(session).confusion))
    assert f"{right}/{decided(session).n}" == expected["published"][0]["recomputed"]


def weka_distribution(session: Session, expected: Expected) -> None:
    columns = session.data.loaded.columns
    assert (columns.true, columns.pred) == (("actual",), "predicted")
    check_argmax(session, expected["computed"]["j48"])
    areas, support = decided(session).per_class["roc_auc"], decided(session).per_class["support"]
    mean = float((areas * support).sum() / support.sum())
    assert mean == pytest.approx(expected["published"][1]["recomputed"], abs=1e-9)


def weka_text(session: Session, expected: Expected) -> None:
    known = expected["computed"]["j48"]
    cut = [name[:8] for name in known["labels"]]
    check_matrix(decided(session, Rule.predicted()), cut, known["argmax_confusion"])
    if session.data.prepared.predictions.y_score is not None:
        check_argmax(session, {**known, "labels": cut, "ovr_auc": {}})


def weka_confidence(session: Session, expected: Expected) -> None:
    assert session.data.prepared.predictions.score_kind == "confidence"
    check_labels(session, expected["computed"]["nb_labels"])


def fasttext(session: Session, expected: Expected) -> None:
    known = expected["computed"]
    check_argmax(session, known)
    scores = session.data.prepared.predictions.y_score
    assert scores is not None
    assert float(scores.max()) == known["max_value"]
    by_label = decided(session, Rule.predicted())
    np.testing.assert_array_equal(by_label.confusion, known["argmax_confusion"])


def fasttext_labels(session: Session, expected: Expected) -> None:
    known = expected["computed"]
    check_matrix(decided(session), known["labels"], known["argmax_confusion"])


MATRICES = (
    "bekkar_1", "bekkar_2", "branco_identity_like", "caret_183_13_141_663", "delgado_degenerate",
    "diagnostic_22_1_54_57", "garcia_2009_imbalanced", "godbole_RGBY", "krippendorff_13_20_56",
    "pycm_readme_3class", "six_class_spe", "steyerberg_net_benefit", "threeclass_9_3_0_kappa",
    "weighted_kappa_often_seldom_never",
)  # fmt: skip
RESULTS = ("chinatown_rocket", "arrowhead_drcif", "trace_1nndtw", "italypower_tde")
IN_KDD_ORDER = {"classes": ("normal", "probe", "DOS", "U2R", "R2L")}
OPENED = (
    Case("04_sklearn_docs", ("german_credit_test.csv",), german),
    Case("04_sklearn_docs", ("iris_noisy_logreg_proba.csv",), iris_roc),
    Case("04_sklearn_docs", ("iris_pr_binary_decision.csv",), iris_binary),
    Case("04_sklearn_docs", ("iris_svc_labels_only.csv",), iris_labels),
    Case("04_sklearn_docs", ("iris_pr_multilabel_decision.csv",), iris_one_hot),
    *(Case("05_pycm_matrices", (f"{name}.csv",), partial(ready_made, name)) for name in MATRICES),
    Case("07a_wild_openml_arff", ("predictions.arff",), arff, {"batch": "fold"}),
    *(
        Case("07d_wild_tsml_results", (f"{name}_test0.csv",), partial(tsml, f"{name}_test0.csv"))
        for name in RESULTS
    ),
    Case("07e_wild_vw_probabilities", ("oaa_probabilities.predict", "labels.txt"), vowpal_wabbit),
    Case("07e_wild_vw_probabilities", ("labels.txt", "oaa_scores.predict"), vowpal_wabbit_scores),
    Case("07g_wild_top1_confidence", ("snacks.csv",), partial(top1, "snacks.csv")),
    Case("07g_wild_top1_confidence", ("resnet110_cifar10.csv",), partial(top1, "resnet110_cifar10.csv")),
    Case("07k_wild_small_layouts", ("amlb_iris.csv",), amlb_iris),
    Case("07k_wild_small_layouts", ("amlb_kc2.csv",), amlb_kc2),
    Case("08_cost_matrices", ("kdd99_winner_confusion.csv",), kdd),
    Case("08_cost_matrices", ("kdd99_winner_counts.csv",), kdd_counts, IN_KDD_ORDER),
    Case("09_fawcett_roc", ("fawcett20.csv",), partial(fawcett, "fawcett20")),
    Case("09_fawcett_roc", ("fawcett20_rounded_to_0.1.csv",), partial(fawcett, "rounded")),
    Case("09_fawcett_roc", ("first10.csv",), partial(fawcett, "first10")),
    Case("09_fawcett_roc", ("all_tied.csv",), partial(fawcett, "all_tied")),
    Case("10a_tool_libsvm", ("heart_scale", "heart_scale.predict"), partial(libsvm, "train270")),
    Case("10a_tool_libsvm", ("heart_scale.test90.predict", "heart_scale.test90"), partial(libsvm, "test90")),
    Case("10a_tool_libsvm", ("heart_scale.labels_only.predict", "heart_scale"), libsvm_labels),
    Case("10b_tool_weka", ("weka_j48_iris_dist.csv",), weka_distribution),
    Case("10b_tool_weka", ("weka_j48_iris_cv_dist.txt",), weka_text),
    Case("10b_tool_weka", ("weka_j48_iris_cv_plain.txt",), weka_text),
    Case("10b_tool_weka", ("weka_nb_iris.csv",), weka_confidence),
    Case("10c_tool_h2o", ("h2o_combined.csv",), h2o),
    Case("10c_tool_h2o", ("h2o_predictions.csv", "h2o_actual.csv"), h2o),
    Case("10e_tool_fasttext", ("fasttext_predict_prob.txt", "fasttext_test.txt"), fasttext),
    Case("10e_tool_fasttext", ("fasttext_test.txt", "fasttext_predict.txt"), fasttext_labels),
    Case("11_yardstick", ("two_class_example.csv",), two_class, {"positive": "Class1"}),
    Case("11_yardstick", ("two_class_example.npz",), two_class_npz),
    Case("11_yardstick", ("hpc_cv.csv",), hpc, {"batch": "Resample"}),
    Case("11_yardstick", ("hpc_cv.parquet",), hpc, {"batch": "Resample"}),
    Case("11_yardstick", ("hpc_cv_first500.jsonl",), hpc_json_lines),
    Case("11_yardstick", ("pathology.csv",), pathology, {"positive": "abnorm"}),
)
REFUSED = (
    ("04_sklearn_docs/docstring_examples.json", "no column that looks like the true class"),
    ("05_pycm_matrices/matrices.json", "has columns but no rows"),
    ("06_torchmetrics_keras_docs/examples.json", "no column that looks like the true class"),
    ("07d_wild_tsml_results/broken_classification.csv", "broken_classification.csv, line 7"),
    ("07k_wild_small_layouts/bert_test_results_no_truth.tsv", "no column that looks like the true class"),
    ("08_cost_matrices/german_cost_matrix.csv", "looks like a matrix of costs"),
    ("08_cost_matrices/heart_cost_matrix.csv", "looks like a matrix of costs"),
    ("08_cost_matrices/kdd99_cost_matrix.csv", "looks like a matrix of costs"),
)


@pytest.mark.parametrize("case", OPENED, ids=lambda case: str(case.name))
def test_that_a_shared_case_opens_with_its_conclusions_and_numbers(cases: Cases, case: Case) -> None:
    paths = [cases(f"{case.folder}/{name}") for name in case.files]
    expected = json.loads((paths[0].parent / "expected.json").read_text(encoding="utf-8"))
    session = open_session(*paths, **case.options)
    assert session.data.loaded.set_aside == ()
    case.check(session, {**expected, "folder": paths[0].parent})


@pytest.mark.parametrize("label", ["0", "1", "2"])
def test_that_one_label_of_a_shared_case_opens_as_two_classes(cases: Cases, label: str) -> None:
    path = cases("04_sklearn_docs/iris_pr_multilabel_decision.csv")
    expected = json.loads((path.parent / "expected.json").read_text(encoding="utf-8"))
    iris_one_label(label, open_session(path, true=f"true_{label}"), expected)


@pytest.mark.parametrize(("name", "sentence"), REFUSED)
def test_that_a_shared_case_without_predictions_is_refused_in_one_sentence(
    cases: Cases, name: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=r"^[^\n]*\.$") as error:
        open_session(cases(name))
    assert sentence in str(error.value)


@pytest.mark.parametrize("name", ["german", "heart", "kdd99"])
def test_that_the_cost_matrices_of_the_cases_are_read_as_costs(cases: Cases, name: str) -> None:
    path = cases(f"08_cost_matrices/{name}_cost_matrix.csv")
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").split()]
    classes = [line[0] for line in lines[1:]]
    assert read_costs(path, classes) == tuple(tuple(map(float, line[1:])) for line in lines[1:])


def test_that_every_shared_case_is_looked_at(cases: Cases) -> None:
    root = cases("04_sklearn_docs").parent
    there = {str(path.relative_to(root)) for path in root.glob("*/*") if path.name != "expected.json"}
    looked_at = {f"{case.folder}/{name}" for case in OPENED for name in case.files}
    assert there == looked_at | {name for name, _ in REFUSED}


def test_that_few_files_need_an_override(capsys: pytest.CaptureFixture[str]) -> None:
    needed = [f"{case.name}: {dict(case.options)}" for case in OPENED if case.options]
    with capsys.disabled():
        print("", f"overrides needed by the {len(OPENED)} cases that open:", *needed, sep="\n  ")  # noqa: T201
    assert len(needed) <= 6
