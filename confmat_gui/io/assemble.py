"""Tables to predictions: find the columns, the classes, the rows that can be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from confmat_gui.core.arrays import read_only
from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions, frozen
from confmat_gui.io.classes import Classes, find_classes
from confmat_gui.io.columns import Parts, find_columns
from confmat_gui.io.declared_columns import counts_as_declared, declared_parts
from confmat_gui.io.facts import Facts
from confmat_gui.io.joined import Joined, batch_names, join_tables
from confmat_gui.io.loaded import ColumnMap, Conclusion, InputOptions, Loaded, Source
from confmat_gui.io.matrix_table import MATRIX_KIND, MATRIX_PARTS, about_other_classes, as_cells
from confmat_gui.io.one_hot import OneHot, find_one_hot
from confmat_gui.io.partners import row_columns
from confmat_gui.io.samples import Samples
from confmat_gui.io.score_kind import (
    check_chosen_kind,
    find_kind,
    find_positive,
    positive_conclusion,
    score_class_of,
)
from confmat_gui.io.stacked import about_stacks, chosen_rows
from confmat_gui.io.table import Table

FILES_ARE_BATCHES = Conclusion("batch", "", "each file is a batch")


def assemble(tables: list[Table], paths: list[Path], sha256: list[str], options: InputOptions) -> Loaded:
    """Build the result of reading from the tables of all files."""
    meant = [as_cells(table, options) for table in chosen_rows(tables, options)]
    about_classes = about_other_classes(meant)
    joined = join_tables(meant, options)
    with naming(joined.name):
        declared = counts_as_declared(joined.note, options)
        one_hot = None
        if not joined.is_matrix and not declared:
            one_hot = find_one_hot(joined.columns, options, joined.name)
        if one_hot is not None:
            joined = replace(joined, columns=one_hot.in_place(joined.columns))
        facts = Facts(joined.columns)
        parts = _found_columns(facts, options, joined, one_hot)
        classes = find_classes(facts, parts, options, joined.class_names)
        samples = Samples(joined, parts.map, classes)
        predictions, conclusions = _predictions(samples, joined, classes, parts, options)
    source_index = samples.kept(joined.source_index)
    if parts.map.batch is None and len(paths) > 1 and not joined.side_by_side:
        predictions = replace(predictions, batch=source_index, batch_names=batch_names(list(paths)))
        conclusions.append(FILES_ARE_BATCHES)
    conclusions.extend([*about_classes, *about_stacks(facts, parts.map, options)])
    conclusions.extend(Conclusion("file", joined.name, remark, remark) for remark in joined.remarks)
    beside = row_columns(joined.partners, joined.row_numbers)
    extra = {name: samples.kept(numbers) for name, numbers in beside.items()} | samples.extra()
    return Loaded(
        predictions=frozen(predictions),
        sources=sources_of(joined, samples, paths, sha256),
        set_aside=samples.ledger.rows(),
        columns=map_in_class_order(parts.map, classes, one_hot),
        conclusions=(*joined.conclusions, *parts.conclusions, *classes.conclusions, *conclusions),
        options=options,
        row_numbers=read_only(samples.kept(joined.row_numbers)),
        source_index=read_only(source_index),
        extra={name: read_only(values) for name, values in extra.items()},
    )


def _found_columns(facts: Facts, options: InputOptions, joined: Joined, one_hot: OneHot | None) -> Parts:
    """Find the columns; a refusal also tells what was left out of the files, which may be what is missed."""
    if joined.is_matrix:
        return MATRIX_PARTS
    if joined.note is not None and counts_as_declared(joined.note, options):
        several = len(joined.tables) > 1
        return declared_parts(facts, joined.note, options, joined.name, several=several)
    try:
        if one_hot is None:
            return find_columns(facts, options, joined.name)
        parts = find_columns(facts, replace(options, true=(one_hot.name,)), joined.name)
        told = (one_hot.conclusion if each.subject == "true" else each for each in parts.conclusions)
        return replace(parts, conclusions=tuple(told))
    except InputError as error:
        if not joined.remarks:
            raise
        more = "; ".join(remark[:1].lower() + remark[1:].rstrip(".") for remark in joined.remarks[:3])
        raise InputError(f"{str(error).rstrip('.')}; {more}.") from error


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Put the file's name in front of a sentence that lacks it."""
    try:
        yield
    except InputError as error:
        if name in str(error):
            raise
        raise InputError(f"{name}: {error}") from error


def _predictions(
    samples: Samples, joined: Joined, classes: Classes, parts: Parts, options: InputOptions
) -> tuple[Predictions, list[Conclusion]]:
    y_true, scores, count = samples.y_true(), samples.y_score(), samples.count()
    if count is not None and not count.any():
        raise InputError(f"Every count in the column “{parts.map.count}” is 0; one sample is needed.")
    if joined.is_matrix:
        kind, about_kind = MATRIX_KIND
    else:
        kind, about_kind = find_kind(scores, classes, parts.match.style, options, joined.note)
    if scores is not None and options.kind is not None:
        check_chosen_kind(scores, kind, samples.place)
    declared = joined.positive or _code_one(joined, classes)
    positive, source = find_positive(classes, options, declared, y_true, count)
    score_class, about_class = score_class_of(classes, positive, source)
    batch, batches = samples.coded(parts.map.batch)
    group, groups = samples.coded(parts.map.group)
    said = (about_kind, positive_conclusion(classes.names, positive, source), about_class)
    predictions = Predictions(
        classes=classes.names,
        y_true=y_true,
        y_score=scores,
        score_kind=kind,
        score_class=score_class,
        y_pred=samples.y_pred(),
        positive=positive,
        positive_source=source,
        sample_weight=samples.sample_weight(),
        count=count,
        batch=batch,
        batch_names=batches,
        group=group,
        group_names=groups,
        sample_id=samples.sample_id(),
    )
    return predictions, [conclusion for conclusion in said if conclusion is not None]


def _code_one(joined: Joined, classes: Classes) -> str | None:
    """Two declared classes and one score: the score is that of code 1, as in scikit-learn."""
    known = len(joined.class_names) == 2 and len(classes.names) == 2 and len(classes.scores) == 1
    return classes.names[1] if known else None


def sources_of(joined: Joined, samples: Samples, paths: list[Path], sha256: list[str]) -> tuple[Source, ...]:
    """Return what is known of each file, with the numbers of rows that are used and that are set aside."""
    n_files = len(paths)
    n_all = [joined.n_rows] * n_files if joined.side_by_side else [table.n_rows for table in joined.tables]
    n_aside = np.bincount(joined.source_index[samples.ledger.bad], minlength=n_files)
    if joined.side_by_side:  # every row stands in all files
        n_aside = np.full(n_files, n_aside.sum())
    return tuple(
        Source(
            path.name, str(path), digest, int(n_all[i] - n_aside[i]), int(n_aside[i]), joined.tables[i].format
        )
        for i, (path, digest) in enumerate(zip(paths, sha256, strict=True))
    )


def map_in_class_order(columns: ColumnMap, classes: Classes, one_hot: OneHot | None) -> ColumnMap:
    """Return the columns with those of the scores in class order, and those of the truth as in the file."""
    columns = columns if one_hot is None else replace(columns, true=one_hot.names)
    if not classes.scores:
        return columns
    score_classes = classes.names if len(classes.scores) > 1 else (classes.score_class or "",)
    return replace(columns, scores=classes.scores, score_classes=score_classes)
