"""Repairs in words, one by one or together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import InputOptions
from confmat_gui.present.repair_words import group_text, repair_rows, repairs_text
from tests.present.building import NAMES, defects, loaded_from

DROP, MAP = Repair("drop-repeated"), Repair("map-classes", ("scratch", "ok", *NAMES[2:]))


def leaving(n: int) -> tuple[Repair, ...]:
    return tuple(Repair("leave-out", (str(i),)) for i in range(1, n + 1))


@pytest.mark.parametrize(
    ("repairs", "said"),
    [
        ((), ""),
        ((DROP,), "Repeated rows dropped"),
        ((*leaving(1), DROP), "Repeated rows dropped; Batch 1 left out"),
        (leaving(3), "Batch 1 left out; Batch 2 left out; Batch 3 left out"),
        ((MAP, *leaving(4)), "Classes put right: ok is scratch and scratch is ok; 4 batches left out"),
    ],
)
def test_that_repairs_stand_in_one_line(repairs: tuple[Repair, ...], said: str) -> None:
    loaded = replace(loaded_from(defects(120)), options=InputOptions(repairs=repairs))
    assert repairs_text(loaded) == said
    rows = repair_rows(loaded)
    assert {repair for row in rows for repair in row.repairs} == set(repairs)
    assert [group_text(row.repairs, NAMES) for row in rows] == [row.text for row in rows]
