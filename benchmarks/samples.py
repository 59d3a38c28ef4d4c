"""Samples to measure on: plausible probabilities without many ties."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIZES = {
    "quick": [(100_000, 2), (50_000, 10)],
    "full": [(100_000, 2), (1_000_000, 2), (100_000, 10), (1_000_000, 10), (20_000, 100)],
}
"""(samples, classes) to measure."""


def make_samples(n: int, n_classes: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return true codes and probabilities of a model that is right in most cases."""
    random = np.random.default_rng(7)
    codes = random.integers(0, n_classes, size=n)
    logits = random.standard_normal((n, n_classes))
    logits[np.arange(n), codes] += 2.0
    powers = np.exp(logits)
    return codes, np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
