"""Constraints and objectives as people write them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from confmat_gui.core.constraints import CLASS_FIGURES, OVERALL_FIGURES, Constraint
from confmat_gui.core.errors import InputError
from confmat_gui.core.goal_text import (
    OBJECTIVE_NAMES,
    constraint_text,
    objective_of,
    objective_text,
    parse_constraints,
)

HARD = ("ok", "crack (deep)", "a >= 0.5, b", "f(x)=1", "no, none", '"quoted"', " padded ", "≥ 90 %")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("recall(ok) >= 0.95", Constraint("recall", 0, ">=", 0.95)),
        ("precision(ok)>=.8", Constraint("precision", 0, ">=", 0.8)),
        ("fpr( ok ) <= 1e-2", Constraint("fpr", 0, "<=", 0.01)),
        ("Specificity(ok) ≥ 99%", Constraint("specificity", 0, ">=", 0.99)),
        ('f1("ok") >= 0.5', Constraint("f1", 0, ">=", 0.5)),
        ("predicted(“ok”) <= 40 %", Constraint("predicted", 0, "<=", 0.4)),
        ("TPR(ok) => 1", Constraint("recall", 0, ">=", 1.0)),
        ("accuracy >= 0.9", Constraint("accuracy", None, ">=", 0.9)),
        ("balanced accuracy >= 0.9", Constraint("balanced_accuracy", None, ">=", 0.9)),
        ("macro-f1>=0.2", Constraint("macro_f1", None, ">=", 0.2)),
        ("mcc >= -0.5", Constraint("mcc", None, ">=", -0.5)),
        ("coverage >= 0.9", Constraint("coverage", None, ">=", 0.9)),
        ("cost <= 20.5", Constraint("cost", None, "<=", 20.5)),
        ("expected_cost <= -2", Constraint("cost", None, "<=", -2.0)),
        ("recall(crack (deep)) >= 0.95", Constraint("recall", 1, ">=", 0.95)),
        ("recall(a >= 0.5, b) >= 0.95", Constraint("recall", 2, ">=", 0.95)),
        ("recall(f(x)=1) >= 0.95", Constraint("recall", 3, ">=", 0.95)),
        ("recall('no, none') >= 0.95", Constraint("recall", 4, ">=", 0.95)),
        ('recall("quoted") >= 0.95', Constraint("recall", 5, ">=", 0.95)),
        ("recall( padded ) >= 0.95", Constraint("recall", 6, ">=", 0.95)),
        ("recall(≥ 90 %) ≤ 90 %", Constraint("recall", 7, "<=", 0.9)),
    ],
)  # fmt: skip
def test_that_a_constraint_is_read(text: str, expected: Constraint) -> None:
    assert parse_constraints(text, HARD) == (expected,)


@pytest.mark.parametrize("joint", [", ", ";", " and ", " & ", ","])
def test_that_several_constraints_are_read_from_one_text(joint: str) -> None:
    text = joint.join(["recall(ok) >= 95 %", "fpr(crack (deep)) <= .01", "coverage >= 0.9"])
    assert parse_constraints(text, HARD) == (
        Constraint("recall", 0, ">=", 0.95), Constraint("fpr", 1, "<=", 0.01),
        Constraint("coverage", None, ">=", 0.9),
    )  # fmt: skip


@pytest.mark.parametrize("figure", CLASS_FIGURES + OVERALL_FIGURES)
@pytest.mark.parametrize("index", range(len(HARD)))
def test_that_every_constraint_is_read_as_it_is_written(figure: Any, index: int) -> None:
    constraint = Constraint(figure, index if figure in CLASS_FIGURES else None, "<=", 0.125)
    assert parse_constraints(constraint_text(constraint, HARD), HARD) == (constraint,)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "“” is no constraint"),
        ("recall(ok)", "“recall(ok)” is no constraint"),
        ("recall(ok) > 0.9", "is no constraint; write it as one of recall(CLASS) >= 0.95"),
        ("recall(ok) >= high", "is no constraint"),
        ("recall >= 0.9", "Say of which class recall is meant, as in recall(ok)."),
        ("accuracy(ok) >= 0.9", "accuracy is not of one class; write it without “(ok)”."),
        ("recall(dent) >= 0.9", "There is no class called “dent”; the classes are ok, crack (deep)"),
        ("lift(ok) >= 0.9", "“lift” cannot be bounded; what can is recall(CLASS)"),
        ("recall(ok) >= 95", "The limit of recall is 95; it must be from 0 to 1."),
        ("mcc >= -2", "The limit of mcc is -2; it must be from -1 to 1."),
        ("cost <= 1e999", "The limit of cost must be a finite number."),
        ("recall(ok) >= 0.9, recall(dent) >= 0.9", "There is no class called “dent”"),
    ],
)
def test_that_a_wrong_constraint_is_answered_with_what_is_possible(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_constraints(text, HARD)
    assert sentence in str(caught.value)


def test_that_a_constraint_that_makes_no_sense_cannot_be_made() -> None:
    several: list[tuple[Any, ...]] = [
        ("lift", 0, ">=", 0.5), ("recall", 0, ">", 0.5), ("recall", None, ">=", 0.5),
        ("accuracy", 1, ">=", 0.5), ("recall", 0, ">=", float("nan")),
    ]  # fmt: skip
    for wrong in several:
        with pytest.raises(InputError):
            Constraint(*wrong)


def test_that_rounding_keeps_a_limit_and_an_undefined_figure_does_not() -> None:
    constraint = Constraint("recall", 0, ">=", 0.3)
    values = np.array([0.1 + 0.2, 0.3 - 1e-14, 0.29, np.nan])
    assert constraint.kept(values).tolist() == [True, True, False, False]
    assert constraint.shortfall(values).tolist() == pytest.approx([0, 0, 0.01, 1])
    assert Constraint("cost", None, "<=", 2).shortfall(np.array([3.0]), 4).tolist() == [0.25]


@pytest.mark.parametrize("name", OBJECTIVE_NAMES)
def test_that_an_objective_has_a_name(name: str) -> None:
    costs = ((0.0, 1.0), (5.0, 0.0))
    objective = objective_of(name, None, ("ok", "crack"), 1, costs)
    of_class = name in ("f1", "youden")
    assert objective.class_index == (1 if of_class else None)
    assert (objective.costs is not None) == (name == "cost")
    assert objective_text(objective, ("ok", "crack")) == (f"{name}(crack)" if of_class else name)


@pytest.mark.parametrize(
    ("name", "class_name", "sentence"),
    [
        ("lift", None, "“lift” cannot be searched for; what can is cost, f1, macro-f1"),
        ("f1", None, "Say of which class f1 is meant; the classes are a, b, c."),
        ("f1", "d", "There is no class called “d”"),
        ("mcc", "a", "The objective mcc is not of one class; leave the class a out."),
        ("cost", None, "The lowest cost needs prices"),
    ],
)
def test_that_a_wrong_objective_is_answered_with_a_sentence(
    name: str, class_name: str | None, sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        objective_of(name, class_name, ("a", "b", "c"))
    assert sentence in str(caught.value)
    assert objective_of("Balanced_Accuracy", None, ("a", "b", "c")).key == "balanced_accuracy"
    assert objective_of("youden", "c", ("a", "b", "c")).class_index == 2
