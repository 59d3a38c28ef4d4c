"""Keeping what was decided when the samples under it change (a batch is added, columns are read anew)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.prevalence import Prevalence
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.session.naming import default_name
from confmat_gui.session.state import DataSet, Session
from confmat_gui.session.tuned_parts import kept_tuning

MOST_LOGIT = 36.0
"""Beyond it a probability is 0 or 1 in all its digits."""


def carry_over(session: Session, data: DataSet) -> Session:
    """Return `session` on other samples: rule, costs, positive class and display stay as far as they can.

    Classes are matched by name. A class that is new gets the mean of the thresholds, and errors and no
    decision at price 1; a rule that names a class which is gone is replaced by the default rule. A name that
    nobody chose follows the files. On which part the rule was tuned is kept as far as that is still known.
    """
    old, new = session.data.prepared.predictions, data.prepared.predictions
    if session.name == default_name(session.data.loaded):
        session = replace(session, name=default_name(data.loaded))
    session = replace(session, tuning=kept_tuning(session.tuning, old, new))
    session = session.with_point(session.point.with_rule(on_scores_of(session.point.rule, old, new)))
    if old.classes == new.classes:
        return replace(session, data=data)
    point = session.point
    carried = OperatingPoint(
        rule=_rule(point.rule, old.classes, new.classes) or data.prepared.default_rule,
        costs=_costs(point.costs, old.classes, new.classes),
        positive=_positive(point.positive, old.classes, new.classes, new.positive),
        prevalence=_prevalence(point.prevalence, old.classes, new.classes),
    )
    display = replace(session.display, selected_class=None, selected_cell=None)
    return replace(session, data=data, point=carried, display=display)


def on_scores_of(rule: Rule, old: Predictions, new: Predictions) -> Rule:
    """Return the rule where logits of two classes became probabilities, or the reverse: same threshold."""
    logits = [each.score_kind == "logit" for each in (old, new)]
    relative = rule.kind != "thresholds" or rule.no_decision or not (old.is_binary and new.is_binary)
    if logits[0] == logits[1] or relative:
        return rule
    change = _to_probability if logits[0] else _to_logit
    return replace(rule, named_thresholds=tuple((name, change(t)) for name, t in rule.named_thresholds))


def _to_probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-MOST_LOGIT, min(logit, MOST_LOGIT))))


def _to_logit(probability: float) -> float:
    if not 0 < probability < 1:
        return math.copysign(MOST_LOGIT, probability - 0.5)
    return math.log(probability / (1 - probability))


def _rule(rule: Rule, old: Sequence[str], new: Sequence[str]) -> Rule | None:
    named = rule.thresholds_by_class
    if rule.costs is not None:
        return replace(rule, costs=_costs(rule.costs, old, new))
    if rule.kind != "thresholds":
        return rule
    two = not rule.no_decision and (len(old) == 2 or len(new) == 2)
    if not set(named) <= set(new) or two:
        return None
    if set(named) == set(old):
        mean = sum(named.values()) / len(named)
        named = {name: named.get(name, mean) for name in new}
    return Rule.thresholds(named, boundary=rule.boundary, no_decision=rule.no_decision)


def _costs(costs: CostMatrix | None, old: Sequence[str], new: Sequence[str]) -> CostMatrix | None:
    if costs is None:
        return None
    place = {name: index for index, name in enumerate(old)}

    def price(true: str, pred: str) -> float:
        if true in place and pred in place:
            return costs[place[true]][place[pred]]
        return 0.0 if true == pred else 1.0

    def abstaining(true: str) -> tuple[float, ...]:
        return costs[place[true]][len(old) :] if true in place else (1.0,) * (len(costs[0]) - len(old))

    return tuple((*(price(true, pred) for pred in new), *abstaining(true)) for true in new)


def _prevalence(shares: Prevalence | None, old: Sequence[str], new: Sequence[str]) -> Prevalence | None:
    """Return the shares by name; a class that is new shares what is left, and so does that of one gone."""
    if shares is None:
        return None
    named = dict(zip(old, shares, strict=True))
    kept: Prevalence = tuple(named.get(name) for name in new)
    if None in kept or set(old) <= set(new):
        return kept
    total = sum(share for share in kept if share is not None)
    return tuple((share or 0.0) / total for share in kept) if total else None


def _positive(positive: int | None, old: Sequence[str], new: Sequence[str], found: int | None) -> int | None:
    if positive is None or len(new) != 2:
        return found
    return new.index(old[positive]) if old[positive] in new else found
