"""What ways to decide cost, beside sample-by-sample sums."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.predictions import Predictions
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.present.cost_answers import cost_answers, default_name, value_sentence
from confmat_gui.present.cost_documents import costs_document
from confmat_gui.present.cost_editor import cost_state
from confmat_gui.present.costs import CostAnswer
from tests.present.building import WEIGHTS, binary, defects, evaluated, labels_only, session_from


def by_key(answers: tuple[CostAnswer, ...]) -> dict[str, CostAnswer]:
    return {answer.key: answer for answer in answers}


def slow_lowest(p: list[list[float]], costs: CostMatrix) -> list[int]:
    """Return the first answer of lowest expected cost of each row, one sum after the other."""
    decided = []
    for row in p:
        sums = [0.0] * len(costs[0])
        for answer in range(len(sums)):
            for share, prices in zip(row, costs, strict=True):
                sums[answer] += share * prices[answer]
        decided.append(sums.index(min(sums)))
    return decided


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 4), st.booleans(), st.booleans(), st.integers(0, 10_000))
def test_that_every_way_to_decide_costs_what_its_samples_cost(
    n_classes: int, abstaining: bool, elsewhere: bool, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    n = 40
    p = generator.dirichlet(np.full(n_classes, 0.7), n)
    y = np.r_[np.arange(n_classes), generator.integers(0, n_classes, n - n_classes)]
    classes = tuple("abcd"[:n_classes])
    costs = generator.integers(-2, 9, (n_classes, n_classes + abstaining)).tolist()
    prices: CostMatrix = tuple(tuple(float(value) for value in row) for row in costs)
    rule = Rule.thresholds({"a": 0.2})
    session = session_from(Predictions.from_arrays(y, p, classes=classes), rule, prices)
    weights = [1.0] * n_classes
    if elsewhere:
        shares = generator.dirichlet(np.ones(n_classes))
        session = replace(session, point=replace(session.point, prevalence=tuple(shares.tolist())))
        weights = [share * n / np.sum(y == k) for k, share in enumerate(shares)]

    def slow(decided: list[int]) -> float:
        total = 0.0
        for true, pred in zip(y.tolist(), decided, strict=True):
            total += weights[true] * prices[true][pred]
        return total

    evaluation = evaluated(session)
    found = by_key(cost_answers(session, evaluation, prices))
    own = slow(evaluation.decided.tolist())
    constant = [slow([answer] * n) for answer in range(n_classes + abstaining)]
    assert found["rule"].total == pytest.approx(own, abs=1e-9)
    assert found["default"].total == pytest.approx(
        slow(session.data.default_evaluation.decided.tolist()), abs=1e-9
    )
    assert found["constant"].total == pytest.approx(min(constant), abs=1e-9)
    assert constant[found["constant"].answer or 0] == pytest.approx(min(constant), abs=1e-9)
    assert found["lowest"].total == pytest.approx(slow(slow_lowest(p.tolist(), prices)), abs=1e-9)
    for answer in found.values():
        assert answer.each == pytest.approx(answer.total / n, abs=1e-9)
        if answer.key != "rule":
            assert answer.difference == pytest.approx((answer.total - own) / n, abs=1e-9)


def test_that_lowest_cost_is_the_rule_itself_where_that_is_in_force() -> None:
    session = session_from(defects(500), Rule.min_cost(), WEIGHTS)
    found = by_key(cost_answers(session, evaluated(session), WEIGHTS))
    assert found["rule"].name == "This rule: lowest expected cost"
    assert found["lowest"].total == found["rule"].total
    assert found["lowest"].difference == 0


def test_that_the_default_rule_is_said_once() -> None:
    session = session_from(binary(), None, ((0, 1), (5, 0)))
    found = cost_answers(session, evaluated(session), ((0, 1), (5, 0)))
    assert [answer.key for answer in found] == ["rule", "constant", "lowest"]
    assert found[0].name == "This rule: crack ≥ 0.5 (default)"
    assert default_name(session_from(defects(200)).data.default_evaluation) == "Highest score (default)"


def test_that_labels_alone_have_no_lowest_cost_and_say_why() -> None:
    session = session_from(labels_only(), None, ((0, 1), (20, 0)))
    state = cost_state(session, evaluated(session))
    found = by_key(state.answers)
    assert (found["rule"].total, found["constant"].total) == (142, 90)
    assert math.isnan(found["lowest"].total)
    assert found["lowest"].note == "needs probabilities"
    assert state.value == (
        "This rule costs 0.520 a sample more than always crack: at these prices it is worth nothing."
    )


def test_that_a_model_is_worth_what_it_saves() -> None:
    session = replace(session_from(labels_only(), None, ((0, 5), (1, 0))), cost_unit="€")
    value = cost_state(session, evaluated(session)).value
    assert value.startswith("This rule costs 0.0700 € a sample more than always ok")
    session = replace(session_from(labels_only(), None, ((0, 1), (2, 0))), cost_unit="€")
    value = cost_state(session, evaluated(session)).value
    assert value == "The model is worth 0.0400 € a sample: so much less does this rule cost than always ok."
    rows = (CostAnswer("rule", "This rule", 1, 1, math.nan), CostAnswer("constant", "Always ok", 1, 1, 0.0))
    assert value_sentence(rows, "").startswith("This rule costs what always ok does")


def test_that_samples_without_a_decision_need_a_price() -> None:
    rule = Rule.thresholds(dict.fromkeys(("ok", "scratch", "dent", "crack", "stain"), 0.9), no_decision=True)
    session = session_from(defects(400), rule, WEIGHTS)
    state = cost_state(session, evaluated(session))
    assert state.value == "What this rule costs is open: samples without a decision have no price."
    assert by_key(state.answers)["rule"].note == "samples without a decision have no price"
    wide: CostMatrix = tuple((*row, -1.0) for row in WEIGHTS)
    priced = session_from(defects(400), rule, wide)
    best = by_key(cost_answers(priced, evaluated(priced), wide))["constant"]
    assert (best.name, best.answer) == ("Never a decision", 5)


def test_that_the_document_has_what_the_window_shows() -> None:
    session = session_from(defects(800), Rule.thresholds({"crack": 0.1}), WEIGHTS)
    evaluation = evaluated(session)
    found, state = costs_document(session, evaluation), cost_state(session, evaluation)
    answers = by_key(state.answers)
    assert found["cost_answers"]["rule"]["total"] == evaluation.metrics["total_cost"]
    assert found["cost_answers"]["best_constant"]["answer"] == "crack"
    assert found["cost_answers"]["value"] == answers["constant"].difference
    assert sum(cell["share"] for cell in found["costliest_cells"]) == pytest.approx(1)
    first = found["costliest_cells"][0]
    assert first["cost"] == first["n"] * first["price"] == state.contribution.max()
    assert found["cost_equivalence"]["kind"] == "weights"
    assert found["cost_equivalence"]["weights"]["crack"] == 20
    assert found["cost_equivalence"]["never_predicted"] == []
    plain = session_from(defects(200))
    assert set(costs_document(plain, evaluated(plain)).values()) == {None}


def test_that_the_document_of_labels_alone_has_nulls() -> None:
    session = session_from(labels_only(), None, ((0, 1, 9), (20, 0, 9)))
    found = costs_document(session, evaluated(session))
    assert found["cost_answers"]["lowest_expected_cost"] == {"total": None, "per_sample": None}
    assert found["cost_answers"]["default_rule"] == found["cost_answers"]["rule"]
    assert found["cost_equivalence"]["not_predicted_here"] is None
    assert found["cost_equivalence"]["never_predicted"] == ["no decision"]
