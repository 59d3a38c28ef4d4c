"""The batches in JSON say what the ledger shows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.io.repairing import with_repairs
from confmat_gui.present.batches import batches_state
from confmat_gui.present.documents import evaluation_document
from confmat_gui.session.changes import select_class, set_batch_metric
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.state import BatchMetric, Session
from tests.present.building import WEIGHTS, binary, defects, evaluated, session_from

KEYS = {
    "name", "n", "confusion", "no_decision", "accuracy", "coverage", "per_class", "included", "source",
    "figure", "expected", "outside", "without", "change",
}  # fmt: skip


def document_of(session: Session) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        json.dumps(evaluation_document(session, evaluated(session)), allow_nan=False)
    )
    return found


@pytest.mark.parametrize("metric", ["accuracy", "macro_f1", "recall", "precision", "expected_cost"])
def test_that_every_batch_has_its_figure_and_what_chance_gives(metric: BatchMetric) -> None:
    session = set_batch_metric(session_from(defects(1200), costs=WEIGHTS), metric)
    document, state = document_of(session), batches_state(session, evaluated(session))
    of_class = "stain" if metric in ("recall", "precision") else None
    assert document["batch_metric"] == {"key": metric, "class": of_class, "value": state.whole}
    overall = document["per_class"][of_class] if of_class else document["metrics"]
    assert document["batch_metric"]["value"] == pytest.approx(overall[metric])
    for batch, row in zip(document["batches"], state.rows, strict=True):
        assert set(batch) == KEYS
        assert (batch["name"], batch["n"], batch["source"]) == (row.name, row.n, row.source)
        assert (batch["figure"], batch["expected"]) == (row.figure, [row.low, row.high])
        assert (batch["included"], batch["outside"]) == (True, row.outside)
        assert batch["change"] == batch["without"] - state.whole
    if metric == "accuracy":
        assert [batch["figure"] for batch in document["batches"]] == pytest.approx(
            [batch["accuracy"] for batch in document["batches"]]
        )


def test_that_a_batch_that_is_left_out_is_no_empty_batch() -> None:
    session = session_from(defects(1200))
    data = data_set(with_repairs(session.data.loaded, (Repair("leave-out", ("4",)),)))
    document = document_of(replace(session, data=data))
    assert document["n"] == 1100 == sum(batch["n"] for batch in document["batches"] if batch["included"])
    out = document["batches"][3]
    assert set(out) == KEYS
    assert (out["name"], out["n"], out["included"], out["source"]) == ("4", 100, False, "defects_test.csv")
    assert (out["confusion"], out["accuracy"], out["figure"], out["per_class"]) == (None, None, None, {})
    assert not [batch["name"] for batch in document["batches"] if not batch["n"]]


@pytest.mark.parametrize("metric", ["accuracy", "recall", "mcc"])
def test_that_the_only_batch_is_the_whole(metric: BatchMetric) -> None:
    rule = Rule.thresholds({"crack": 0.535})
    session = select_class(set_batch_metric(session_from(binary(), rule), metric), 1)
    document = document_of(session)
    (batch,) = document["batches"]
    overall = document["per_class"]["crack"] if metric == "recall" else document["metrics"]
    assert batch["figure"] == document["batch_metric"]["value"] == overall[metric]
    assert (batch["expected"], batch["change"], batch["included"]) == ([None, None], None, True)
    assert batch["source"] == "defects_test.csv"
