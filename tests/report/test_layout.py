"""That texts stay on the page and lie on nothing else, for every kind of data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from confmat_gui import report
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.io.repairing import with_repairs
from confmat_gui.present.compare import compare_state
from confmat_gui.report.settings import our_settings
from confmat_gui.session.changes import set_batch_metric
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import Display, MatrixMode, Session
from tests.present.building import (
    WEIGHTS,
    binary,
    defects,
    evaluated,
    labels_only,
    many_classes,
    session_from,
)
from tests.unmeasured import unmeasured

DAY = date(2026, 1, 2)
LONG = (
    "a very long class name that never ends, really never",
    "UPPER_CASE_NAME_OF_A_KIND",
    "x",
    "naïve Ωmega",
)


def tuned(mode: MatrixMode = "true") -> Session:
    display = Display(matrix_mode=mode, selected_class=3)
    return session_from(defects(12000), Rule.thresholds({"crack": 0.05}), WEIGHTS, display)


def in_batches(n_batches: int, names: str = "{}") -> Predictions:
    """Return samples in batches of five, one in six wrong, with the names of their batches."""
    predictions = many_classes(4, 5 * n_batches, names=LONG)
    batch = np.repeat(np.arange(n_batches, dtype=np.int32), 5)
    return replace(predictions, batch=batch, batch_names=tuple(names.format(i) for i in range(n_batches)))


def put_right() -> Session:
    name = "shift {} of a very long week in November"
    session = session_from(in_batches(9, name), display=Display(selected_class=0, batch_metric="recall"))
    repairs = (Repair("drop-repeated"), *(Repair("leave-out", (name.format(i),)) for i in (1, 4)))
    return replace(session, data=data_set(with_repairs(session.data.loaded, repairs)))


SUBJECTS: dict[str, Callable[[], Session]] = {
    "five": tuned,
    "five, change": lambda: tuned("delta"),
    "five, counts": lambda: tuned("counts"),
    "five, cost": lambda: tuned("cost"),
    "binary": lambda: session_from(binary(), None, ((0, 1), (5, 0))),
    "labels": lambda: session_from(labels_only()),
    "one": lambda: session_from(Predictions.from_arrays([0, 0], [[1.0], [1.0]], classes=["a"])),
    "long names": lambda: session_from(
        many_classes(4, 900, names=LONG), None, None, Display(selected_class=0)
    ),
    "twelve, priced": lambda: session_from(
        many_classes(12, 900), costs=tuple(tuple(float(10 * i + j) for j in range(12)) for i in range(12))
    ),
    "twenty": lambda: session_from(many_classes(20, 900), display=Display(selected_class=4)),
    "hundred": lambda: session_from(many_classes(100, 1500)),
    "thousand": lambda: session_from(many_classes(1000, 3000)),
    "batches of five": lambda: session_from(in_batches(60)),
    "thousand batches": lambda: set_batch_metric(session_from(in_batches(1000)), "mcc"),
    "batches put right": put_right,
    "dear": lambda: session_from(binary(), None, ((0, 1234567.5), (98765432.25, 0))),
}


def boxes_of(figure: Any) -> tuple[list[str], Any]:
    """Return every text on the sheet (no ticks), and (n, 4) edges x0, y0, x1, y1 in pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with our_settings():
        canvas = FigureCanvasAgg(figure)
        with unmeasured():
            figure.draw_without_rendering()
        texts = [text for axes in figure.axes for text in axes.texts if text.get_text()]
        edges = [text.get_window_extent(canvas.get_renderer()).extents for text in texts]
        return [text.get_text() for text in texts], np.array(edges)


def texts_on(figure: Any) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def overlaps(edges: Any) -> Any:
    """Return the pairs of texts that cover one another by more than the empty edge of their boxes."""
    x0, y0, x1, y1 = edges.T
    across = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    down = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    lower = np.minimum.outer(y1 - y0, y1 - y0)
    return np.argwhere(np.triu((across > 1.5) & (down > 0.45 * lower), 1))


def faults(figure: Any) -> list[tuple[str, ...]]:
    (names, edges), page = boxes_of(figure), figure.bbox
    outside = (edges[:, :2] < page.extents[:2]) | (edges[:, 2:] > page.extents[2:])
    alone = [(names[place],) for place in np.flatnonzero(outside.any(axis=1))]
    return alone + [(names[one], names[other]) for one, other in overlaps(edges)]


def test_that_texts_on_each_other_and_beside_the_page_are_found() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 3))
    axes = figure.add_axes((0, 0, 1, 1))
    for x, y, text in ((0.1, 0.5, "under"), (0.12, 0.5, "over"), (0.6, 0.5, "free"), (0.97, 0.2, "out")):
        axes.text(x, y, text)
    assert faults(figure) == [("out",), ("under", "over")]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_that_texts_stay_on_the_page_and_lie_on_no_other_text(subject: str) -> None:
    session = SUBJECTS[subject]()
    assert faults(report.report_view(session, evaluated(session), made_on=DAY)) == []


