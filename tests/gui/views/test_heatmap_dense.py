"""Very many classes: what is drawn at one stroke looks as what is drawn one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from confmat_gui.core.confusion import normalise
from confmat_gui.gui.views import heatmap_edges, heatmap_picture
from confmat_gui.gui.views.heatmap_view import HeatmapView
from confmat_gui.present.matrix import MatrixState
from confmat_gui.present.palette import LIGHT
from tests.gui.views.watching import pixels

CLASSES = 700


def crowded() -> MatrixState:
    random = np.random.default_rng(3)
    counts = random.poisson(0.05, (CLASSES, CLASSES)) + np.diag(random.integers(0, 20, CLASSES))
    shares = normalise(counts, "true")
    recall, precision = random.random(CLASSES), random.random(CLASSES)
    recall[::7] = precision[::5] = np.nan
    return MatrixState(
        "Matrix", tuple(f"c{k}" for k in range(CLASSES)), "true", shares, shares, False, "0%", "100%",
        counts, recall, precision,
    )  # fmt: skip


def picture(qtbot: QtBot) -> np.ndarray:
    view = HeatmapView()
    qtbot.addWidget(view)
    view.resize(720, 560)
    view.set_palette(LIGHT)
    view.show_state(crowded())
    view.show()
    found = pixels(view)
    view.hide()
    return found


def test_that_bars_at_one_stroke_look_as_bars_one_by_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = picture(qtbot)
    monkeypatch.setattr(heatmap_edges, "DENSE", 0.0)
    one_by_one = picture(qtbot)
    differ = (at_once.astype(int) - one_by_one.astype(int)).reshape(len(at_once), -1)
    assert np.abs(differ).max() <= 8, "only the rounding of a bar's end may differ"


@given(
    n=st.integers(1, 40), most=st.integers(1, 40), axis=st.sampled_from((0, 1)), both_ways=st.booleans(),
    seed=st.integers(0, 50),
)  # fmt: skip
def test_that_the_strongest_of_each_group_is_kept(
    n: int, most: int, axis: int, both_ways: bool, seed: int
) -> None:
    random = np.random.default_rng(seed)
    values = random.uniform(-1 if both_ways else 0, 1, (n, 3) if axis == 0 else (3, n))
    values[random.random(values.shape) < 0.3] = np.nan
    found = heatmap_picture.strongest(values, most, axis, both_ways=both_ways)
    if n <= most:
        assert found is values
        return
    starts = np.linspace(0, n, most, endpoint=False).astype(np.int64)
    high, low = np.fmax.reduceat(values, starts, axis=axis), np.fmin.reduceat(values, starts, axis=axis)
    np.testing.assert_array_equal(found, np.where(-low > high, low, high))
