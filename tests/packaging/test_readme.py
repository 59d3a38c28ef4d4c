"""What the README shows is run as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder that looks like a clone to relative paths, but may be written to."""
    (tmp_path / "resources").symlink_to(ROOT / "resources", target_is_directory=True)
    return tmp_path


def run(command: list[str], folder: Path) -> str:
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": paths, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_that_the_commands_run_and_leave_the_files_they_name(clone: Path) -> None:
    [commands] = [block for block in blocks("sh") if "confmat evaluate" in block]
    output = run(["bash", "-eu", "-c", commands], clone)
    assert "crack" in output
    assert (clone / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (clone / "window.png").read_bytes().startswith(b"\x89PNG")
    assert (clone / "careful.confmat").stat().st_size > 1_000


def test_that_the_python_example_prints_the_figures_it_promises(clone: Path) -> None:
    [code] = blocks("python")
    lines = run([sys.executable, "-c", code], clone).splitlines()
    promised = re.findall(r"# (0\.\d+)$", code, flags=re.MULTILINE)
    assert len(promised) == 2
    assert [f"{float(line):.3f}" for line in lines[:2]] == promised
    assert float(lines[2]) > float(lines[1])


def test_that_the_links_and_pictures_of_the_documents_are_there() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page


def test_that_the_start_commands_are_scripts_of_the_repository() -> None:
    named = re.findall(r"bash (packaging/\w+\.sh)", README)
    assert set(named) == {"packaging/run.sh", "packaging/test.sh"}
    assert all((ROOT / name).is_file() for name in named)
