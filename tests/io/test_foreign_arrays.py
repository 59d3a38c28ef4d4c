"""Arrays of any library become numpy arrays with the same values."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.foreign_arrays import plain_array
from tests.io.foreign import CudaLike, DlpackLike, JaxLike, Symbolic, TensorFlowLike, TorchLike

ROWS = np.array([[0.25, 0.75], [0.5, 0.5]], np.float32)


@pytest.mark.parametrize(
    "values",
    [
        ROWS, TorchLike(ROWS), TorchLike(ROWS, device="cpu", grad=False), TensorFlowLike(ROWS), JaxLike(ROWS),
        CudaLike(ROWS), DlpackLike(ROWS), pd.DataFrame(ROWS), TorchLike(ROWS, short=True),
        [TorchLike(row) for row in ROWS], tuple(JaxLike(row) for row in ROWS), ROWS.astype(np.float16),
        TensorFlowLike(ROWS.astype(np.float16)), np.ma.masked_array(ROWS),
    ],
)  # fmt: skip
def test_that_an_array_of_any_library_has_the_same_values(values: Any) -> None:
    array = plain_array(values, "scores")
    assert array.dtype == np.float32
    np.testing.assert_array_equal(array, ROWS)


@pytest.mark.parametrize("dtype", [np.float64, np.int64, np.uint8, np.bool_])
def test_that_other_types_stay_as_they_are(dtype: Any) -> None:
    for values in (np.array([0, 1], dtype), TorchLike(np.array([0, 1], dtype))):
        assert plain_array(values, "labels").dtype == dtype


def test_that_a_list_of_texts_and_numbers_is_not_turned_into_texts() -> None:
    assert plain_array(["ok", None, 1], "labels").tolist() == ["ok", None, 1]
    assert plain_array(["ok", 1.5], "labels").tolist() == ["ok", 1.5]
    assert plain_array([0.5, 1], "scores").dtype == np.float64


def test_that_a_masked_value_is_a_missing_one() -> None:
    masked = np.ma.masked_array([0.5, 0.25], [False, True], dtype=np.float32)
    np.testing.assert_array_equal(plain_array(masked, "scores"), np.array([0.5, np.nan], np.float32))
    assert plain_array(np.ma.masked_array([3, 4], [True, False]), "labels").tolist() == [None, 4]
    assert plain_array(np.ma.masked_array([3, 4]), "labels").dtype == np.int64


def test_that_a_tensor_without_values_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match=r"^The scores cannot .*tests.Symbolic: Cannot .* array\.\); give"):
        plain_array(Symbolic(), "scores")


def test_that_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(InputError, match="The scores cannot be read as an array"):
        plain_array([[0.5, 0.5], [1.0]], "scores")


def test_that_no_framework_is_imported() -> None:
    code = (
        "import sys, confmat_gui.io.capture, confmat_gui.io.foreign_arrays;"
        "print([name for name in ('torch', 'tensorflow', 'jax', 'cupy', 'pyarrow') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
