"""Things a person should know, in plain words, each with the action that helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from confmat_gui.core.repairs import Repair

ActionKind: TypeAlias = Literal[
    "", "select_class", "show_set_aside", "choose_positive", "choose_columns", "show_costs",
    "show_batches", "add_batch", "read_as_logits", "repair", "suggest_rule",
]  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """One notice. `code` and `class_name` are the JSON keys "code" and "class"."""

    code: str
    text: str
    class_name: str | None = None
    detail: str = ""
    """A second sentence, shown quieter."""
    action: ActionKind = ""
    action_label: str = ""
    second: ActionKind = ""
    """Another action that helps."""
    second_label: str = ""
    severity: Literal["info", "warning", "error"] = "warning"
    repair: Repair | None = None
    """What the action "repair" does."""
    remedy: str = ""
    """The option of the command line that does what the action does."""
    subject: str = ""
    """Of a doubt of the reader: which conclusion it is about."""
