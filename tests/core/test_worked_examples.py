"""Worked numbers that the documentation of other libraries prints: the same here, or a reason why not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from confmat_gui.core.evaluation import Evaluation, Prepared, evaluate, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import Rule

Cases: TypeAlias = Callable[[str], Path]
Example: TypeAlias = Mapping[str, Any]


class Worked:
    """The input of an example as predictions, and what follows from it."""

    def __init__(self, given: Example, label: int | None = None) -> None:
        several = given.get("y_true_multilabel")
        scores = given.get("score", given.get("scores", given.get("proba", given.get("y_prob"))))
        y_true = given["y_true"] if several is None else [row[label] for row in several]
        if several is not None:
            scores = [row[label] for row in scores]
        occurring = np.unique([*y_true, *given.get("y_pred", ())])
        names = [str(name) for name in occurring] if scores is None else None
        if np.ndim(scores) == 2:
            names = [str(k) for k in range(len(scores[0]))]
        names = [str(name) for name in given["labels"]] if "labels" in given else names
        self.predictions = Predictions.from_arrays(
            [str(each) for each in y_true],
            scores if scores is None else np.asarray(scores, dtype=np.float64),
            classes=names,
            positive=str(given["pos_label"]) if "pos_label" in given else None,
            y_pred=[str(each) for each in given["y_pred"]] if "y_pred" in given else None,
        )
        self.prepared: Prepared = prepare(self.predictions)

    def at(self, rule: Rule | None = None) -> Evaluation:
        """Decide by a rule, or as a person sees it first."""
        return evaluate(self.prepared, rule, intervals=False)


def each_label(given: Example, figure: Callable[[Worked], Any]) -> list[Any]:
    return [figure(Worked(given, label)) for label in range(len(given["score"][0]))]


def threshold(given: Example, boundary: Any = ">=", label: int | None = None) -> Any:
    worked = Worked(given, label)
    return worked.at(Rule.thresholds({"1": 0.5}, boundary=boundary)).confusion


def counts(given: Example, boundary: Any) -> list[int]:
    (tn, fp), (fn, tp) = threshold(given, boundary).tolist()
    return [tp, fp, fn, tn]


def rates_on_grid(given: Example, key: str) -> list[float]:
    worked = Worked(given)
    grid = (1.0, 0.75, 0.5, 0.25, 0.0)
    return [float(worked.at(Rule.thresholds({"1": t})).per_class[key][1]) for t in grid]


def report_rows(given: Example) -> Any:
    figures = Worked(given).at().per_class
    return np.nan_to_num(np.column_stack([figures[key] for key in ("precision", "recall", "f1")]))


def over_labels(given: Example, key: str) -> float:
    """Return the mean over all classes with an undefined figure as 0, which is how scikit-learn prints it."""
    return float(np.nan_to_num(Worked(given).at().per_class[key]).mean())


def one_against_rest(given: Example) -> Any:
    evaluation = Worked(given).at()
    figures = [evaluation.per_class[key] for key in ("tn", "fp", "fn", "tp")]
    return np.column_stack(figures).reshape(-1, 2, 2)


def best(given: Example, key: str, other: str, least: float) -> float:
    """Return the highest `key` among the thresholds at which `other` is at least `least`."""
    worked = Worked(given)
    reached = [worked.at(Rule.thresholds({"1": t})).per_class for t in (*np.unique(given["score"]), 2.0)]
    return float(max(figures[key][1] for figures in reached if figures[other][1] >= least))


FIGURES: Mapping[str, Callable[[Example], Any]] = {
    "roc fpr (first threshold printed as 1.0 = nothing predicted)": lambda g: Worked(g).prepared.roc("1").fpr,
    "roc tpr": lambda g: Worked(g).prepared.roc("1").tpr,
    "roc thresholds after the first": lambda g: Worked(g).prepared.roc("1").thresholds[1:],
    "roc fpr on grid 1,.75,.5,.25,0 (rule score >= t)": lambda g: rates_on_grid(g, "fpr"),
    "roc tpr on grid": lambda g: rates_on_grid(g, "recall"),
    "average precision": lambda g: Worked(g).prepared.average_precision[1],
    "AUROC": lambda g: Worked(g).prepared.roc_auc[1],
    "AUROC one-vs-rest per class 0..3": lambda g: Worked(g).prepared.roc_auc[:4],
    "average precision per class (class 4 nan)": lambda g: Worked(g).prepared.average_precision,
    "macro average precision (nan dropped)": lambda g: np.nanmean(Worked(g).prepared.average_precision),
    "argmax accuracy": lambda g: Worked(g).at(Rule.argmax()).metrics["accuracy"],
    "multilabel AUROC per label": lambda g: each_label(g, lambda w: w.prepared.roc_auc[1]),
    "macro": lambda g: np.mean(each_label(g, lambda w: w.prepared.roc_auc[1])),
    "multilabel AP per label": lambda g: each_label(g, lambda w: w.prepared.average_precision[1]),
    "macro OvR AUROC": lambda g: Worked(g).at().metrics["macro_roc_auc"],
    "binary confusion matrix at 0.5": threshold,
    "multiclass confusion matrix by argmax": lambda g: Worked(g).at().confusion,
    "sensitivity at specificity >= 0.5": lambda g: best(g, "recall", "specificity", 0.5),
    "specificity at sensitivity >= 0.5": lambda g: best(g, "specificity", "recall", 0.5),
    "recall at precision >= 0.8": lambda g: best(g, "recall", "precision", 0.8),
    "counts at 0.5, rule score > 0.5: tp,fp,fn,tn": lambda g: counts(g, ">"),
    "precision / recall at 0.5 of labels": lambda g: [
        Worked(g).at().per_class[key][1] for key in ("precision", "recall")
    ],
    "confusion_matrix": lambda g: Worked(g).at().confusion,
    "cohen_kappa": lambda g: Worked(g).at().metrics["cohen_kappa"],
    "confusion_matrix normalize=all": lambda g: Worked(g).at().confusion / len(g["y_true"]),
    "tn,fp,fn,tp": lambda g: Worked(g).at().confusion.ravel(),
    "classification_report precision,recall,f1 rows class0..2": report_rows,
    "classification_report macro P,R,F1": lambda g: report_rows(g).mean(axis=0),
    "classification_report accuracy": lambda g: Worked(g).at().metrics["accuracy"],
    "precision macro (a class never correct)": lambda g: over_labels(g, "precision"),
    "f1 weighted": lambda g: Worked(g).at().metrics["weighted_f1"],
    "precision macro labels=[0,1,2,3] (class absent from data)": lambda g: over_labels(g, "precision"),
    "average_precision": lambda g: Worked(g).prepared.average_precision[1],
    "roc_curve fpr": lambda g: Worked(g).prepared.roc("2").fpr,
    "roc_curve tpr": lambda g: Worked(g).prepared.roc("2").tpr,
    "roc_curve thresholds after the first (first is max+1 in 1.2, inf since 1.3)": (
        lambda g: Worked(g).prepared.roc("2").thresholds[1:]
    ),
    "matthews_corrcoef": lambda g: Worked(g).at().metrics["mcc"],
    "log_loss": lambda g: Worked(g).at().metrics["log_loss"],
    "multilabel_confusion_matrix cat/ant/bird, labels ant,bird,cat": one_against_rest,
}
OTHERWISE: Mapping[str, str] = {
    "PR precision": "the curve starts at recall 0 here",
    "PR recall": "the curve starts at recall 0 here",
    "precision_recall_curve precision": "the curve starts at recall 0 here",
    "precision_recall_curve recall": "the curve starts at recall 0 here",
    "precision_recall_curve thresholds": "the curve starts at recall 0 here",
    "average precision on the 5-point grid (NOT the exact one)": "every score is a threshold here",
    "AUROC of class 4, which never occurs": "undefined here, not 0",
    "macro AUROC as printed (absent class counted as 0)": "undefined areas are left out of the mean here",
    "multilabel confusion matrices at 0.5": "one label at a time",
    "binary ECE 2 bins l1 / l2 / max": "not among the figures",
    "... with weights 1,1,2,2,1": "figures count whole samples",
    "... with weights 1,1,2,2,2": "figures count whole samples",
    "... with weights 2,2,2,1,1": "figures count whole samples",
    "precision at recall >= 0.5": "printed for one of several thresholds, not the best",
    "AUC with 3 thresholds (0,.5,1), rule score > t: an approximation; exact is 0.75 here too": "every score",
    "top_k_accuracy k=2": "not among the figures",
}


@pytest.mark.parametrize(
    "file", ["06_torchmetrics_keras_docs/examples.json", "04_sklearn_docs/docstring_examples.json"]
)
def test_that_worked_examples_of_other_libraries_come_out(cases: Cases, file: str) -> None:
    examples = json.loads(cases(file).read_text(encoding="utf-8"))
    known = [example for example in examples if example["metric"] not in OTHERWISE]
    assert len(known) > len(examples) / 2
    for example in known:
        found = np.asarray(FIGURES[example["metric"]](example["input"]), dtype=np.float64)
        expected = example["recomputed"] if example.get("recomputed") is not None else example["printed"]
        wanted = np.array(expected, dtype=np.float64)
        np.testing.assert_allclose(found, wanted, atol=1e-9, err_msg=example["metric"])


def test_that_a_class_that_never_occurs_has_no_area(cases: Cases) -> None:
    examples = json.loads(cases("06_torchmetrics_keras_docs/examples.json").read_text(encoding="utf-8"))
    absent = next(each for each in examples if each["metric"] == "AUROC of class 4, which never occurs")
    worked = Worked(absent["input"])
    assert np.isnan(worked.prepared.roc_auc[4])
    assert worked.at().metrics["macro_roc_auc"] == pytest.approx(np.mean([1, 1, 1 / 3, 1 / 3]))


def test_that_one_label_of_several_has_its_own_matrix(cases: Cases) -> None:
    examples = json.loads(cases("06_torchmetrics_keras_docs/examples.json").read_text(encoding="utf-8"))
    several = next(each for each in examples if each["metric"] == "multilabel confusion matrices at 0.5")
    for label in (0, 2):
        found = threshold(several["input"], label=label)
        np.testing.assert_array_equal(found, several["printed"][label])


def test_that_the_small_vectors_of_pycm_come_out(cases: Cases) -> None:
    vectors = json.loads(cases("05_pycm_matrices/matrices.json").read_text(encoding="utf-8"))["vectors"]
    names = {"macro_f1": "macro_f1", "weighted_f1": "weighted_f1", "macro_precision": "macro_precision",
             "macro_recall": "macro_recall", "brier": "brier", "log_loss": "log_loss", "micro_f1": "accuracy"}
    compared = 0
    for vector in vectors:
        metrics = Worked(vector).at().metrics
        for key, value in vector["expected"].items():
            if key in names:
                compared += 1
                assert metrics[names[key]] == pytest.approx(value, abs=1e-9), (vector["id"], key)
    assert compared == 8
