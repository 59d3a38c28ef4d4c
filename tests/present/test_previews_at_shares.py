"""Previews at other shares of the classes: what is shown before is what is shown after accepting."""

from __future__ import annotations

import numpy as np
import pytest

from confmat_gui.core.constraints import Constraint
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.prevalence import reweighted
from confmat_gui.core.rules import cost_matrix
from confmat_gui.core.suggestion import OnPart
from confmat_gui.core.tuning import Tuning
from confmat_gui.present import texts
from confmat_gui.present.fewer_preview import fewer_preview
from confmat_gui.present.preview import PreviewState, PreviewTable
from confmat_gui.present.preview_parts import figures_of
from confmat_gui.present.suggestion_preview import suggestion_preview
from confmat_gui.session.changes import set_rule, set_samples_of
from confmat_gui.session.shares import adapt_scores, set_named_shares
from confmat_gui.session.state import Session
from confmat_gui.session.tuned_parts import seen
from confmat_gui.session.wish import OBJECTIVES, Wish, accept_suggestion, fewer_of, suggestion
from tests.present.building import WEIGHTS, defects, evaluated, many_classes, session_from


def some_session(seed: int, generator: np.random.Generator) -> Session:
    """Return a session with prices and shares of some classes, with adapted scores every second time."""
    n_classes = 2 + seed % 3
    predictions = many_classes(n_classes, int(generator.integers(40, 200)), seed)
    prices = generator.integers(1, 20, (n_classes, n_classes)).astype(np.float64)
    np.fill_diagonal(prices, 0)
    session = session_from(predictions, costs=cost_matrix(prices))
    shares = np.round(generator.dirichlet(np.ones(n_classes)), 3)
    named = {name: float(share) for name, share in zip(predictions.classes[1:], shares[1:], strict=True)}
    session = set_named_shares(session, named)
    return adapt_scores(session) if seed % 2 else session


