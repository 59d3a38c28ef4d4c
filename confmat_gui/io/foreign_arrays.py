"""Arrays of any library to numpy, without importing that library.

PyTorch, TensorFlow, JAX, CuPy, pandas and others are known by what their arrays can do, not by their type, so
nothing is imported that the caller has not imported already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.errors import InputError

AnyArray: TypeAlias = Any
"""A list, or an array of any library."""
_SHORT_FLOATS = ("bfloat16", "float8_", "float6_", "float4_")
"""Types of numpy arrays that come from the package ml_dtypes and that numpy knows nothing about."""
_REFUSALS = (TypeError, ValueError, RuntimeError, AttributeError, BufferError)
"""What libraries raise about an array that has no values or cannot leave its device."""


def plain_array(values: Any, what: str) -> NDArray[Any]:
    """Return values as a numpy array: floats below 32 bits as float32, all else in its own type.

    Parameters
    ----------
    values
        A numpy array, a list, or an array of another library, on any device, with or without a gradient.
    what
        What they are, for the sentence about values that cannot be read: "scores".

    Raises
    ------
    InputError
        The values cannot be brought to numpy, such as those of a tensor that is only a symbol.
    """
    try:
        return _without_short_floats(_to_numpy(values))
    except _REFUSALS as error:
        kind = f"{type(values).__module__.split('.')[0]}.{type(values).__name__}"
        detail = str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
        raise InputError(
            f"The {what} cannot be read as an array of numbers or labels ({kind}: {detail}); give a list, a "
            "numpy array, or a tensor that has values."
        ) from error


def _to_numpy(values: Any) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        return _unmasked(values)
    if isinstance(values, np.ndarray):
        return np.asarray(values)
    if isinstance(values, list | tuple):
        return _from_list(values)
    for can_read, read in _WAYS:
        if can_read(values):
            return read(values)
    return np.asarray(values)


def _unmasked(values: Any) -> NDArray[Any]:
    """Return what is masked as a missing value."""
    if values.dtype.kind == "f":
        return np.asarray(values.filled(np.nan))
    held = np.asarray(values.data)
    gone = np.ma.getmaskarray(values)
    if gone.any():
        held = held.astype(object)
        held[gone] = None
    return held


def _from_list(values: Any) -> NDArray[Any]:
    """Return a list of numbers, labels, rows, or arrays of another library (a tensor for each sample)."""
    if any(_is_foreign(value) for value in values):
        values = [_without_short_floats(_to_numpy(value)) for value in values]
    array = np.asarray(values)
    mixed = array.dtype.kind == "U" and any(not isinstance(value, str) for value in values)
    return np.asarray(values, dtype=object) if mixed and array.ndim == 1 else array


def _is_foreign(value: Any) -> bool:
    return not isinstance(value, np.ndarray | np.generic) and any(can_read(value) for can_read, _ in _WAYS)


def _is_torch(values: Any) -> bool:
    return all(callable(getattr(values, name, None)) for name in ("detach", "cpu", "numpy"))


def _from_torch(values: Any) -> NDArray[Any]:
    held = values.detach().cpu()
    try:
        return np.asarray(held.numpy())
    except TypeError:  # numpy has no bfloat16 and no 8-bit floats, which is how PyTorch says so
        return np.asarray(held.float().numpy())


def _is_cuda(values: Any) -> bool:
    return hasattr(values, "__cuda_array_interface__") and callable(getattr(values, "get", None))


def _has(name: str) -> Callable[[Any], bool]:
    return lambda values: callable(getattr(values, name, None))


_WAYS: tuple[tuple[Callable[[Any], bool], Callable[[Any], NDArray[Any]]], ...] = (
    (_is_torch, _from_torch),
    (_is_cuda, lambda values: np.asarray(values.get())),
    (_has("numpy"), lambda values: np.asarray(values.numpy())),
    (_has("__array__"), np.asarray),
    (_has("__dlpack__"), np.from_dlpack),
)
"""How the arrays of other libraries are known and read; the first that fits. The way of PyTorch comes first:
`numpy()` alone refuses tensors on other devices and with a gradient. CuPy refuses `__array__`."""


def _without_short_floats(array: NDArray[Any]) -> NDArray[Any]:
    short = array.dtype == np.float16 or array.dtype.name.startswith(_SHORT_FLOATS)
    return array.astype(np.float32) if short else array
