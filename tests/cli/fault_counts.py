"""How often `confmat inspect` names a fault that is there, and how often one that is not.

    python -m tests.cli.fault_counts [--sets 1000] [--seed 0]

Every set is written to one file or more, as a person would, and read by the command line.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from confmat_gui.cli import main as confmat
from tests.core.made_sets import Array, softmax

CODES = (
    "shuffled_labels", "permuted_classes", "reversed_score", "logits", "repeated_rows", "odd_batch",
)  # fmt: skip
WORDS = ("ok", "scratch", "crack", "dent", "stain", "blister", "pit", "scale", "burn", "warp")
DOUBT = "If these are logits"
"""Of a model that is always right nothing tells how steep its logits are; then they are a doubt."""


@dataclass(frozen=True)
class Made:
    """Labels and scores of a model, and how they are written."""

    y: Array
    scores: Array
    names: list[str]
    suffix: str = ".csv"
    batch_size: int = 0
    n_files: int = 1
    with_ids: bool = False
    with_pred: bool = False
    single: bool = False

    def frame(self) -> pd.DataFrame:
        """Return one row for each sample."""
        labels = [int(name) for name in self.names] if self.names[0] == "0" else self.names
        columns: dict[str, Any] = {"true": np.array(labels)[self.y]}
        if self.with_pred:
            columns["pred"] = np.array(labels)[self.scores.argmax(axis=1)]
        if self.single:
            columns["score"] = self.scores[:, 1]
        else:
            columns |= {f"p_{name}": self.scores[:, k] for k, name in enumerate(self.names)}
        if self.batch_size:
            columns["batch"] = np.arange(len(self.y)) // self.batch_size
        if self.with_ids:
            columns["id"] = [f"{place:05d}" for place in range(len(self.y))]
        return pd.DataFrame(columns)

    def write(self, folder: Path) -> list[str]:
        """Write the files; several are as long as each other but for the last."""
        frame, size = self.frame(), -(-len(self.y) // self.n_files)
        paths = [folder / f"part_{index:02d}{self.suffix}" for index in range(self.n_files)]
        for index, path in enumerate(paths):
            part = frame.iloc[index * size : (index + 1) * size].reset_index(drop=True)
            if self.suffix == ".csv":
                part.to_csv(path, index=False)
            else:
                getattr(part, f"to_{self.suffix[1:]}")(path)
        return [str(path) for path in paths]


def made(
    seed: int,
    *,
    least_skill: float = 0.5,
    least_rows: int = 30,
    classes: Iterable[int] = (2, 2, 3, 4, 5, 8, 12, 20),
    digits: Iterable[int] = (2, 3, 16),
) -> Made:
    """Return sound samples: 2 to 20 classes, 30 to 20,000 rows, even or rare classes, weak to strong models.

    In any order or in that of the classes; scores in float32 or float64, as they are or rounded so that many
    are tied; labels as texts or numbers; one file or several, batches, ids.
    """
    generator = np.random.default_rng(seed)
    k = int(generator.choice(list(classes)))
    n = int(np.exp(generator.uniform(np.log(least_rows), np.log(20_000))))
    y = generator.choice(k, n, p=generator.dirichlet(np.full(k, generator.choice([0.7, 3.0, 100.0]))))
    if generator.random() < 0.3:
        y = np.sort(y)
    logits = generator.gumbel(size=(n, k))
    skills = [skill for skill in (0.5, 1.0, 2.0, 4.0, 7.0) if skill >= least_skill]
    logits[np.arange(n), y] += generator.choice(skills) * (1 + 0.5 * np.log2(k / 2))
    scores = softmax(generator.choice([0.5, 1.0, 2.0]) * logits)
    kept = int(generator.choice(list(digits)))
    words = [f"{word}{round_ or ''}" for round_ in range(2) for word in WORDS]
    return Made(
        y,
        scores.round(kept).astype([np.float32, np.float64][int(generator.integers(2))]),
        words[:k] if generator.random() < 0.5 else [str(index) for index in range(k)],
        suffix=str(generator.choice([".csv", ".parquet", ".feather"])),
        batch_size=int(generator.choice([0, 0, 5, 16, 32, 100])),
        n_files=int(generator.choice([1, 1, 1, 2, 5])),
        with_ids=bool(generator.random() < 0.4),
        with_pred=bool(generator.random() < 0.3),
        single=k == 2 and bool(generator.random() < 0.3),
    )


def faulty(seed: int, classes: Iterable[int] = (2, 3, 4, 5, 8, 12, 20)) -> Made:
    """Return samples of a fair model to put a fault into: 200 rows or more, five of each class, one file."""
    drawn = (
        made(1_000 * seed + more, least_skill=2.0, least_rows=200, classes=classes, digits=(16,))
        for more in range(1_000)
    )
    sound = next(each for each in drawn if np.bincount(each.y, minlength=len(each.names)).min() >= 5)
    return replace(sound, batch_size=0, n_files=1, with_ids=False, with_pred=False, single=False)


def permuted(seed: int) -> Made:
    """Return samples whose columns stand in another order than their names say."""
    sound = faulty(seed, classes=(3, 4, 5, 8, 12, 20))
    order = np.arange(len(sound.names))
    moved = np.random.default_rng(seed).permutation(len(order))[: 2 + seed % 4]
    order[moved] = np.roll(moved, 1)
    return replace(sound, scores=sound.scores[:, order])


def shuffled(seed: int) -> Made:
    """Return labels in the order of the folders beside predictions in another."""
    sound = faulty(seed)
    order = np.random.default_rng(seed).permutation(len(sound.y))
    return replace(sound, y=np.sort(sound.y), scores=sound.scores[order])


def reversed_score(seed: int) -> Made:
    """Return two classes whose score is that of the other one."""
    sound = faulty(seed, classes=(2,))
    return replace(sound, scores=sound.scores[:, ::-1], single=True)


def logits(seed: int) -> Made:
    """Return logits where probabilities are expected."""
    sound = faulty(seed)
    values = np.log(sound.scores.astype(np.float64) + 1e-12)
    return replace(sound, scores=(values - values.mean(axis=1, keepdims=True)).astype(np.float32))


def repeated(seed: int) -> Made:
    """Return batches of which one comes twice."""
    sound = faulty(seed)
    n = len(sound.y) // 32 * 32
    again = np.arange(32) + 32 * (seed % (n // 32))
    rows = np.concatenate([np.arange(n), again])
    return replace(sound, y=sound.y[rows], scores=sound.scores[rows], batch_size=32)


FAULTS: dict[str, Callable[[int], Made]] = {
    "permuted_classes": permuted,
    "shuffled_labels": shuffled,
    "reversed_score": reversed_score,
    "logits": logits,
    "repeated_rows": repeated,
}


def named(samples: Made) -> set[str]:
    """Return the codes of the faults that `confmat inspect` names."""
    with tempfile.TemporaryDirectory() as folder:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = confmat(["inspect", *samples.write(Path(folder)), "--json"])
    assert code == 0, out.getvalue()
    notices = json.loads(out.getvalue())["notices"]
    doubted = {"logits" for notice in notices if DOUBT in notice["text"]}
    return {notice["code"] for notice in notices} & {*CODES} | doubted


def false_alarms(n_sets: int, seed: int = 0) -> dict[int, set[str]]:
    """Return what is named in sound sets, by their seeds."""
    found = {each: named(made(each)) for each in range(seed, seed + n_sets)}
    return {each: codes for each, codes in found.items() if codes}


def main(arguments: list[str]) -> int:
    """Print both counts; 1 where a sound set raised an alarm."""
    parser = argparse.ArgumentParser(prog="python -m tests.cli.fault_counts")
    parser.add_argument("--sets", type=int, default=100, help="sound sets, and sets with each fault")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    seeds = range(options.seed, options.seed + options.sets)
    for fault, maker in FAULTS.items():
        missed = [seed for seed in seeds if fault not in named(maker(seed))]
        n_named = len(seeds) - len(missed)
        sys.stdout.write(f"{fault} named in {n_named} of {len(seeds)} sets; missed {missed}\n")
    alarms = false_alarms(options.sets, options.seed)
    counts = dict(Counter(code for codes in alarms.values() for code in codes))
    sys.stdout.write(f"{options.sets} sound sets: false alarms in {len(alarms)} {counts} {sorted(alarms)}\n")
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
