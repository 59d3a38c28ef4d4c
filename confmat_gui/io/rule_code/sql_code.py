"""A rule as an SQL query: one CASE expression over the score columns."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.complement import complement
from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.io.rule_code.carried import CarriedRule
from confmat_gui.io.rule_code.critical import last_true

TABLE = "predictions"
_SCORED = "scored"
MOST_TERMS = 50_000
"""Products in a query; databases take long to read more."""
_LOWEST = float(np.finfo(np.float64).min)


def sql_code(carried: CarriedRule) -> str:
    """Return a query that adds the decision to every row, as the window decides about the same scores.

    Scores are brought to the type in which the rule was found (REAL for float32), and everything is then
    computed in DOUBLE PRECISION, where a threshold is written to its last bit.

    Raises
    ------
    InputError
        Probabilities would have to be made of logits, for exp() is not the same in every database; or so many
        classes that the query would be too long.
    """
    if carried.needs_exp:
        raise InputError(
            "Probabilities would be made of logits by exp(), which databases round in ways of their own, so "
            "SQL could not decide exactly as the window does; open a file of probabilities, or export Python."
        )
    from confmat_gui import __version__

    value, decision = _decision(carried)
    usable = f"CASE WHEN {_usable(carried)} THEN"
    source = [f"FROM {_name(TABLE)};"]
    if value is not None:
        inner = f"        {usable} {value} END AS {_value(carried)}"
        source = ["FROM (", "    SELECT *,", inner, f"    FROM {_name(TABLE)}", f") AS {_name(_SCORED)};"]
        usable = f"CASE WHEN {_value(carried)} IS NOT NULL THEN"
    return "\n".join([
        f"-- A decision rule made by confmat_gui {__version__}. Put your table in place of {_name(TABLE)}.",
        f"-- Scores are taken as {_TYPES[carried.score_type][1]}, as in the file that the rule was found on.",
        "-- A row with a score that is missing, infinite or not a number has no decision: NULL.",
        "SELECT *,",
        f"    {usable}",
        f"        {decision}",
        f"    END AS {_free('decision', carried)}",
        *source,
        "",
    ])  # fmt: skip


def _free(name: str, carried: CarriedRule) -> str:
    """Return a quoted name that no score column has."""
    while name in carried.columns:
        name += "_"
    return _name(name)


def _value(carried: CarriedRule) -> str:
    """Return the name of the column with the value of the deciding class."""
    return _free("decision_value", carried)


_TYPES = {"float32": (float(np.finfo(np.float32).max), "REAL (32 bits)"),
          "float64": (float(np.finfo(np.float64).max), "DOUBLE PRECISION (64 bits)")}  # fmt: skip


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def number(value: float) -> str:
    """Return a number with its last bit; the exponent makes it a float and no decimal in every database."""
    mantissa, _, exponent = repr(float(value)).partition("e")
    return f"CAST({mantissa}e{exponent or '0'} AS DOUBLE PRECISION)"


def _score(carried: CarriedRule, place: int) -> str:
    """Return a score column as a double."""
    column = _name(carried.columns[place])
    inner = f"CAST({column} AS REAL)" if carried.score_type == "float32" else column
    return f"CAST({inner} AS DOUBLE PRECISION)"


def _usable(carried: CarriedRule) -> str:
    """Return the condition that all scores are finite numbers; a NaN is above every number in SQL."""
    largest = _TYPES[carried.score_type][0]
    limits = f"BETWEEN {number(-largest)} AND {number(largest)}"
    return "\n        AND ".join(f"{_name(column)} {limits}" for column in carried.columns)


def _decision(carried: CarriedRule) -> tuple[str | None, str]:
    """Return the value that the deciding class has, where it is computed first, and the decision."""
    if carried.n_classes == 1 and not carried.may_abstain:
        return None, _text(carried.classes[0])
    if carried.way == "binary":
        return None, _binary(carried)
    if len(carried.columns) < carried.n_classes and carried.way != "min-cost":
        return None, _likelier(carried) if carried.way == "argmax" else _passing_pair(carried)
    return _first(carried, *_compared(carried))


def _compared(carried: CarriedRule) -> tuple[str, list[str], tuple[str, ...]]:
    """Return which extreme decides, the values that are compared, and the answers they stand for."""
    if carried.way == "min-cost":
        return "LEAST", _expected_costs(carried), carried.answers
    if carried.way == "no-decision":
        return "GREATEST", [number(_LOWEST), *_offers(carried)], (NO_DECISION, *carried.classes)
    scores = _scores(carried)
    if carried.way == "shares":
        limits = zip(scores, carried.thresholds(), strict=True)
        scores = [f"{score} / {number(limit)}" for score, limit in limits]
    return "GREATEST", scores, carried.classes


def _scores(carried: CarriedRule) -> list[str]:
    return [_score(carried, place) for place in range(len(carried.columns))]


def _first(
    carried: CarriedRule, extreme: str, values: list[str], answers: tuple[str, ...]
) -> tuple[str, str]:
    """Return the highest or lowest of values, and the answer of the first that is it.

    It is computed before and not within the CASE, which databases would do anew for each class.
    """
    whens = "".join(
        f"            WHEN {value} THEN {_text(answer)}\n"
        for value, answer in zip(values, answers, strict=True)
    )
    among = ",\n            ".join(values)
    return f"{extreme}(\n            {among}\n        )", f"CASE {_value(carried)}\n{whens}        END"


def _either(condition: str, yes: str, no: str) -> str:
    return f"CASE WHEN {condition} THEN {yes} ELSE {no} END"


def _likelier(carried: CarriedRule) -> str:
    """Return the likelier class of a single column; the first class in the middle."""
    own = carried.score_class or 0
    middle = number(0.0 if carried.score_kind == "logit" else 0.5)
    compared = f"{_score(carried, 0)} {'>=' if own == 0 else '>'} {middle}"
    return _either(compared, _text(carried.classes[own]), _text(carried.classes[1 - own]))


def _rounded(carried: CarriedRule, threshold: float) -> str:
    """Return a threshold rounded to the type of the scores."""
    with np.errstate(over="ignore", under="ignore"):
        return number(float(np.dtype(carried.score_type).type(threshold)))


def _binary(carried: CarriedRule) -> str:
    positive = carried.positive
    assert positive is not None
    threshold, boundary = carried.thresholds()[positive], carried.rule.boundary
    yes, no = _text(carried.classes[positive]), _text(carried.classes[1 - positive])
    if len(carried.columns) == 1 and positive != carried.score_class:
        if carried.score_kind in ("probability", "sigmoid"):
            return _either(_complement_passes(carried, threshold), yes, no)
        return _either(f"-{_score(carried, 0)} {boundary} {_rounded(carried, threshold)}", yes, no)
    if len(carried.columns) == 2 and carried.score_kind == "logit":
        score = f"{_score(carried, positive)} - {_score(carried, 1 - positive)}"
        if carried.score_type == "float32":
            score = f"CAST(CAST({score} AS REAL) AS DOUBLE PRECISION)"
    else:
        score = _score(carried, positive if len(carried.columns) == 2 else 0)
    return _either(f"{score} {boundary} {_rounded(carried, threshold)}", yes, no)


def _complement_passes(carried: CarriedRule, threshold: float) -> str:
    """Return the condition that 1 - p, in decimal arithmetic, reaches a threshold: that p is small enough."""
    inclusive = carried.rule.boundary == ">="
    last = last_true(
        lambda p: complement(p) >= threshold if inclusive else complement(p) > threshold, carried.score_type
    )
    return "(1 = 0)" if last is None else f"({_score(carried, 0)} <= {number(last)})"


def _offers(carried: CarriedRule) -> list[str]:
    """Return each p that reaches its threshold; one that does not counts as the lowest number."""
    lowest, boundary = number(_LOWEST), carried.rule.boundary
    return [
        _either(f"{score} {boundary} {_rounded(carried, threshold)}", score, lowest)
        for score, threshold in zip(_scores(carried), carried.thresholds(), strict=True)
    ]


def _passing_pair(carried: CarriedRule) -> str:
    """Return the decision about a single probability p and 1 - p, each with its threshold."""
    own = carried.score_class or 0
    thresholds, score = carried.thresholds(), _score(carried, 0)
    own_passes = f"{score} {carried.rule.boundary} {_rounded(carried, thresholds[own])}"
    other_passes = _complement_passes(carried, thresholds[1 - own])
    other_wins = last_true(
        lambda p: complement(p) > p if own == 0 else complement(p) >= p, carried.score_type
    )
    assert other_wins is not None  # for p = 0 it does
    own_wins = f"({score} > {number(other_wins)} OR NOT {other_passes})"
    lines = (
        f"WHEN {own_passes} AND {own_wins} THEN {_text(carried.classes[own])}",
        f"WHEN {other_passes} THEN {_text(carried.classes[1 - own])}",
        f"ELSE {_text(NO_DECISION)}",
    )
    return "".join(["CASE\n", *(f"            {line}\n" for line in lines), "        END"])


def _expected_costs(carried: CarriedRule) -> list[str]:
    """Return the expected cost of each answer, summed in class order."""
    costs = carried.costs()
    shares = _scores(carried)
    if len(shares) < carried.n_classes:
        rest = f"({number(1.0)} - {shares[0]})"
        shares = [shares[0], rest] if carried.score_class == 0 else [rest, shares[0]]
    columns = list(zip(*costs, strict=True))
    n_terms = 2 * sum(price != 0 for column in columns for price in column)
    if n_terms > MOST_TERMS:
        raise InputError(
            f"The query would have {n_terms:,} products of a probability and a price, more than a database "
            "can be expected to read; export Python code instead."
        )
    return [
        " + ".join(f"{share} * {number(price)}" for share, price in zip(shares, column, strict=True) if price)
        or number(0.0)
        for column in columns
    ]
