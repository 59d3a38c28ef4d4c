"""Whatever is written in whatever batches opens to what `Predictions.from_arrays` makes of all of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import confmat_gui as cm
from confmat_gui.core.predictions import Predictions
from tests.io.foreign import DlpackLike, JaxLike, TensorFlowLike, TorchLike

TRICKY = (
    "ok", "crack", "NA", "nan", "None", "0", "1", "2", "10", "True", "False", "yes", "no", "p", "n", "pos",
    "neg", "y_true", "y_pred", "score", "logit", "batch", "weight", "a, b", "a=b", "Ünï ✓", "1.0", "count",
    "Ok", "*",
)  # fmt: skip
"""Names that a reader could take for something else."""
ARRAYS: tuple[Callable[[Any], Any], ...] = (
    np.asarray, TorchLike, TensorFlowLike, JaxLike, DlpackLike, np.asfortranarray,
)  # fmt: skip
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Run:
    """Samples, where they are cut into batches, and how each batch is given."""

    classes: list[str]
    codes: Any
    scores: Any
    pred: Any
    kind: Any
    positive: str | None
    cuts: list[int]
    forms: list[int]
    group: Any
    ids: Any

    @property
    def batches(self) -> list[slice]:
        edges = [0, *self.cuts, len(self.codes)]
        return [slice(start, end) for start, end in pairwise(edges) if end > start]

    def columns(self, rows: slice) -> dict[str, Any]:
        """Return what stands beside the scores."""
        known = {"y_pred": self.pred, "group": self.group, "sample_id": self.ids}
        return {name: values[rows] for name, values in known.items() if values is not None}

    def labels(self, rows: slice, form: int) -> Any:
        """Return labels as names, indices or one-hot; the form of the first batch decides names or not.

        Where names are numbers themselves, indices would be taken for names, as `from_arrays` does.
        """
        codes = self.codes[rows]
        if self.forms[0] % 3 == 0 or any(name.isdigit() for name in self.classes):
            return [self.classes[code] for code in codes]
        if form % 3 == 1 and len(self.classes) > 1:
            return ARRAYS[form % len(ARRAYS)](np.eye(len(self.classes), dtype=np.float32)[codes])
        return ARRAYS[form % len(ARRAYS)](codes[:, None] if form % 2 else codes)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    classes = draw(st.lists(st.sampled_from(TRICKY), min_size=1, max_size=4, unique=True))
    n_rows, n_classes = draw(st.integers(1, 9)), len(classes)
    n_columns = draw(st.sampled_from([1, n_classes] if n_classes < 3 else [n_classes]))
    kind = draw(st.sampled_from([None, "logit", "score", "sigmoid"]))
    width: Any = draw(st.sampled_from([32, 64]))
    within = st.floats(0, 1, width=width) if kind == "sigmoid" else st.floats(-9, 9, width=width)
    flat = draw(st.lists(within, min_size=n_rows * n_columns, max_size=n_rows * n_columns))
    codes = st.lists(st.integers(0, n_classes - 1), min_size=n_rows, max_size=n_rows)
    texts = st.lists(st.sampled_from(["01", "1", "a b", "x"]), min_size=n_rows, max_size=n_rows)
    pred = draw(st.none() | codes)
    return Run(
        classes=classes,
        codes=np.array(draw(codes)),
        scores=np.array(flat, f"f{width // 8}").reshape(n_rows, n_columns),
        pred=None if pred is None else [classes[code] for code in pred],
        kind=kind,
        positive=draw(st.none() | st.sampled_from(classes)) if n_classes == 2 else None,
        cuts=sorted(draw(st.lists(st.integers(1, n_rows), max_size=4))),
        forms=draw(st.lists(st.integers(0, 17), min_size=10, max_size=10)),
        group=draw(st.none() | texts),
        ids=draw(st.none() | texts),
    )


def written(run: Run, path: Path, n_batches: int | None = None) -> cm.PredictionWriter:
    """Write the first batches, and leave the writer open."""
    writer = cm.PredictionWriter(path, classes=run.classes, kind=run.kind, positive=run.positive)
    for number, rows in enumerate(run.batches[:n_batches]):
        form = run.forms[number % len(run.forms)]
        scores = run.scores[rows, 0] if run.scores.shape[1] == 1 and form % 2 else run.scores[rows]
        given_scores = ARRAYS[(form // 2) % len(ARRAYS)](scores)
        writer.add(run.labels(rows, form), given_scores, **run.columns(rows))
    return writer


def expected(run: Run, n_batches: int | None = None) -> Predictions:
    batches = run.batches[:n_batches]
    rows = slice(0, batches[-1].stop)
    numbers = np.concatenate([np.full(part.stop - part.start, n + 1) for n, part in enumerate(batches)])
    positive = run.positive
    if len(run.classes) == 2 and run.scores.shape[1] == 1 and positive is None:
        named = [name for name in run.classes if name in ("yes", "True", "1")]
        named += [name for name, other in (("pos", "neg"), ("p", "n")) if {name, other} <= set(run.classes)]
        positive = named[0] if len(named) == 1 else run.classes[1]
    labels = [run.classes[code] for code in run.codes[rows]]
    return Predictions.from_arrays(
        labels, run.scores[rows], classes=run.classes, score_kind=run.kind, positive=positive, batch=numbers,
        **run.columns(rows),
    )  # fmt: skip


def check_equal(found: Predictions, wanted: Predictions) -> None:
    for name in ("classes", "score_kind", "score_class", "positive", "batch_names", "group_names"):
        assert getattr(found, name) == getattr(wanted, name), name
    for name in ("y_true", "y_score", "y_pred", "batch", "group", "sample_id", "sample_weight", "count"):
        one, other = getattr(found, name), getattr(wanted, name)
        assert (one is None) == (other is None), name
        if one is not None:
            assert one.dtype == other.dtype or one.dtype.kind == "U", name
            np.testing.assert_array_equal(one, other, name)


@pytest.mark.parametrize("suffix", [".parquet", ".feather"])
@QUIET
@given(run=runs())
def test_that_a_file_opens_to_the_arrays_of_all_batches(tmp_path: Path, suffix: str, run: Run) -> None:
    path = tmp_path / f"run{suffix}"
    written(run, path).close()
    check_equal(cm.read_predictions(path), expected(run))


@QUIET
@given(run=runs(), data=st.data())
def test_that_a_stream_cut_anywhere_opens_to_the_batches_that_are_whole(
    tmp_path: Path, run: Run, data: st.DataObject
) -> None:
    sizes = []
    path = tmp_path / "run.parquet"
    for n_batches in (len(run.batches) - 1, len(run.batches)):
        if n_batches:
            writer = written(run, path, n_batches)
            assert writer._partial is not None
            assert writer._file is not None
            writer._file.close()
            sizes.append((n_batches, writer._partial.stat().st_size))
            raw = writer._partial.read_bytes()
            writer._partial.unlink()
    partial = tmp_path / "run.parquet.partial"
    n_whole, first = sizes[0]
    if len(sizes) == 1:  # one batch: it is whole, or there is none
        cut, n_whole = first, 1
    else:
        cut = data.draw(st.integers(first, sizes[1][1]))
        n_whole = sizes[1][0] if cut == sizes[1][1] else n_whole
    partial.write_bytes(raw[:cut])
    loaded = cm.load(partial)
    check_equal(loaded.predictions, expected(run, n_whole))
    incomplete = [each.value for each in loaded.conclusions if "is incomplete" in (each.doubt or "")]
    assert incomplete == [partial.name]


WRITE_AND_DIE = """
import os, signal, sys
import numpy as np
import pyarrow as pa
import confmat_gui as cm

