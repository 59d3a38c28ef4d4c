"""Faults are found in files that have them, and in no others."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from confmat_gui.core.evaluation import evaluate, prepare
from confmat_gui.core.integrity import Finding, check_integrity
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair, kept_rows, repaired_classes
from confmat_gui.core.strata import with_rows
from tests.cli.fault_counts import made as made_set
from tests.core.made_sets import Array, model, names, softmax, sound_set
from tests.core.strategies import probability_predictions

SEEDS = range(40)


def found(predictions: Predictions) -> tuple[Finding, ...]:
    return check_integrity(evaluate(prepare(predictions), intervals=False))


def codes(predictions: Predictions) -> list[str]:
    return [finding.code for finding in found(predictions)]


def test_that_sound_sets_raise_no_alarm(capsys: pytest.CaptureFixture[str]) -> None:
    alarms = Counter(code for seed in range(100) for code in codes(sound_set(seed)))
    with capsys.disabled():
        sys.stdout.write(f"\n100 sound sets: {alarms.total()} false alarms {dict(alarms)}\n")
    assert not alarms


def case(seed: int) -> tuple[np.random.Generator, Array, Array]:
    """Return labels in directory order and logits."""
    generator = np.random.default_rng(seed)
    n_classes, n = int(generator.choice([3, 5, 10])), int(generator.choice([300, 1000]))
    return generator, *model(generator, n_classes, n)


def predictions_of(y: Array, scores: Array, kind: Any = "probability", **more: Any) -> Predictions:
    return Predictions.from_arrays(y, scores, classes=names(scores.shape[1]), score_kind=kind, **more)


def shuffled(seed: int) -> Predictions:
    generator, y, logits = case(seed)
    return predictions_of(y, softmax(logits)[generator.permutation(len(y))])


def shuffled_labels_only(seed: int) -> Predictions:
    generator, y, logits = case(seed)
    y_pred = logits.argmax(axis=1)[generator.permutation(len(y))]
    return Predictions.from_arrays(y, y_pred=y_pred, classes=names(logits.shape[1]))


def permuted(seed: int) -> Predictions:
    _, y, logits = case(seed)
    return predictions_of(y, softmax(logits)[:, another_order(seed, logits.shape[1])])


def another_order(seed: int, n_classes: int) -> Array:
    """Return an order in which some columns, at least two, belong to other classes."""
    order = np.arange(n_classes)
    moved = np.random.default_rng(seed).permutation(n_classes)[: 2 + seed % (n_classes - 1)]
    order[moved] = np.roll(moved, 1)
    return order


def reversed_scores(seed: int) -> Predictions:
    generator = np.random.default_rng(seed)
    y, logits = model(generator, 2, 100 + 30 * seed, skill=1.0)
    return Predictions.from_arrays(y, softmax(logits)[:, 0], classes=["no", "yes"], positive="yes")


def logits_as_scores(seed: int) -> Predictions:
    _, y, logits = case(seed)
    return predictions_of(y, logits.astype(np.float32), kind="score")


def repeated(seed: int) -> Predictions:
    """Return batches of 32, one of which comes again, in its own order or shuffled."""
    generator, y, logits = case(seed)
    order = generator.permutation(len(y))
    again = np.arange(32) + 32 * int(generator.integers(0, len(y) // 32))
    rows = np.concatenate([order, order[generator.permutation(again) if seed % 2 else again]])
    batch = [f"b{place // 32}" for place in range(len(y))] + ["again"] * 32
    return predictions_of(y[rows], softmax(logits)[rows].astype(np.float32), kind="sigmoid", batch=batch)


def odd(seed: int) -> Predictions:
    """Return batches of 32, one of which has its columns turned round."""
    generator, y, logits = case(seed)
    order = generator.permutation(len(y))
    scores = softmax(logits)[order]
    scores[96:128] = np.roll(scores[96:128], 1, axis=1)
    return predictions_of(y[order], scores, batch=[f"b{place // 32}" for place in range(len(y))])


@pytest.mark.parametrize(
    ("made", "code", "least"),
    [
        (shuffled, "shuffled_labels", 38),
        (shuffled_labels_only, "shuffled_labels", 38),
        (permuted, "permuted_classes", 40),
        (reversed_scores, "reversed_score", 40),
        (logits_as_scores, "logits", 40),
        (repeated, "repeated_rows", 40),
        (odd, "odd_batch", 40),
    ],
)
def test_that_each_fault_is_named(
    made: Callable[[int], Predictions], code: str, least: int, capsys: pytest.CaptureFixture[str]
) -> None:
    named = sum(codes(made(seed)) == [code] for seed in SEEDS)
    with capsys.disabled():
        sys.stdout.write(f"\n{code} named in {named} of {len(SEEDS)} sets\n")
    assert named >= least


@pytest.mark.parametrize("seed", SEEDS)
def test_that_repairs_of_findings_make_a_sound_file(seed: int) -> None:
    for made in (permuted, reversed_scores, repeated, odd):
        predictions = made(seed)
        (finding,) = found(predictions)
        assert finding.repair is not None
        kept = np.flatnonzero(kept_rows(predictions, (finding.repair,)))
        assert not found(repaired_classes(with_rows(predictions, kept), (finding.repair,)))


def test_that_a_finding_says_what_it_is_about() -> None:
    (finding,) = found(permuted(3))
    order = another_order(3, 10)
    assert finding.repair == Repair("map-classes", tuple(f"c{k}" for k in order))
    assert finding.classes == tuple(f"c{k}" for k in range(10) if order[k] != k)
    assert finding.figure("recall") < 0.1
    assert finding.figure("recall_then") > 0.6
    (finding,) = found(repeated(0))
    assert finding.batches == ("again",)
    assert finding.figure("n") == 32
    (finding,) = found(odd(0))
    assert finding.batches == ("b3",)
    (finding,) = found(reversed_scores(5))
    assert finding.classes == ("yes", "no")
    assert finding.figure("roc_auc") < finding.figure("high") < 0.5
    (finding,) = found(shuffled(0))
    assert finding.figure("true_runs") <= 10
    assert finding.figure("predicted_runs") > 100


def test_that_ids_tell_samples_apart_only_if_they_name_samples() -> None:
    generator, y, logits = case(1)
    scores = softmax(logits)
    ids = np.arange(len(y)).astype(str)
    ids[-50:] = ids[:50]
    y = y.copy()
    y[:50] = y[-50:] = generator.integers(0, scores.shape[1], 50)
    sample = predictions_of(y, scores, sample_id=ids)
    assert codes(sample) == ["repeated_rows"]  # other scores, but always the same of several labels
    y[-50:] = (y[:50] + 1) % scores.shape[1]
    assert codes(predictions_of(y, scores, sample_id=ids)) == []


def test_that_a_mixed_up_matrix_is_named_without_a_repair() -> None:
    counts = 100 * np.eye(4, dtype=np.int64)[:, [1, 0, 2, 3]] + 3
    true, pred = np.divmod(np.arange(16), 4)
    matrix = replace(
        Predictions.from_arrays(true, y_pred=pred, classes=names(4), count=counts.ravel()),
        score_kind="matrix",
    )
    (finding,) = found(matrix)
    assert (finding.code, finding.classes, finding.repair) == ("permuted_classes", ("c0", "c1"), None)


@given(probability_predictions())
def test_that_no_samples_make_the_checks_fail(predictions: Predictions) -> None:
    n = predictions.n_rows
    batch = np.arange(n, dtype=np.int32) % 4
    found(predictions)
    found(replace(predictions, batch=batch, batch_names=("a", "b", "c", "d")))
    found(replace(predictions, sample_id=(np.arange(n) // 2).astype(str)))


@pytest.mark.parametrize("n_classes", [1, 2, 5])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_that_few_samples_show_nothing(n: int, n_classes: int) -> None:
    scores = np.full((n, n_classes), 1 / n_classes)
    y = np.zeros(n, dtype=np.int64)
    assert not found(predictions_of(y, scores, batch=[f"b{i}" for i in range(n)]))
    labels = Predictions.from_arrays(y, y_pred=y, classes=names(n_classes))
    assert not found(labels)


def test_that_a_weak_model_on_few_rows_in_class_order_raises_no_alarm() -> None:
    weak = made_set(81)
    assert (np.diff(weak.y) >= 0).all()
    assert codes(predictions_of(weak.y, weak.scores.astype(np.float64), "score")) == []
