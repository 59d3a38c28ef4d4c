"""Decide how to use a classifier: matrix, curves, costs and thresholds, exact and together."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from confmat_gui.api import (
        CancelledError,
        Evaluation,
        InputError,
        InputOptions,
        Loaded,
        OperatingPoint,
        Predictions,
        PredictionWriter,
        Prepared,
        Repair,
        Rule,
        Session,
        Suggestion,
        Tuning,
        evaluate,
        load,
        open_session,
        prepare,
        read_predictions,
        save_session,
        suggest,
    )

__version__ = "0.1.0"

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
    "__version__",
    "evaluate",
    "load",
    "open_session",
    "prepare",
    "read_predictions",
    "save_session",
    "suggest",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for, so that `import confmat_gui` alone costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("confmat_gui.api"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted({*globals(), *__all__})
