from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.core.tuning import Tuning
from confmat_gui.io.loaded import SetAsideRow
from confmat_gui.session import files, migrations
from confmat_gui.session.files import read_session, read_summary, save_session
from confmat_gui.session.manifest import SCHEMA
from confmat_gui.session.migrations import STEPS, migrate
from confmat_gui.session.state import Display
from confmat_gui.session.tuned_parts import seen
from tests.session.made import binary_session
from tests.session.sealed import rewritten

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("name", ["version_1.confmat", "version_1_refers.confmat"])
def test_that_a_file_of_version_1_opens_with_everything_it_held(name: str) -> None:
    session = read_session(DATA / name)
    loaded, predictions = session.data.loaded, session.data.loaded.predictions
    assert session.point == OperatingPoint(
        Rule.thresholds({"ok": 1.5, "dent": 1.0, "crack": 0.5}),
        ((0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (20.0, 12.5, 0.0)),
    )
    assert session.display == Display("cost", 2, (2, 0), "all")
    assert (session.name, session.notes) == ("Line A and B", "First week – before the new lamp.")
    assert predictions.classes == ("ok", "dent", "crack")
    assert predictions.batch_names == ("A", "B")
    assert predictions.sample_id is not None
    assert predictions.sample_id.tolist() == [f"part-{i:02d}" for i in range(1, 14) if i != 6]
    assert predictions.sample_weight is not None
    assert predictions.sample_weight[:3].tolist() == [0.5, 0.625, 0.75]
    assert predictions.y_score is not None
    assert predictions.y_score[1].tolist() == [0.0064, 0.4608, 0.5328]
    assert loaded.extra["note"][:3].tolist() == ["", "Kratzer links – ü", "裂纹"]
    assert loaded.extra["length"].dtype == np.float64
    assert loaded.set_aside == (SetAsideRow("results.csv", 7, "ok", "nan_score", "The score is missing."),)
    assert loaded.row_numbers[:6].tolist() == [2, 3, 4, 5, 6, 8]
    assert loaded.sources[0].n_set_aside == 1
    matrix = evaluate(session.data.prepared, session.point).confusion
    assert matrix.tolist() == [[3, 0, 2], [0, 1, 3], [0, 0, 3]]


def test_that_a_file_of_version_2_opens_with_its_rule_of_no_decision() -> None:
    session = read_session(DATA / "version_2.confmat")
    assert session.point == OperatingPoint(
        Rule.thresholds({"ok": 0.9, "dent": 0.5, "crack": 0.55}, boundary=">", no_decision=True),
        ((0.0, 1.0, 1.0, 1.0), (1.0, 0.0, 1.0, 1.0), (20.0, 12.5, 0.0, 2.5)),
    )
    assert session.display.selected_cell == (2, 3)
    evaluation = evaluate(session.data.prepared, session.point)
    assert evaluation.outcomes.tolist() == [[1, 0, 0, 4], [0, 1, 0, 3], [0, 0, 3, 0]]


def test_that_a_rule_of_version_1_decides_every_sample() -> None:
    assert read_session(DATA / "version_1.confmat").point.may_abstain is False


def test_that_a_file_of_version_3_opens_with_its_repairs() -> None:
    session = read_session(DATA / "version_3.confmat")
    assert session.data.repairs == (
        Repair("leave-out", ("B",)), Repair("map-classes", ("dent", "ok", "crack")),
    )  # fmt: skip
    assert session.display.batch_metric == "macro_f1"
    assert (session.data.loaded.predictions.n, session.data.original.predictions.n) == (7, 12)
    evaluation = evaluate(session.data.prepared, session.point)
    assert evaluation.outcomes.tolist() == [[0, 3, 0, 0], [0, 0, 0, 2], [0, 0, 2, 0]]


def test_that_a_file_of_version_4_opens_with_the_unit_of_its_prices() -> None:
    assert read_session(DATA / "version_4.confmat").cost_unit == "€"
    assert read_session(DATA / "version_3.confmat").cost_unit == ""


def test_that_a_file_of_version_4_opens_with_the_part_that_its_rule_was_tuned_on() -> None:
    session = read_session(DATA / "version_4.confmat")
    assert session.tuning == Tuning(0.5, 7, "rows")
    assert session.samples_of == "held-back"
    held_back = seen(session).data
    assert (held_back.prepared.predictions.n, held_back.n_of_all) == (3, 7)


def test_that_a_rule_of_version_3_was_tuned_on_no_part() -> None:
    session = read_session(DATA / "version_3.confmat")
    assert (session.tuning, session.samples_of) == (None, "all")


def test_that_a_file_of_version_4_opens_without_the_hull_that_was_hidden() -> None:
    assert read_session(DATA / "version_4.confmat").display.hull is False
    assert read_session(DATA / "version_3.confmat").display.hull is True


def test_that_there_is_a_step_from_every_old_version() -> None:
    assert set(STEPS) == set(range(1, SCHEMA))
    assert all((DATA / f"version_{version}.confmat").exists() for version in range(1, SCHEMA + 1))


def test_that_steps_import_nothing() -> None:
    tree = ast.parse(Path(migrations.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"__future__", "collections.abc", "typing"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def test_that_steps_are_taken_one_after_the_other() -> None:
    steps = {1: lambda d: {**d, "a": d["old"]}, 2: lambda d: {**d, "b": d["a"] + 1}}
    assert migrate({"schema": 1, "old": 5}, 3, steps) == {"schema": 3, "old": 5, "a": 5, "b": 6}
    assert migrate({"schema": 2, "a": 5}, 3, steps) == {"schema": 3, "a": 5, "b": 6}


def test_that_reading_takes_the_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.confmat"
    save_session(binary_session(), path)

    def to_title(manifest: dict[str, Any]) -> None:
        manifest["title"] = manifest.pop("name")
        manifest["schema"] = SCHEMA - 1

    def step(document: dict[str, Any]) -> dict[str, Any]:
        return {"name": document.pop("title"), **document}

    rewritten(path, manifest=to_title)
    steps = {SCHEMA - 1: step}
    monkeypatch.setattr(files, "migrate", lambda document, schema: migrate(document, schema, steps))
    assert read_session(path).name == read_summary(path).name == "results"
