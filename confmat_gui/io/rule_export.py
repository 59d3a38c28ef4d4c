"""A rule written for production: as JSON, or as code that decides the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from confmat_gui.core.operating_point import OperatingPoint
from confmat_gui.io.atomic import write_atomically
from confmat_gui.io.loaded import Loaded
from confmat_gui.io.rule_code.carried import CarriedRule, carried_rule, check_for_code
from confmat_gui.io.rule_code.python_code import python_code
from confmat_gui.io.rule_code.scikit_learn_code import scikit_learn_code
from confmat_gui.io.rule_code.sql_code import sql_code
from confmat_gui.io.rule_files import write_rule

RuleFormat: TypeAlias = Literal["json", "python", "sklearn", "sql"]
RULE_FORMATS: tuple[RuleFormat, ...] = get_args(RuleFormat)
ENDINGS: dict[RuleFormat, str] = {"json": ".json", "sklearn": "_sklearn.py", "python": ".py", "sql": ".sql"}
"""How the names of files end; the first that fits tells the format."""
_CODE: dict[RuleFormat, Callable[[CarriedRule], str]] = {
    "python": python_code,
    "sklearn": scikit_learn_code,
    "sql": sql_code,
}


def format_of(path: Path) -> RuleFormat:
    """Return the format that a file's name tells; JSON where it tells none."""
    name = path.name.lower()
    return next((known for known, ending in ENDINGS.items() if name.endswith(ending)), "json")


def export_rule(
    path: str | Path, loaded: Loaded, point: OperatingPoint, wanted: RuleFormat | None = None
) -> None:
    """Write the rule of an operating point, in the format that is wanted or else that the name tells.

    JSON is written for every rule, with test vectors where it computes something; code only where it decides
    exactly as the window does.

    Raises
    ------
    InputError
        The file cannot be written; or code cannot carry out the rule, with the reason.
    """
    target = Path(path)
    chosen = wanted or format_of(target)
    if chosen == "json":
        _write_json(target, loaded, point)
        return
    carried = carried_rule(loaded, point)
    check_for_code(carried)
    text = _CODE[chosen](carried)
    with write_atomically(target) as stream:
        stream.write(text.encode("utf-8"))


def _write_json(path: Path, loaded: Loaded, point: OperatingPoint) -> None:
    rule = point.rule
    if rule.kind == "min-cost":
        rule = replace(rule, costs=point.deciding_costs)
    computes = rule.kind != "predicted" and loaded.predictions.y_score is not None
    carried = carried_rule(loaded, point) if computes else None
    write_rule(path, rule, loaded.predictions.classes, point.positive, carried)
