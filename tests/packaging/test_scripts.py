"""The two scripts fail with a sentence, and never half-way."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def bash(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )


@pytest.mark.parametrize("script", sorted(path.name for path in PACKAGING.glob("*.sh")))
def test_that_every_script_is_valid_bash(script: str) -> None:
    assert bash(f"bash -n packaging/{script}").stderr == ""


def test_that_run_names_a_file_that_is_not_there() -> None:
    done = bash("bash packaging/run.sh nowhere/predictions.csv")
    assert done.returncode == 1
    assert "Stopped: there is no file nowhere/predictions.csv" in done.stderr


def test_that_an_old_python_is_refused_by_name() -> None:
    done = bash("source packaging/setup.sh; find_python", PYTHON="/bin/false")
    assert done.returncode == 1
    assert done.stderr.strip() == "Stopped: PYTHON=/bin/false is not a Python of version 3.11 or later."


def test_that_a_machine_without_python_gets_a_sentence_that_helps(tmp_path: Path) -> None:
    for tool in ("dirname", "id"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    done = bash(f"PATH={tmp_path}; unset PYTHON; source packaging/setup.sh; find_python")
    assert done.returncode == 1
    assert "no Python of version 3.11 or later was found" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_that_a_missing_library_is_found_by_its_package_and_named_once() -> None:
    absent = "libnowhere:libnowhere.so.7 libnowhere:@no-such-command libc6:libc.so.6"
    done = bash(f'source packaging/setup.sh; find_missing {absent}; echo "${{MISSING[*]}}"')
    assert done.stdout == "libnowhere\n"


def test_that_a_failing_pip_ends_in_a_sentence(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    done = bash(f"source packaging/setup.sh; pip_install {tmp_path} .")
    assert done.returncode == 1
    assert "Stopped: pip could not install the packages" in done.stderr


def test_that_a_changed_source_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "packaging").mkdir()
    shutil.copy(PACKAGING / "setup.sh", tmp_path / "packaging")
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    command = f"source {tmp_path}/packaging/setup.sh; fingerprint a.py"
    before = bash(command).stdout
    assert bash(command).stdout == before
    (tmp_path / "a.py").write_text("2", encoding="utf-8")
    assert bash(command).stdout not in ("", before)


def test_that_the_desktop_files_name_the_same_type_and_commands() -> None:
    entry = (PACKAGING / "confmat-gui.desktop").read_text(encoding="utf-8")
    metainfo = ET.parse(PACKAGING / "confmat-gui.metainfo.xml").getroot()
    mime = ET.parse(ROOT / "resources" / "confmat-gui.xml").getroot()
    [kind] = [node.get("type") for node in mime.iter() if node.tag.endswith("mime-type")]
    assert f"MimeType={kind};" in entry
    assert metainfo.findtext("provides/mediatype") == kind
    assert [node.text for node in metainfo.iter("binary")] == ["confmat-gui", "confmat"]
    assert "Exec=confmat-gui %F" in entry
