"""The bundled examples keep what they promise, and can be made again."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from confmat_gui.core.costs import equivalence
from confmat_gui.io.cost_files import read_costs

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "resources" / "examples"
CLASSES = ("ok", "scratch", "dent", "crack", "stain")


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", ROOT / "packaging" / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def inspection() -> pa.Table:
    paths = sorted((EXAMPLES / "inspection").glob("*.parquet"))
    assert len(paths) == 12
    return pa.concat_tables([pq.read_table(path) for path in paths])


def codes_and_scores(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    codes = np.array([CLASSES.index(name) for name in table["true"].to_pylist()])
    return codes, np.stack([table[name].to_numpy() for name in CLASSES], axis=1)


def test_that_the_highest_score_is_accurate_and_misses_half_of_the_cracks(inspection: pa.Table) -> None:
    codes, scores = codes_and_scores(inspection)
    right = scores.argmax(axis=1) == codes
    crack = codes == CLASSES.index("crack")
    assert crack.mean() == pytest.approx(0.03, abs=0.003)
    assert right.mean() == pytest.approx(0.935, abs=0.001)
    assert right[crack].mean() == pytest.approx(0.464, abs=0.001)


def test_that_the_scores_are_probabilities_and_the_ids_unique(inspection: pa.Table) -> None:
    _, scores = codes_and_scores(inspection)
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores.sum(axis=1), 1.0, atol=2e-7)
    assert len(set(inspection["sample_id"].to_pylist())) == inspection.num_rows


def test_that_the_script_makes_the_inspection_example_again(inspection: pa.Table, tmp_path: Path) -> None:
    paths = script().write_inspection(tmp_path)
    again = pa.concat_tables([pq.read_table(path) for path in paths])
    assert again["sample_id"].to_pylist() == inspection["sample_id"].to_pylist()
    assert again["true"].to_pylist() == inspection["true"].to_pylist()
    # Not to the last bit: exp may round differently on another processor.
    np.testing.assert_allclose(codes_and_scores(again)[1], codes_and_scores(inspection)[1], atol=2e-5)


def test_that_the_breast_cancer_example_has_all_samples_and_is_good_but_not_perfect() -> None:
    with (EXAMPLES / "breast-cancer" / "breast_cancer.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    malignant = [row["diagnosis"] == "malignant" for row in rows]
    said = [float(row["malignant"]) >= 0.5 for row in rows]
    assert (len(rows), sum(malignant)) == (569, 212)
    assert 0.97 < np.mean(np.equal(malignant, said)) < 1
    assert all(float(row["malignant"]) + float(row["benign"]) == pytest.approx(1) for row in rows)


def test_that_the_costs_of_the_inspection_are_made_again_and_read(tmp_path: Path) -> None:
    kept = EXAMPLES / "inspection_costs.csv"
    made = script().write_inspection_costs(tmp_path / "costs.csv")
    assert made.read_bytes() == kept.read_bytes()
    costs = np.array(read_costs(kept, CLASSES))
    assert costs[:, 0].tolist() == [0, 3, 4, 20, 2]
    assert equivalence(costs).kind == "none"
