"""What is shipped with the program: fonts, icon, examples."""

from __future__ import annotations

from pathlib import Path

from confmat_gui.core.errors import InputError
from confmat_gui.io.readers.registry import readers_by_name

EXAMPLES: dict[str, str] = {
    "inspection": "examples/inspection",
    "breast-cancer": "examples/breast-cancer",
}
"""Name of an example to the folder (or single file, without suffix) that holds its prediction files."""

_PACKAGE = Path(__file__).resolve().parents[1]


def resource_folder() -> Path:
    """Return the folder of all resources: inside an installed package, beside it in a checkout."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource_path(name: str) -> Path:
    """Return the path of a resource such as "icon.svg"; InputError if the installation lacks it."""
    path = resource_folder() / name
    if not path.exists():
        raise InputError(f"The installation lacks {name}; install the program again.")
    return path


def example_paths(name: str) -> tuple[Path, ...]:
    """Return the prediction files of an example in the order of their batches."""
    if name not in EXAMPLES:
        raise InputError(f"There is no example called “{name}”; there are {', '.join(EXAMPLES)}.")
    place = resource_folder() / EXAMPLES[name]
    files = sorted(place.iterdir()) if place.is_dir() else sorted(place.parent.glob(place.name + ".*"))
    found = tuple(path for path in files if path.is_file() and readers_by_name(path.name))
    if not found:
        raise InputError(f"The installation lacks the example “{name}”; install the program again.")
    return found
