"""A suggestion in sentences, also where something is undefined, alike, or cannot be kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.objectives import Objective
from confmat_gui.core.rules import Rule
from confmat_gui.core.suggest import suggest
from confmat_gui.core.suggestion import Beside, Estimate, Reach, Suggestion
from confmat_gui.core.tuning import Tuning
from confmat_gui.present.suggestion_words import (
    objective_name,
    others_of,
    search_sentence,
    suggested_rule_words,
    suggestion_sentences,
)
from tests.core.suggesting import problem

RECALL = Constraint("recall", 1, ">=", 0.9)


def found(*constraints: Constraint, **given: Any) -> Suggestion:
    predictions = problem(120, 2, 4, positive=1)
    return suggest(predictions, None, Objective("f1", class_index=1), constraints, n_bootstrap=0, **given)


def said(suggestion: Suggestion) -> str:
    return "\n".join(suggestion_sentences(suggestion))


def with_present(suggestion: Suggestion, **changes: Any) -> Suggestion:
    present = suggestion.beside_named("present")
    assert present is not None
    return replace(suggestion, beside=(replace(present, **changes),))


def test_that_each_rule_has_its_words() -> None:
    classes = tuple("abcdefghij")
    relative = Rule.thresholds(dict.fromkeys(classes, 0.1))
    words = suggested_rule_words(relative, classes, None)
    assert words.startswith("Highest score relative to its class's threshold: a 0.1, b 0.1")
    assert words.endswith("h 0.1 and 2 more")
    binary = Rule.thresholds({"b": 0.25}, boundary=">")
    assert suggested_rule_words(binary, ("a", "b"), 1) == "b when its score > 0.25, else a"
    common = Rule.thresholds({"a": 0.6, "b": 0.6}, no_decision=True)
    words = suggested_rule_words(common, ("a", "b"), 1)
    assert words == "Highest probability where it is ≥ 0.6, else no decision"
    pair = Rule.thresholds({"a": 0.6, "b": 0.7}, no_decision=True)
    assert suggested_rule_words(pair, ("a", "b"), 1) == (
        "Highest probability that is ≥ the threshold of its class, else no decision: a 0.6, b 0.7"
    )


def test_that_the_objective_has_the_name_of_its_figure() -> None:
    suggestion = found()
    assert objective_name(suggestion) == "F1 of c1"
    assert objective_name(replace(suggestion, objective=Objective("youden", 0))) == "Youden's J of c0"
    assert objective_name(replace(suggestion, objective=Objective("mcc"))) == "MCC"


@pytest.mark.parametrize("exact", ["every-score", "every-pair", "every-cell", "one-class", "descent", "grid"])
def test_that_a_search_says_whether_it_is_exact(exact: Any) -> None:
    sentence = search_sentence(replace(found(), exact=exact))
    assert sentence.startswith("The threshold of c1: ")
    assert ("not exact" in sentence) == (exact in ("descent", "grid"))


def test_that_figures_of_other_samples_stand_before_those_that_flatter() -> None:
    suggestion = found()
    held_back = suggestion.suggested.held_back
    assert held_back is not None
    better = replace(held_back, objective=Estimate(0.9, 0.8, 1.0))
    tuned = replace(suggestion.suggested.tuned, objective=Estimate(0.7, 0.6, 0.8))
    lucky = replace(suggestion, suggested=replace(suggestion.suggested, tuned=tuned, held_back=better))
    words = "F1 of c1 is 0.900 on the samples held back, and looks worse by 0.200 on those it was tuned on"
    assert words in said(lucky)
    crossed = found(cross_fit=3)
    assert "cross-fitted, and looks" in said(crossed)
    assert "than the present rule cross-fitted" in said(crossed) or "difference cross-fitted" in said(crossed)
    assert "flatters it; hold some back" in said(found(tuning=Tuning(1.0)))


def test_that_other_rules_are_alike_better_worse_or_not_to_be_told_apart() -> None:
    suggestion = found()
    assert "It decides as the present rule does" in said(with_present(suggestion, same_decisions=True))
    nan = float("nan")
    for gain, words in (
        (Estimate(nan, nan, nan), "It cannot be compared with the present rule: the objective is undefined"),
        (Estimate(0.2, 0.1, 0.3), "It is better than the present rule on the samples held back: +0.200 ["),
        (Estimate(-0.2, -0.3, -0.1), "It is worse than the present rule"),
        (Estimate(0.2, -0.1, 0.3), "It cannot be told from the present rule by these samples"),
    ):  # fmt: skip
        assert words in said(with_present(suggestion, gain=gain, p_value=0.5, same_decisions=False))


def test_that_the_default_rule_is_named_where_it_is_not_the_present_one() -> None:
    suggestion = found()
    assert [beside.name for beside in others_of(suggestion)] == ["present"]
    present = suggestion.beside_named("present")
    assert present is not None
    judged = replace(present.judged, rule=Rule.argmax())
    other = Beside("default", judged, present.gain, 0.5, same_decisions=False)
    both = replace(suggestion, beside=(present, other))
    assert [beside.name for beside in others_of(both)] == ["present", "default"]
    assert "the default rule" in said(both)


def test_that_constraints_bind_break_or_cannot_be_kept() -> None:
    suggestion = found(RECALL)
    binding = replace(suggestion, reaches=(Reach(0.9, 1.0, 1.0, binds=True),))
    assert "recall(c1) >= 0.9 binds: without, the objective is better." in said(binding)
    held_back = suggestion.suggested.held_back
    assert held_back is not None
    broken = replace(suggestion.suggested, held_back=replace(held_back, kept=(False,)))
    assert "recall(c1) >= 0.9 is not kept; leave more room" in said(replace(suggestion, suggested=broken))
    two = replace(
        suggestion, feasible=False, exact="descent", constraints=(RECALL, Constraint("fpr", 1, "<=", 0.01)),
        reaches=(Reach(0.8, 0.85, float("nan"), binds=False), Reach(0.1, 0.02, 0.05, binds=True)),
    )  # fmt: skip
    assert "No rule that was found keeps recall(c1) >= 0.9 and fpr(c1) <= 0.01" in said(two)
    assert "recall(c1) >= 0.9: at best 0.850; the others cannot all be kept even without it." in said(two)
    assert "fpr(c1) <= 0.01: at best 0.020, with the others kept 0.050; this one binds." in said(two)
    one = replace(suggestion, feasible=False, reaches=(Reach(np.nan, np.nan, np.nan, binds=False),))
    assert "this is the rule nearest to it." in said(one)
    assert "the figure is undefined on the samples the rule was tuned on." in said(one)
