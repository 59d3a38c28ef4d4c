"""A suggestion in sentences: what was searched, what binds, how honest the figures are, what is beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from confmat_gui.core.goal_text import constraint_text
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.prevalence import resolved_prevalence
from confmat_gui.core.rules import NO_DECISION, Rule
from confmat_gui.core.suggestion import (
    Beside,
    BesideName,
    ExactReason,
    Reach,
    SearchKind,
    Suggestion,
)
from confmat_gui.present import texts
from confmat_gui.present.rule_words import SIGNS
from confmat_gui.present.shares import told_shares

SEARCHED: Mapping[SearchKind, str] = MappingProxyType({
    "threshold": "the threshold of {positive}",
    "thresholds": "the thresholds of {n} classes",
    "common": "one threshold for all classes, with no decision below it",
    "pair": "a threshold for each of both classes, with no decision where neither is reached",
})  # fmt: skip
HOW: Mapping[ExactReason, str] = MappingProxyType({
    "every-score": "every distinct score was looked at; none is better on the samples it was tuned on",
    "every-pair": "every pair of scores was looked at; none is better on the samples it was tuned on",
    "every-cell": "all that three thresholds can decide was looked at; nothing is better on the samples it "
    "was tuned on",
    "one-class": "every threshold of the one class that may move was looked at",
    "descent": "one class at a time from several starts; this is not exact, and a slightly better rule may "
    "exist",
    "grid": "pairs of some of the scores; this is not exact, and a slightly better rule may exist",
})  # fmt: skip
OTHERS: Mapping[BesideName, str] = MappingProxyType({
    "present": "the present rule",
    "default": "the default rule",
    "min-cost": "lowest expected cost by the probabilities",
})  # fmt: skip
NAMED = 8
"""Classes up to which every threshold is written out."""


def search_sentence(suggestion: Suggestion) -> str:
    """Return what was searched and whether that is exact."""
    positive = "" if suggestion.positive is None else suggestion.classes[suggestion.positive]
    what = SEARCHED[suggestion.kind].format(positive=positive, n=len(suggestion.classes))
    return f"{what[:1].upper()}{what[1:]}: {HOW[suggestion.exact]}."


def suggestion_sentences(suggestion: Suggestion) -> Iterator[str]:
    """Yield what a person should know before using the rule, the weightiest first."""
    yield from _about_constraints(suggestion)
    yield _about_honesty(suggestion)
    shares = shares_words(suggestion)
    if shares:
        yield f"It is chosen and judged with classes as common as where it is used: {shares}."
    for beside in others_of(suggestion):
        yield _about_other(suggestion, beside)
    yield search_sentence(suggestion)


def others_of(suggestion: Suggestion) -> tuple[Beside, ...]:
    """Return the rules beside the suggested one, the default rule once where it is the present one."""
    present = suggestion.beside_named("present")
    rule = None if present is None else present.judged.rule
    return tuple(
        beside for beside in suggestion.beside if beside.name == "present" or beside.judged.rule != rule
    )


def shares_words(suggestion: Suggestion) -> str:
    """Return "re-weighted to crack 0.5 %"; empty where classes count as common as they are."""
    shares, outcomes = suggestion.prevalence, suggestion.suggested.honest.outcomes
    if shares is None:
        return ""
    force = resolved_prevalence(shares, outcomes.sum(axis=1))
    told = told_shares(shares, force, suggestion.classes, suggestion.positive)
    return f"re-weighted to {texts.listed(told, NAMED)}"


def objective_name(suggestion: Suggestion) -> str:
    """Return the objective as figures are called: "Expected cost", "F1 of crack"."""
    key, index = suggestion.objective.key, suggestion.objective.class_index
    name = "Youden's J" if key == "youden" else METRICS[key].name
    return name if index is None else f"{name} of {suggestion.classes[index]}"


def suggested_rule_words(rule: Rule, classes: tuple[str, ...], positive: int | None) -> str:
    """Return a rule of thresholds in words, without the data that it is for."""
    named, sign = rule.thresholds_by_class, SIGNS[rule.boundary]
    if positive is not None and not rule.no_decision and classes[positive] in named:
        threshold = texts.plain(named[classes[positive]])
        return f"{classes[positive]} when its score {sign} {threshold}, else {classes[1 - positive]}"
    if rule.no_decision and len(set(named.values())) == 1:
        threshold = texts.plain(next(iter(named.values())))
        return f"Highest probability where it is {sign} {threshold}, else {NO_DECISION}"
    pairs = ", ".join(f"{name} {texts.plain(value)}" for name, value in list(named.items())[:NAMED])
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    what = "Highest score relative to its class's threshold"
    if rule.no_decision:
        what = f"Highest probability that is {sign} the threshold of its class, else {NO_DECISION}"
    return f"{what}: {pairs}{more}"


def _about_constraints(suggestion: Suggestion) -> Iterator[str]:
    pairs = list(zip(suggestion.constraints, suggestion.reaches, strict=True))
    written = [constraint_text(constraint, suggestion.classes) for constraint, _ in pairs]
    if not suggestion.feasible:
        which = "it" if len(written) == 1 else "all of them"
        yield (
            f"No rule {'' if suggestion.is_exact else 'that was found '}keeps {texts.listed(written)} on the "
            f"samples it was tuned on; this is the rule nearest to {which}."
        )
        for text, (_, reach) in zip(written, pairs, strict=True):
            yield _about_reach(text, reach, alone=len(written) == 1)
        return
    binding = [text for text, (_, reach) in zip(written, pairs, strict=True) if reach.binds]
    if binding:
        verb = "binds" if len(binding) == 1 else "bind"
        yield f"{texts.listed(binding)} {verb}: without, the objective is better."
    held_back = suggestion.suggested.held_back
    if held_back is not None and not held_back.keeps_all:
        broken = [text for text, kept in zip(written, held_back.kept, strict=True) if not kept]
        yield f"On the samples held back {texts.listed(broken)} is not kept; leave more room in the limit."


def _about_reach(text: str, reach: Reach, *, alone: bool) -> str:
    if math.isnan(reach.alone):
        return f"{text}: the figure is undefined on the samples the rule was tuned on."
    said = f"{text}: at best {texts.figure(reach.alone)}"
    if not alone and math.isnan(reach.with_others):
        said += "; the others cannot all be kept even without it"
    elif not alone:
        said += f", with the others kept {texts.figure(reach.with_others)}"
    return f"{said}{'; this one binds' if reach.binds and not alone else ''}."


def _about_honesty(suggestion: Suggestion) -> str:
    name = objective_name(suggestion)
    tuned, held_back = suggestion.suggested.tuned, suggestion.suggested.held_back
    apparent = texts.figure(tuned.objective.value)
    if held_back is None:
        return (
            f"{name} is {apparent} on the very samples that the rule was tuned on, which flatters it; hold "
            "some back, or cross-fit, to see what to expect."
        )
    honest = texts.figure(held_back.objective.value)
    where = "cross-fitted" if suggestion.cross_fit is not None else "on the samples held back"
    gap = texts.figure(abs(suggestion.optimism))
    flatters = "looks better" if suggestion.optimism >= 0 else "looks worse"
    return f"{name} is {honest} {where}, and {flatters} by {gap} on those it was tuned on ({apparent})."


def _about_other(suggestion: Suggestion, beside: Beside) -> str:
    other = OTHERS[beside.name]
    where = "on the samples held back" if suggestion.is_honest and suggestion.cross_fit is None else (
        "cross-fitted" if suggestion.is_honest else "on the samples it was tuned on"
    )  # fmt: skip
    if beside.same_decisions:
        return f"It decides as {other} does {where}."
    if math.isnan(beside.gain.value):
        return f"It cannot be compared with {other}: the objective is undefined {where}."
    interval = texts.interval((beside.gain.low, beside.gain.high))
    gain, p = texts.signed(beside.gain.value), texts.p_value(beside.p_value)
    better = "better" if beside.gain.value > 0 else "worse"
    if beside.is_distinguishable:
        return f"It is {better} than {other} {where}: {gain} {interval}, {p}."
    return (
        f"It cannot be told from {other} by these samples: the difference {where} is {gain} {interval}, {p}."
    )

