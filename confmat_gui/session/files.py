"""Saving and opening sessions: one `.confmat` file that opens on another machine and holds no program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from numpy.typing import NDArray

from confmat_gui import __version__
from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.prevalence import check_prevalence
from confmat_gui.core.rules import CostMatrix, Rule
from confmat_gui.core.tuning import Tuning, tuning_mask
from confmat_gui.io.atomic import write_atomically
from confmat_gui.session.archive import MANIFEST, Pieces, check_members, damaged, read_archive, write_archive
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.manifest import (
    SCHEMA,
    Manifest,
    StoredColumns,
    StoredConclusion,
    StoredDisplay,
    StoredOptions,
    StoredPoint,
    StoredRule,
    StoredSource,
    StoredTuning,
)
from confmat_gui.session.migrations import migrate
from confmat_gui.session.npy import npy_pieces
from confmat_gui.session.packing import (
    SET_ASIDE,
    packed_arrays,
    packed_set_aside,
    stored_predictions,
    unpacked,
)
from confmat_gui.session.price_changes import checked_unit
from confmat_gui.session.referring import read_references, relative_paths
from confmat_gui.session.state import DataSet, Display, Session

SUFFIX = ".confmat"
FAULTS = (ValueError, KeyError, TypeError, IndexError, RecursionError, msgspec.MsgspecError)
"""What hostile or contradictory content raises while it is understood."""


@dataclass(frozen=True)
class SessionSummary:
    """What a session file says of itself, without its arrays."""

    name: str
    saved: str
    """Date and time in UTC, ISO 8601."""
    program: str
    sources: tuple[str, ...]
    n_rows: int


def is_session(path: str | Path) -> bool:
    """Whether a path is named like a session."""
    return Path(path).suffix.lower() == SUFFIX


def save_session(
    session: Session, path: str | Path, *, refer: bool = False, progress: Progress = no_progress
) -> None:
    """Write a session to one file, atomically: whatever happens, `path` holds the old file or the new one.

    Parameters
    ----------
    refer : bool
        Store relative paths and fingerprints of the prediction files instead of their content. Opening
        then needs the files where they are now.
    """
    target = Path(path)
    paths = relative_paths(session.data.original.sources, target) if refer else None
    manifest = partial(_manifest_bytes, session, paths)
    members: dict[str, tuple[int, Callable[[], Pieces]]] = {}
    if not refer:
        members = {f"{n}.npy": _array_member(a) for n, a in packed_arrays(session.data.original).items()}
    rows = packed_set_aside(session.data.original)
    members[SET_ASIDE] = (len(rows), lambda: [rows])
    with write_atomically(target) as stream:
        write_archive(stream, members, manifest, progress)


def read_session(path: str | Path, progress: Progress = no_progress) -> Session:
    """Open a session; InputError with one sentence if it is damaged, of a later version or no session."""
    source = Path(path)
    manifest, members = _read(source, part_of(progress, 0.0, 0.3))
    if manifest.holds == "references":
        loaded = read_references(manifest, source, part_of(progress, 0.3, 0.7))
    else:
        try:
            loaded = unpacked(manifest, members)
        except FAULTS as error:
            raise damaged(source.name) from error
    try:
        data = data_set(loaded, part_of(progress, 0.7, 1.0))
        point = _operating_point(manifest)
        display = _display(manifest, point)
        unit = checked_unit(manifest.cost_unit)
        tuning = _tuning(manifest, data)
    except (*FAULTS, InputError) as error:
        raise damaged(source.name) from error
    return Session(data, point, display, manifest.name, manifest.notes, unit, tuning)


def read_summary(path: str | Path) -> SessionSummary:
    """Return what a session file says of itself; InputError as `read_session`."""
    manifest, _ = _read(Path(path), no_progress)
    names = tuple(source.name for source in manifest.sources)
    return SessionSummary(manifest.name, manifest.saved, manifest.program, names, manifest.predictions.n_rows)


def _array_member(array: NDArray[Any]) -> tuple[int, Callable[[], Pieces]]:
    return array.nbytes, partial(npy_pieces, array)


def _read(path: Path, progress: Progress) -> tuple[Manifest, dict[str, bytes]]:
    """Return the manifest, in the current version, and the checked members of a session file."""
    members = read_archive(path, progress)
    try:
        document = msgspec.json.decode(members[MANIFEST], type=dict[str, Any])
        if document["schema"] > SCHEMA:
            raise _later(path, str(document.get("program", "")))
        manifest = msgspec.convert(migrate(document, SCHEMA), Manifest)
    except FAULTS as error:
        raise damaged(path.name) from error
    check_members(path.name, members, manifest.members)
    return manifest, members


def _later(path: Path, program: str) -> InputError:
    return InputError(
        f"The session “{path.name}” was saved by a later version of the program ({program[:20]}, "
        f"this is {__version__}), so it cannot be opened here; install that version to open it."
    )


def _manifest_bytes(session: Session, paths: tuple[str, ...] | None, digests: dict[str, str]) -> bytes:
    """Return the manifest as JSON."""
    loaded = session.data.original
    sources = zip(loaded.sources, paths or (None,) * len(loaded.sources), strict=True)
    manifest = Manifest(
        format="confmat-session",
        schema=SCHEMA,
        program=__version__,
        saved=datetime.now(UTC).isoformat(timespec="seconds"),
        name=session.name,
        notes=session.notes,
        holds="arrays" if paths is None else "references",
        predictions=stored_predictions(loaded.predictions),
        point=_stored_point(session.point),
        display=msgspec.convert(session.display, StoredDisplay, from_attributes=True),
        sources=tuple(
            StoredSource(s.name, s.sha256, s.n, s.n_set_aside, s.format, path) for s, path in sources
        ),
        columns=msgspec.convert(loaded.columns, StoredColumns, from_attributes=True),
        options=msgspec.convert(loaded.options, StoredOptions, from_attributes=True),
        conclusions=tuple(
            StoredConclusion(c.subject, c.value, c.reason, c.doubt) for c in loaded.conclusions
        ),
        cost_unit=session.cost_unit,
        extra=tuple(loaded.extra),
        tuning=msgspec.convert(session.tuning, StoredTuning | None, from_attributes=True),
        members=dict(digests),
    )
    return msgspec.json.encode(manifest)


def _stored_point(point: OperatingPoint) -> StoredPoint:
    rule = point.rule
    stored = StoredRule(
        rule.kind, rule.no_decision, rule.named_thresholds, rule.costs, rule.boundary
    )
    return StoredPoint(stored, point.costs, point.positive, point.prevalence)


def _operating_point(manifest: Manifest) -> OperatingPoint:
    """Return the operating point; ValueError where it does not belong to the classes."""
    stored, classes = manifest.point, manifest.predictions.classes
    for costs in (stored.costs, stored.rule.costs):
        if costs is not None and not _fits(costs, len(classes)):
            raise ValueError("costs of the wrong shape")
    if stored.positive is not None and stored.positive not in range(len(classes)):
        raise ValueError("a positive class that is not there")
    if not {name for name, _ in stored.rule.thresholds} <= set(classes):
        raise ValueError("a threshold of a class that is not there")
    rule = stored.rule
    try:
        decided = Rule(rule.kind, rule.thresholds, rule.costs, rule.boundary, rule.no_decision)
        if stored.prevalence is not None:
            check_prevalence(stored.prevalence, classes)
    except InputError as error:
        raise ValueError("a rule, or shares of the classes, that contradict themselves") from error
    return OperatingPoint(decided, stored.costs, stored.positive, stored.prevalence)


def _fits(costs: CostMatrix, n_classes: int) -> bool:
    """Whether costs are K x K, or K x (K + 1) with a price of no decision."""
    return len(costs) == n_classes and {len(row) for row in costs} in ({n_classes}, {n_classes + 1})


def _display(manifest: Manifest, point: OperatingPoint) -> Display:
    """Return the choices of display; ValueError where they point outside the matrix."""
    stored, n_classes = manifest.display, len(manifest.predictions.classes)
    true, predicted = stored.selected_cell or (0, 0)
    columns = n_classes + point.may_abstain
    inside = 0 <= true < n_classes and 0 <= predicted < columns
    if not inside or stored.selected_class not in (None, *range(n_classes)):
        raise ValueError("a selection outside the classes")
    return Display(**{field.name: getattr(stored, field.name) for field in fields(Display)})


def _tuning(manifest: Manifest, data: DataSet) -> Tuning | None:
    """Return how the rule was tuned; InputError where these samples cannot be drawn so."""
    stored = manifest.tuning
    if stored is None:
        return None
    tuning = Tuning(stored.share, stored.seed, stored.by)
    tuning_mask(data.prepared.predictions, tuning)
    return tuning
