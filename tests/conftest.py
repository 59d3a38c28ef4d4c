"""Fixtures shared by all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

CASES = Path(os.environ.get("CONFMAT_CASES", Path(__file__).resolve().parents[2] / "shared" / "cases"))

settings.register_profile("untimed", deadline=None)  # a loaded machine is no failure
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Let no later search for garbage go through the libraries and through thousands of collected tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def cases() -> Callable[[str], Path]:
    """Return the path of a shared case file, or skip where the folder of cases is absent."""

    def find(name: str) -> Path:
        if not CASES.is_dir():
            pytest.skip(f"the shared cases are not at {CASES}")
        path = CASES / name
        assert path.exists(), f"{path} is missing although the folder of cases is there"
        return path

    return find
