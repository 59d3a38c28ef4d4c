"""Compares exported code with the window on hard rows of every setup: `python -m tests.io.rule_agreement`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError
from confmat_gui.io.rule_code.carried import CarriedRule
from confmat_gui.io.rule_code.python_code import python_code
from confmat_gui.io.rule_code.scikit_learn_code import scikit_learn_code
from confmat_gui.io.rule_code.sql_code import sql_code
from tests.io.hard_rows import Setup, setups

WAYS = ("argmax", "binary", "shares", "no-decision", "min-cost")


def module_of(code: str) -> dict[str, Any]:
    """Return the names of a generated module, whose own check has passed."""
    names: dict[str, Any] = {"__name__": "rule"}
    exec(compile(code, "rule.py", "exec"), names)
    names["check"]()
    return names


@dataclass
class Estimator:
    """A classifier that gives what it is shown, its classes in another order than the rule's."""

    carried: CarriedRule

    def __post_init__(self) -> None:
        self.classes_ = np.array(self.carried.classes[::-1])

    def predict_proba(self, scores: NDArray[Any]) -> NDArray[Any]:
        if scores.shape[1] == len(self.classes_):
            return scores[:, ::-1]
        both = [scores[:, 0], 1 - scores[:, 0]]
        return np.stack(both if self.carried.score_class == 1 else both[::-1], axis=1)

    def decision_function(self, scores: NDArray[Any]) -> NDArray[Any]:
        if scores.shape[1] == len(self.classes_):
            return scores[:, ::-1]
        return -scores[:, 0] if self.carried.score_class == 1 else scores[:, 0]


def by_scikit_learn(carried: CarriedRule, scores: NDArray[Any]) -> list[str]:
    classifier = module_of(scikit_learn_code(carried))["RuleClassifier"](Estimator(carried))
    return [str(answer) for answer in classifier.predict(scores)]


def decisions(connection: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    """Return the decision of every row of a table that has a column of row numbers."""
    rows = connection.execute(query).fetchall()
    names = [column[0] for column in connection.description or ()]
    row, decision = names.index("row"), names.index("decision")
    return [each[decision] for each in sorted(rows, key=lambda each: int(each[row]))]


def by_sql(carried: CarriedRule, scores: NDArray[Any], connection: duckdb.DuckDBPyConnection) -> list[str]:
    columns = {name: scores[:, place] for place, name in enumerate(carried.columns)}
    predictions = pa.table({**columns, "row": np.arange(len(scores))})
    connection.register("predictions", predictions)
    return decisions(connection, sql_code(carried))


def possible(way: str) -> Iterator[Setup]:
    """Return the setups of a way that the window can carry out."""
    for setup in setups():
        try:
            if setup.carried.way == way:
                setup.carried.decide(np.zeros((1, len(setup.carried.columns))))
                yield setup
        except InputError:
            continue


def one_of_each(way: str) -> list[Setup]:
    """Return a setup for each kind of scores, whether one column serves two classes, of which, and prices.

    Which one it is of those that are alike is drawn, so that boundaries, thresholds and types all occur.
    """
    alike: dict[tuple[object, ...], list[Setup]] = {}
    for setup in possible(way):
        c = setup.carried
        own = c.score_class is None or c.score_class == c.positive
        low = all(threshold == 0.3 for _, threshold in c.rule.named_thresholds)
        single = len(c.columns) < c.n_classes and (c.score_class if low else "either")
        key = (c.score_kind, single, own, c.n_classes == 1, c.may_abstain, way == "no-decision" and low)
        alike.setdefault(key, []).append(setup)
    rng = np.random.default_rng(len(alike))
    return [group[rng.integers(len(group))] for group in alike.values()]


def checked(setups_of_way: Iterable[Setup]) -> dict[str, int]:
    """Compare the three languages with the window; return how many rows were compared in each."""
    counts = dict.fromkeys(("Python", "scikit-learn", "SQL"), 0)
    connection = duckdb.connect()
    for setup in setups_of_way:
        carried, scores = setup.carried, setup.rows()
        wanted = np.array(carried.answers)[carried.decide(scores)].tolist()
        assert module_of(python_code(carried))["decide"](scores).tolist() == wanted, setup.name
        counts["Python"] += len(scores)
        two_logits = len(carried.columns) == 2 and carried.score_kind in ("logit", "score")
        if not two_logits:
            assert by_scikit_learn(carried, scores) == wanted, setup.name
            counts["scikit-learn"] += len(scores)
        if not carried.needs_exp:
            assert by_sql(carried, scores, connection) == wanted, setup.name
            counts["SQL"] += len(scores)
    return counts


if __name__ == "__main__":
    for each in WAYS:
        found = list(possible(each))
        sys.stdout.write(f"{each}: {len(found)} setups, rows compared {checked(found)}\n")
