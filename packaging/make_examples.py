"""Make the example files below resources/examples, the same on every machine.

    python packaging/make_examples.py [FOLDER]

`inspection` is a generated surface inspection: five classes in twelve batches. The score columns are what a
model answers that has seen far too few cracks: it ranks cracks almost perfectly, but gives them too low a
probability, so that the highest score finds only about half of them.

`breast-cancer` holds real predictions: a logistic regression on the breast cancer data that comes with
scikit-learn, each sample predicted by a model that has not seen it (ten folds). It needs scikit-learn.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CLASSES = ("ok", "scratch", "dent", "crack", "stain")
SHARES = (0.80, 0.08, 0.05, 0.03, 0.04)
"""How often each class occurs on the line."""

ASSUMED_SHARES = (0.80, 0.08, 0.05, 0.0005, 0.04)
"""How often the model thinks it occurs: cracks were almost absent from what it was trained on."""

CENTRES = (
    (0.0, 0.0, 0.0, 0.0),
    (3.5, 0.0, 0.3, 0.0),
    (0.0, 3.8, 0.0, 0.4),
    (2.3, 0.4, 3.5, 0.0),
    (0.2, 0.3, 0.0, 3.2),
)
"""Where each class lies in the four features that the model sees; a crack looks a little like a scratch."""

SHIPPED = (0.0, 3.0, 4.0, 20.0, 2.0)
"""What it costs to take a part of each class for ok."""

SORTED_WRONGLY = (1.0, 0.5, 0.5, 2.0, 0.5)
"""What it costs to take it for another fault."""

CAMERAS = ("left", "right")
SHIFTS = ("early", "late", "night")
N_BATCHES = 12
CAUTION = 0.6
"""The model is less sure of itself than it could be: its logits are this much smaller."""

HAZE_BATCH = 9
"""In this batch the lens was dirty: every sample lies a little nearer to the others."""


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn each row into probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def inspection_batch(number: int, random: np.random.Generator) -> dict[str, NDArray[np.generic]]:
    """Return the columns of one batch."""
    n = int(random.integers(940, 1060))
    codes = random.choice(len(CLASSES), size=n, p=SHARES)
    centres = np.array(CENTRES)
    camera = random.integers(0, len(CAMERAS), size=n)
    spread = np.where(camera == 1, 1.06, 1.0)[:, None]
    features = centres[codes] + spread * random.standard_normal((n, centres.shape[1]))
    if number == HAZE_BATCH:
        features *= 0.88
    distance = ((features[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    scores = softmax(CAUTION * (np.log(ASSUMED_SHARES) - 0.5 * distance))
    columns: dict[str, NDArray[np.generic]] = {
        "sample_id": np.array([f"B{number:02d}-{row:05d}" for row in range(1, n + 1)]),
        "true": np.array(CLASSES)[codes],
    }
    columns |= {name: rounded(scores)[:, k] for k, name in enumerate(CLASSES)}
    columns["camera"] = np.array(CAMERAS)[camera]
    columns["shift"] = np.full(n, SHIFTS[(number - 1) % len(SHIFTS)])
    return columns


def rounded(scores: NDArray[np.float64]) -> NDArray[np.float32]:
    """Round to five decimals so that each row still sums to 1 (the largest score takes the rest)."""
    whole = np.rint(scores * 100_000).astype(np.int64)
    whole[np.arange(len(whole)), whole.argmax(axis=1)] += 100_000 - whole.sum(axis=1)
    return (whole / 100_000).astype(np.float32)


def write_inspection(folder: Path) -> list[Path]:
    """Write the twelve batches as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20_240_517)
    paths = []
    for number in range(1, N_BATCHES + 1):
        path = folder / f"inspection_{number:02d}.parquet"
        pq.write_table(pa.table(inspection_batch(number, random)), path, compression="zstd")
        paths.append(path)
    return paths


def write_inspection_costs(path: Path) -> Path:
    """Write what errors of the inspection cost, in euros.

    A good part that is thrown away costs 1. A faulty part that is shipped costs what its fault does to a
    customer. A fault taken for another is not shipped, and only sorted wrongly: 0.5, of a crack 2.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["true \\ predicted", *CLASSES])
        for name, shipped, sorted_wrongly in zip(CLASSES, SHIPPED, SORTED_WRONGLY, strict=True):
            prices = [shipped if other == "ok" else sorted_wrongly for other in CLASSES]
            prices[CLASSES.index(name)] = 0.0
            writer.writerow([name, *(f"{price:g}" for price in prices)])
    return path


def write_breast_cancer(folder: Path) -> list[Path]:
    """Write out-of-fold predictions of a logistic regression as CSV."""
    from sklearn.datasets import load_breast_cancer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    data = load_breast_cancer()
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    scores = np.zeros((len(data.target), 2))
    fold_of = np.zeros(len(data.target), dtype=np.int64)
    for fold, (train, test) in enumerate(folds.split(data.data, data.target), start=1):
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1_000))
        model.fit(data.data[train], data.target[train])
        scores[test] = model.predict_proba(data.data[test])
        fold_of[test] = fold
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "breast_cancer.csv"
    malignant = np.round(scores[:, 0], 6)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["sample_id", "diagnosis", "malignant", "benign", "fold"])
        for row, target in enumerate(data.target):
            score = malignant[row]
            name = str(data.target_names[target])
            writer.writerow([f"S{row + 1:03d}", name, f"{score:.6f}", f"{1 - score:.6f}", fold_of[row]])
    return [path]


def main() -> None:
    """Write both examples, and what errors cost in the first."""
    default = Path(__file__).resolve().parents[1] / "resources" / "examples"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    paths = write_inspection(folder / "inspection")
    paths.append(write_inspection_costs(folder / "inspection_costs.csv"))
    for path in [*paths, *write_breast_cancer(folder / "breast-cancer")]:
        print(f"{path}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
