"""What a person had put right in the samples after they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

RepairKind: TypeAlias = Literal["map-classes", "reverse-scores", "drop-repeated", "leave-out"]


@dataclass(frozen=True)
class Repair:
    """One change of the samples; the files and what was read from them stay as they are.

    Attributes
    ----------
    kind
        "map-classes": scores and predicted labels belong to other classes than the file says.
        "reverse-scores": the only score speaks for the other class of two.
        "drop-repeated": of rows that are there several times, the first counts.
        "leave-out": a batch does not count.
    names
        "map-classes": in class order, the class that each score and each predicted label is of.
        "leave-out": the name of the batch. Else empty.
    """

    kind: RepairKind
    names: tuple[str, ...] = ()
