"""What a person reads where JSON was not asked for; numbers are written as in the window."""

from __future__ import annotations

import math
from collections.abc import Sequence

from confmat_gui.cli.batch_table import batches_text
from confmat_gui.cli.calibration_table import calibration_text, recalibration_text
from confmat_gui.cli.condition_table import conditions_text
from confmat_gui.cli.cost_text import costs_text
from confmat_gui.cli.tables import plain, section, table
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.metrics import METRICS
from confmat_gui.core.rules import NO_DECISION
from confmat_gui.io.loaded import Loaded
from confmat_gui.present import texts
from confmat_gui.present.batches import batches_state
from confmat_gui.present.calibration import calibration_state
from confmat_gui.present.compare import CompareRow, CompareState
from confmat_gui.present.figure_cards import ABSTAINING, IN_UNIT, figure_writer, interval_text
from confmat_gui.present.notices import Notice, notices, reading_notices
from confmat_gui.present.operating_conditions import cost_curves_state
from confmat_gui.present.recalibration_in_force import recalibration_in_force
from confmat_gui.present.repair_words import repairs_text
from confmat_gui.present.rule_words import rule_text
from confmat_gui.present.screen import subtitle_text, title_text
from confmat_gui.present.seen_samples import seen_sentence
from confmat_gui.present.shares import is_reweighted, reweighting_text, share_sentence
from confmat_gui.session.state import DataSet, Session

WIDEST_MATRIX = 20
"""Classes up to which a matrix fits into a terminal."""
MOST_ROWS = 20
"""Rows set aside that are listed; `--json` has them all."""
CLASS_COLUMNS = (
    "support", "no_decision", "coverage", "threshold", "precision", "recall", "specificity", "f1", "roc_auc",
    "average_precision", "cost_weight", "cost",
)  # fmt: skip


