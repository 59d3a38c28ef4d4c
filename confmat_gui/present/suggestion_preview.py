"""A suggestion as it is shown before somebody accepts it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.objectives import Objective
from confmat_gui.core.suggestion import Beside, Estimate, OnPart, Spread, Suggestion
from confmat_gui.core.thresholds import resolve_thresholds
from confmat_gui.present import texts
from confmat_gui.present.headline import Direction
from confmat_gui.present.preview import PreviewLine, PreviewRow, PreviewState, PreviewTable, Tone
from confmat_gui.present.preview_parts import (
    MOST_THRESHOLDS,
    at_shares,
    change_matrix,
    errors_table,
    figure_name,
    figures_of,
    helps,
    re_weighted,
    share_lines,
    threshold_rows,
    titled,
)
from confmat_gui.present.suggest_bar import constraint_words, objective_words
from confmat_gui.session.state import Session


def suggestion_preview(session: Session, suggestion: Suggestion) -> PreviewState:
    """Return what accepting a suggestion would change; the session is the one it was made for."""
    present = suggestion.beside_named("present")
    assert present is not None
    now, then = present.judged.honest, suggestion.suggested.honest
    shares, of = suggestion.prevalence, re_weighted(_of_what(suggestion), suggestion.prevalence)
    before, after = (at_shares(part.outcomes, shares) for part in (now, then))
    return PreviewState(
        title=titled(f"Suggested for {_wish_words(suggestion)}", session, now.outcomes),
        lines=(*_lines(suggestion, present), *share_lines(session, now.outcomes)),
        thresholds=_thresholds(session, suggestion),
        figures=_figures(session, suggestion, now),
        errors=errors_table(before, after, suggestion.classes, of),
        matrix=change_matrix(
            session, now.outcomes, then.outcomes, f"Change · suggested against now, {_of_what(suggestion)}"
        ),
        changes_nothing=suggestion.rule == session.point.rule,
    )  # fmt: skip


def _wish_words(suggestion: Suggestion) -> str:
    words = [constraint_words(each, suggestion.classes) for each in suggestion.constraints]
    name = _objective_name(suggestion.objective, suggestion.classes)
    return f"{name}, {texts.listed(words, 3)}" if words else name


def _objective_name(objective: Objective, classes: tuple[str, ...]) -> str:
    index = objective.class_index
    return objective_words(objective.key, None if index is None else classes[index])


def _of_what(suggestion: Suggestion) -> str:
    if suggestion.cross_fit is not None:
        return "on all samples, each judged by a rule tuned without it"
    return "on the held-back part" if suggestion.is_honest else "on the samples it was tuned on"


def _lines(suggestion: Suggestion, present: Beside) -> Iterator[PreviewLine]:
    if not suggestion.feasible:
        yield from _infeasible(suggestion)
    yield _gain(suggestion, present, "the rule of now")
    default = suggestion.beside_named("default")
    if default is not None and default.judged.rule != present.judged.rule:
        yield _gain(suggestion, default, "the default rule")
    yield from _kept(suggestion)
    yield _honesty(suggestion)
    cheapest = suggestion.beside_named("min-cost")
    if cheapest is not None:
        yield _gain(suggestion, cheapest, "the rule of lowest expected cost")
    yield PreviewLine(_exactness(suggestion), "quiet")


def _infeasible(suggestion: Suggestion) -> Iterator[PreviewLine]:
    words = [constraint_words(each, suggestion.classes) for each in suggestion.constraints]
    kept = texts.listed(words, 3) if len(words) == 1 else f"{texts.listed(words, 3)} together"
    yield PreviewLine(f"No rule keeps {kept} on the samples it is tuned on; this one comes nearest.", "worse")
    for reach, constraint, word in zip(suggestion.reaches, suggestion.constraints, words, strict=False):
        if reach.binds:
            can = "can be reached" if suggestion.is_exact else "was found"
            alone, others = texts.figure(reach.alone), texts.figure(reach.with_others)
            best = "lowest" if constraint.bound == "<=" else "highest"
            beside = f", {others} beside the other bounds" if len(words) > 1 else ""
            yield PreviewLine(f"{word} stands in the way: the {best} that {can} is {alone}{beside}.")


def _gain(suggestion: Suggestion, other: Beside, name: str) -> PreviewLine:
    """Say how much better the suggestion is than another rule, and whether that is more than noise."""
    objective, gain = suggestion.objective, other.gain
    then, before = suggestion.suggested.honest.objective.value, other.judged.honest.objective.value
    figure = _objective_name(objective, suggestion.classes).removeprefix("lowest ")
    if other.same_decisions:
        return PreviewLine(f"It decides as {name} does: nothing changes {_of_what(suggestion)}.", "quiet")
    moved = f"{figure} {texts.figure(before)} → {texts.figure(then)}"
    if math.isnan(gain.value):
        return PreviewLine(f"Against {name}: {moved}.")
    test, words = texts.p_value(other.p_value), _gain_words(gain)
    sure = "more than noise" if other.is_distinguishable else "noise alone could be the reason"
    tone: Tone = "quiet"
    if other.is_distinguishable:
        tone = "better" if gain.value > 0 else "worse"
    return PreviewLine(f"Against {name}: {moved} ({words}); {sure}{f', {test}' if test else ''}.", tone)


def _gain_words(gain: Estimate) -> str:
    """Return "better by 0.278 [0.234, 0.319]"."""
    ends = (gain.low, gain.high) if gain.value >= 0 else (-gain.high, -gain.low)
    word = "better" if gain.value >= 0 else "worse"
    return f"{word} by {texts.figure(abs(gain.value))} {texts.interval(ends)}".strip()


def _kept(suggestion: Suggestion) -> Iterator[PreviewLine]:
    """Say of each constraint whether it is kept on samples that the rule was not tuned on."""
    honest = suggestion.suggested.honest
    for constraint, estimate, kept in zip(
        suggestion.constraints, honest.constraints, honest.kept, strict=True
    ):
        words = constraint_words(constraint, suggestion.classes)
        value = f"{texts.figure(estimate.value)} {texts.interval((estimate.low, estimate.high))}".strip()
        if not kept:
            yield PreviewLine(f"{words} is not kept {_of_what(suggestion)}: {value}.", "worse")
        elif _is_sure(constraint, estimate):
            yield PreviewLine(f"{words} is kept: {value}.", "better")
        else:
            yield PreviewLine(f"{words} is kept, but its interval reaches beyond: {value}.")


def _is_sure(constraint: Constraint, estimate: Estimate) -> bool:
    end = estimate.low if constraint.bound == ">=" else estimate.high
    return bool(constraint.kept(np.array([end]))[0])


def _honesty(suggestion: Suggestion) -> PreviewLine:
    tuned, held_back = suggestion.suggested.tuned, suggestion.suggested.held_back
    if held_back is None:
        return PreviewLine("Nothing was held back, so all these figures flatter the rule.", "worse")
    apparent, honest = texts.figure(tuned.objective.value), texts.figure(held_back.objective.value)
    figure = _objective_name(suggestion.objective, suggestion.classes).removeprefix("lowest ")
    if suggestion.optimism > 0:
        return PreviewLine(f"Where it was tuned, {figure} looks better: {apparent}. Expect {honest}.")
    return PreviewLine(f"Where it was tuned, {figure} is {apparent}: no better than elsewhere.")


def _exactness(suggestion: Suggestion) -> str:
    return {
        "every-score": "Exact: every threshold that changes a decision was looked at.",
        "every-pair": "Exact: every pair of thresholds that changes a decision was looked at.",
        "every-cell": "Exact: every set of decisions that these thresholds can make was looked at.",
        "one-class": "Exact for the one class that may move.",
        "descent": "Searched one class after another from several starts, each step exact; a little better "
        "may exist.",
        "grid": "Searched among pairs of some of the scores; a little better may exist.",
    }[suggestion.exact]


def _thresholds(session: Session, suggestion: Suggestion) -> PreviewTable:
    """Return the thresholds now and then, with the band of those that are as good within noise."""
    bands = {spread.class_index: spread for spread in suggestion.spreads}
    banded = any(not math.isnan(spread.band[0]) for spread in suggestion.spreads)
    rows = []
    for k, now, then in threshold_rows(session, suggestion.rule):
        cells = [suggestion.classes[k], now, then]
        spread = bands.get(k, bands.get(-1))
        if banded:
            cells.append("" if spread is None else _band(session, suggestion, spread))
        about = "" if spread is None else _spread_words(session, suggestion, spread)
        plain: list[Direction] = ["same"] * len(cells)
        rows.append(PreviewRow(tuple(cells), tuple(plain), about, k))
    headers = ("Class", "Now", "Then", "As good") if banded else ("Class", "Now", "Then")
    more = len(suggestion.classes) - len(rows) if len(rows) == MOST_THRESHOLDS else 0
    note = f"and {texts.counted(more, 'more class', 'more classes')}" if more else ""
    return PreviewTable("Thresholds", headers, tuple(rows), note)


def _band(session: Session, suggestion: Suggestion, spread: Spread) -> str:
    low, high = (_shown(session, suggestion, spread, end) for end in spread.band)
    return "" if math.isnan(low) else _range(low, high)


def _range(low: float, high: float) -> str:
    """Return "0.155 – 0.254", or one number where both are written alike."""
    ends = texts.pair(low, high, texts.threshold)
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def _spread_words(session: Session, suggestion: Suggestion, spread: Spread) -> str:
    """Return the hover of a threshold: what ties, what is as good, and where bootstrap samples put it."""
    words = []
    tied = [_shown(session, suggestion, spread, end) for end in spread.tied]
    if "–" in _range(*tied) and all(math.isfinite(end) for end in tied):
        words.append(f"Exactly as good: {_range(*tied)}.")
    band = _band(session, suggestion, spread)
    if band:
        words.append(f"Within noise of the best: {band}.")
    if not np.isnan(spread.quantiles).any():
        ends = [_shown(session, suggestion, spread, float(spread.quantiles[at])) for at in (0, -1)]
        words.append(f"Tuned on other such samples it would lie here 95 times in 100: {_range(*ends)}.")
    return " ".join(words)


def _shown(session: Session, suggestion: Suggestion, spread: Spread, raw: float) -> float:
    """Return a raw threshold as it is shown: of several classes its share of the sum."""
    predictions = session.data.prepared.predictions
    if predictions.is_binary or suggestion.rule.no_decision or not math.isfinite(raw):
        return 1.0 if raw == math.inf and not predictions.is_binary else raw
    values = resolve_thresholds(predictions, suggestion.rule, session.point.positive)
    rest = float(values.sum() - values[spread.class_index])
    return raw / (raw + rest)


def _figures(session: Session, suggestion: Suggestion, now: OnPart) -> PreviewTable:
    """Return the figures now, then with intervals, and on the part that the rule was tuned on."""
    honest, tuned = suggestion.suggested.honest, suggestion.suggested.tuned
    parts = (now, honest, tuned)
    name = _objective_name(suggestion.objective, suggestion.classes).removeprefix("lowest ")
    lower = suggestion.objective.sign < 0
    rows = [_estimated(name[:1].upper() + name[1:], [part.objective for part in parts], lower=lower)]
    for index, constraint in enumerate(suggestion.constraints):
        words = constraint_words(constraint, suggestion.classes)
        estimates = [part.constraints[index] for part in parts]
        rows.append(_estimated(words, estimates, lower=constraint.bound == "<="))
    rows += _plain_figures(session, suggestion, now)
    headers: tuple[str, ...] = ("Figure", "Now", "Then", "95 %", "Tuned")
    if not suggestion.is_honest:
        headers = headers[:-1]
        rows = [PreviewRow(row.cells[:-1], row.directions[:-1], row.explanation) for row in rows]
    of = re_weighted(_of_what(suggestion), suggestion.prevalence)
    return PreviewTable(f"Figures {of}", headers, tuple(rows))


def _estimated(name: str, estimates: list[Estimate], *, lower: bool) -> PreviewRow:
    """Return a row from a figure now, then, and where it was tuned."""
    now, then, tuned = estimates
    cells = (
        name, texts.figure(now.value), texts.figure(then.value), texts.interval((then.low, then.high)),
        texts.figure(tuned.value),
    )  # fmt: skip
    way = helps(then.value - now.value, lower_is_better=lower)
    return PreviewRow(cells, ("same", "same", way, "same", "same"))


def _plain_figures(session: Session, suggestion: Suggestion, now: OnPart) -> list[PreviewRow]:
    """Return the overall figures that are neither the objective nor bounded."""
    costs, wanted = session.point.prices, suggestion.objective.key
    parts = (now, suggestion.suggested.honest, suggestion.suggested.tuned)
    before, then, tuned = (figures_of(part.outcomes, costs, suggestion.prevalence) for part in parts)
    bounded = {"expected_cost" if c.figure == "cost" else c.figure for c in suggestion.constraints}
    rows = []
    for key, value in then.items():
        if key == wanted or key in bounded:
            continue
        way = helps(value - before.get(key, math.nan), lower_is_better=key == "expected_cost")
        name, was = figure_name(key, session.cost_unit), texts.figure(before.get(key, math.nan))
        cells = (name, was, texts.figure(value), "", texts.figure(tuned[key]))
        rows.append(PreviewRow(cells, ("same", "same", way, "same", "same")))
    return rows
