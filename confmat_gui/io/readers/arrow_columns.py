"""Arrow's columns to ours, without going through Python objects."""

from __future__ import annotations

from typing import Any

import numpy as np

from confmat_gui.io.table import Column, NumberColumn, TextColumn


def column_from_arrow(values: Any) -> Column | None:
    """Return a column of a pyarrow ChunkedArray; None for lists, structs and maps."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if pa.types.is_nested(kind) or _is_bytes(kind):
        return None
    if pa.types.is_dictionary(kind):
        return _from_dictionary(values)
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return _from_numbers(values)
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


def _from_numbers(values: Any) -> NumberColumn:
    import pyarrow as pa
    import pyarrow.compute as pc

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
    return TextColumn(codes, texts, ordered=bool(whole.type.ordered))
