"""Repairs in words, wherever their figures stand."""

from __future__ import annotations

from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.repairing import left_out
from confmat_gui.present import texts


def repair_text(repair: Repair, classes: tuple[str, ...]) -> str:
    """Return "Scores reversed", "Batch 7 left out", ..."""
    if repair.kind == "leave-out":
        return f"Batch {repair.names[0]} left out"
    if repair.kind == "map-classes":
        moved = [f"{old} is {new}" for old, new in zip(classes, repair.names, strict=True) if old != new]
        return f"Classes put right: {texts.listed(moved, most=4)}"
    return {"reverse-scores": "Scores reversed", "drop-repeated": "Repeated rows dropped"}[repair.kind]


def repairs_text(loaded: Loaded) -> str:
    """Return all repairs in force in one line; many batches that are left out are counted."""
    classes, without = loaded.predictions.classes, left_out(loaded)
    parts = [repair_text(each, classes) for each in loaded.options.repairs if each.kind != "leave-out"]
    if len(without) > 3:
        parts.append(f"{texts.counted(len(without), 'batch', 'batches')} left out")
    else:
        parts += [repair_text(Repair("leave-out", (name,)), classes) for name in without]
    return "; ".join(parts)
