"""Classes are ranked by two threads: the same figures, and a stop that stops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from confmat_gui.core import preparation
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import Prepared, prepare
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.threads import ahead, in_turn


def four_classes(n: int = 500) -> Predictions:
    generator = np.random.default_rng(2)
    scores = np.round(generator.dirichlet(np.ones(4), n), 2)
    y = generator.integers(0, 4, n)
    return Predictions.from_arrays(y, scores, classes=["a", "b", "c", "d"], score_kind="sigmoid")


def figures(prepared: Prepared) -> list[Any]:
    return [
        prepared.roc_auc.tolist(), prepared.roc_auc_interval.tolist(), prepared.average_precision.tolist(),
        prepared.average_precision_interval.tolist(), prepared.hand_till, dict(prepared.variances),
        dict(prepared.intervals), prepared.undefined,
    ]  # fmt: skip


def confmat_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("confmat-core")]


def test_that_two_threads_give_the_figures_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = prepare(four_classes())
    monkeypatch.setattr(preparation, "SMALL", 0)
    two = prepare(four_classes())
    assert figures(one) == figures(two)
    assert confmat_threads() == []


def test_that_progress_names_every_class_in_order_and_can_stop_the_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preparation, "SMALL", 0)
    said: list[tuple[float, str]] = []
    prepare(four_classes(), lambda fraction, text="": said.append((fraction, text)))
    assert [fraction for fraction, _ in said] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert [text[-1] for _, text in said[:4]] == ["a", "b", "c", "d"]

    def stop(fraction: float, text: str = "") -> None:
        if fraction > 0.4:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        prepare(four_classes(), stop)
    assert confmat_threads() == []


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_that_results_come_in_their_order(threads: int) -> None:
    assert list(in_turn(lambda i: i * i, 23, threads=threads)) == [i * i for i in range(23)]


def test_that_no_more_is_started_than_is_taken_in_turn() -> None:
    started: list[int] = []
    results = in_turn(started.append, 50, threads=2)
    next(results)
    results.close()
    assert len(started) <= 3
    assert confmat_threads() == []


def test_that_an_error_is_raised_in_its_turn() -> None:
    def fail(i: int) -> int:
        if i == 3:
            raise ValueError(i)
        return i

    results, taken = in_turn(fail, 9, threads=2), list[int]()
    with pytest.raises(ValueError, match="3"):
        taken.extend(results)
    assert confmat_threads() == []


def test_that_items_are_worked_on_in_their_order() -> None:
    assert list(ahead(lambda item: 2 * item, iter(range(20)), threads=2)) == list(range(0, 40, 2))
    assert list(ahead(str, iter(()), threads=2)) == []


def test_that_an_error_of_the_items_comes_after_what_was_made_of_those_before() -> None:
    def items() -> Iterator[int]:
        yield from (1, 2)
        raise InputError("the third is wrong")

    made = ahead(lambda item: item + 1, items(), threads=4)
    assert [next(made), next(made)] == [2, 3]
    with pytest.raises(InputError, match="third"):
        next(made)


def test_that_an_error_in_an_earlier_item_is_raised_first() -> None:
    def items() -> Iterator[int]:
        yield from (1, 2)
        raise InputError("the third is wrong")

    def work(item: int) -> int:
        if item == 2:
            raise InputError("the second is wrong")
        return item

    made = ahead(work, items(), threads=4)
    assert next(made) == 1
    with pytest.raises(InputError, match="second"):
        next(made)
