from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from confmat_gui.session.changes import rename
from confmat_gui.session.files import read_session, save_session
from tests.session.made import three_class_session

SAVE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from confmat_gui.session.changes import rename
from confmat_gui.session.files import save_session
from tests.session.made import three_class_session

target, dies_at, calls = Path(sys.argv[1]), int(sys.argv[2]), 0

def progress(fraction, text=""):
    global calls
    calls += 1
    if calls == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)

save_session(rename(three_class_session(), "new"), target, progress=progress)
print(calls)
"""


def save_and_die(target: Path, dies_at: int) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-c", SAVE_AND_DIE, str(target), str(dies_at)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_that_a_kill_in_the_middle_of_a_save_leaves_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.confmat"
    save_session(rename(three_class_session(), "old"), target)
    before = target.read_bytes()
    steps = int(save_and_die(tmp_path / "other.confmat", 10**6).stdout)
    for dies_at in (1, steps // 2, steps):
        killed = save_and_die(target, dies_at)
        assert killed.returncode == -9, killed.stderr
        assert target.read_bytes() == before
        assert read_session(target).name == "old"
