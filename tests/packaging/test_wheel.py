"""What a wheel carries: the package, its resources and both licences."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    [path] = folder.glob("*.whl")
    return zipfile.Path(path)


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_that_every_resource_is_inside(wheel: zipfile.Path) -> None:
    names = set(wheel.root.namelist())
    expected = {f"confmat_gui/resources/{name}" for name in files_below(ROOT / "resources")}
    assert len(expected) > 10
    assert expected - names == set()


def test_that_every_module_and_the_type_marker_are_inside(wheel: zipfile.Path) -> None:
    names = set(wheel.root.namelist())
    modules = {f"confmat_gui/{name}" for name in files_below(ROOT / "confmat_gui") if name.endswith(".py")}
    assert modules - names == set()
    assert "confmat_gui/py.typed" in names


def test_that_nothing_else_of_the_repository_is_inside(wheel: zipfile.Path) -> None:
    tops = {name.split("/")[0] for name in wheel.root.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"confmat_gui"}


def test_that_both_licences_and_both_commands_are_declared(wheel: zipfile.Path) -> None:
    names = wheel.root.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("IBMPlexSans-LICENSE.txt") for name in names if ".dist-info" in name)
    [entry] = [name for name in names if name.endswith("entry_points.txt")]
    declared = wheel.root.read(entry).decode()
    assert "confmat = confmat_gui.cli:main" in declared
    assert "confmat-gui = confmat_gui.__main__:main" in declared
