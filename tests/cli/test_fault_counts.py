"""`inspect` names each fault in files that have it, and none in a hundred sound sets of all kinds."""

from __future__ import annotations

import re
import sys
from collections import Counter

import pytest

from tests.cli import fault_counts
from tests.cli.fault_counts import FAULTS, false_alarms, made, named

SEEDS = range(5)
N_SOUND = 100


@pytest.mark.parametrize("fault", FAULTS)
def test_that_inspect_names_the_fault(fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    missed = [seed for seed in SEEDS if fault not in named(FAULTS[fault](seed))]
    with capsys.disabled():
        sys.stdout.write(f"\n{fault}: named in {len(SEEDS) - len(missed)} of {len(SEEDS)} sets\n")
    assert not missed


def test_that_inspect_raises_no_alarm_over_sound_sets(capsys: pytest.CaptureFixture[str]) -> None:
    alarms = false_alarms(N_SOUND)
    counts = Counter(code for codes in alarms.values() for code in codes)
    with capsys.disabled():
        sys.stdout.write(f"\n{N_SOUND} sound sets: {counts.total()} false alarms {dict(counts)}\n")
    assert not alarms


def test_that_the_sound_sets_are_of_all_kinds() -> None:
    sets = [made(seed) for seed in range(N_SOUND)]
    assert {len(each.names) for each in sets} == {2, 3, 4, 5, 8, 12, 20}
    assert min(len(each.y) for each in sets) < 60
    assert max(len(each.y) for each in sets) > 15_000
    for kind in ("suffix", "batch_size", "n_files", "with_ids", "with_pred", "single"):
        assert len({getattr(each, kind) for each in sets}) > 1


def test_that_the_counts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert fault_counts.main(["--sets", "1", "--seed", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [re.split(r" named in |:", line)[0] for line in lines] == [*FAULTS, "1 sound sets"]
    assert all("named in 1 of 1 sets; missed []" in line for line in lines[:-1])
    assert lines[-1] == "1 sound sets: false alarms in 0 {} []"
