"""Commands as processes of their own, also where Qt is not there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = """
import sys
from importlib.abc import MetaPathFinder

class Blocked(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {names!r}:
            raise ImportError(f"{{name}} is blocked")

sys.meta_path.insert(0, Blocked())
"""
RUN = "import sys; from confmat_gui.cli import main; sys.exit(main(sys.argv[1:]))"


def python(code: str, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, **more},
    )  # fmt: skip


def blocking(*names: str) -> str:
    return BLOCK.format(names=set(names))


def test_that_importing_the_package_imports_nothing_heavy() -> None:
    heavy = (
        "pandas",
        "pyarrow",
        "matplotlib",
        "scipy",
        "sklearn",
        "PySide6",
        "pyqtgraph",
        "numpy",
        "msgspec",
    )
    loaded = python(f"import sys, confmat_gui; print([n for n in {heavy!r} if n in sys.modules])")
    assert loaded.stdout == "[]\n", loaded.stderr


def test_that_the_facade_imports_neither_readers_nor_drawing_nor_qt() -> None:
    heavy = ("pandas", "pyarrow", "matplotlib", "scipy", "sklearn", "PySide6", "pyqtgraph")
    code = "import sys, confmat_gui as cm; cm.evaluate, cm.read_predictions, cm.Rule, cm.open_session"
    loaded = python(f"{code}; print([n for n in {heavy!r} if n in sys.modules])")
    assert loaded.stdout == "[]\n", loaded.stderr


def test_that_everything_below_the_window_imports_without_qt() -> None:
    code = blocking("PySide6", "shiboken6", "pyqtgraph") + (
        "import importlib, pkgutil, confmat_gui\n"
        "found = pkgutil.walk_packages(confmat_gui.__path__, 'confmat_gui.', onerror=lambda name: None)\n"
        "names = [module.name for module in found if not module.name.startswith('confmat_gui.gui')]\n"
        "for name in names: importlib.import_module(name)\n"
        "print(len(names))\n"
    )
    ended = python(code)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 60


def test_that_nothing_below_the_window_needs_test_libraries(binary: Path, tmp_path: Path) -> None:
    code = blocking("PySide6", "pyqtgraph", "scipy", "sklearn", "pytest", "hypothesis") + RUN
    for words in (
        ("evaluate", binary, "--json"),
        ("report", binary, "-o", tmp_path / "r.png", "--dpi", "40"),
    ):
        ended = python(code, *words)
        assert (ended.returncode, ended.stderr) == (0, "")


def test_that_the_window_without_qt_is_a_sentence_and_code_2() -> None:
    code = blocking("PySide6", "shiboken6", "pyqtgraph")
    ended = python(f"{code}\nfrom confmat_gui.__main__ import main; sys.exit(main([]))")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1


def test_that_a_process_ends_with_the_code_and_one_sentence(tmp_path: Path) -> None:
    ended = python(RUN, "evaluate", tmp_path / "missing.csv")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert "missing.csv" in ended.stderr


def test_that_a_terminal_without_unicode_gets_the_same_numbers(binary: Path) -> None:
    ended = python(RUN, "evaluate", binary, "--json", PYTHONIOENCODING="ascii")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["n"] == 10
    table = python(RUN, "evaluate", binary, PYTHONIOENCODING="ascii")
    assert (table.returncode, table.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_that_a_reader_who_leaves_early_hears_no_complaint(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"c{i % 300},c{(i * 7) % 300}\n" for i in range(3000))
    path.write_text(f"y_true,y_pred\n{rows}")
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "evaluate", str(path), "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 0
    assert said == b""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT reaches processes otherwise there")
def test_that_an_interrupt_ends_without_a_traceback(binary: Path) -> None:
    # A test run in the background of a shell inherits that interrupts are ignored.
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from confmat_gui.cli import evaluate, main\n"
        "evaluate.execute = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n" + RUN
    )
    ended = python(code, "evaluate", binary)
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + signal.SIGINT, "", "")
