"""What is wanted of a rule, as people write it: `macro-f1`, `recall(crack) >= 0.95`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from confmat_gui.core.constraints import (
    CLASS_FIGURES,
    OVERALL_FIGURES,
    Bound,
    BoundFigure,
    Constraint,
)
from confmat_gui.core.errors import InputError
from confmat_gui.core.objectives import CLASS_KEYS, Objective, ObjectiveKey
from confmat_gui.core.rules import CostMatrix

OBJECTIVE_NAMES: Mapping[str, ObjectiveKey] = MappingProxyType({
    "cost": "expected_cost",
    "f1": "f1",
    "macro-f1": "macro_f1",
    "youden": "youden",
    "mcc": "mcc",
    "balanced-accuracy": "balanced_accuracy",
    "accuracy": "accuracy",
})  # fmt: skip
"""What can be made best, by the name that a person gives it."""

CONSTRAINT_FORMS = (
    "recall(CLASS) >= 0.95, precision(CLASS) >= 0.8, fpr(CLASS) <= 0.01, specificity(CLASS), f1(CLASS), "
    "predicted(CLASS) <= 0.4, accuracy, balanced_accuracy, macro_f1, mcc, coverage >= 0.9, cost <= 0.2"
)
"""One constraint of each form, as a hint."""

_ALSO: Mapping[str, BoundFigure] = MappingProxyType({
    "sensitivity": "recall", "tpr": "recall", "ppv": "precision", "tnr": "specificity",
    "expected_cost": "cost",
})  # fmt: skip
_BOUNDS: Mapping[str, Bound] = MappingProxyType({
    ">=": ">=", "≥": ">=", "=>": ">=", "<=": "<=", "≤": "<=", "=<": "<=",
})  # fmt: skip
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_WHOLE = re.compile(rf"\s*(?P<figure>[\w\s-]+?)\s*(?:\((?P<label>.*)\))?\s*(?P<bound>>=|<=|≥|≤|=>|=<)\s*"
                    rf"(?P<limit>{_NUMBER})\s*(?P<percent>%?)\s*", re.DOTALL)  # fmt: skip
_BETWEEN = re.compile(rf"((?:>=|<=|≥|≤|=>|=<)\s*{_NUMBER}\s*%?)\s*(?:,|;|&|\band\b)\s*(?=\S)")
_QUOTES = {'"': '"', "'": "'", "“": "”"}


def objective_of(
    name: str,
    class_name: str | None,
    classes: Sequence[str],
    positive: int | None = None,
    costs: CostMatrix | None = None,
) -> Objective:
    """Return the objective of a name in `OBJECTIVE_NAMES`.

    Parameters
    ----------
    class_name : the class of F1 and Youden's J; None: the positive class of two
    classes : names in order
    positive : index of the positive class of two, else None
    costs : prices, for "cost"

    Raises
    ------
    InputError
        There is no such objective or class; a class is missing, or given where none is meant; there are no
        prices.
    """
    key = OBJECTIVE_NAMES.get(name.strip().lower().replace("_", "-"))
    if key is None:
        raise InputError(f"“{name}” cannot be searched for; what can is {', '.join(OBJECTIVE_NAMES)}.")
    if key not in CLASS_KEYS:
        if class_name is not None:
            raise InputError(f"The objective {name} is not of one class; leave the class {class_name} out.")
        if key == "expected_cost" and costs is None:
            raise InputError("The lowest cost needs prices; say what each error costs.")
        return Objective(key, costs=costs if key == "expected_cost" else None)
    index = positive if class_name is None else _index(class_name, classes)
    if index is None:
        raise InputError(f"Say of which class {name} is meant; the classes are {_listed(classes)}.")
    return Objective(key, class_index=index)


def objective_text(objective: Objective, classes: Sequence[str]) -> str:
    """Return an objective as a person writes it: "macro-f1", "f1(crack)"."""
    name = next(name for name, key in OBJECTIVE_NAMES.items() if key == objective.key)
    return name if objective.class_index is None else f"{name}({classes[objective.class_index]})"


def parse_constraints(text: str, classes: Sequence[str]) -> tuple[Constraint, ...]:
    """Read one constraint, or several with commas, semicolons or "and" between.

    A label may hold brackets, commas, `=`, `>` and spaces: it ends at the last bracket before the bound. It
    may stand in quotes. Limits may be in percent.

    Raises
    ------
    InputError
        One sentence that says what is wrong and what is possible.
    """
    try:
        return (_parse_one(text, classes),)
    except InputError as error:
        several = _BETWEEN.sub("\\1\n", text).split("\n")
        if len(several) == 1:
            raise
        try:
            return tuple(_parse_one(part, classes) for part in several)
        except InputError as of_part:
            raise of_part from error


def constraint_text(constraint: Constraint, classes: Sequence[str]) -> str:
    """Return a constraint as `parse_constraints` reads it: "recall(crack) >= 0.95"."""
    name = constraint.figure
    label = "" if constraint.class_index is None else f"({classes[constraint.class_index]})"
    return f"{name}{label} {constraint.bound} {constraint.limit:.12g}"


def _parse_one(text: str, classes: Sequence[str]) -> Constraint:
    found = _WHOLE.fullmatch(text)
    if found is None:
        raise InputError(f"“{text.strip()}” is no constraint; write it as one of {CONSTRAINT_FORMS}.")
    figure = _figure(found["figure"])
    label = found["label"]
    index = None
    if figure in CLASS_FIGURES:
        if label is None:
            raise InputError(f"Say of which class {figure} is meant, as in {figure}({classes[0]}).")
        index = _index(label, classes)
    elif label is not None:
        raise InputError(f"{figure} is not of one class; write it without “({label})”.")
    limit = float(found["limit"]) / (100 if found["percent"] else 1)
    return Constraint(figure, index, _BOUNDS[found["bound"]], limit)


def _figure(text: str) -> BoundFigure:
    name = re.sub(r"[\s-]+", "_", text.strip().lower())
    known: dict[str, BoundFigure] = {key: key for key in (*CLASS_FIGURES, *OVERALL_FIGURES)} | dict(_ALSO)
    if name not in known:
        raise InputError(f"“{text.strip()}” cannot be bounded; what can is {CONSTRAINT_FORMS}.")
    return known[name]


def _index(label: str, classes: Sequence[str]) -> int:
    """Return the class that a label names: as it stands, else without spaces around, else out of quotes."""
    bare = label.strip()
    unquoted = bare[1:-1] if len(bare) > 1 and _QUOTES.get(bare[0]) == bare[-1] else bare
    for name in (label, bare, unquoted):
        if name in classes:
            return list(classes).index(name)
    raise InputError(f"There is no class called “{bare}”; the classes are {_listed(classes)}.")


def _listed(classes: Sequence[str]) -> str:
    return ", ".join(classes[:12]) + (", …" if len(classes) > 12 else "")
