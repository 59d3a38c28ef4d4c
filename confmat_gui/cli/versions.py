"""`--version`: the versions that matter for a number or a picture, found without importing anything."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from confmat_gui import __version__

PACKAGES = (
    ("numpy", "numpy"),
    ("pandas", "pandas"),
    ("pyarrow", "pyarrow"),
    ("matplotlib", "matplotlib"),
    ("PySide6", "PySide6-Essentials"),
    ("pyqtgraph", "pyqtgraph"),
)


class PrintVersions(argparse.Action):
    """Print the versions and stop."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: str | Sequence[Any] | None,
        _option_string: str | None = None,
    ) -> None:
        """Print, then leave as `--help` does."""
        print(versions())
        parser.exit()


def add_version_option(parser: argparse.ArgumentParser) -> None:
    """Add `--version`."""
    parser.add_argument("--version", action=PrintVersions, nargs=0, help="print the versions that matter")


def versions() -> str:
    """Return one line for the program and one for each library."""
    lines = [f"confmat_gui {__version__}", f"Python {platform.python_version()}"]
    return "\n".join([*lines, *(f"{name} {_version_of(package)}" for name, package in PACKAGES)])


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
