"""Samples to measure on: plausible probabilities without many ties."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def make_samples(n: int, n_classes: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return true codes and probabilities of a model that is right in most cases."""
    random = np.random.default_rng(7)
    codes = random.integers(0, n_classes, size=n)
    logits = random.standard_normal((n, n_classes))
    logits[np.arange(n), codes] += 2.0
    powers = np.exp(logits)
    return codes, np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