def some_wish(seed: int, generator: np.random.Generator) -> Wish:
    possible = (
        Constraint("precision", 1, ">=", 0.6), Constraint("predicted", 1, "<=", 0.3),
        Constraint("accuracy", None, ">=", 0.8), Constraint("cost", None, "<=", 1.0),
        Constraint("recall", 0, ">=", 0.5),
    )  # fmt: skip
    bounds = [possible[i] for i in generator.permutation(len(possible))[: generator.integers(0, 3)]]
    share = (0.5, 0.4, 1.0)[seed // 2 % 3]
    return Wish(OBJECTIVES[seed % len(OBJECTIVES)], 1, tuple(bounds), Tuning(share, seed))


def cell(table: PreviewTable, row: int, header: str) -> str:
    return table.rows[row].cells[table.headers.index(header)]


@pytest.mark.parametrize("seed", range(14))
def test_that_after_accepting_every_figure_is_the_one_of_the_preview(seed: int) -> None:
    generator = np.random.default_rng(seed)
    session, wish = some_session(seed, generator), some_wish(seed, generator)
    found = suggestion(session, wish)
    state = suggestion_preview(session, found)
    accepted = accept_suggestion(session, found.rule, found.tuning)
    if found.tuning.holds_back:
        check_part(evaluated(seen(set_samples_of(accepted, "tuned"))), found.suggested.tuned, wish)
    after = evaluated(seen(accepted))
    check_part(after, found.suggested.honest, wish)
    check_table(state, after, session)


def check_part(there: Evaluation, part: OnPart, wish: Wish) -> None:
    """Compare to the last digit."""
    assert there.outcomes.tolist() == part.outcomes.tolist()
    assert there.reweighted is not None
    assert part.reweighted is not None
    assert there.reweighted.tolist() == part.reweighted.tolist()
    keys = [(wish.objective or "", wish.class_index), *((c.figure, c.class_index) for c in wish.constraints)]
    for (key, k), estimate in zip(keys, (part.objective, *part.constraints), strict=True):
        name = "expected_cost" if key == "cost" else key
        if name in there.metrics:
            value, ends = there.metrics[name], there.intervals.get(name, (np.nan, np.nan))
        elif key in there.per_class:
            value, ends = float(there.per_class[key][k or 0]), there.per_class_intervals[key][k or 0]
        else:
            continue
        assert estimate == pytest.approx((value, *ends), abs=0, rel=0, nan_ok=True)
    figures = figures_of(part.outcomes, there.point.prices, there.point.prevalence)
    expected = {key: there.metrics[key] for key in figures}
    assert figures == pytest.approx(expected, abs=0, rel=0, nan_ok=True)


def check_table(state: PreviewState, after: Evaluation, session: Session) -> None:
    names = {"Accuracy": "accuracy", "Macro F1": "macro_f1", "MCC": "mcc", "Cost per sample": "expected_cost",
             "Balanced accuracy": "balanced_accuracy"}  # fmt: skip
    assert "re-weighted" in state.figures.title
    for row in state.figures.rows:
        if row.cells[0] in names:
            assert row.cells[2] == texts.figure(after.metrics[names[row.cells[0]]])
    assert after.reweighted is not None
    errors = after.reweighted.copy()
    np.fill_diagonal(errors, 0)
    assert "re-weighted" in state.errors.title
    assert cell(state.errors, 0, "Then") == texts.weighed(float(errors.sum()), 1)
    said = [line.text for line in state.lines]
    assert any(text.startswith("Chosen and judged with classes as common as where") for text in said)
    assert ", at class 1 " in state.title
    assert state.matrix.reweighted is not None
    assert state.matrix.reweighted.tolist() == after.reweighted.tolist()
    assert state.matrix.precision == pytest.approx(after.per_class["precision"], nan_ok=True, abs=0)
    assert "re-weighted" in " ".join(state.matrix.sentence(0, 1))
    assert session.point.prevalence is not None


@pytest.mark.parametrize("priced", [False, True])
def test_that_fewer_errors_are_weighed_as_the_place_of_use_has_them(priced: bool) -> None:
    session = session_from(defects(900), costs=WEIGHTS if priced else None)
    session = set_named_shares(session, {"crack": 0.001})
    matrix = evaluated(session).confusion
    errors = matrix - np.diag(np.diagonal(matrix))
    true, predicted = divmod(int(errors.argmax()), 5)
    found = fewer_of(session, (int(true), int(predicted)), 0.5)
    state = fewer_preview(session, found)
    after = evaluated(set_rule(session, found.best.rule))
    assert after.reweighted is not None
    if priced:
        assert found.best.harm == pytest.approx(after.metrics["total_cost"], rel=1e-12)
    else:
        assert found.best.harm == pytest.approx(after.n * after.metrics["error_rate"], rel=1e-12)
        told = " ".join(line.text for line in state.lines)
        assert f"all errors {texts.weighed(found.harm_before, 1)}" in told
    assert [change.harm for change in found.changes] == sorted(change.harm for change in found.changes)
    assert figures_of(found.best.outcomes, session.point.prices, session.point.prevalence) == {
        key: after.metrics[key] for key in ("accuracy", "balanced_accuracy", "macro_f1", "mcc")
    } | ({"expected_cost": after.metrics["expected_cost"]} if priced else {})
    shown = reweighted(found.best.outcomes, session.point.prevalence or ())
    assert state.errors.rows[0].cells[2] == texts.weighed(float(shown.sum() - np.trace(shown)), 1)
    assert "re-weighted" in state.errors.title
    assert "re-weighted" in state.figures.title
    assert state.title.endswith(", at crack 0.1 %")


def test_that_without_shares_nothing_is_called_re_weighted() -> None:
    session = session_from(defects(900), costs=WEIGHTS)
    state = suggestion_preview(session, suggestion(session, Wish()))
    words = [state.title, state.figures.title, state.errors.title, *(line.text for line in state.lines)]
    assert not any("weighted" in text or "as common as" in text for text in words)
    assert state.matrix.reweighted is None


def test_that_changes_of_re_weighted_numbers_have_the_digits_that_matter() -> None:
    assert [texts.signed_weighed(value) for value in (3.0, 0.0, -12.345, 0.0412, 1234.5)] == [
        "+3", "0", "−12.3", "+0.0412", "+1,234",
    ]  # fmt: skip
    written = [texts.signed_weighed(value, 1) for value in (3.0, -12.345, 0.0412)]
    assert written == ["+3.0", "−12.3", "+0.0412"]
