"""Stand-ins for the arrays of PyTorch, TensorFlow, JAX, CuPy and DLPack, with their refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


class TorchLike:
    """A tensor on another device, with a gradient, perhaps in bfloat16."""

    def __init__(
        self, values: ArrayLike, *, device: str = "cuda", grad: bool = True, short: bool = False
    ) -> None:
        self._values = np.asarray(values)
        self._device, self._grad, self._short = device, grad, short
        self.shape = self._values.shape

    def _like(self, **changes: Any) -> TorchLike:
        now: dict[str, Any] = {"device": self._device, "grad": self._grad, "short": self._short} | changes
        return TorchLike(self._values, **now)

    def detach(self) -> TorchLike:
        return self._like(grad=False)

    def cpu(self) -> TorchLike:
        return self._like(device="cpu")

    def float(self) -> TorchLike:
        return TorchLike(self._values.astype(np.float32), device=self._device, grad=self._grad)

    def numpy(self) -> NDArray[Any]:
        if self._grad:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        if self._device != "cpu":
            raise TypeError(f"can't convert {self._device} device type tensor to numpy.")
        if self._short:
            raise TypeError("Got unsupported ScalarType BFloat16")
        return self._values

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        raise TypeError("can't convert cuda:0 device type tensor to numpy.")


class TensorFlowLike:
    """An eager tensor; a symbolic one has no numpy()."""

    def __init__(self, values: ArrayLike) -> None:
        self._values = np.asarray(values)

    def numpy(self) -> NDArray[Any]:
        return self._values


class Symbolic:
    """A tensor without values."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        raise NotImplementedError("Cannot convert a symbolic tensor to a numpy array.\nSecond line.")


class JaxLike:
    """What numpy can read."""

    def __init__(self, values: ArrayLike) -> None:
        self._values = np.asarray(values)

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        return self._values if dtype is None else self._values.astype(dtype)


class CudaLike:
    """An array of CuPy, which numpy must not read by itself."""

    def __init__(self, values: ArrayLike) -> None:
        self._values = np.asarray(values)
        self.__cuda_array_interface__ = {"version": 3}

    def get(self) -> NDArray[Any]:
        return self._values

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        raise TypeError("Implicit conversion to a NumPy array is not allowed.")


class DlpackLike:
    """An array that can do nothing but DLPack."""

    def __init__(self, values: ArrayLike) -> None:
        self._values = np.ascontiguousarray(values)

    def __dlpack__(self, **options: Any) -> Any:
        return self._values.__dlpack__(**options)

    def __dlpack_device__(self) -> Any:
        return self._values.__dlpack_device__()