@pytest.mark.parametrize("view", ["matrix", "roc", "pr"])
@pytest.mark.parametrize("subject", ["five, change", "binary", "labels", "long names", "twenty"])
def test_that_texts_of_a_view_lie_on_no_other_text(subject: str, view: report.View) -> None:
    session = SUBJECTS[subject]()
    assert faults(report.report_view(session, evaluated(session), view, made_on=DAY)) == []


WITH_BATCHES = ["five", "five, cost", "batches of five", "thousand batches", "batches put right"]


@pytest.mark.parametrize("subject", WITH_BATCHES)
def test_that_texts_of_the_batches_lie_on_no_other_text(subject: str) -> None:
    session = SUBJECTS[subject]()
    figure = report.report_view(session, evaluated(session), "batches", made_on=DAY)
    assert faults(figure) == []
    written = " ".join(texts_on(figure))
    assert ("Repairs: " in written) == (subject == "batches put right")


@pytest.mark.parametrize("subject", ["five", "binary", "labels", "long names", "twenty", "hundred"])
def test_that_texts_of_a_comparison_lie_on_no_other_text(subject: str) -> None:
    first = SUBJECTS[subject]()
    default = replace(first.point, rule=first.data.prepared.default_rule)
    second = replace(
        first, point=default, name="a rather long name of a session of last week, before the change"
    )
    for sessions in ([first, second], [first, second, replace(second, name="third")]):
        state = compare_state(sessions, [evaluated(session) for session in sessions])
        assert faults(report.comparison_figure(state, made_on=DAY)) == []


@pytest.mark.parametrize("n_classes", [2, 7, 12])
def test_that_no_number_is_shortened_however_large(n_classes: int) -> None:
    places = range(n_classes)
    prices = tuple(tuple(0 if i == j else 1234567.5 * (i + 1) for j in places) for i in places)
    session = session_from(many_classes(n_classes, 3000), costs=prices)
    figure = report.report_figure(evaluated(session), made_on=DAY)
    headers = {"Share of cost", "Cost of missing it", "Precision"}
    written = set(texts_on(figure))
    assert headers <= written
    assert not [text for text in written if "…" in text and set(text) <= set("0123456789,.…[] −")]
    assert "1,234,567.5" in written


def test_that_a_comparison_says_which_matrices_it_does_not_draw() -> None:
    session = SUBJECTS["five"]()
    names = ["a", "b", "c", "d"]
    state = compare_state([replace(session, name=name) for name in names], [evaluated(session)] * 4)
    written = texts_on(report.comparison_figure(state, made_on=DAY))
    assert "not drawn: c against a and d against a" in written
    assert "b against a" in written


def test_that_sentences_without_room_are_counted() -> None:
    session = SUBJECTS["five"]()
    rules = [Rule.thresholds({"crack": threshold}) for threshold in (0.1, 0.2, 0.3)]
    sessions = [session, *(session.with_point(session.point.with_rule(rule)) for rule in rules)]
    state = compare_state(sessions, [evaluated(other) for other in sessions])
    assert len(state.sentences) == 10
    written = texts_on(report.comparison_figure(state, made_on=DAY))
    assert [text for text in written if text.endswith("which `confmat compare` prints.")]


def test_that_every_session_has_dashes_of_its_own() -> None:
    session = SUBJECTS["binary"]()
    state = compare_state([session] * 4, [evaluated(session)] * 4)
    figure = report.comparison_figure(state, made_on=DAY)
    styles = [
        line._unscaled_dash_pattern  # matplotlib tells a dash pattern in no other way
        for axes in figure.axes if axes.get_xlabel() == "false positive rate"
        for line in axes.get_lines() if (line.get_gid() or "").startswith("roc-")
    ]
    assert len(styles) == len(set(map(str, styles))) == 4


@pytest.mark.parametrize("n_classes", [10, 32, 40, 55])
def test_that_figures_of_many_classes_do_not_lie_on_each_other(n_classes: int) -> None:
    session = session_from(many_classes(n_classes, 3_000))
    figure = report.report_view(session, evaluated(session), "page")
    written = [text for axes in figure.axes for text in axes.texts]
    found = [text for text in written if re.fullmatch(r"[01]\.\d{3}", text.get_text())]
    columns: dict[float, list[tuple[float, float]]] = {}
    for text in found:
        x, y = text.get_position()
        columns.setdefault(round(x, 3), []).append((y, text.get_fontsize()))
    for places in columns.values():
        places.sort()
        assert all(b - a >= size for (a, size), (b, _) in itertools.pairwise(places))
