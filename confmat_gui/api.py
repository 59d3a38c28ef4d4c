"""What a notebook, the command line and the window share; needs neither Qt nor a display.

>>> import confmat_gui as cm
>>> p = cm.Predictions.from_arrays(["ok", "crack", "ok"], [0.1, 0.8, 0.5], positive="crack")
>>> d = cm.prepare(p)
>>> e = cm.evaluate(d, cm.Rule.thresholds({"crack": 0.6}))
>>> e.confusion.tolist()
[[1, 0], [0, 2]]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.errors import CancelledError, InputError
from confmat_gui.core.evaluation import Evaluation, Prepared, evaluate, prepare
from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule, cost_matrix
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import Tuning
from confmat_gui.io.capture import PredictionWriter
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.session.state import Session

__all__ = [
    "CancelledError",
    "Evaluation",
    "InputError",
    "InputOptions",
    "Loaded",
    "OperatingPoint",
    "PredictionWriter",
    "Predictions",
    "Prepared",
    "Repair",
    "Rule",
    "Session",
    "Suggestion",
    "Tuning",
    "evaluate",
    "load",
    "open_session",
    "prepare",
    "read_predictions",
    "save_session",
    "suggest",
]


def load(*paths: str | Path, progress: Progress = no_progress, **options: Any) -> Loaded:
    """Read prediction files as the batches of one data set, with everything that was concluded about them.

    Parameters
    ----------
    *paths
        One prediction file or more, folders of such files, or patterns such as "runs/*.csv".
    progress
        Called while reading; may raise `CancelledError`.
    **options
        Fields of `InputOptions`, named as the options of the command line: true, scores, pred, positive,
        classes, batch, id, group, weight, count, kind, rows, join, where, repairs.

    Returns
    -------
    Loaded
        `predictions`, the `sources`, the rows that were `set_aside` with their reasons, and every conclusion.

    Raises
    ------
    InputError
        With one sentence that names file, row and column.
    """
    from confmat_gui.io.load import load_predictions
    from confmat_gui.io.repairing import repaired

    return repaired(load_predictions(paths, _input_options(options), progress))


def read_predictions(*paths: str | Path, **options: Any) -> Predictions:
    """Read prediction files as the batches of one data set: CSV, Parquet, NPZ, ... (docs/formats.md).

    Parameters
    ----------
    *paths
        One prediction file or more, folders of such files, or patterns such as "runs/*.csv".
    **options
        Fields of `InputOptions`, as for `load`: true, scores, pred, positive, classes, batch, id, group,
        weight, count, kind, rows, join, where, repairs. What is not given is found from names and values.

    Returns
    -------
    Predictions
        n usable rows in the order of files and rows, classes in the order given, else as the files have it.
        Rows that cannot be used are left out; `load` lists them in `set_aside`, with the conclusions.

    Raises
    ------
    InputError
        With one sentence that names file, row and column.
    """
    return load(*paths, **options).predictions


def open_session(*paths: str | Path, progress: Progress = no_progress, **options: Any) -> Session:
    """Open one `.confmat` file, or prediction files under the default rule.

    Parameters
    ----------
    *paths
        One session file, or the prediction files of one data set; the two do not mix.
    progress
        Called while reading; may raise `CancelledError`.
    **options
        As for `load`; with a session they override what it stores.

    Returns
    -------
    Session
        `session.data.prepared` and `session.point` are what `evaluate` takes.

    Raises
    ------
    InputError
        The file is damaged, of a later version, or cannot be read; one sentence.
    """
    from confmat_gui.session.opening import open_any

    return open_any(paths, _input_options(options), progress)


def save_session(session: Session, path: str | Path, *, refer: bool = False) -> None:
    """Save a session to one file.

    Whatever happens meanwhile, `path` holds the old file or the whole new one.

    Parameters
    ----------
    session
        From `open_session`.
    path
        Its name ends in `.confmat`.
    refer
        Store relative paths and fingerprints of the prediction files in place of what was read.

    Raises
    ------
    InputError
        The file cannot be written, or a source has no known place to refer to.
    """
    from confmat_gui.session.files import save_session as save

    save(session, path, refer=refer)


def suggest(
    prepared: Prepared,
    objective: str = "cost",
    subject_to: str | Sequence[str] = (),
    *,
    of_class: str | None = None,
    point: OperatingPoint | Rule | None = None,
    costs: Any = None,
    prevalence: Mapping[str, float] | None = None,
    tuning: Tuning | None = None,
    cross_fit: int | None = None,
    **options: Any,
) -> Suggestion:
    """Return the best rule for an objective under constraints, judged on samples it was not tuned on.

    Parameters
    ----------
    prepared
        From `prepare`.
    objective
        "cost", "f1", "macro-f1", "youden", "mcc", "balanced-accuracy" or "accuracy".
    subject_to
        Constraints such as "recall(crack) >= 0.95", "fpr(ok) <= 0.01", "predicted(ok) <= 0.4",
        "coverage >= 0.9", "cost <= 0.2"; one text or several.
    of_class
        The class of f1 or youden; the positive class of two if not given.
    point
        The present rule to compare with; the default rule if not given.
    costs
        Prices, (K, K) or (K, K + 1), rows = true class; those of the point if not given.
    prevalence
        Share of each named class where the rule is used, such as {"crack": 0.005}: search, constraints and
        figures are then at these shares; those of the point if not given.
    tuning
        `Tuning(share, seed, by)`: the part to tune on, half of the samples of each class if not given.
    cross_fit
        A number of folds, to judge every sample by a rule that was tuned without it.
    **options
        As of `confmat_gui.core.suggest.suggest`: seed, n_bootstrap, no_decision, free, progress.

    Returns
    -------
    Suggestion
        `rule` to evaluate with, `suggested.tuned` and `suggested.held_back` with figures and intervals,
        `spreads` of the thresholds, `reaches` of the constraints, other rules `beside`.

    Raises
    ------
    InputError
        With one sentence on what is wrong and what is possible.

    Examples
    --------
    >>> from confmat_gui import Predictions, prepare, suggest, Tuning
    >>> p = Predictions.from_arrays([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9], classes=["ok", "crack"], positive=1)
    >>> found = suggest(prepare(p), "f1", "recall(crack) >= 1", tuning=Tuning(1.0))
    >>> found.rule.thresholds_by_class, found.suggested.tuned.objective.value
    ({'crack': 0.4}, 0.8)
    """
    from confmat_gui.core.goal_text import objective_of, parse_constraints
    from confmat_gui.core.prevalence import prevalence_of
    from confmat_gui.core.suggest import suggest as find

    classes = prepared.predictions.classes
    if not isinstance(point, OperatingPoint):
        point = OperatingPoint(prepared.default_rule if point is None else point)
    point = point if costs is None else point.with_costs(cost_matrix(costs))
    if prevalence is not None:
        point = point.with_prevalence(prevalence_of(classes, prevalence, prepared.predictions.support))
    positive = prepared.predictions.positive if point.positive is None else point.positive
    wanted = objective_of(objective, of_class, classes, positive, point.prices)
    texts = (subject_to,) if isinstance(subject_to, str) else subject_to
    constraints = [each for text in texts for each in parse_constraints(text, classes)]
    return find(prepared, point, wanted, constraints, tuning, cross_fit=cross_fit, **options)


def _input_options(options: dict[str, Any]) -> InputOptions:
    """Return options with lists where lists are meant; a single name stands for a list of one."""
    known = InputOptions.__dataclass_fields__
    for name in options:
        if name not in known:
            raise InputError(f"There is no option “{name}”; the options are {', '.join(known)}.")
    lists = {
        name: (value,) if isinstance(value, str) else tuple(value)
        for name, value in options.items()
        if name in ("true", "scores", "classes", "where", "repairs") and value is not None
    }
    return InputOptions(**{**{k: v for k, v in options.items() if v is not None}, **lists})
