"""Labels of one call to class indices, in the same way in every call of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.arrays import Codes
from confmat_gui.core.errors import InputError
from confmat_gui.core.labels import MISSING, Labels, codes_of, label_texts
from confmat_gui.io.foreign_arrays import plain_array

Way: TypeAlias = Literal["names", "places", "either"]
"""Whether labels are class names or class indices; "either" where both say the same."""


@dataclass(frozen=True)
class ClassLabels:
    """The classes, and whether the labels so far were their names or their indices.

    `Predictions.from_arrays` sees all labels at once: names where all of them are, else whole numbers. A run
    is seen call by call, so what one call has decided holds for those after it, and a contradiction is
    refused instead of read in two ways.
    """

    names: tuple[str, ...]
    what: str
    way: Way = "either"
    missing: frozenset[str] = field(default_factory=frozenset)
    """Texts that stand for no label where no class is called so."""

    def read(self, values: Any) -> tuple[Codes, ClassLabels]:
        """Return class indices (-1: none) and what the calls to come are to be read by.

        Parameters
        ----------
        values : (n,) or (n, 1) names, indices or booleans; (n, K) one-hot rows

        Raises
        ------
        InputError
            A label that is no class, or that says something else than those before.
        """
        array = plain_array(values, f"{self.what}s")
        if array.ndim == 2 and array.shape[1] > 1:
            return self._from_one_hot(array), self
        texts, codes = self._without_missing(label_texts(self._without_flags(array), self.what))
        way = self._way(texts)
        if way == "places":
            table = np.array([*map(int, texts), MISSING], dtype=np.int32)
            codes = table[codes]
        else:
            codes = codes_of((texts, codes), self.names, self.what, missing_ok=True)
        way = self.way if way == "either" else way
        return codes, ClassLabels(self.names, self.what, way, self.missing)

    def _way(self, texts: list[str]) -> Way:
        """Return how these labels are to be read; InputError against what was decided before."""
        n_classes = len(self.names)
        named = set(texts) <= set(self.names)
        placed = all(text.isascii() and text.isdigit() and int(text) < n_classes for text in texts)
        if named and placed and all(self.names[int(text)] == text for text in texts):
            return "either"
        if not named and not placed:
            return "names"  # of which one is unknown, and is refused with its row
        way: Way = "places" if placed and (self.way == "places" or not named) else "names"
        if self.way not in (way, "either"):
            before = "names" if self.way == "names" else "indices"
            raise InputError(
                f"The {self.what}s of earlier batches were {before} of classes, and {', '.join(texts[:3])} "
                "are not all such; give names in every batch, or indices in every batch."
            )
        return way

    def _without_flags(self, array: NDArray[Any]) -> NDArray[Any]:
        """Return booleans as 0 and 1 where no class is called False or True."""
        flags = array.dtype.kind == "b" and not {"False", "True"} & set(self.names)
        return array.astype(np.int8) if flags else array

    def _without_missing(self, labels: Labels) -> Labels:
        """Return labels without those texts that stand for none."""
        texts, codes = labels
        gone = [text for text in texts if text in self.missing and text not in self.names]
        if not gone:
            return labels
        kept = [text for text in texts if text not in gone]
        place = {text: index for index, text in enumerate(kept)}
        table = np.array([*(place.get(text, MISSING) for text in texts), MISSING], dtype=np.int32)
        return kept, table[codes]

    def _from_one_hot(self, array: NDArray[Any]) -> Codes:
        """Return the place of the single 1 in each row."""
        if array.shape[1] != len(self.names):
            raise InputError(
                f"The {self.what}s have {array.shape[1]} columns but there are {len(self.names)} classes; "
                "give one label a sample, or a column for each class."
            )
        ones = array == 1
        wrong = np.flatnonzero((ones.sum(axis=1) != 1) | ((array != 0) & ~ones).any(axis=1))
        if wrong.size:
            raise InputError(
                f"Row {wrong[0] + 1} of the {self.what}s is not one-hot: it must have a single 1 and be 0 in "
                "all other columns."
            )
        places: Codes = np.argmax(ones, axis=1).astype(np.int32)
        return places
