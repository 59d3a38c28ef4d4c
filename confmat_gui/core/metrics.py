"""The registry that names, orders and explains every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Better: TypeAlias = Literal["higher", "lower", "neither"]
Scope: TypeAlias = Literal["overall", "class", "both"]
Needs: TypeAlias = Literal["matrix", "scores", "probabilities", "costs", "thresholds"]


@dataclass(frozen=True)
class Metric:
    """One figure.

    `explanation` is one or two plain sentences with the formula; `needs` is what must be there for it to
    exist.
    """

    key: str
    name: str
    explanation: str
    better: Better
    scope: Scope
    needs: Needs = "matrix"


_ALL = (
    Metric(
        "accuracy", "Accuracy",
        "Share of samples whose predicted class is the true one. It hides rare classes.",
        "higher", "overall",
    ),
    Metric(
        "error_rate", "Error rate",
        "Share of the decided samples whose predicted class is not the true one: 1 − accuracy.",
        "lower", "overall",
    ),
    Metric(
        "coverage", "Coverage",
        "Share of the samples, of all or of a class, that get a decision. Every other figure of the matrix "
        "is of these samples.",
        "higher", "both",
    ),
    Metric(
        "balanced_accuracy", "Balanced accuracy",
        "Mean of the recalls of the classes that occur: every class counts the same, however rare.",
        "higher", "overall",
    ),
    Metric(
        "macro_precision", "Macro precision",
        "Mean of the precisions of the classes that are ever predicted.",
        "higher", "overall",
    ),
    Metric(
        "macro_recall", "Macro recall",
        "Mean of the recalls of the classes that occur.",
        "higher", "overall",
    ),
    Metric(
        "macro_f1", "Macro F1",
        "Mean of F1 over the classes that occur or are predicted.",
        "higher", "overall",
    ),
    Metric(
        "weighted_f1", "Weighted F1",
        "Mean of F1, each class weighted by its true samples.",
        "higher", "overall",
    ),
    Metric(
        "mcc", "MCC",
        "Matthews correlation of true and predicted class: 1 is perfect, 0 no better than chance, also "
        "for unequal classes. (Gorodkin 2004 for several classes.)",
        "higher", "overall",
    ),
    Metric(
        "cohen_kappa", "Cohen's kappa",
        "Agreement beyond what chance gives with the same class sizes: (accuracy − chance) / (1 − "
        "chance).",
        "higher", "overall",
    ),
    Metric(
        "log_loss", "Log loss",
        "Mean of −log(probability given to the true class), in nats; does not depend on the rule.",
        "lower", "overall", "probabilities",
    ),
    Metric(
        "brier", "Brier score",
        "Mean squared error of the probabilities: of the positive class for two classes, summed over the "
        "classes for more; does not depend on the rule.",
        "lower", "overall", "probabilities",
    ),
    Metric(
        "expected_cost", "Expected cost",
        "Cost per sample: sum of count × price over the matrix, divided by n. Samples without a decision "
        "count at their own price. Below 0 it is a gain.",
        "lower", "overall", "costs",
    ),
    Metric(
        "total_cost", "Total cost",
        "Sum of count × price over all cells of the matrix. Below 0 it is a gain.",
        "lower", "overall", "costs",
    ),
    Metric(
        "hand_till", "Hand & Till M",
        "Mean area under the curve over all pairs of classes; does not depend on class sizes or on the "
        "rule. (Hand & Till 2001.)",
        "higher", "overall", "scores",
    ),
    Metric(
        "macro_roc_auc", "Macro AUC",
        "Mean area under the ROC curves of each class against the rest.",
        "higher", "overall", "scores",
    ),
    Metric(
        "no_information_rate", "No-information rate",
        "Accuracy of always saying the most frequent class, without looking at a sample.",
        "neither", "overall",
    ),
    Metric("support", "Samples", "True samples of the class.", "neither", "class"),
    Metric(
        "no_decision", "No decision",
        "True samples of the class that are left without a decision.",
        "lower", "class",
    ),
    Metric("tp", "True positives", "Samples of the class that are predicted as it.", "higher", "class"),
    Metric("fp", "False positives", "Samples of other classes that are predicted as it.", "lower", "class"),
    Metric("fn", "False negatives", "Samples of the class that are predicted as another.", "lower", "class"),
    Metric(
        "tn", "True negatives",
        "Samples of other classes that are predicted as another.",
        "higher", "class",
    ),
    Metric(
        "precision", "Precision",
        "Of those predicted as the class, the share that is: TP / (TP + FP).",
        "higher", "class",
    ),
    Metric("recall", "Recall", "Of the class, the share that is found: TP / (TP + FN).", "higher", "class"),
    Metric(
        "specificity", "Specificity",
        "Of the others, the share that is left alone: TN / (TN + FP).",
        "higher", "class",
    ),
    Metric(
        "fpr", "False positive rate",
        "Of the others, the share that is taken for the class: FP / (TN + FP).",
        "lower", "class",
    ),
    Metric("f1", "F1", "Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).", "higher", "class"),
    Metric(
        "roc_auc", "AUC",
        "Area under the ROC curve: how often a sample of the class scores above another one, ties one "
        "half.",
        "higher", "class", "scores",
    ),
    Metric(
        "average_precision", "Average precision",
        "Area under the precision-recall curve in steps, without interpolation.",
        "higher", "class", "scores",
    ),
    Metric(
        "threshold", "Threshold",
        "Where the rule draws the line for the class.",
        "neither", "class", "thresholds",
    ),
    Metric(
        "cost_weight", "Cost of missing",
        "Price of each error on a sample of the class.",
        "neither", "class", "costs",
    ),
    Metric("cost", "Cost", "Total cost of the samples of the class.", "lower", "class", "costs"),
    Metric(
        "share_of_cost", "Share of cost",
        "Part of the total cost that comes from samples of the class.",
        "neither", "class", "costs",
    ),
)  # fmt: skip

METRICS: Mapping[str, Metric] = MappingProxyType({metric.key: metric for metric in _ALL})
"""Every figure by its JSON key, in the order in which figures are listed."""

OVERALL_KEYS = tuple(metric.key for metric in _ALL if metric.scope != "class")
CLASS_KEYS = tuple(metric.key for metric in _ALL if metric.scope != "overall")
