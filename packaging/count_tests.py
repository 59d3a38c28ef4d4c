"""Add up the results of several test runs, and close with the line that says how many passed.

    python packaging/count_tests.py RESULT.xml ...

Exit code 1 if a run left no result or executed no test, if a test failed, or if tests on the shared cases
were skipped on the build machine (CI=true) although the cases are there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
CASES_ARE_ABSENT = "the shared cases are not at"


def cases_must_run() -> bool:
    """Whether a skipped case is a fault: on the build machine, when the folder of cases is there."""
    cases = Path(os.environ.get("CONFMAT_CASES", ROOT.parent / "shared" / "cases"))
    return os.environ.get("CI") == "true" and cases.is_dir()


def main(paths: list[str]) -> int:
    """Print what is wrong, then the closing line."""
    passed = failed = skipped = 0
    faults = []
    for path in map(Path, paths):
        if not path.is_file():
            faults.append(f"{path.stem}: the run ended without a result")
            continue
        cases = list(ET.parse(path).iter("testcase"))
        bad = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
        reasons = [(case.find("skipped"), case) for case in cases]
        left_out = [(skip.get("message", ""), case) for skip, case in reasons if skip is not None]
        failed += bad
        skipped += len(left_out)
        passed += len(cases) - bad - len(left_out)
        if len(cases) == len(left_out):
            faults.append(f"{path.stem}: no test was executed")
        absent = [case.get("name") for message, case in left_out if CASES_ARE_ABSENT in message]
        if absent and cases_must_run():
            faults.append(f"{path.stem}: the shared cases are there, but these tests were skipped: {absent}")
    for fault in faults:
        print(f"== {fault}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if faults or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
