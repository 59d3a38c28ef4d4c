"""The gates of the test script: they close when they should."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED_CASE = '<testcase name="t"><skipped message="the shared cases are not at /x"/></testcase>'


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def result(folder: Path, *cases: str) -> str:
    path = folder / "tests.xml"
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
    return str(path)


def test_that_the_closing_line_counts_what_passed_failed_and_was_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = '<testcase name="f"><failure/></testcase>'
    status = script("count_tests").main([result(tmp_path, '<testcase name="a"/>', failed, SKIPPED_CASE)])
    assert status == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed, 1 skipped"


def test_that_a_run_without_a_result_or_without_tests_is_a_fault(tmp_path: Path) -> None:
    count = script("count_tests").main
    assert count([str(tmp_path / "none.xml")]) == 1
    assert count([result(tmp_path)]) == 1
    assert count([result(tmp_path, '<testcase name="a"/>')]) == 0


@pytest.mark.parametrize(("ci", "present", "status"), [("true", True, 1), ("true", False, 0), ("", True, 0)])
def test_that_skipped_cases_are_a_fault_only_on_the_build_machine_with_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, present: bool, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("CONFMAT_CASES", str(tmp_path if present else tmp_path / "absent"))
    assert script("count_tests").main([result(tmp_path, '<testcase name="a"/>', SKIPPED_CASE)]) == status


def summary(lines: int, branches: int) -> dict[str, dict[str, int]]:
    return {
        "summary": {
            "covered_lines": lines, "num_statements": 100, "covered_branches": branches, "num_branches": 100,
            "percent_covered": (lines + branches) // 2,
        }
    }


@pytest.mark.parametrize(("lines", "branches", "status"), [(95, 95, 0), (94, 100, 1), (100, 94, 1)])
def test_that_a_room_below_95_percent_of_lines_or_branches_closes_the_gate(
    monkeypatch: pytest.MonkeyPatch, lines: int, branches: int, status: int
) -> None:
    gate = script("coverage_gate")
    files = {f"confmat_gui/{room}/a.py": summary(100, 100) for room in gate.HELD}
    files["confmat_gui/core/b.py"] = summary(lines, branches)
    files["confmat_gui/gui/a.py"] = summary(0, 0)
    files["confmat_gui/core/a.py"] = summary(95, 95)
    monkeypatch.setattr(gate, "read_report", lambda: files)
    assert gate.main() == status


def test_that_a_room_without_any_measurement_closes_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = script("coverage_gate")
    monkeypatch.setattr(gate, "read_report", lambda: {"confmat_gui/core/a.py": summary(100, 100)})
    assert gate.main() == 1
