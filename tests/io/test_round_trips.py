"""Whatever pandas writes is read identically: property tests over classes, scores and texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.io.table import read_number
from tests.io.layouts import write

OPTIONS = InputOptions(true=("y_true",), id="id")
LABEL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn")),
    min_size=1,
    max_size=8,
).filter(lambda text: read_number(text) is None and text.casefold().casefold() == text.casefold())
SCORE = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Return a table with a score column for each of 3 to 5 classes, all of which occur."""
    labels = draw(st.lists(LABEL, min_size=3, max_size=5, unique_by=lambda text: text.casefold()))
    n_rows = draw(st.integers(len(labels) + 1, 12))
    rows = st.lists(SCORE, min_size=len(labels), max_size=len(labels))
    scores = np.array(draw(st.lists(rows, min_size=n_rows, max_size=n_rows))).reshape(n_rows, -1)
    frame = pd.DataFrame(scores + 0.0, columns=[f"score {label}" for label in labels])
    frame["y_true"] = (labels * n_rows)[:n_rows]
    frame["id"] = draw(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n\ufeff"), min_size=1),
            min_size=n_rows,
            max_size=n_rows,
        )
    )
    return frame


def check(frame: pd.DataFrame, loaded: Loaded) -> None:
    found = loaded.predictions
    names = [name for name in frame.columns if name.startswith("score ")]
    assert found.n_rows == len(frame)
    assert found.classes == tuple(name.removeprefix("score ") for name in names)
    assert [found.classes[code] for code in found.y_true] == frame["y_true"].tolist()
    assert found.y_score is not None
    np.testing.assert_array_equal(found.y_score, frame[names])
    assert found.sample_id is not None
    assert found.sample_id.tolist() == frame["id"].tolist()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".csv.gz", ".parquet", ".feather", ".npz"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frame=tables())
def test_that_what_is_written_is_read_identically(tmp_path: Path, suffix: str, frame: pd.DataFrame) -> None:
    path = write(frame, tmp_path, "a" + suffix)
    check(frame, load_predictions([path], OPTIONS))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.floats(width=64), min_size=2, max_size=20))
def test_that_every_float_in_a_csv_is_read_to_its_last_bit(tmp_path: Path, values: list[float]) -> None:
    frame = pd.DataFrame({"y_true": [index % 2 for index in range(len(values))], "score": values})
    frame.loc[len(values)] = [0, 0.5]
    frame.loc[len(values) + 1] = [1, 0.5]
    frame["y_true"] = frame["y_true"].astype(int)
    path = tmp_path / "a.csv"
    frame.to_csv(path, index=False, na_rep="NaN")
    loaded = load_predictions([path], InputOptions(true=("y_true",), scores=("score",), positive="1"))
    usable = frame["score"][np.isfinite(frame["score"])].to_numpy()
    assert loaded.predictions.y_score is not None
    np.testing.assert_array_equal(loaded.predictions.y_score[:, 0], usable)
    assert len(loaded.set_aside) == len(frame) - len(usable)
