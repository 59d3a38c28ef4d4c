"""Sound prediction sets of many kinds, and the same with a fault."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confmat_gui.core.predictions import Predictions

Array = NDArray[Any]
KINDS = ("probability", "sigmoid", "score", "labels", "trees", "rounded", "logit", "saturated")


def names(n_classes: int) -> list[str]:
    return [f"c{k}" for k in range(n_classes)]


def softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def model(generator: np.random.Generator, n_classes: int, n: int, skill: float = 3.0) -> tuple[Array, Array]:
    """Return labels in directory order and the logits of a fair model."""
    y = np.sort(generator.integers(0, n_classes, n))
    logits = generator.gumbel(size=(n, n_classes))
    logits[np.arange(n), y] += skill
    return y, 1.5 * logits


def sound_set(seed: int) -> Predictions:
    """Return predictions without any fault: 2 to 20 classes, 40 to 3,000 rows, every kind of scores.

    Labels may be in directory order, classes rare, scores rounded, saturated or the votes of few trees,
    batches small and mixed, ids begin again in every batch.
    """
    generator = np.random.default_rng(seed)
    k, n = int(generator.choice([2, 2, 3, 4, 5, 10, 20])), int(generator.choice([40, 100, 300, 1000, 3000]))
    shares = generator.dirichlet(np.full(k, generator.choice([0.7, 3.0, 100.0])))
    y = generator.choice(k, n, p=shares)
    if generator.random() < 0.4:
        y = np.sort(y)
    logits = generator.gumbel(size=(n, k)) * generator.choice([0.7, 1.0, 1.5])
    logits[np.arange(n), y] += generator.choice([0.8, 1.5, 2.5, 4.0]) * (1 + 0.5 * np.log2(k))
    batch = ids = None
    size = int(generator.choice([5, 16, 32, 100]))
    if generator.random() < 0.7:
        codes = np.arange(n) // size
        batch = [f"batch {code}" for code in (generator.permutation(codes) if seed % 5 == 0 else codes)]
    if generator.random() < 0.3:
        ids = (np.arange(n) % (size if batch and seed % 2 else n)).astype(str)
    scores = _scores(generator, KINDS[seed % len(KINDS)], logits)
    return Predictions.from_arrays(y, classes=names(k), batch=batch, sample_id=ids, **scores)


def _scores(generator: np.random.Generator, kind: str, logits: Array) -> dict[str, Any]:
    if kind == "labels":
        return {"y_pred": logits.argmax(axis=1)}
    shares = softmax(logits)
    single: Any = [np.float32, np.float64][int(generator.integers(2))]
    if kind == "trees":
        trees = int(generator.choice([3, 10, 50]))
        votes = np.array([generator.multinomial(trees, row) for row in shares]) / trees
        return {"y_score": votes, "score_kind": "sigmoid"}
    if kind == "score":  # similarities: small, and far from what logits would be
        return {"y_score": (np.tanh(logits) * 0.2).astype(single), "score_kind": "score"}
    made = {
        "probability": shares,
        "sigmoid": (1 / (1 + np.exp(-logits))).astype(single),
        "rounded": shares.round(2),
        "logit": logits.astype(single),
        "saturated": softmax(4 * logits).astype(np.float32),
    }[kind]
    return {"y_score": made, "score_kind": kind if kind in ("probability", "logit") else "sigmoid"}
