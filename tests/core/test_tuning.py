"""Which part of the samples a rule is tuned on."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.row_hashes import row_hashes
from confmat_gui.core.tuning import TunedBy, Tuning, part_rows, tuning_mask, tuning_part


def problem(sizes: list[int], seed: int = 0, **more: Any) -> Predictions:
    """Return samples of classes of these sizes, in random order, with scores on a coarse grid."""
    generator = np.random.default_rng(seed)
    codes = generator.permutation(np.repeat(np.arange(len(sizes)), sizes))
    scores = generator.integers(0, 5, (len(codes), len(sizes))) + 1.0
    names = [f"c{k}" for k in range(len(sizes))]
    return Predictions.from_arrays(codes, scores, classes=names, score_kind="score", **more)


def per_class(predictions: Predictions, mask: np.ndarray[Any, Any]) -> list[int]:
    """Return how many rows of each class are in a part."""
    return [int(np.sum(predictions.y_true[mask] == k)) for k in range(predictions.n_classes)]


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=5).filter(lambda sizes: sum(sizes) > 1),
    st.floats(0.01, 0.99), st.integers(0, 5),
)  # fmt: skip
def test_that_each_class_has_its_share_rounded_with_a_row_on_both_sides(
    sizes: list[int], share: float, seed: int
) -> None:
    predictions = problem(sizes)
    mask = tuning_mask(predictions, Tuning(share, seed))
    assert mask.shape == (sum(sizes),)
    assert 0 < mask.sum() < len(mask)
    for taken, size in zip(per_class(predictions, mask), sizes, strict=True):
        if size > 1:
            nearest = min(max(round(share * size), 1), size - 1)
            assert taken == nearest or math.isclose(abs(taken - share * size), 0.5, abs_tol=1e-6)
        else:
            assert taken <= size


def test_that_halves_are_rounded_up_and_down_in_turn() -> None:
    predictions = problem([3] * 4)
    assert per_class(predictions, tuning_mask(predictions, Tuning(0.5))) == [2, 1, 2, 1]


def test_that_one_row_of_each_class_still_leaves_both_sides_filled() -> None:
    predictions = problem([1, 1, 1])
    for share in (0.01, 0.99):
        assert 0 < tuning_mask(predictions, Tuning(share)).sum() < 3


def test_that_nothing_is_held_back_at_a_share_of_one() -> None:
    predictions = problem([4, 3])
    tuning = Tuning(1.0)
    assert tuning_mask(predictions, tuning).all()
    assert not tuning.holds_back
    with pytest.raises(InputError, match="no part is held back"):
        tuning_part(predictions, tuning, "held-back")


@given(st.integers(0, 3))
def test_that_the_same_samples_are_drawn_in_any_order(seed: int) -> None:
    predictions = problem([30, 20, 10], seed)
    order = np.random.default_rng(seed + 1).permutation(60)
    turned = Predictions.from_arrays(
        predictions.y_true[order], np.asarray(predictions.y_score)[order], classes=predictions.classes,
        score_kind="score",
    )  # fmt: skip

    def drawn(given_rows: Predictions) -> list[tuple[float, ...]]:
        part = tuning_part(given_rows, Tuning(0.3, seed), "tuned")
        rows = zip(part.y_true.tolist(), np.asarray(part.y_score).tolist(), strict=True)
        return sorted((true, *row) for true, row in rows)

    assert drawn(predictions) == drawn(turned)


def test_that_equal_rows_are_shared_out_and_do_not_move_together() -> None:
    predictions = Predictions.from_arrays(np.zeros(1000, int), np.full((1000, 2), 0.5), classes=["a", "b"])
    assert tuning_mask(predictions, Tuning(0.5)).sum() == 500
    scores = np.repeat([0.2, 0.8], 500)
    two_values = Predictions.from_arrays(np.arange(1000) % 2, scores, classes=["a", "b"])
    part = tuning_part(two_values, Tuning(0.5), "tuned")
    assert 0.4 < np.mean(np.asarray(part.y_score) == 0.2) < 0.6


def test_that_rows_that_come_later_move_few_of_the_others() -> None:
    many = problem([2000, 1000])
    first = Predictions.from_arrays(
        many.y_true[:2900], np.asarray(many.y_score)[:2900], classes=many.classes, score_kind="score"
    )
    before, after = tuning_mask(first, Tuning()), tuning_mask(many, Tuning())[:2900]
    assert np.mean(before != after) < 0.05


def test_that_another_seed_draws_other_rows_as_good_as_independent() -> None:
    predictions = problem([500, 500])
    one, other = (tuning_mask(predictions, Tuning(0.5, seed)) for seed in (0, 1))
    assert 0.42 < np.mean(one == other) < 0.58
    assert (one == tuning_mask(predictions, Tuning(0.5, 0))).all()


def test_that_samples_with_labels_only_can_be_drawn_too() -> None:
    truth, labels = np.repeat([0, 1], 50), np.tile([0, 1], 50)
    predictions = Predictions.from_arrays(truth, y_pred=labels, classes=["a", "b"])
    assert per_class(predictions, tuning_mask(predictions, Tuning(0.2))) == [10, 10]


def test_that_a_row_of_many_samples_is_kept_whole_and_counted_as_many() -> None:
    counts = [5, 1, 1, 1, 1, 1, 0, 7]
    predictions = Predictions.from_arrays(
        [0] * 7 + [1], np.linspace(0, 1, 8), classes=["a", "b"], count=counts
    )
    for seed in range(8):
        mask = tuning_mask(predictions, Tuning(0.5, seed))
        assert int(np.array(counts)[:7][mask[:7]].sum()) in range(3, 8)  # within half of the largest row
        assert not mask[6]


@given(
    st.lists(st.integers(1, 30), min_size=2, max_size=9), st.floats(0.02, 0.98), st.integers(0, 3),
    st.sampled_from(["batch", "group"]),
)  # fmt: skip
def test_that_whole_units_come_as_near_to_the_share_as_any_choice(
    sizes: list[int], share: float, seed: int, by: TunedBy
) -> None:
    units = np.repeat(np.arange(len(sizes)), sizes)
    column: dict[str, Any] = {by: units}
    predictions = problem([sum(sizes), 0], **column)
    mask = tuning_mask(predictions, Tuning(share, seed, by))
    sides = [set(units[mask].tolist()), set(units[~mask].tolist())]
    assert not sides[0] & sides[1]
    assert sides[0]
    assert sides[1]
    possible = [
        sum(some)
        for number in range(1, len(sizes))
        for some in itertools.combinations(sizes, number)
    ]  # fmt: skip
    wanted = share * sum(sizes)
    assert abs(int(mask.sum()) - wanted) <= min(abs(each - wanted) for each in possible) + 1e-9


@settings(max_examples=20)
@given(st.integers(21, 200), st.floats(0.01, 0.99), st.integers(0, 3))
def test_that_of_many_units_the_share_is_met_but_for_one(n_units: int, share: float, seed: int) -> None:
    sizes = np.random.default_rng(seed).integers(1, 9, n_units)
    units = np.repeat(np.arange(n_units), sizes)
    predictions = problem([len(units), 0], group=units)
    mask = tuning_mask(predictions, Tuning(share, seed, "group"))
    assert abs(int(mask.sum()) - share * len(units)) <= 8
    assert not set(units[mask].tolist()) & set(units[~mask].tolist())


def test_that_equal_batches_are_drawn_by_the_seed_and_not_by_their_order() -> None:
    names = [f"batch {b}" for b in range(12)]
    predictions = problem([120, 0], batch=np.repeat(names, 10))
    turned = problem([120, 0], batch=np.repeat(names[::-1], 10))

    def drawn(given_rows: Predictions, seed: int) -> frozenset[str]:
        part = tuning_part(given_rows, Tuning(0.5, seed, "batch"), "tuned")
        return frozenset(part.batch_names[b] for b in np.asarray(part.batch).tolist())

    assert drawn(predictions, 0) == drawn(turned, 0)
    assert len({drawn(predictions, seed) for seed in range(5)}) > 1


def test_that_both_parts_are_all_rows_in_their_order() -> None:
    predictions, tuning = problem([20, 30, 10]), Tuning(0.4, 3)
    tuned, held = part_rows(predictions, tuning, "tuned"), part_rows(predictions, tuning, "held-back")
    assert sorted([*tuned.tolist(), *held.tolist()]) == list(range(60))
    part = tuning_part(predictions, tuning, "held-back")
    assert part.y_true.tolist() == predictions.y_true[held].tolist()
    assert (np.diff(held) > 0).all()
    assert part.classes == predictions.classes
    assert not part.y_true.flags.writeable


@pytest.mark.parametrize(
    ("share", "seed", "by", "sentence"),
    [
        (0.0, 0, "rows", "above 0 and at most 1"), (1.1, 0, "rows", "above 0"),
        (math.nan, 0, "rows", "above 0"), (0.5, -1, "rows", "seed"),
        (0.5, 0, "columns", "rows, batch, group"),
    ],
)  # fmt: skip
def test_that_a_tuning_out_of_range_is_refused(share: float, seed: int, by: Any, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        Tuning(share, seed, by)


def test_that_what_cannot_be_drawn_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match="not two samples"):
        tuning_mask(problem([1, 0]), Tuning())
    with pytest.raises(InputError, match="no batches"):
        tuning_mask(problem([5, 5]), Tuning(by="batch"))
    with pytest.raises(InputError, match="no groups"):
        tuning_mask(problem([5, 5]), Tuning(by="group"))
    with pytest.raises(InputError, match="of one batch"):
        tuning_mask(problem([5, 5], batch=["x"] * 10), Tuning(by="batch"))


def test_that_equal_rows_are_numbered_part_by_part_and_can_be_stopped_in_between() -> None:
    """A row's number counts the equal rows above it, whatever part of all rows they are sorted in."""
    rng = np.random.default_rng(3)
    scores = rng.integers(1, 6, 400) / 8
    made = Predictions.from_arrays(rng.integers(0, 2, 400), scores, classes=("a", "b"))
    asked: list[int] = []
    hashes = row_hashes(made, 0, lambda: asked.append(1))
    assert len(asked) >= 16
    assert len(set(hashes.tolist())) == 400, "equal rows have numbers of their own"
    keys = list(zip(made.y_true.tolist(), scores.tolist(), strict=True))
    half = row_hashes(Predictions.from_arrays(made.y_true[:200], scores[:200], classes=("a", "b")), 0)
    assert hashes[:200].tolist() == half.tolist(), "what comes below changes nothing"
    turned = row_hashes(Predictions.from_arrays(made.y_true[::-1], scores[::-1], classes=("a", "b")), 0)
    for key in set(keys):
        rows = [row for row, other in enumerate(keys) if other == key]
        assert turned[::-1][rows[::-1]].tolist() == hashes[rows].tolist()
