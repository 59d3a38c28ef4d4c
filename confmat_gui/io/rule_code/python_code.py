"""A rule as a Python module that needs numpy alone."""

from __future__ import annotations

from confmat_gui.core.rules import NO_DECISION
from confmat_gui.io.rule_code import python_parts as parts
from confmat_gui.io.rule_code.carried import CarriedRule
from confmat_gui.io.rule_code.vectors import TestVectors, vectors

_WORDS = {
    "argmax": "the class with the highest score",
    "binary": "the positive class where its score reaches a threshold",
    "shares": "the class with the largest p / threshold",
    "no-decision": "the highest probability among the classes that reach their threshold, else no decision",
    "min-cost": "the lowest expected cost",
}


def python_code(carried: CarriedRule) -> str:
    """Return a module with `decide(scores)`, which decides as the window does, to the last tie."""
    return "\n\n".join([heading(carried, "numpy"), "import numpy as np\n", *rule_parts(carried)])


def heading(carried: CarriedRule, needs: str) -> str:
    """Return the docstring of a module; names of classes stand in its constants only, quoted."""
    from confmat_gui import __version__

    exp = ""
    if carried.needs_exp:
        exp = (
            "\nProbabilities are made of logits by exp(), whose last digit differs between machines; rows\n"
            "that are decided by that digit may differ too.\n"
        )
    return (
        f'"""A decision rule made by confmat_gui {__version__}: {_WORDS[carried.way]}.\n\n'
        f"Needs {needs}. Run as a program, it decides its test rows and says whether it decides them\n"
        f'as confmat_gui did.\n{exp}"""'
    )


def rule_parts(carried: CarriedRule) -> list[str]:
    """Return everything of the module below its imports."""
    return [
        _constants(carried),
        parts.DECIDE,
        _way(carried),
        *_conversions(carried),
        parts.CHECKED,
        _test_rows(vectors(carried)),
        parts.CHECK,
    ]


def _constants(carried: CarriedRule) -> str:
    """Return the numbers and names of the rule."""
    values: dict[str, object] = {"CLASSES": carried.classes, "COLUMNS": carried.columns}
    values["NO_DECISION"] = NO_DECISION
    if carried.score_class is not None:
        values["OWN"] = carried.score_class
    if carried.way == "argmax" and _is_single(carried):
        values["MIDDLE"] = 0.0 if carried.score_kind == "logit" else 0.5
    elif carried.way == "binary":
        assert carried.positive is not None
        values |= {"POSITIVE": carried.positive, "THRESHOLD": carried.thresholds()[carried.positive]}
    elif carried.way in ("shares", "no-decision"):
        values["THRESHOLDS"] = carried.thresholds()
    elif carried.way == "min-cost":
        values["COSTS"] = carried.costs()
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    answers = "(*CLASSES, NO_DECISION)" if carried.may_abstain else "CLASSES"
    return "\n".join([*lines, f"ANSWERS = {answers}\n"])


def _is_single(carried: CarriedRule) -> bool:
    """Whether one score column serves two classes."""
    return len(carried.columns) < carried.n_classes


def _way(carried: CarriedRule) -> str:
    """Return the function that decides."""
    boundary = carried.rule.boundary
    if carried.way == "argmax":
        return parts.LIKELIER if _is_single(carried) else parts.HIGHEST
    if carried.way == "binary":
        return parts.BINARY.format(boundary=boundary, score=_positive_score(carried))
    if carried.way == "no-decision":
        return parts.NO_DECISIONS.format(boundary=boundary)
    return parts.SHARES if carried.way == "shares" else parts.MIN_COST


def _positive_score(carried: CarriedRule) -> str:
    """Return the score on which a threshold of two classes lies."""
    if _is_single(carried):
        if carried.positive == carried.score_class:
            return "scores[:, 0]"
        return "_complement(scores[:, 0])" if _has_shares(carried) else "-scores[:, 0]"
    if carried.score_kind == "logit":
        return "scores[:, POSITIVE] - scores[:, 1 - POSITIVE]"
    return "scores[:, POSITIVE]"


def _has_shares(carried: CarriedRule) -> bool:
    return carried.score_kind in ("probability", "sigmoid")


def _conversions(carried: CarriedRule) -> list[str]:
    """Return the functions that make probabilities of scores."""
    if carried.way == "argmax":
        return []
    if carried.way == "binary":
        return [parts.COMPLEMENT] if "_complement" in _positive_score(carried) else []
    if carried.score_kind == "logit":
        return [parts.SIGMOID if len(carried.columns) == 1 else parts.SOFTMAX]
    if not _is_single(carried):
        return [parts.COLUMNS]
    if carried.way == "no-decision":
        return [parts.COLUMNS_ON_PAPER, parts.COMPLEMENT]
    return [parts.COLUMNS_AND_REST]


def _test_rows(found: tuple[TestVectors, ...]) -> str:
    """Return the test rows of each type of scores and the places of their answers."""
    sets = []
    for each in found:
        rows = "".join(f"            {row!r},\n" for row in each.scores)
        inner = (f'"{each.score_type}"', f"(\n{rows}        )", repr(each.decisions))
        sets.append("    (\n" + "".join(f"        {part},\n" for part in inner) + "    ),\n")
    return f"TEST_ROWS = (\n{''.join(sets)})\n"
