"""Old session files open for ever: one step from each version to the next.

A step takes the manifest of version v as plain JSON values and returns that of version v + 1. It imports
nothing, so that no later change of the program can change what it does. Each version's real file stays in
the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]
Step: TypeAlias = Callable[[Document], Document]



def _rules_may_abstain(document: Document) -> Document:
    """Version 2 says of every rule whether it can leave samples without a decision; before, none could."""
    point = document["point"]
    return {**document, "point": {**point, "rule": {**point["rule"], "no_decision": False}}}


def _samples_may_be_repaired(document: Document) -> Document:
    """Version 3 says what was put right after reading, and which figure the ledger shows."""
    options, display = document["options"], document["display"]
    return {
        **document,
        "options": {**options, "repairs": []},
        "display": {**display, "batch_metric": "accuracy"},
    }


def _conditions_of_use_are_said(document: Document) -> Document:
    """Version 4 says the unit of prices, how a rule was tuned, shares of classes, and what more is seen."""
    display = {**document["display"], "samples_of": "all", "hull": True}
    point = {**document["point"], "prevalence": None}
    return {**document, "cost_unit": "", "tuning": None, "display": display, "point": point}


STEPS: Mapping[int, Step] = {
    1: _rules_may_abstain, 2: _samples_may_be_repaired, 3: _conditions_of_use_are_said,
}  # fmt: skip
"""By the version a step starts from. Version 1 is the first, so nothing leads to it."""


def migrate(document: Document, schema: int, steps: Mapping[int, Step] = STEPS) -> Document:
    """Return `document` brought to version `schema`, one step at a time."""
    while document["schema"] < schema:
        version = document["schema"]
        document = {**steps[version](document), "schema": version + 1}
    return document
