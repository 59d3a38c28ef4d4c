"""What the ledger of batches shows."""

from __future__ import annotations

from dataclasses import dataclass

from confmat_gui.core.arrays import Counts
from confmat_gui.core.repairs import Repair


@dataclass(frozen=True, eq=False)
class BatchRow:
    """One batch of the ledger, in the order in which the batches came.

    Numbers are nan and texts a dash where the batch is left out or a figure is undefined.
    """

    name: str
    source: str
    """Names of the files it came from."""
    included: bool
    n: int
    class_counts: Counts
    """(K,) true labels."""
    matrix: Counts | None
    """(K, K) or (K, K + 1) with no decision, [true, predicted]; None where it is left out or too large."""
    figure: float
    """The chosen figure of this batch alone."""
    figure_text: str
    low: float
    high: float
    """Where the figure of a batch of this size lies 95 times in 100 if the batches differ by chance alone."""
    outside: bool
    """Whether it lies outside of that."""
    accuracy_text: str
    without: float
    """The figure of all batches without this one."""
    change_text: str
    """How much the whole changes when this batch is left out, with its sign."""
    remark: str
    """What stands out, in a few words; empty where nothing does."""


@dataclass(frozen=True)
class RepairRow:
    """What is put right, and can be taken back at one stroke."""

    repairs: tuple[Repair, ...]
    text: str
    """"Scores reversed", "Batch 7 left out", "12 batches left out", ..."""


@dataclass(frozen=True, eq=False)
class BatchesState:
    """The Batches tab at one operating point."""

    rows: tuple[BatchRow, ...]
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    """Predicted classes, and no decision where the rule may abstain."""
    metric: str
    metric_name: str
    metrics: tuple[tuple[str, str], ...]
    """(key, name) of every figure that can be chosen; recall and precision are those of `focus`."""
    focus: int
    """The selected class, else the positive one, else the rarest."""
    whole: float
    whole_text: str
    """The figure of all batches that count, made from all samples at once."""
    average: float
    """The mean of the figures of the batches, to show that it is not the whole."""
    sentence: str
    """Why one batch is not enough, with the numbers of these batches."""
    n: int
    repairs: tuple[RepairRow, ...]
    unavailable: str = ""
    """Why there is no ledger (one batch only, a ready-made matrix, ...); empty where there is."""