def evaluation_text(session: Session, evaluation: Evaluation) -> str:
    """Return matrix, figures with intervals, figures per class, and notices."""
    parts = [
        "\n".join(map(plain, _head(session, evaluation))),
        section(_counts_title(evaluation), _matrix(evaluation)),
        section(_figures_title(evaluation), _figures(evaluation, session.cost_unit)),
        section(f"Classes{_at_shares(evaluation)}", _classes(evaluation, session.cost_unit)),
        costs_text(session, evaluation),
        batches_text(batches_state(session, evaluation)),
        conditions_text(cost_curves_state(session, evaluation)) if evaluation.point.prices else "",
        calibration_text(calibration_state(session, evaluation)),
        recalibration_text(recalibration_in_force(session)),
        _notices(notices(session, evaluation)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(session: Session, evaluation: Evaluation) -> tuple[str, ...]:
    """Return the lines above the matrix: what is open, how much, what was put right, rule and samples."""
    repairs, sentence = repairs_text(session.data.loaded), seen_sentence(session)
    lines = [title_text(session), subtitle_text(session)]
    lines += [f"Repairs: {repairs}"] if repairs else []
    lines.append(f"Rule: {rule_text(session, evaluation)}")
    lines += [f"Samples: {sentence}"] if sentence else []
    shares = share_sentence(evaluation)
    lines += [shares] if shares else []
    return tuple(lines)


def inspection_text(data: DataSet) -> str:
    """Return what was concluded about the files, why, which rows were set aside, and what is wrong."""
    loaded = data.loaded
    sources = [["File", "Format", "Rows", "Set aside", "SHA-256"]]
    for source in loaded.sources:
        aside = texts.count(source.n_set_aside)
        sources.append([source.name, source.format, texts.count(source.n), aside, source.sha256[:12]])
    predictions = loaded.predictions
    support = [["Class", "Samples"]]
    for name, n in zip(predictions.classes, predictions.support.tolist(), strict=True):
        support.append([name, texts.count(n)])
    parts = [
        section("Files", table(sources, left=2)),
        section("Concluded", _conclusions(loaded)),
        section("Classes", table(support)),
        _repairs(loaded),
        _set_aside(loaded),
        _notices(reading_notices(loaded, data.findings)),
    ]
    return "\n\n".join(part for part in parts if part)


def comparison_text(state: CompareState) -> str:
    """Return every figure of all sessions, with difference, interval and test against the first."""
    overall = [row for row in state.rows if ":" not in row.key]
    by_class = [row for row in state.rows if ":" in row.key]
    parts = [
        section("Compared", "\n".join(map(plain, state.sentences))),
        section("Figures, differences with 95 % intervals", _compared(state.names, overall)),
        section("Classes", _compared(state.names, by_class)) if by_class else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _compared(names: Sequence[str], rows: Sequence[CompareRow]) -> str:
    header = ["", names[0]]
    for name in names[1:]:
        header += [name, "difference", "interval", "test"]
    lines = [header]
    for row in rows:
        line = [row.name, row.values[0]]
        for cells in zip(row.values[1:], row.differences, row.intervals, row.p_values, strict=True):
            line += cells
        lines.append(line)
    return table(lines)


def _matrix(evaluation: Evaluation) -> str:
    classes = evaluation.classes
    if len(classes) > WIDEST_MATRIX:
        return f"{len(classes)} classes are too many for a terminal; --json and `confmat report` have all."
    rows = [["", *classes, *([] if evaluation.no_decision is None else [NO_DECISION])]]
    for name, counts in zip(classes, evaluation.outcomes.tolist(), strict=True):
        rows.append([name, *(texts.count(n) for n in counts)])
    return table(rows)


def _counts_title(evaluation: Evaluation) -> str:
    of = " of the samples as they are" if is_reweighted(evaluation) else ""
    return f"Confusion matrix{of} (rows: true class, columns: predicted class)"


def _figures_title(evaluation: Evaluation) -> str:
    of = "" if evaluation.no_decision is None else " of the decided samples"
    return f"Figures{of}{_at_shares(evaluation)}, with 95 % intervals"


def _at_shares(evaluation: Evaluation) -> str:
    shares = reweighting_text(evaluation)
    return f", {shares}" if shares else ""


def _figures(evaluation: Evaluation, cost_unit: str) -> str:
    rows = []
    for key, value in evaluation.metrics.items():
        if key in ABSTAINING and evaluation.no_decision is None:
            continue
        ends = evaluation.intervals.get(key, (math.nan, math.nan))
        why = evaluation.undefined.get(key) or evaluation.prepared.undefined.get(key, "")
        note = interval_text(key, ends) or (why if math.isnan(value) else "")
        rows.append([_name(key, cost_unit), figure_writer(key)(value), note])
    widths = max(len(value) for _, value, _ in rows)
    return table([[name, value.rjust(widths), note] for name, value, note in rows], left=3)


def _name(key: str, cost_unit: str) -> str:
    return texts.named_unit(METRICS[key].name, cost_unit if key in IN_UNIT else "")


def _classes(evaluation: Evaluation, cost_unit: str) -> str:
    keys = [key for key in CLASS_COLUMNS if _is_said(evaluation, key)]
    rows = [["Class", *(_name(key, cost_unit) for key in keys)]]
    for k, name in enumerate(evaluation.classes):
        rows.append([name, *(_class_figure(key, float(evaluation.per_class[key][k])) for key in keys)])
    return table(rows)


def _is_said(evaluation: Evaluation, key: str) -> bool:
    """Whether any class has the figure, and it says something under the rule."""
    if key in ("no_decision", "coverage") and evaluation.no_decision is None:
        return False
    values = evaluation.per_class.get(key)
    return values is not None and any(not math.isnan(value) for value in values.tolist())


def _class_figure(key: str, value: float) -> str:
    if key in ("support", "no_decision"):
        return texts.count(value)
    if key in ("cost", "cost_weight"):
        return texts.amount(value)
    return texts.plain(value) if key == "threshold" else texts.figure(value)


def _conclusions(loaded: Loaded) -> str:
    lines = []
    for conclusion in loaded.conclusions:
        reason = [conclusion.reason] if conclusion.reason != conclusion.doubt else []
        doubt = [f"please check: {conclusion.doubt}"] if conclusion.doubt else []
        lines.append([conclusion.subject, conclusion.value, " — ".join([*reason, *doubt])])
    return table(lines, left=3) if lines else "nothing"


def _repairs(loaded: Loaded) -> str:
    """Return what was put right after reading, as what is above counts it."""
    said = repairs_text(loaded)
    return section("Repairs", plain(said)) if said else ""


def _set_aside(loaded: Loaded) -> str:
    if not loaded.set_aside:
        return ""
    rows = [["File", "Row", "Column", "Reason"]]
    rows += [[r.source, str(r.row), r.column, r.text] for r in loaded.set_aside[:MOST_ROWS]]
    more = len(loaded.set_aside) - MOST_ROWS
    body = table(rows, left=4)
    if more > 0:
        body += f"\n… and {texts.count(more)} more; --json lists them all."
    return section(f"Set aside: {texts.counted(len(loaded.set_aside), 'row')}", body)


def _notices(found: Sequence[Notice]) -> str:
    if not found:
        return ""
    return section("Notices", "\n".join(plain(_notice(each)) for each in found))


def _notice(notice: Notice) -> str:
    remedy = f" ({notice.action_label}: {notice.remedy})" if notice.remedy else ""
    return f"- {notice.text} {notice.detail}".rstrip() + remedy
