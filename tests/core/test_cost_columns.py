"""Which answers lowest expected cost can give, beside a linear programme of scipy and plain trying."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import linprog

from confmat_gui.core.arrays import Floats
from confmat_gui.core.cost_columns import answer_reach
from confmat_gui.core.minimum_cost import minimum_cost
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import cost_matrix

matrices = st.integers(2, 6).flatmap(
    lambda k: st.integers(k, k + 1).flatmap(
        lambda j: hnp.arrays(np.float64, (k, j), elements=st.integers(-2, 3).map(float))
    )
)


def slow(costs: Floats) -> tuple[int, ...]:
    """Return the answers never given, one linear programme of scipy for each."""
    n_classes, answers = costs.shape
    never = []
    for j in range(answers):
        limits = [[*(costs[:, j] - costs[:, k]), float(k < j)] for k in range(answers) if k != j]
        limits += [[-1.0] * n_classes + [1.0], [1.0] * n_classes + [0.0]]
        most = [0.0] * (len(limits) - 1) + [1.0]
        found = linprog([0.0] * n_classes + [-1.0], A_ub=limits, b_ub=most, bounds=(0, None))
        never += [] if -found.fun > 1e-9 else [j]
    return tuple(never)


@settings(max_examples=60, deadline=None)
@given(matrices)
def test_that_never_given_answers_are_those_of_a_linear_programme(costs: Floats) -> None:
    assert answer_reach(costs).never == slow(costs)


@settings(max_examples=40, deadline=None)
@given(matrices, st.integers(0, 2**32 - 1))
def test_that_no_sample_ever_gets_an_answer_that_is_never_given(costs: Floats, seed: int) -> None:
    n_classes = len(costs)
    generator = np.random.default_rng(seed)
    p = np.vstack([generator.dirichlet(np.full(n_classes, 0.4), 300), np.eye(n_classes)])
    predictions = Predictions.from_arrays(
        np.arange(len(p)) % n_classes, p, classes=[str(k) for k in range(n_classes)],
        score_kind="probability",
    )  # fmt: skip
    given_answers = set(minimum_cost(predictions, costs)[0].tolist())
    assert not given_answers & set(answer_reach(costs).never)


def test_that_a_mixture_of_two_classes_can_rule_out_a_third() -> None:
    costs = np.array([[0, 10, 6], [10, 0, 6], [0, 0, 6]])
    assert answer_reach(costs).never == (2,)
    costs[0, 2] = costs[1, 2] = 5
    assert answer_reach(costs).never == (2,)  # only tied, at p = (1/2, 1/2, 0), and ties go to the first
    assert answer_reach(costs[:, [2, 0, 1]][[2, 0, 1]]).never == ()
    costs[0, 2] = 4
    assert answer_reach(costs).never == ()


def test_that_prices_count_as_they_are_written() -> None:
    tenths = [[0.1, 0.7, 0.4], [0.3, 0.1, 0.2], [0.9, 0.9, 0.9]]
    whole = (np.array(tenths) * 10).round()
    assert answer_reach(tenths) == answer_reach(whole)
    assert answer_reach(tenths).never == (2,)


def test_that_of_two_equal_answers_the_second_is_never_given() -> None:
    assert answer_reach([[0, 1, 1], [1, 0, 0]]).never == (2,)
    assert answer_reach(np.zeros((3, 4))).never == (1, 2, 3)
    assert answer_reach([[0.0]]).never == ()


@pytest.mark.parametrize("n_classes", [30, 31, 400])
def test_that_usual_prices_of_many_classes_reach_every_class(n_classes: int) -> None:
    generator = np.random.default_rng(n_classes)
    costs = generator.integers(1, 9, (n_classes, n_classes)).astype(np.float64)
    np.fill_diagonal(costs, 0)
    assert answer_reach(cost_matrix(costs)).never == ()


def test_that_of_very_many_classes_only_what_is_plain_is_decided() -> None:
    costs = np.ones((40, 40)) - np.eye(40)
    costs[:, 7] = 2  # dearer than class 0 for every class
    costs[:, 9] = 0.95  # cheaper than every class where nothing is known
    costs[[7, 9], 9] = 1
    found = answer_reach(costs)
    assert found.never == (7,)
    assert found.undecided == (9,)
    assert found.aside == {7}
