"""Hold the rooms of numbers and words at 95 % of their lines and of their branches.

    python packaging/coverage_gate.py

reads the .coverage file of the last test run. The command line and the window are listed, not held: their
tests run them in processes of their own and on a display, where nothing is measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HELD = ("core", "io", "session", "present", "report")
LOWEST = 95.0


def room_of(file: str) -> str:
    """Return the folder below confmat_gui, or the name of a file that lies beside the folders."""
    parts = Path(file).parts
    inside = parts[parts.index("confmat_gui") + 1 :]
    return inside[0].removesuffix(".py")


def share(covered: int, total: int) -> float:
    """Return a percentage; nothing to cover is all covered."""
    return 100.0 * covered / total if total else 100.0


def read_report() -> dict[str, dict[str, dict[str, int]]]:
    """Return coverage's own summary of each file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(path)]
        subprocess.run(command, cwd=ROOT, check=True)
        return dict(json.loads(path.read_text(encoding="utf-8"))["files"])


def main() -> int:
    """Print a line for each room; 1 if a held one is too low."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    thin: list[tuple[float, str]] = []
    for file, found in read_report().items():
        summary = found["summary"]
        keys = ("covered_lines", "num_statements", "covered_branches", "num_branches")
        numbers = [summary[key] for key in keys]
        totals[room_of(file)] = [a + b for a, b in zip(totals[room_of(file)], numbers, strict=True)]
        if room_of(file) in HELD and summary["percent_covered"] < LOWEST:
            thin.append((summary["percent_covered"], file))
    low = []
    for room, (lines, all_lines, branches, all_branches) in sorted(totals.items()):
        by_line, by_branch = share(lines, all_lines), share(branches, all_branches)
        held = room in HELD
        remark = "" if held else "  (listed only)"
        print(f"{room:12} lines {by_line:5.1f} %  branches {by_branch:5.1f} %{remark}")
        if held and min(by_line, by_branch) < LOWEST:
            low.append(room)
    absent = [room for room in HELD if room not in totals]
    if low or absent:
        for percent, file in sorted(thin):
            print(f"  {percent:5.1f} %  {file}")
        print(f"Below {LOWEST:g} %: {', '.join(low + absent)}")
    return 1 if low or absent else 0


if __name__ == "__main__":
    sys.exit(main())
