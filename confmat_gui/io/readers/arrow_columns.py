"""Arrow's columns to ours, without going through Python objects."""

from __future__ import annotations

from typing import Any

import numpy as np

from confmat_gui.io.number_rows import NumberRows
from confmat_gui.io.table import Column, NumberColumn, TextColumn, TextMerger

MOST_PARTS = 10_000
"""A vector of more numbers, or a record of more fields, is no set of scores."""


def columns_from_arrow(name: str, values: Any, rows: NumberRows | None = None) -> dict[str, Column]:
    """Return the columns of a pyarrow ChunkedArray: one, or one for each part of a vector or a record.

    The parts of “probs” are called “probs_0”, “probs_1”, ... or after the fields of the record. Vectors that
    differ in length, bytes and what lies deeper give no column. A column of floats is copied into `rows`.
    """
    import pyarrow as pa

    kind = values.type
    if pa.types.is_struct(kind):
        return _from_record(name, values) if kind.num_fields <= MOST_PARTS else {}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _from_vectors(name, values)
    column = column_from_arrow(values, rows)
    return {} if column is None else {name: column}


def _from_record(name: str, values: Any) -> dict[str, Column]:
    import pyarrow.compute as pc

    fields = [values.type.field(index).name for index in range(values.type.num_fields)]
    if len(set(fields)) < len(fields):
        return {}
    parts = {each: column_from_arrow(pc.struct_field(values, index)) for index, each in enumerate(fields)}
    return {f"{name}_{each}": column for each, column in parts.items() if column is not None}


def _from_vectors(name: str, values: Any) -> dict[str, Column]:
    import pyarrow as pa
    import pyarrow.compute as pc

    inner = values.type.value_type
    sizes = pc.unique(pc.list_value_length(values).drop_null()).to_pylist()
    numeric = pa.types.is_floating(inner) or pa.types.is_integer(inner) or pa.types.is_boolean(inner)
    if not numeric or len(sizes) != 1 or not 1 <= sizes[0] <= MOST_PARTS:
        return {}
    flat = _from_numbers(pc.list_flatten(values)).values.reshape(-1, sizes[0])
    if values.null_count:  # a row without a vector has no number in any of its parts
        present = pc.is_valid(values).to_numpy().astype(bool)
        whole = np.full((len(values), sizes[0]), np.nan, flat.dtype if flat.dtype.kind == "f" else np.float64)
        whole[present] = flat
        flat = whole
    return {f"{name}_{index}": NumberColumn(flat[:, index]) for index in range(sizes[0])}


def left_out(file: str, name: str) -> str:
    """Return the sentence about a column that gives none."""
    return f"The column “{name}” of {file} holds bytes, or lists that differ in length, and is left out."


def column_from_arrow(values: Any, rows: NumberRows | None = None) -> Column | None:
    """Return a column of a pyarrow ChunkedArray; None for bytes, lists, records and maps."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if pa.types.is_nested(kind) or _is_bytes(kind):
        return None
    if pa.types.is_dictionary(kind):
        return _from_dictionary(values)
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return _from_numbers(values, rows)
    if pa.types.is_decimal(kind):
        return _from_numbers(pc.cast(values, pa.float64()))
    if pa.types.is_null(kind):
        return TextColumn(np.full(len(values), -1, np.int32), ())
    return _from_dictionary(pc.dictionary_encode(pc.cast(values, pa.large_string())))


def _is_bytes(kind: Any) -> bool:
    import pyarrow as pa

    return any(
        test(kind) for test in (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    )


def _from_numbers(values: Any, rows: NumberRows | None = None) -> NumberColumn:
    import pyarrow as pa
    import pyarrow.compute as pc

    if rows is not None and values.num_chunks and values.type in (pa.float32(), pa.float64()):
        parts = [chunk.to_numpy(zero_copy_only=False) for chunk in values.chunks]
        return NumberColumn(rows.filled(parts))
    if values.null_count and not pa.types.is_floating(values.type):
        values = pc.cast(values, pa.float64(), safe=False)
    array = values.to_numpy()
    if array.dtype == np.float16:
        array = array.astype(np.float32)
    return NumberColumn(array)


def _from_dictionary(values: Any) -> TextColumn:
    """Categories keep their order where the file declares one; else those that occur, as they come."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = values.unify_dictionaries().combine_chunks()
    indices = pc.fill_null(pc.cast(whole.indices, pa.int32()), -1)
    dictionary = pc.cast(whole.dictionary, pa.large_string())
    codes = np.array(indices.to_numpy(zero_copy_only=False), dtype=np.int32)
    lost = [index for index, text in enumerate(dictionary.to_pylist()) if text is None]
    if lost:  # a null inside the dictionary is a missing value like any other
        codes[np.isin(codes, lost)] = -1
    texts = tuple(text if text is not None else "" for text in dictionary.to_pylist())
    if len(set(texts)) < len(texts):  # only a damaged or careless writer lists a text twice
        merger = TextMerger()
        merger.add(codes, texts)
        codes, texts = merger.column().codes, merger.column().texts
    return TextColumn(codes, texts, ordered=bool(whole.type.ordered))
