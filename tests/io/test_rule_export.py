"""Rules that leave the program: as a file with test vectors, and as code."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
import pytest
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import confmat_gui as cm
from confmat_gui.core.decide import decide
from confmat_gui.core.errors import InputError
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.io.rule_code.carried import CarriedRule
from confmat_gui.io.rule_code.python_code import python_code
from confmat_gui.io.rule_code.scikit_learn_code import scikit_learn_code
from confmat_gui.io.rule_code.sql_code import sql_code
from confmat_gui.io.rule_export import export_rule
from confmat_gui.io.rule_files import RuleDocument, read_rule
from tests.io.rule_agreement import decisions, module_of

CLASSES = ["ok", "crack", "dent"]
RNG = np.random.default_rng(3)


def loaded(
    tmp_path: Path, classes: list[str] = CLASSES, kind: Any = None, dtype: Any = np.float64, **options: Any
) -> cm.Loaded:
    """Return captured samples with a score for each class."""
    raw = RNG.normal(0, 1, (40, len(classes)))
    shares = np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True)
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=classes, kind=kind) as writer:
        scores = (raw if kind in ("logit", "score") else shares).astype(dtype)
        writer.add(np.arange(40) % len(classes), scores, y_pred=np.argmax(scores, axis=1))
    return cm.load(tmp_path / "a.parquet", **options)


POINTS = [
    OperatingPoint(Rule.argmax()),
    OperatingPoint(Rule.thresholds({"ok": 0.5, "crack": 0.1, "dent": 0.4})),
    OperatingPoint(Rule.thresholds({"ok": 0.5, "crack": 0.1, "dent": 0.4}, boundary=">", no_decision=True)),
    OperatingPoint(Rule.min_cost(), costs=((0, 1, 1), (20, 0, 5), (3, 1, 0))),
    OperatingPoint(Rule.min_cost([[0, 1, 1, 0.5], [20, 0, 5, 0.5], [3, 1, 0, 0.5]])),
]


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.rule.form)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_a_rule_file_says_its_scores_and_vectors_and_is_read_back(
    tmp_path: Path, point: OperatingPoint, dtype: Any
) -> None:
    data = loaded(tmp_path, dtype=dtype)
    export_rule(tmp_path / "rule.json", data, point)
    document = json.loads((tmp_path / "rule.json").read_text(encoding="utf-8"))
    assert document["scores"] == {
        "kind": "probability", "columns": ["score_ok", "score_crack", "score_dent"],
        "type": np.dtype(dtype).name, "of": None, "changed": [],
    }  # fmt: skip
    assert [each["type"] for each in document["test_vectors"]] == ["float32", "float64"]
    for each in document["test_vectors"]:
        assert len(each["scores"]) == len(each["decisions"]) >= 20
        assert set(each["decisions"]) >= {"ok", "dent"} or point.rule.kind == "min-cost"
    for classes in (CLASSES, CLASSES[::-1], None):
        rule, positive = read_rule(tmp_path / "rule.json", classes)
        assert (rule.form, positive) == (point.rule.form, None)
    codes, _ = decide(data.predictions, OperatingPoint(read_rule(tmp_path / "rule.json", CLASSES)[0]))
    np.testing.assert_array_equal(codes, decide(data.predictions, point)[0])


UNSURE = OperatingPoint(Rule.thresholds({"ok": 0.9}, no_decision=True))


def changed(path: Path, **change: Any) -> Path:
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(document | change), encoding="utf-8")
    return path


def test_that_a_rule_that_decides_its_vectors_otherwise_is_refused_in_one_sentence(tmp_path: Path) -> None:
    export_rule(tmp_path / "rule.json", loaded(tmp_path), POINTS[1])
    path = changed(tmp_path / "rule.json", thresholds={"ok": 0.1, "crack": 0.5, "dent": 0.4})
    with pytest.raises(InputError, match=r"rule\.json: its test row \(.*\) is decided “.*” here but “.*”"):
        read_rule(path, CLASSES)
    assert read_rule(changed(path, test_vectors=[]), CLASSES)[0].named_thresholds[0] == ("ok", 0.1)


VECTORS = {"type": "float64", "scores": [[1, 0, 0]], "decisions": ["ok"]}
SCORES = {"kind": "probability", "columns": ["a", "b", "c"], "type": "float64"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"scores": None}, "does not say of what scores"),
        ({"scores": SCORES | {"columns": ["a", "b"]}}, "does not say of what scores"),
        ({"scores": SCORES | {"columns": ["a"]}}, "does not say of what scores"),
        ({"positive": "ok"}, "does not say of what scores"),
        ({"classes": ["ok", "crack"], "thresholds": {"ok": 0.5}}, "does not say of what scores"),
        ({"scores": SCORES | {"type": "float16"}}, "is not a rule file"),
        ({"scores": SCORES | {"kind": "score"}}, "cannot be decided: A threshold for each"),
        ({"test_vectors": [VECTORS | {"scores": [[1.0]]}]}, "do not fit"),
        ({"test_vectors": [VECTORS | {"scores": []}]}, "do not fit"),
        ({"test_vectors": [VECTORS | {"decisions": [None]}]}, "“no decision” in"),
    ],
)
def test_that_vectors_that_say_too_little_are_refused(tmp_path: Path, change: Any, sentence: str) -> None:
    export_rule(tmp_path / "rule.json", loaded(tmp_path), POINTS[1])
    with pytest.raises(InputError, match=sentence):
        read_rule(changed(tmp_path / "rule.json", **change))
    empty = [{"type": "float64", "scores": [], "decisions": []}]
    assert read_rule(changed(tmp_path / "rule.json", scores=SCORES, test_vectors=empty, positive=None,
                             classes=CLASSES, thresholds={"ok": 1.0, "crack": 1.0, "dent": 1.0}))  # fmt: skip


def test_that_the_schema_in_the_documents_is_that_of_the_file() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "rule.schema.json"
    written = json.loads(page.read_text(encoding="utf-8"))
    assert in_order(written) == in_order(msgspec.json.schema(RuleDocument))


def in_order(schema: Any) -> Any:
    """Return a schema with its alternatives in one order, whichever msgspec lists them in."""
    if isinstance(schema, list):
        return [in_order(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: sorted(each, key=str) if key == "anyOf" else in_order(each) for key, each in schema.items()}


def test_that_the_files_own_labels_are_a_rule_file_but_no_code(tmp_path: Path) -> None:
    data, point = loaded(tmp_path), OperatingPoint(Rule.predicted())
    export_rule(tmp_path / "rule.json", data, point)
    assert read_rule(tmp_path / "rule.json", CLASSES)[0] == Rule.predicted()
    for name in ("rule.py", "rule_sklearn.py", "rule.sql"):
        with pytest.raises(InputError, match="the file's own labels, which the model itself writes"):
            export_rule(tmp_path / name, data, point)
    only = cm.load(tmp_path / "a.parquet", kind="labels")
    export_rule(tmp_path / "rule.json", only, OperatingPoint(Rule.argmax()))
    with pytest.raises(InputError, match="only labels and no scores"):
        export_rule(tmp_path / "rule.py", only, OperatingPoint(Rule.argmax()))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "rule.json"]


def test_that_a_rule_for_changed_scores_is_no_code_and_says_so_in_its_file(tmp_path: Path) -> None:
    repairs = (Repair("map-classes", ("crack", "ok", "dent")),)
    data = loaded(tmp_path, repairs=repairs)
    with pytest.raises(InputError, match=r"changed after they were read \(map-classes\)"):
        export_rule(tmp_path / "rule.py", data, POINTS[0])
    export_rule(tmp_path / "rule.json", data, POINTS[0])
    text = (tmp_path / "rule.json").read_text(encoding="utf-8")
    assert json.loads(text)["scores"]["changed"] == ["map-classes"]
    kept = cm.load(tmp_path / "a.parquet", repairs=(Repair("drop-repeated"),))
    export_rule(tmp_path / "rule.py", kept, POINTS[0])


@pytest.mark.parametrize(
    ("classes", "kind", "point", "name", "sentence"),
    [
        (CLASSES, "logit", POINTS[1], "rule.sql", r"made of logits by exp\(\)"),
        (CLASSES, "score", POINTS[1], "rule.py", "needs probabilities"),
        (["ok", "no decision"], None, UNSURE, "rule.py", "A class is itself called “no decision”"),
        (["ok", "crack"], "logit", POINTS[0], "rule_sklearn.py", "one decision value for two classes"),
    ],
)
def test_that_code_that_could_not_be_exact_is_refused(
    tmp_path: Path, *, classes: list[str], kind: Any, point: OperatingPoint, name: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        export_rule(tmp_path / name, loaded(tmp_path, classes, kind), point)
    assert not (tmp_path / name).exists()


def carried(point: OperatingPoint, n_classes: int) -> CarriedRule:
    names = tuple(str(k) for k in range(n_classes))
    return CarriedRule(point.rule, names, None, "probability", None, names, "float64")


def test_that_a_query_without_end_is_refused() -> None:
    with pytest.raises(InputError, match="79,600 products"):
        sql_code(carried(OperatingPoint(Rule.min_cost(1 - np.eye(200))), 200))


def test_that_a_thousand_classes_are_carried_out_in_every_language() -> None:
    point = OperatingPoint(Rule.thresholds({str(k): 1 + k / 7 for k in range(1000)}))
    rule = carried(point, 1000)
    scores = RNG.dirichlet(np.ones(1000), 50)
    wanted = np.array(rule.classes)[rule.decide(scores)].tolist()
    names = module_of(python_code(rule))
    assert names["decide"](scores).tolist() == wanted
    assert sum(len(rows) * 1000 for _, rows, _ in names["TEST_ROWS"]) < 30_000
    connection = duckdb.connect()
    columns = {name: scores[:, k] for k, name in enumerate(rule.columns)}
    connection.register("predictions", pa.table({**columns, "row": np.arange(50)}))
    assert decisions(connection, sql_code(rule)) == wanted


def test_that_no_row_without_usable_scores_is_decided(tmp_path: Path) -> None:
    bad = (None, np.nan, np.inf, -np.inf)
    rows: list[list[Any]] = [*([0.5, value, 0.5] for value in bad), [1.0, 0.0, 0.0]]
    connection = duckdb.connect()
    columns = {name: pa.array([row[k] for row in rows], pa.float64()) for k, name in enumerate("012")}
    connection.register("predictions", pa.table({**columns, "row": np.arange(5)}))
    unsure = OperatingPoint(Rule.thresholds(dict.fromkeys("012", 0.6), no_decision=True))
    for point in (POINTS[0], unsure, POINTS[4]):
        rule = carried(point, 3)
        assert decisions(connection, sql_code(rule)) == [None, None, None, None, "0"]
        assert decisions(connection, sql_code(replace(rule, score_type="float32"))) == [*[None] * 4, "0"]
    decide_ = module_of(python_code(rule))["decide"]
    with pytest.raises(ValueError, match="row 1: a score is missing or infinite"):
        decide_([[1, 0, 0], [0.5, np.nan, 0.5]])
    for wrong in ([[1, 0]], [1, 0, 0], [[[1]]]):
        with pytest.raises(ValueError, match=r"must be of the shape \(n, 3\)"):
            decide_(wrong)
    assert decide_([[1, 0, 0]]).tolist() == ["0"]


def test_that_a_score_beyond_its_type_and_a_column_called_decision_do_no_harm() -> None:
    names = ("decision", "decision_value", "x")
    rule = replace(carried(POINTS[0], 3), columns=names, score_type="float32")
    connection = duckdb.connect()
    rows = {"decision": [1e39, 0.5], "decision_value": [0.0, 0.75], "x": [0.0, 0.0]}
    connection.register("predictions", pa.table(rows))
    found = connection.execute(sql_code(rule)).fetchall()
    assert [row[-1] for row in found] == [None, "1"]
    assert [column[0] for column in connection.description or ()][-1] == "decision_"


def test_that_a_generated_module_notices_when_it_was_changed(tmp_path: Path) -> None:
    code = python_code(carried(POINTS[1].with_rule(Rule.thresholds({"0": 0.3, "1": 0.3, "2": 0.4})), 3))
    (tmp_path / "rule.py").write_text(code, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "rule.py")], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "All 98 test rows are decided as they should be.\n")
    spoilt = code.replace("THRESHOLDS = (0.3, 0.3", "THRESHOLDS = (0.3, 0.35")
    assert spoilt != code
    with pytest.raises(ValueError, match=r"float32 \(.*\): '.' instead of '.'"):
        module_of(spoilt)


def fitted(data: Any) -> tuple[Any, Any, Any]:
    model = make_pipeline(StandardScaler(), LogisticRegression())
    half = len(data.target) // 2
    return model.fit(data.data[:half], data.target[:half]), data.data[half:], data.target[half:]


def test_that_the_scikit_learn_classifier_decides_as_the_window_about_two_classes(tmp_path: Path) -> None:
    model, x, y = fitted(load_breast_cancer())
    shares = model.predict_proba(x)
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=["0", "1"]) as writer:
        writer.add(y, shares)
    data, point = cm.load(tmp_path / "a.parquet"), OperatingPoint(Rule.thresholds({"1": 0.8}), positive=1)
    export_rule(tmp_path / "rule_sklearn.py", data, point)
    module = module_of((tmp_path / "rule_sklearn.py").read_text(encoding="utf-8"))
    classifier = module["RuleClassifier"](model)
    answers = classifier.predict(x)
    np.testing.assert_array_equal(answers, decide(data.predictions, point)[0])
    assert answers.dtype == y.dtype
    assert (answers != model.predict(x)).sum() > 0
    np.testing.assert_array_equal(classifier.predict_proba(x), shares)
    np.testing.assert_array_equal(classifier.decision_function(x), model.decision_function(x))
    assert (classifier.classes_.tolist(), classifier.n_features_in_) == ([0, 1], 30)
    again = clone(classifier).fit(x, y)
    assert again.estimator_ is not model
    assert again.score(x, y) > 0.9
    assert cross_val_score(clone(classifier), x, y, cv=2).min() > 0.9


def test_that_the_scikit_learn_classifier_makes_no_decision_where_the_rule_does_not(tmp_path: Path) -> None:
    model, x, y = fitted(load_digits())
    names = [str(k) for k in range(10)]
    with cm.PredictionWriter(tmp_path / "a.parquet", classes=names[::-1]) as writer:
        writer.add(9 - y, model.predict_proba(x)[:, ::-1])
    data = cm.load(tmp_path / "a.parquet")
    point = OperatingPoint(Rule.thresholds(dict.fromkeys(names, 0.9), no_decision=True))
    export_rule(tmp_path / "rule_sklearn.py", data, point)
    module = module_of((tmp_path / "rule_sklearn.py").read_text(encoding="utf-8"))
    answers = module["RuleClassifier"](model, no_decision=-1).predict(x)
    codes = decide(data.predictions, point)[0].astype(int)
    np.testing.assert_array_equal(answers, np.where(codes == 10, -1, 9 - codes))
    assert (answers == -1).any()
    assert module["RuleClassifier"](model).predict(x[answers == -1])[0] == "no decision"
    other = LogisticRegression().fit(x[y < 5], y[y < 5])
    with pytest.raises(ValueError, match="but the estimator has"):
        module["RuleClassifier"](other).predict(x)


def test_that_the_scikit_learn_classifier_takes_the_margin_of_two_classes(tmp_path: Path) -> None:
    model, x, y = fitted(load_breast_cancer())
    for positive, sign in (("1", 1), ("0", -1)):
        path = tmp_path / "a.parquet"
        with cm.PredictionWriter(path, classes=["0", "1"], kind="logit", positive=positive) as writer:
            writer.add(y, sign * model.decision_function(x))
        data = cm.load(path)
        point = OperatingPoint(Rule.thresholds({positive: 1.5}), positive=int(positive))
        module = module_of(scikit_learn_code(carried_of(data, point)))
        np.testing.assert_array_equal(
            module["RuleClassifier"](model).predict(x), decide(data.predictions, point)[0]
        )
    assert module["_name"](1.0) == "1"
    with pytest.raises(ValueError, match="the rule needs one score"):
        module["RuleClassifier"](TwoColumns()).predict(x)


class TwoColumns:
    """Two classes, and a column of decisions for each, which is unlike scikit-learn."""

    classes_ = (0, 1)

    def decision_function(self, x: Any) -> Any:
        return np.zeros((len(x), 2))


def carried_of(data: cm.Loaded, point: OperatingPoint) -> CarriedRule:
    from confmat_gui.io.rule_code.carried import carried_rule

    return carried_rule(data, point)


def test_that_names_of_columns_are_made_up_where_the_samples_have_none() -> None:
    from confmat_gui.io.loaded import ColumnMap, InputOptions, Loaded

    whole = cm.Predictions.from_arrays([0, 1], [0.2, 0.8], classes=["ok", "crack"], positive="crack")
    none = np.zeros(2, np.int32)
    data = Loaded(whole, (), (), ColumnMap(), (), InputOptions(), none, none)
    assert carried_of(data, OperatingPoint(Rule.argmax())).columns == ("score_crack",)
    pair = cm.Predictions.from_arrays([0, 1], [[0.8, 0.2], [0.2, 0.8]], classes=["ok", "crack"])
    data = replace(data, predictions=pair)
    assert carried_of(data, OperatingPoint(Rule.argmax())).columns == ("score_ok", "score_crack")
