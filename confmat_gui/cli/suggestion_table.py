"""A suggestion as a person reads it in a terminal."""

from __future__ import annotations

import math

from confmat_gui.cli.tables import plain, section, table
from confmat_gui.core.goal_text import constraint_text
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.core.suggestion import Estimate, OnPart, Spread, Suggestion
from confmat_gui.present import texts
from confmat_gui.present.screen import subtitle_text, title_text
from confmat_gui.present.suggestion_words import (
    OTHERS,
    objective_name,
    others_of,
    shares_words,
    suggested_rule_words,
    suggestion_sentences,
)
from confmat_gui.session.state import Session


def suggestion_text(session: Session, suggestion: Suggestion) -> str:
    """Return rule, figures on both parts, other rules, how sure the thresholds are, and what to know."""
    parts = [
        "\n".join(map(plain, _head(session, suggestion))),
        section(_figures_title(suggestion), _figures(suggestion)),
        section(_matrix_title(suggestion), _matrix(suggestion)),
        section("Thresholds", _thresholds(suggestion)),
        section("What to know", "\n".join(f"- {plain(each)}" for each in suggestion_sentences(suggestion))),
    ]
    return "\n\n".join(parts)


def _head(session: Session, suggestion: Suggestion) -> tuple[str, ...]:
    wanted = f"Best {objective_name(suggestion)}"
    bounds = [constraint_text(constraint, suggestion.classes) for constraint in suggestion.constraints]
    if bounds:
        wanted += f", subject to {texts.listed(bounds)}"
    rule = suggested_rule_words(suggestion.rule, suggestion.classes, suggestion.positive)
    lines = (
        title_text(session), subtitle_text(session), f"Wanted: {wanted}", f"Suggested: {rule}",
        f"Tuned on: {_tuned_on(suggestion)}",
    )  # fmt: skip
    shares = shares_words(suggestion)
    return (*lines, f"Figures: {shares}; recall as in the samples") if shares else lines


def _tuned_on(suggestion: Suggestion) -> str:
    tuning, n = suggestion.tuning, suggestion.suggested.tuned.n
    if suggestion.cross_fit is not None:
        return f"all {texts.samples(n)}; judged in {suggestion.cross_fit} folds by rules tuned on the others"
    held_back = suggestion.suggested.held_back
    if held_back is None:
        return f"all {texts.samples(n)}; none held back"
    drawn = {"rows": "drawn within each class", "batch": "whole batches", "group": "whole groups"}[tuning.by]
    return f"{texts.samples(n)}, {drawn} (seed {tuning.seed}); {texts.samples(held_back.n)} held back"


def _figures_title(suggestion: Suggestion) -> str:
    if suggestion.cross_fit is not None:
        return "Figures, with 95 % intervals (tuned: all samples; honest: cross-fitted)"
    return "Figures, with 95 % intervals"


def _figures(suggestion: Suggestion) -> str:
    """Return the objective and every bounded figure of all rules, on both parts."""
    honest = "Cross-fitted" if suggestion.cross_fit is not None else "Held back"
    rows = [["", "Tuned", *([honest] if suggestion.is_honest else [])]]
    judged = [("Suggested", suggestion.suggested)]
    judged += [(_capital(OTHERS[beside.name]), beside.judged) for beside in others_of(suggestion)]
    names = [objective_name(suggestion)]
    names += [constraint_text(constraint, suggestion.classes) for constraint in suggestion.constraints]
    for i, name in enumerate(names):
        rows.append([name])
        for who, rule in judged:
            parts = (rule.tuned,) if rule.held_back is None else (rule.tuned, rule.held_back)
            rows.append([f"  {who}", *(_cell(part, i) for part in parts)])
    width = len(rows[0])
    return table([[*row, *[""] * (width - len(row))] for row in rows], left=width)


def _cell(part: OnPart, i: int) -> str:
    """Return a figure and its interval, with a word where a constraint is not kept."""
    if i == 0:
        return _written(part.objective)
    written = _written(part.constraints[i - 1])
    return written if part.kept[i - 1] else f"{written} not kept"


def _written(estimate: Estimate) -> str:
    interval = texts.interval((estimate.low, estimate.high))
    return f"{texts.figure(estimate.value)} {interval}".strip()


def _matrix_title(suggestion: Suggestion) -> str:
    where = "cross-fitted" if suggestion.cross_fit is not None else "held back"
    part = where if suggestion.is_honest else "samples it was tuned on"
    return f"Confusion matrix of the suggested rule, {part} (rows: true class, columns: predicted class)"


def _matrix(suggestion: Suggestion) -> str:
    classes, outcomes = suggestion.classes, suggestion.suggested.honest.outcomes
    if len(classes) > 20:
        return f"{len(classes)} classes are too many for a terminal; --json has all."
    columns = [*classes, NO_DECISION][: outcomes.shape[1]]
    rows = [["", *columns]]
    rows += [
        [name, *map(texts.count, counts)] for name, counts in zip(classes, outcomes.tolist(), strict=True)
    ]
    return table(rows)


def _thresholds(suggestion: Suggestion) -> str:
    """Return each threshold, what ties, what is as good within noise, and where bootstrap samples put it."""
    rows = [["Class", "Suggested", "Equally good", "As good within noise", "95 % of bootstrap samples"]]
    for spread in suggestion.spreads:
        name = "all classes" if spread.class_index < 0 else suggestion.classes[spread.class_index]
        ends = spread.tied, spread.band, (float(spread.quantiles[0]), float(spread.quantiles[-1]))
        ranges = [_range(*(_shown(suggestion, spread, end) for end in pair)) for pair in ends]
        rows.append([name, texts.plain(_shown(suggestion, spread, spread.threshold)), *ranges])
    return "\n".join(filter(None, [table(rows), _remark(suggestion), _bags(suggestion)]))


def _shown(suggestion: Suggestion, spread: Spread, raw: float) -> float:
    """Return a raw threshold as it is shown: where only ratios matter, its share of the sum."""
    if suggestion.kind != "thresholds" or math.isnan(raw):
        return raw
    named = suggestion.rule.thresholds_by_class
    rest = sum(named.values()) - named[suggestion.classes[spread.class_index]]
    return 1.0 if math.isinf(raw) else raw / (raw + rest)


def _remark(suggestion: Suggestion) -> str:
    hidden = len(suggestion.classes) - len(suggestion.spreads)
    if suggestion.kind == "thresholds":
        left_out = f"; {texts.counted(hidden, 'class', 'classes')} not shown" if hidden else ""
        return f"Each while the others stay as suggested{left_out}."
    return "" if _throughout(suggestion.spreads) else "Not every threshold between those that tie is as good."


def _throughout(spreads: tuple[Spread, ...]) -> bool:
    return all(spread.tied_throughout for spread in spreads)


def _bags(suggestion: Suggestion) -> str:
    found = suggestion.bootstrapped
    if found is None:
        return ""
    inside, outside = texts.figure(found.in_bag.value), texts.figure(found.out_of_bag.value)
    return (
        f"Chosen anew on {texts.count(found.replicates)} bootstrap samples, {objective_name(suggestion)} is "
        f"{inside} on those drawn and {outside} on those left out (medians)."
    )


def _range(low: float, high: float) -> str:
    if math.isnan(low) or math.isnan(high):
        return "–"
    if low == high:
        return texts.plain(low)
    return " to ".join(texts.pair(low, high, texts.plain))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
