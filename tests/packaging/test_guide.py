"""What the guide says about the program is so."""

from __future__ import annotations

import re
from pathlib import Path

from confmat_gui.cli.commands import COMMANDS, command_parser
from confmat_gui.core.metrics import METRICS
from confmat_gui.gui.actions import ACTIONS, MENUS

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")


def plain(text: str) -> str:
    return text.replace("&", "")


def menu_entries() -> set[tuple[str, str]]:
    texts = {spec.name: plain(spec.text) for spec in ACTIONS}
    return {(plain(title), texts[name]) for title, names in MENUS for name in names if name in texts}


def test_that_every_menu_entry_it_names_is_there() -> None:
    entries = re.findall(r"\*\*([^*]+ ▸ [^*]+)\*\*", GUIDE)
    named = {tuple(entry.replace("\n", " ").split(" ▸ ")) for entry in entries}
    assert len(named) >= 5
    assert named - menu_entries() == set()


def test_that_every_command_and_option_it_names_is_there() -> None:
    known = {option for name in COMMANDS for option in command_parser(name)._option_string_actions}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GUIDE))
    assert len(named) > 15
    assert named - known - {"--screenshot"} == set()
    assert set(re.findall(r"^confmat (\w+)", GUIDE, flags=re.MULTILINE)) == set(COMMANDS)


def test_that_every_figure_of_the_registry_is_in_the_numbers_page() -> None:
    page = " ".join((DOCS / "numbers.md").read_text(encoding="utf-8").lower().split())
    assert [metric.name for metric in METRICS.values() if metric.name.lower() not in page] == []