target, dies_at, where = sys.argv[1], int(sys.argv[2]), sys.argv[3]
writer = cm.PredictionWriter(target, classes=["ok", "crack"])
rng = np.random.default_rng(0)
if where == "close":
    from confmat_gui.io import finishing
    def killed(reader):
        yield pa.Table.from_batches([reader.read_next_batch()])
        os.kill(os.getpid(), signal.SIGKILL)
    finishing._groups = killed
for number in range(20):
    scores = rng.random((5, 2)).astype(np.float32)
    writer.add(rng.integers(0, 2, 5), scores)
    if where == "run" and number + 1 == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
writer.close()
"""


def write_and_die(target: Path, dies_at: int, where: str) -> None:
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", WRITE_AND_DIE, str(target), str(dies_at), where],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == -9, ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_that_a_killed_run_loses_no_batch_that_was_added(tmp_path: Path) -> None:
    target = tmp_path / "run.parquet"
    target.write_bytes(b"old")
    for dies_at in (1, 7):
        write_and_die(target, dies_at, "run")
        left = tmp_path / "run.parquet.partial"
        loaded = cm.load(left)
        assert loaded.predictions.n == 5 * dies_at
        assert loaded.in_doubt
        assert target.read_bytes() == b"old"
        left.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_that_a_kill_while_the_file_is_made_leaves_the_old_one_and_every_batch(tmp_path: Path) -> None:
    target = tmp_path / "run.parquet"
    target.write_bytes(b"old")
    write_and_die(target, 0, "close")
    assert target.read_bytes() == b"old"
    loaded = cm.load(tmp_path / "run.parquet.partial")
    assert loaded.predictions.n == 100
    assert not loaded.in_doubt  # it has its end
