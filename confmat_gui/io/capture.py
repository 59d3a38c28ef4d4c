"""Predictions written to one file while a model makes them, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count as count_from
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self, TypeAlias, get_args

from confmat_gui.core.errors import InputError
from confmat_gui.core.intake import class_position
from confmat_gui.io.captured_batch import Call, Captured, Capturing, captured
from confmat_gui.io.captured_labels import ClassLabels
from confmat_gui.io.finishing import SUFFIXES, finish
from confmat_gui.io.foreign_arrays import AnyArray
from confmat_gui.io.unfinished import unfinished_name

CaptureKind: TypeAlias = Literal["probability", "sigmoid", "logit", "score"]
_KINDS: tuple[CaptureKind, ...] = get_args(CaptureKind)


class PredictionWriter:
    """Writes what a model predicts to one file, one call a batch.

    What was added is on disk when `add` returns: until `close` it stands in `<name>.partial` beside the file,
    which opens too, also when the run was killed. `close`, or the end of the `with` block, makes the file of
    it and only then replaces an older one. After an exception in the block the `.partial` file stays.

    Parameters
    ----------
    path
        `.parquet`, `.arrow` or `.feather`. CSV is refused: it holds neither types nor class order, and a line
        that is cut short may be a wrong number.
    classes : K names in the order of the score columns
    kind : "probability", "sigmoid", "logit", "score" or None
        None finds it out of all values when the file is opened; logits must be said.
    positive : name or index of the positive class (K = 2) or None
        A single score column is that of the positive class. None: as for `Predictions.from_arrays`; for a
        single column a class that reads yes, true, positive, 1 or +1, else the second one.

    Raises
    ------
    InputError
        Another suffix, a folder that is missing, names that are no classes.

    Examples
    --------
    >>> import tempfile, confmat_gui as cm
    >>> path = Path(tempfile.mkdtemp()) / "preds.parquet"
    >>> with cm.PredictionWriter(path, classes=["ok", "crack"]) as w:
    ...     w.add([0, 1], [[0.9, 0.1], [0.2, 0.8]])
    ...     w.add([0], [[0.6, 0.4]])
    >>> cm.read_predictions(path).batch_names
    ('1', '2')
    """

    def __init__(
        self,
        path: str | Path,
        *,
        classes: Sequence[str],
        kind: CaptureKind | None = None,
        positive: str | int | None = None,
    ) -> None:
        self.path = _checked_path(Path(path))
        names = _checked_classes(classes)
        if kind is not None and kind not in _KINDS:
            raise InputError(f"There is no kind of score called “{kind}”; choose one of {', '.join(_KINDS)}.")
        if positive is not None and len(names) != 2:
            raise InputError("A positive class can be given only where there are exactly two classes.")
        self._so_far = Capturing(
            kind=kind,
            positive=None if positive is None else names[class_position(positive, names)],
            true=ClassLabels(names, "true label"),
            pred=ClassLabels(names, "predicted label", missing=frozenset({"-1"})),
        )
        self._n_calls = 0
        self._closed = False
        self._stream: Any = None
        self._file: IO[bytes] | None = None
        self._partial: Path | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The class names in their order."""
        return self._so_far.true.names

    def add(
        self,
        y_true: AnyArray,
        y_score: AnyArray | None = None,
        *,
        y_pred: AnyArray | None = None,
        sample_id: AnyArray | None = None,
        batch: AnyArray | None = None,
        group: AnyArray | None = None,
        sample_weight: AnyArray | None = None,
        count: AnyArray | None = None,
        **extra: AnyArray,
    ) -> None:
        """Write one batch; what was written before is untouched whatever happens.

        Arrays may be lists, or arrays of numpy, PyTorch, TensorFlow, JAX and others on any device, with or
        without a gradient. float32 and float64 keep their type, shorter floats become float32.

        Parameters
        ----------
        y_true : (n,) or (n, 1) class names or indices, or one-hot (n, K)
            None and NaN stand for no label; such a row is set aside when the file is opened, as is one with a
            score that is NaN or infinite.
        y_score : (n,), (n, 1) or (n, K) numbers, higher means more likely, columns in class order, or None
        y_pred : (n,) labels; None, NaN (and -1 beside class indices) mean that the row has none
        sample_id : (n,) labels or None
        batch : (n,) labels, or one for all rows; None: the number of the call, from 1
        group : (n,) labels, or one for all rows
        sample_weight : (n,) numbers >= 0
        count : (n,) whole numbers >= 0, the samples that a row stands for
        **extra : (n,) further columns of numbers or text, or one value for all rows

        Raises
        ------
        InputError
            Lengths that differ, a label that is no class, another number of columns or another type than in
            the batches before; the sentence names the batch and row. Nothing of this batch is written.
        """
        if self._closed:
            raise InputError(f"{self.path.name} is closed; open a new PredictionWriter to write more.")
        columns = {
            "y_pred": y_pred, "sample_id": sample_id, "batch": batch, "group": group,
            "sample_weight": sample_weight, "count": count,
        }  # fmt: skip
        number = self._n_calls + 1
        try:
            made = captured(Call(number, y_true, y_score, columns, extra), self._so_far)
            self._write(made)
        except InputError as error:
            raise InputError(f"{self.path.name}, batch {number}: {error}") from error
        self._so_far = made.so_far
        self._n_calls = number

    def close(self) -> None:
        """Make the file of what was added; InputError where nothing was, or where it cannot be written."""
        if self._closed:
            return
        self._closed = True
        if self._file is None or self._partial is None:
            raise InputError(
                f"No batch was added, so {self.path.name} was not written; call add for each batch."
            )
        with self._file, self._refusing():
            self._stream.close()  # writes the mark of the end
        finish(self._partial, self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
            return
        self._closed = True
        if self._file is not None and self._partial is not None:
            self._file.close()  # without the mark of the end, so that the file is known to be incomplete
            error.add_note(f"What was predicted until then is in {self._partial.name}, which opens as it is.")

    def _write(self, made: Captured) -> None:
        import pyarrow as pa

        with self._refusing():
            if self._file is None:
                self._partial, self._file = _opened(self.path)
                self._stream = pa.ipc.new_stream(self._file, made.so_far.schema)
            self._stream.write_batch(made.rows)
            self._file.flush()  # from here on a kill of the run loses nothing of this batch

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Say what went wrong with the disk; the file ends there, with all batches before."""
        try:
            yield
        except OSError as error:
            self._closed = True
            if self._file is not None:
                with suppress(OSError):
                    self._file.close()
            left = "" if self._partial is None else f"; the batches before are in {self._partial.name}"
            raise InputError(f"It cannot be written ({error.strerror or error}){left}.") from error


def _opened(path: Path) -> tuple[Path, IO[bytes]]:
    """Open a new file beside `path`, under a name of its own: another run may be writing the same file."""
    for number in count_from(1):
        partial = unfinished_name(path, number)
        with suppress(FileExistsError):
            return partial, partial.open("xb")
    raise AssertionError  # numbers do not end


def _checked_path(path: Path) -> Path:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"{path.name} must end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}: these hold types and the "
            "order of classes, and a run that is killed leaves no half number."
        )
    if not path.parent.is_dir():
        raise InputError(f"{path.name} cannot be written: its folder is missing; make it first.")
    if path.is_dir():
        raise InputError(f"{path.name} cannot be written: it is a folder.")
    return path


def _checked_classes(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the names, which must be such as every file can hold: no blanks around them, all different."""
    names = (classes,) if isinstance(classes, str) else tuple(str(name) for name in classes)
    odd = [name for name in names if not name or name != name.strip() or not _is_unicode(name)]
    if odd:
        raise InputError(
            f"The class name {odd[0]!r} is empty, has blanks around it or is no Unicode; give it another."
        )
    if len(set(names)) < len(names) or not names:
        raise InputError("The class names must differ from each other, and there must be at least one.")
    return names


def _is_unicode(text: str) -> bool:
    """Whether a text can be written: halves of a pair of UTF-16 cannot."""
    return text == text.encode("utf-8", "replace").decode("utf-8")
