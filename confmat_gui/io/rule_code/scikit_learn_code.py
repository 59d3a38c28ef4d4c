"""A rule as a scikit-learn classifier around another one."""

from __future__ import annotations

from confmat_gui.core.errors import InputError
from confmat_gui.io.rule_code.carried import CarriedRule
from confmat_gui.io.rule_code.python_code import heading, rule_parts

_IMPORTS = """import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
"""

_CLASSIFIER = '''class RuleClassifier(ClassifierMixin, BaseEstimator):
    """A classifier that decides by the rule of this module about the scores of another one.

    Parameters
    ----------
    estimator : classifier
        Fitted, or to be fitted by `fit`. Its classes are matched with CLASSES by name, in whatever order.
    no_decision : object
        What `predict` gives where the rule makes no decision.
    """

    def __init__(self, estimator, no_decision=NO_DECISION):
        self.estimator = estimator
        self.no_decision = no_decision

    def fit(self, X, y, **fit_params):
        """Fit a clone of the estimator; the rule stays as it is."""
        self.estimator_ = clone(self.estimator).fit(X, y, **fit_params)
        return self

    def predict(self, X):
        """Return the label of every row, of the type of `classes_`; objects where the rule may give none."""
        places = self._places()
        labels = np.asarray(self.classes_)[places]
        codes = decide_codes(self._scores(X, places))
        if len(ANSWERS) == len(CLASSES):
            return labels[codes]
        answers = np.empty(len(ANSWERS), dtype=object)
        answers[:-1] = labels
        answers[-1] = self.no_decision
        return answers[codes]

    def predict_proba(self, X):
        """Return the probabilities of the estimator, columns in the order of `classes_`."""
        return self._fitted().predict_proba(X)

    def decision_function(self, X):
        """Return the scores of the estimator."""
        return self._fitted().decision_function(X)

    @property
    def classes_(self):
        """The classes of the estimator, in its order."""
        return self._fitted().classes_

    @property
    def n_features_in_(self):
        """The number of features that the estimator was fitted with."""
        return self._fitted().n_features_in_

    def __sklearn_is_fitted__(self):
        return hasattr(self._fitted(), "classes_")

    def _fitted(self):
        return getattr(self, "estimator_", self.estimator)

    def _places(self):
        """Return where each of CLASSES is among the classes of the estimator."""
        names = [_name(label) for label in self.classes_]
        if sorted(names) != sorted(CLASSES):
            raise ValueError(f"the rule is for the classes {CLASSES}, but the estimator has {names}")
        return [names.index(name) for name in CLASSES]

    def _scores(self, X, places):
        """Return the scores in the order of COLUMNS."""
        scores = np.asarray(self._fitted().{method}(X))
{arranged}

def _name(label):
    """Return a label as confmat_gui writes it: 1 and 1.0 are "1"."""
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)
'''

_EACH = """        if scores.ndim != 2 or scores.shape[1] != len(CLASSES):
            raise ValueError(f"the rule needs a score for each class, not the shape {scores.shape}")
        return scores[:, places]
"""
_OWN = """        return scores[:, [places[OWN]]]
"""
_MARGIN = """        if scores.ndim == 2:
            raise ValueError(f"the rule needs one score, not the shape {scores.shape}")
        return (scores if places[OWN] == 1 else -scores)[:, None]
"""


def scikit_learn_code(carried: CarriedRule) -> str:
    """Return a module with `RuleClassifier`, whose `predict` decides as the window does about such scores.

    Raises
    ------
    InputError
        Two columns of logits or scores, which no classifier of scikit-learn gives for two classes.
    """
    shares = carried.score_kind in ("probability", "sigmoid")
    single = len(carried.columns) < carried.n_classes
    if not shares and not single and carried.n_classes == 2:
        raise InputError(
            "Classifiers of scikit-learn give one decision value for two classes, and this rule has two "
            "score columns that are no probabilities; export Python code instead."
        )
    arranged = _EACH if not single else _OWN if shares else _MARGIN
    method = "predict_proba" if shares else "decision_function"
    classifier = _CLASSIFIER.replace("{method}", method).replace("{arranged}", arranged)
    *rule, check = rule_parts(carried)
    return "\n\n".join([heading(carried, "numpy and scikit-learn"), _IMPORTS, *rule, classifier, check])
