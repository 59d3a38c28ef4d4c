"""Files that other tools wrote: the conclusions are those that a person would draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions

Cases = Callable[[str], Path]


@pytest.mark.parametrize(
    ("file", "true", "pred", "scores", "classes", "n"),
    [
        (
            "11_yardstick/two_class_example.csv",
            "truth",
            "predicted",
            ("Class1", "Class2"),
            ("Class1", "Class2"),
            500,
        ),
        ("11_yardstick/hpc_cv.csv", "obs", "pred", ("VF", "F", "M", "L"), ("VF", "F", "M", "L"), 3467),
        ("11_yardstick/hpc_cv.parquet", "obs", "pred", ("VF", "F", "M", "L"), ("VF", "F", "M", "L"), 3467),
        ("11_yardstick/two_class_example.npz", "y_true", None, ("y_score",), ("Class2", "Class1"), 500),
        ("11_yardstick/pathology.csv", "pathology", "scan", (), ("abnorm", "norm"), 344),
        ("09_fawcett_roc/fawcett20.csv", "class", None, ("score",), ("n", "p"), 20),
        ("09_fawcett_roc/first10.csv", "class", None, ("score",), ("n", "p"), 10),
        ("09_fawcett_roc/all_tied.csv", "class", None, ("score",), ("n", "p"), 10),
        ("09_fawcett_roc/fawcett20_rounded_to_0.1.csv", "class", None, ("score",), ("n", "p"), 20),
        (
            "04_sklearn_docs/german_credit_test.csv",
            "class",
            None,
            ("proba_good", "proba_bad"),
            ("good", "bad"),
            250,
        ),
        (
            "04_sklearn_docs/iris_noisy_logreg_proba.csv",
            "species",
            None,
            ("prob_setosa", "prob_versicolor", "prob_virginica"),
            ("setosa", "versicolor", "virginica"),
            75,
        ),
        (
            "04_sklearn_docs/iris_pr_binary_decision.csv",
            "y_true",
            None,
            ("decision_function",),
            ("0", "1"),
            50,
        ),
        (
            "04_sklearn_docs/iris_svc_labels_only.csv",
            "actual",
            "predicted",
            (),
            ("setosa", "versicolor", "virginica"),
            38,
        ),
        (
            "07g_wild_top1_confidence/snacks.csv",
            "true_label",
            "pred_label",
            ("confidence",),
            tuple(map(str, range(20))),
            952,
        ),
        (
            "07g_wild_top1_confidence/resnet110_cifar10.csv",
            "true_label",
            "pred_label",
            ("confidence",),
            tuple(map(str, range(10))),
            10_000,
        ),
        ("07k_wild_small_layouts/amlb_kc2.csv", "truth", "predictions", ("no", "yes"), ("no", "yes"), 5),
        (
            "07k_wild_small_layouts/amlb_iris.csv",
            "truth",
            "predictions",
            ("Iris-setosa", "Iris-versicolor", "Iris-virginica"),
            ("Iris-setosa", "Iris-versicolor", "Iris-virginica"),
            6,
        ),
        ("10c_tool_h2o/h2o_combined.csv", "class", "predict", ("bad", "good"), ("bad", "good"), 301),
    ],
)
def test_that_a_real_file_needs_no_override(  # noqa: PLR0917
    cases: Cases,
    file: str,
    true: str,
    pred: str | None,
    scores: tuple[str, ...],
    classes: tuple[str, ...],
    n: int,
) -> None:
    loaded = load_predictions([cases(file)])
    assert loaded.columns.true == (true,)
    assert loaded.columns.pred == pred
    assert loaded.columns.scores == scores
    assert loaded.predictions.classes == classes
    assert loaded.predictions.n == n
    assert loaded.set_aside == ()


@pytest.mark.parametrize(
    ("file", "positive", "source", "kind"),
    [
        ("11_yardstick/two_class_example.csv", "Class2", "rarer", "probability"),
        ("11_yardstick/two_class_example.npz", "Class1", "declared", "probability"),
        ("09_fawcett_roc/fawcett20.csv", "p", "named", "probability"),
        ("04_sklearn_docs/german_credit_test.csv", "bad", "rarer", "probability"),
        ("04_sklearn_docs/iris_pr_binary_decision.csv", "1", "named", "score"),
        ("07k_wild_small_layouts/amlb_kc2.csv", "yes", "named", "probability"),
    ],
)
def test_that_the_positive_class_and_the_kind_are_found(
    cases: Cases, file: str, positive: str, source: str, kind: str
) -> None:
    found = load_predictions([cases(file)]).predictions
    assert found.positive is not None
    assert (found.classes[found.positive], found.positive_source, found.score_kind) == (
        positive,
        source,
        kind,
    )


def test_that_csv_and_parquet_of_the_same_data_agree(cases: Cases) -> None:
    options = InputOptions(batch="Resample")
    csv = load_predictions([cases("11_yardstick/hpc_cv.csv")], options).predictions
    parquet = load_predictions([cases("11_yardstick/hpc_cv.parquet")], options).predictions
    assert csv.batch_names == parquet.batch_names
    assert len(csv.batch_names) == 10
    for name in ("y_true", "y_pred", "y_score", "batch"):
        np.testing.assert_array_equal(getattr(csv, name), getattr(parquet, name))
    assert csv.support.tolist() == [1769, 1078, 412, 208]


def test_that_the_positive_class_of_the_npz_is_code_one(cases: Cases) -> None:
    found = load_predictions([cases("11_yardstick/two_class_example.npz")]).predictions
    csv = load_predictions([cases("11_yardstick/two_class_example.csv")], InputOptions(positive="Class1"))
    assert found.y_score is not None
    assert found.y_score.dtype == np.float32
    assert found.score_class == found.positive == 1
    assert csv.predictions.y_score is not None
    np.testing.assert_array_equal(found.y_score[:, 0], csv.predictions.y_score[:, 0].astype(np.float32))
    assert found.support.tolist() == [242, 258]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("07k_wild_small_layouts/bert_test_results_no_truth.tsv", "no column that looks like the true class"),
        ("10c_tool_h2o/h2o_predictions.csv", "no column that looks like the true class"),
        ("10c_tool_h2o/h2o_actual.csv", "neither scores nor predicted labels"),
        ("08_cost_matrices/kdd99_cost_matrix.csv", "looks like a matrix of costs"),
    ],
)
def test_that_a_real_file_without_predictions_is_refused(cases: Cases, file: str, expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        load_predictions([cases(file)])


def test_that_counts_of_cells_are_frequencies(cases: Cases) -> None:
    loaded = load_predictions([cases("08_cost_matrices/kdd99_winner_counts.csv")])
    assert loaded.columns.count == "count"
    assert loaded.predictions.n == 311_029
