"""Fewer errors of one kind, as it is shown before somebody accepts it."""

from __future__ import annotations

import math

from confmat_gui.core.fewer import Change, Fewer
from confmat_gui.present import texts
from confmat_gui.present.preview import PreviewLine, PreviewRow, PreviewState, PreviewTable
from confmat_gui.present.preview_parts import (
    WEIGHED_DECIMALS,
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
from confmat_gui.present.seen_samples import WITHIN
from confmat_gui.session.state import Session


def fewer_preview(session: Session, found: Fewer) -> PreviewState:
    """Return what the change that hurts least would do, on the samples that the session is seen on."""
    classes, (true, predicted), change = session.data.prepared.predictions.classes, found.cell, found.best
    kind = f"{classes[true]} → {classes[predicted]}"
    of, shares = f"on {WITHIN[session.samples_of]}", session.point.prevalence
    before, after = (at_shares(outcomes, shares) for outcomes in (found.before, change.outcomes))
    return PreviewState(
        title=titled(f"Fewer errors {kind}", session, found.before),
        lines=tuple(_lines(session, found, kind)),
        thresholds=_thresholds(session, change),
        figures=_figures(session, found, re_weighted(of, shares)),
        errors=errors_table(before, after, classes, re_weighted(of, shares)),
        matrix=change_matrix(
            session, found.before, change.outcomes, f"Change · with fewer {kind} against now, {of}"
        ),
    )  # fmt: skip


def _lines(session: Session, found: Fewer, kind: str) -> list[PreviewLine]:
    change, classes = found.best, session.data.prepared.predictions.classes
    before, after = int(found.before[found.cell]), int(change.outcomes[found.cell])
    lines = [PreviewLine(f"{kind}: {texts.count(before)} → {texts.count(after)} samples.", "better")]
    way = "raised" if change.rises else "lowered"
    name = classes[change.class_index]
    shares = "" if len(classes) == 2 or session.point.rule.no_decision else " Shown are shares of their sum."
    lines.append(PreviewLine(f"The smallest change: only the threshold of {name} is {way}.{shares}"))
    lines.append(_harm(session, found))
    lines += [_other(session, found, other) for other in found.changes[1:]]
    lines += share_lines(session, found.before)
    if session.samples_of == "held-back":
        lines.append(
            PreviewLine("This looks at samples that were held back: they cannot judge the new rule.", "worse")
        )
    return lines


def _harm(session: Session, found: Fewer) -> PreviewLine:
    """Say what it costs elsewhere."""
    harm, before = found.best.harm, found.harm_before
    if found.measure == "cost":
        words = [texts.in_unit(texts.amount(value), session.cost_unit) for value in (before, harm)]
        change = texts.signed_amount(harm - before)
        text = f"What it costs elsewhere: all errors together {words[0]} → {words[1]} ({change})."
    else:
        decimals = texts.decimals_of((before, harm), texts.weighed, WEIGHED_DECIMALS)
        change = texts.signed_weighed(harm - before, decimals)
        numbers = f"{texts.weighed(before, decimals)} → {texts.weighed(harm, decimals)}"
        text = f"What it costs elsewhere: all errors {numbers} ({change})."
    return PreviewLine(text, "better" if harm < before else "worse" if harm > before else "plain")


def _other(session: Session, found: Fewer, other: Change) -> PreviewLine:
    """Name the other way, which hurts more."""
    name = session.data.prepared.predictions.classes[other.class_index]
    way = "raising" if other.rises else "lowering"
    if found.measure == "cost":
        words = texts.in_unit(texts.amount(other.harm), session.cost_unit)
        rest = f"would cost {words} in all"
    else:
        rest = f"would leave {texts.weighed(other.harm)} errors"
    return PreviewLine(f"The other way, {way} the threshold of {name}, {rest}.", "quiet")


def _thresholds(session: Session, change: Change) -> PreviewTable:
    rows = []
    for k, now, then in threshold_rows(session, change.rule):
        cells = (session.data.prepared.predictions.classes[k], now, then)
        rows.append(PreviewRow(cells, ("same",) * 3, class_index=k))
    return PreviewTable("Thresholds", ("Class", "Now", "Then"), tuple(rows))


def _figures(session: Session, found: Fewer, of: str) -> PreviewTable:
    costs, shares = session.point.prices, session.point.prevalence
    before = figures_of(found.before, costs, shares)
    after = figures_of(found.best.outcomes, costs, shares)
    rows = []
    for key, value in after.items():
        now = before.get(key, math.nan)
        way = helps(value - now, lower_is_better=key == "expected_cost")
        numbers = texts.figure(now), texts.figure(value), texts.signed(value - now)
        row = PreviewRow((figure_name(key, session.cost_unit), *numbers), ("same", "same", "same", way))
        rows.append(row)
    return PreviewTable(f"Figures {of}", ("Figure", "Now", "Then", "Change"), tuple(rows))
