"""What the areas of useless scores do by chance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata

from confmat_gui.core.areas_by_chance import deviation_of_areas, deviation_of_mean
from confmat_gui.core.predictions import Predictions
from tests.core.made_sets import names, softmax


@pytest.mark.parametrize("n_classes", [2, 3, 6])
def test_that_the_areas_lie_as_far_from_one_half_as_over_many_orders(n_classes: int) -> None:
    generator = np.random.default_rng(n_classes)
    share = generator.dirichlet(np.full(n_classes, 5.0))
    y = generator.choice(n_classes, 120, p=share)
    scores = softmax(generator.normal(size=(120, n_classes)))
    predictions = Predictions.from_arrays(y, scores, classes=names(n_classes))
    ranks = rankdata(scores, axis=0)
    own = np.bincount(y, minlength=n_classes)
    areas = np.empty((4_000, n_classes))
    for area in areas:
        shuffled = generator.permutation(y)
        sums = np.array([ranks[shuffled == k, k].sum() for k in range(n_classes)])
        area[:] = (sums - own * (own + 1) / 2) / (own * (len(y) - own))  # Mann & Whitney's count
    np.testing.assert_allclose(areas.std(axis=0), deviation_of_areas(predictions), rtol=0.05)
    of_mean, largest = areas.mean(axis=1).std(), deviation_of_mean(predictions, np.arange(n_classes))
    if n_classes == 2:  # both areas are the same
        assert of_mean == pytest.approx(largest, rel=0.05)
    assert of_mean < 1.05 * largest
    assert largest < 1.5 * of_mean


def test_that_a_class_without_samples_has_no_area() -> None:
    predictions = Predictions.from_arrays([0, 0, 1], np.full((3, 3), 1 / 3), classes=names(3))
    assert np.isinf(deviation_of_areas(predictions)).tolist() == [False, False, True]
