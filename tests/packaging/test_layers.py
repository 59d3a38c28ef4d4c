"""The arrows of the house at run time: what is below the window works where Qt cannot even be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "confmat_gui"
HEAVY = ("pandas", "pyarrow", "matplotlib", "scipy", "sklearn")

IMPORT_WITHOUT_QT = """
import importlib, sys
for blocked in ("PySide6", "shiboken6", "pyqtgraph", "qtpy"):
    sys.modules[blocked] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""

IMPORTED_HEAVY = """
import importlib, sys
for name in sys.argv[2:]:
    importlib.import_module(name)
print(*sorted(set(sys.modules) & set(sys.argv[1].split(","))))
"""


def modules(*, window: bool) -> list[str]:
    names = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        is_window = name.startswith("confmat_gui.gui") or name.endswith("__main__")
        if is_window == window:
            names.append(name)
    return names


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, check=False)


def test_that_everything_below_the_window_can_be_imported_without_qt() -> None:
    names = modules(window=False)
    assert len(names) > 30
    done = run(IMPORT_WITHOUT_QT, *names)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("window", [False, True])
def test_that_no_heavy_library_is_loaded_before_it_is_needed(window: bool) -> None:
    done = run(IMPORTED_HEAVY, ",".join(HEAVY), *modules(window=window))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
