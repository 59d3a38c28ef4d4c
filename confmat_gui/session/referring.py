"""Sessions that refer to prediction files beside them instead of holding them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from confmat_gui.core.cancel import Progress, no_progress, part_of
from confmat_gui.core.errors import InputError
from confmat_gui.io.fingerprint import sha256_of
from confmat_gui.io.loaded import Loaded, Source
from confmat_gui.session.manifest import Manifest, StoredSource
from confmat_gui.session.packing import input_options


def relative_paths(sources: Sequence[Source], session_path: Path) -> tuple[str, ...]:
    """Return the path of each source as seen from the session file's folder, with forward slashes."""
    folder = session_path.resolve().parent
    return tuple(_relative_path(source, folder) for source in sources)


def _relative_path(source: Source, folder: Path) -> str:
    if not source.path:
        raise InputError(
            f"Where “{source.name}” lies is not known here, so the session cannot refer to it; "
            "save the session with its data instead."
        )
    try:
        return Path(os.path.relpath(Path(source.path).resolve(), folder)).as_posix()
    except ValueError:
        raise InputError(
            f"“{source.name}” lies on another drive than the session, so the session cannot refer to it; "
            "save the session with its data or on the same drive."
        ) from None


def read_references(
    manifest: Manifest, session_path: Path, progress: Progress = no_progress
) -> Loaded:
    """Read the files a session refers to; InputError if one is missing, changed or read differently now."""
    from confmat_gui.io.load import load_predictions

    share = 0.1 / max(1, len(manifest.sources))
    paths = [
        _found(source, session_path, part_of(progress, i * share, (i + 1) * share))
        for i, source in enumerate(manifest.sources)
    ]
    loaded = load_predictions(paths, input_options(manifest.options), part_of(progress, 0.1, 1.0))
    stored = manifest.predictions
    if (loaded.predictions.classes, loaded.predictions.n_rows) != (stored.classes, stored.n_rows):
        raise InputError(
            f"The files that “{session_path.name}” refers to are read differently by this version of the "
            "program; open the files themselves and save the session again."
        )
    return loaded


def _found(source: StoredSource, session_path: Path, progress: Progress) -> Path:
    """Return the path of a source that is where it was and as it was."""
    path = session_path.resolve().parent / _harmless(source, session_path)
    try:
        digest = sha256_of(path, progress)
    except OSError:
        raise InputError(
            f"“{source.path}”, to which the session “{session_path.name}” refers, cannot be read; "
            "put the file back beside the session."
        ) from None
    if digest != source.sha256:
        raise InputError(
            f"“{source.path}”, to which the session “{session_path.name}” refers, has changed since then; "
            "restore the file, or open it by itself."
        )
    return path


def _harmless(source: StoredSource, session_path: Path) -> PurePosixPath:
    """Return the stored path if it is relative, as every path that this program stores."""
    path = source.path or ""
    if not path or "\0" in path or PurePosixPath(path).is_absolute() or PureWindowsPath(path).anchor:
        raise InputError(
            f"The session “{session_path.name}” does not say where “{source.name}” lies as a path from its "
            "own folder; open the file itself and save the session again."
        )
    return PurePosixPath(path)

