"""Repairs in words, wherever their figures stand."""

from __future__ import annotations

from collections import Counter

from confmat_gui.core.recalibration import recalibration_of
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rescoring import recalibration_in
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.repairing import left_out
from confmat_gui.present import texts
from confmat_gui.present.batch_rows import RepairRow

MOST_NAMED = 3
"""Batches that are left out and named; more are counted."""


def repair_text(repair: Repair, classes: tuple[str, ...]) -> str:
    """Return "Scores reversed", "Batch 7 left out", ..."""
    if repair.kind == "leave-out":
        return f"Batch {repair.names[0]} left out"
    if repair.kind == "map-classes":
        return f"Classes put right: {moved_classes(repair, classes)}"
    if repair.kind == "recalibrate":
        return f"Recalibrated by {recalibration_of(repair.names, repair.numbers).words}"
    if repair.kind == "adapt-scores":
        return f"Scores adapted to {adapted_shares(repair)}"
    return {"reverse-scores": "Scores reversed", "drop-repeated": "Repeated rows dropped"}[repair.kind]


def recalibrated_text(repairs: tuple[Repair, ...]) -> str:
    """Return "recalibrated by temperature 1.37"; empty where scores are as the model gave them."""
    found = recalibration_in(repairs)
    return "" if found is None else f"recalibrated by {found.words}"


def adapted_shares(repair: Repair) -> str:
    """Return "crack 1 % (trained on 10 %)" of the classes whose share moved on its own.

    Classes that share a rest in proportion all move by one factor; they are not named. Of two classes the
    rarer one in use is.
    """
    wanted, trained = repair.numbers
    moved = [k for k, (new, old) in enumerate(zip(wanted, trained, strict=True)) if new > 0 < old != new]
    factor = {k: round(wanted[k] / trained[k], 9) for k in moved}
    often = Counter(factor.values()).most_common(1)
    if len(wanted) == 2:
        moved = moved and [0 if wanted[0] < wanted[1] else 1]
    elif often and often[0][1] > 1:
        moved = [k for k in moved if factor[k] != often[0][0]]
    told = [
        f"{repair.names[k]} {texts.share(wanted[k])} (trained on {texts.share(trained[k])})" for k in moved
    ]
    return texts.listed(told, 3) if told else "the shares of training"


def repair_rows(loaded: Loaded) -> tuple[RepairRow, ...]:
    """Return the repairs in force; batches that are left out come last, and many of them together."""
    leaving = tuple(Repair("leave-out", (name,)) for name in left_out(loaded))
    others = (each for each in loaded.options.repairs if each.kind != "leave-out")
    groups: list[tuple[Repair, ...]] = [(each,) for each in others]
    groups += [leaving] if len(leaving) > MOST_NAMED else [(each,) for each in leaving]
    classes = loaded.predictions.classes
    return tuple(RepairRow(group, group_text(group, classes)) for group in groups)


def group_text(repairs: tuple[Repair, ...], classes: tuple[str, ...]) -> str:
    """Return one repair in words, or how many batches are left out together."""
    if len(repairs) == 1:
        return repair_text(repairs[0], classes)
    return f"{texts.counted(len(repairs), 'batch', 'batches')} left out"


def moved_classes(repair: Repair, classes: tuple[str, ...]) -> str:
    """Return "a is b and b is a": the columns of a mapping that belong to another class."""
    pairs = zip(classes, repair.names, strict=True)
    return texts.listed((f"{old} is {new}" for old, new in pairs if old != new), most=4)


def repairs_text(loaded: Loaded) -> str:
    """Return all repairs in force in one line."""
    return "; ".join(row.text for row in repair_rows(loaded))
