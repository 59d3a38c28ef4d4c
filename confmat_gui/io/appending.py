"""More files for what was read before: only the new ones are read, in the way the old ones were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from confmat_gui.core.arrays import read_only
from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import InputError
from confmat_gui.io.appended_batches import names_of_batches, renamed_repairs
from confmat_gui.io.appended_classes import classes_of_both, known_match
from confmat_gui.io.appended_rows import NewRows, extra_of_both, predictions_of_both
from confmat_gui.io.assemble import FILES_ARE_BATCHES, map_in_class_order, naming, sources_of
from confmat_gui.io.columns import Parts
from confmat_gui.io.declared_columns import with_named_calls
from confmat_gui.io.fingerprint import sha256_of
from confmat_gui.io.gathering import advising, gathered
from confmat_gui.io.joined import Joined, join_tables
from confmat_gui.io.load import read_files
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions, Loaded, SetAsideRow, Source
from confmat_gui.io.loaded_rows import named_by_appearance, rows_of, set_aside_by_source, without_source
from confmat_gui.io.matrix_table import MATRIX_PARTS, as_cells
from confmat_gui.io.one_hot import find_one_hot
from confmat_gui.io.samples import Samples
from confmat_gui.io.stacked import chosen_rows
from confmat_gui.io.table import Table

_FOUND_ANEW = ("classes", "labels", "kind", "positive", "score_class")
"""What is concluded from all samples together."""
_OF_TABLES = ("where", "matrix")
"""What is concluded about each file before its columns are looked at."""


def appended(
    loaded: Loaded, paths: Sequence[str | Path], progress: Progress = no_progress, *, replacing: bool = False
) -> Loaded:
    """Return what was read with the rows of more files below it.

    What each column is stays as it was concluded; classes, the kind of scores and the positive class are
    found from all samples, as if all files had been opened together. The old files need not be there.

    Parameters
    ----------
    loaded : what was read, before any repair
    paths : the new files; of folders and patterns, those that are not open yet
    replacing : read a file that is among the old ones anew, in its old place, instead of refusing it

    Raises
    ------
    InputError
        A file that does not fit the old ones, or is among them; one sentence that names it.
    """
    _check_grows(loaded)
    files = _files_to_add(loaded, paths)
    with advising(paths):
        return _appended(loaded, files, progress, replacing=replacing)


def is_as_it_was(loaded: Loaded, path: Path) -> bool:
    """Whether a file is one of those that were read, with the same content."""
    place = _place_of(loaded, path)
    return place is not None and loaded.sources[place].sha256 == sha256_of(path)


def _files_to_add(loaded: Loaded, paths: Sequence[str | Path]) -> list[Path]:
    """Return the files that are meant; of folders and patterns only those that are not there yet."""
    named = set(map(Path, paths))
    files = [path for path in gathered(paths) if path in named or _place_of(loaded, path) is None]
    if not files:
        raise InputError("All files that were found there are open already; nothing was added.")
    return files


def _appended(loaded: Loaded, files: list[Path], progress: Progress, *, replacing: bool) -> Loaded:
    tables, fingerprints = read_files(files, loaded.options, progress)
    places = [_place_of(loaded, path, digest) for path, digest in zip(files, fingerprints, strict=True)]
    known = [path.name for path, place in zip(files, places, strict=True) if place is not None]
    if known and not replacing:
        raise InputError(f"{known[0]} is already among the files that are open; nothing was added.")
    progress(0.96, "Finding classes")
    new = _new_rows(loaded, tables)
    sources, index_of = list(loaded.sources), []
    for place, source in zip(places, sources_of(new.joined, new.samples, files, fingerprints), strict=True):
        index_of.append(len(sources) if place is None else place)
        sources[index_of[-1] : index_of[-1] + 1] = [source]
        loaded = loaded if place is None else without_source(loaded, place)
    result = _put_together(loaded, new, sources, index_of)
    progress(1.0, "")
    return result


def _check_grows(loaded: Loaded) -> None:
    """Refuse where rows of other files could not be told to belong below those that are there."""
    if not loaded.sources or not loaded.columns.true:
        raise InputError("These samples were not read from files, so no files can be added to them.")
    if any(conclusion.subject == "join" for conclusion in loaded.conclusions):
        raise InputError(
            "These samples were put together from several files side by side, so no files can be added; "
            "open all files anew."
        )


def _place_of(loaded: Loaded, path: Path, digest: str | None = None) -> int | None:
    """Return which of the old files a file is: the same path; where that is not known, name and content."""
    where = path.resolve()
    for index, source in enumerate(loaded.sources):
        if source.path:
            if Path(source.path).resolve() == where:
                return index
        elif source.name == path.name and source.sha256 == (digest or sha256_of(path)):
            return index
    return None


def _new_rows(loaded: Loaded, tables: list[Table]) -> NewRows:
    tables = chosen_rows(tables, loaded.options)
    if loaded.columns.batch is not None:
        tables = [with_named_calls(table) for table in tables]
    if loaded.predictions.score_kind == "matrix":  # a few samples may look like a matrix
        tables = [as_cells(table, loaded.options) for table in tables]
    for table in tables:
        _check_fits(loaded, table)
    joined = join_tables(tables, loaded.options)
    with naming(joined.name):
        columns, joined = _one_truth(loaded.columns, joined, loaded.options)
        parts = MATRIX_PARTS if joined.is_matrix else Parts(columns, known_match(loaded), ())
        classes = classes_of_both(loaded, joined, parts)
        return NewRows(joined, Samples(joined, parts.map, classes), parts, classes)


def _check_fits(loaded: Loaded, table: Table) -> None:
    """Refuse a file with other columns, and samples among matrices."""
    first = loaded.sources[0].name
    if loaded.predictions.score_kind == "matrix":
        if not table.is_matrix:
            raise InputError(f"{table.name} is no ready-made matrix, as {first} is, so it is not added.")
        return
    known = _column_names(loaded)
    lacking = [name for name in known if name not in table.columns]
    beyond = [name for name in table.columns if name not in known]
    if lacking or beyond:
        what = f"lacks the column “{lacking[0]}” of" if lacking else f"has the column “{beyond[0]}”, unlike"
        raise InputError(f"{table.name} {what} {first}; files that are added must have the same columns.")


def _column_names(loaded: Loaded) -> tuple[str, ...]:
    """Return the names of all columns of the old files."""
    columns = loaded.columns
    single = (columns.pred, columns.id, columns.batch, columns.group, columns.weight, columns.count)
    named = (*columns.true, *columns.scores, *filter(None, single), *loaded.extra)
    return tuple(dict.fromkeys(named))


def _one_truth(columns: ColumnMap, joined: Joined, options: InputOptions) -> tuple[ColumnMap, Joined]:
    """Return columns and rows with a truth of several columns as a single one."""
    if len(columns.true) < 2:
        return columns, joined
    one_hot = find_one_hot(joined.columns, options, joined.name)
    if one_hot is None or set(one_hot.names) != set(columns.true):
        raise InputError(
            f"{joined.name} does not have a single 1 in every row of {', '.join(columns.true[:12])}, as the "
            "files before it."
        )
    whole = replace(joined, columns=one_hot.in_place(joined.columns))
    return replace(columns, true=(one_hot.name,)), whole


def _put_together(loaded: Loaded, new: NewRows, sources: list[Source], index_of: list[int]) -> Loaded:
    """Return old and new rows in the order of their files; `index_of` is where each new file stands."""
    predictions, said = predictions_of_both(loaded, new)
    places = np.array(index_of, dtype=np.int32)[new.samples.kept(new.joined.source_index)]
    source_index = np.concatenate([loaded.source_index, places])
    options = loaded.options
    if loaded.columns.batch is None and len(sources) > 1:
        names = names_of_batches(loaded, sources)
        predictions = replace(predictions, batch=read_only(source_index), batch_names=names)
        options = replace(options, repairs=renamed_repairs(loaded, names))
        said.append(FILES_ARE_BATCHES)
    row_numbers = np.concatenate([loaded.row_numbers, new.samples.kept(new.joined.row_numbers)])
    both = Loaded(
        predictions=predictions,
        sources=tuple(sources),
        set_aside=_set_aside(loaded, new, sources, index_of),
        columns=map_in_class_order(loaded.columns, new.classes, None),
        conclusions=_conclusions(loaded, new.joined, said),
        options=options,
        row_numbers=read_only(row_numbers),
        source_index=read_only(source_index),
        extra=extra_of_both(loaded, new),
    )
    in_order = bool((np.diff(source_index) >= 0).all())
    return both if in_order else named_by_appearance(rows_of(both, np.argsort(source_index, kind="stable")))


def _set_aside(
    loaded: Loaded, new: NewRows, sources: list[Source], index_of: list[int]
) -> tuple[SetAsideRow, ...]:
    parts = set_aside_by_source(loaded.set_aside, [source.n_set_aside for source in loaded.sources])
    parts += [()] * (len(sources) - len(parts))
    added = set_aside_by_source(
        new.samples.ledger.rows(), [sources[index].n_set_aside for index in index_of]
    )
    for index, part in zip(index_of, added, strict=True):
        parts[index] = part
    return tuple(row for part in parts for row in part)


def _conclusions(loaded: Loaded, joined: Joined, said: list[Conclusion]) -> tuple[Conclusion, ...]:
    """Return what was concluded before, with what follows from all samples in its place."""
    old = [each for each in loaded.conclusions if each != FILES_ARE_BATCHES]
    kept = [each for each in old if each.subject not in _FOUND_ANEW]
    first = next((i for i, each in enumerate(old) if each.subject in _FOUND_ANEW), len(old))
    tables = [each for each in kept if each.subject in _OF_TABLES]
    tables = list(dict.fromkeys((*tables, *joined.conclusions)))
    remarks = [
        Conclusion("file", joined.name, remark, remark)
        for remark in joined.remarks
        if not any(each.subject == "file" and each.reason == remark for each in kept)
    ]
    before = [each for each in kept[:first] if each.subject not in _OF_TABLES]
    after = [each for each in kept[first:] if each.subject not in _OF_TABLES]
    return (*tables, *before, *said, *after, *remarks)
