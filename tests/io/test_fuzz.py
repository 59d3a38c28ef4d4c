"""Damaged bytes lead to a sentence or to a result, never to another exception; so says the fuzzer too."""

from __future__ import annotations

import os
import random
import warnings
import zipfile
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.load import load_predictions
from confmat_gui.io.readers.registry import READERS, find_reader
from tests.io import attempts, fuzz
from tests.io.attempts import Limits, Outcome, attempt
from tests.io.layouts import multiclass, write, write_text
from tests.io.mutations import mutated, mutated_inside
from tests.io.sound_files import SOUND, Writer, tensors
from tests.unmeasured import unmeasured

MUTATIONS = int(os.environ.get("CONFMAT_MUTATIONS", "500"))
"""So many files of each reader; `python -m tests.io.fuzz` opens any number, each in its own time."""
MEASURED = 100
"""So many of them are opened under the eyes of coverage; the others meet the same lines."""
KINDS = [(reader, writer) for reader, writers in SOUND.items() if reader != "HDF5" for writer in writers]


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        load_predictions([path])
    return str(error.value)


def test_that_every_reader_has_sound_files() -> None:
    assert set(SOUND) == {reader.format for reader in READERS}


@pytest.mark.parametrize(("reader", "writer"), KINDS)
def test_that_sound_files_are_read_by_their_reader(tmp_path: Path, reader: str, writer: Writer) -> None:
    paths = writer(tmp_path)
    assert find_reader(paths[0]).reader.format == reader
    assert attempt(paths) == "read"


@pytest.mark.parametrize("reader", [reader for reader in SOUND if reader != "HDF5"])
def test_that_mutated_files_are_read_or_refused(tmp_path: Path, reader: str) -> None:
    outcomes = {"read": 0, "refused": 0}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        files = fuzz.damaged(reader, tmp_path, 1, MUTATIONS)
        for _, paths in islice(files, MEASURED):
            outcomes[attempt(paths)] += 1
        with unmeasured():
            for _, paths in files:
                outcomes[attempt(paths)] += 1
    assert min(outcomes.values()) > 0


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("a.pt", "archive/data.pkl"),
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
        ("a.xlsx", "xl/workbook.xml"),
        ("a.npz", "y_true.npy"),
    ],
)
def test_that_mutated_insides_of_archives_are_read_or_refused(
    tmp_path: Path, name: str, inside: str
) -> None:
    path = tmp_path / name
    if name == "a.pt":
        tensors(path)
    else:
        write(multiclass(40).drop(columns="id"), tmp_path, name)
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    chance = random.Random(inside)

    def open_damaged(times: int) -> None:
        for _ in range(times):
            with zipfile.ZipFile(path, "w") as archive:
                for each, data in members.items():
                    archive.writestr(each, mutated(data, chance) if each == inside else data)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                attempt(path)

    open_damaged(MEASURED)
    with unmeasured():
        open_damaged(MUTATIONS - MEASURED)


def test_that_damage_inside_of_an_archive_leaves_the_archive_sound(tmp_path: Path) -> None:
    whole = write(multiclass(40), tmp_path, "a.npz").read_bytes()
    (tmp_path / "a.npz").write_bytes(mutated_inside(whole, random.Random(0)))
    with zipfile.ZipFile(tmp_path / "a.npz") as archive:
        assert archive.testzip() is None
    assert (tmp_path / "a.npz").read_bytes() != whole


def test_that_a_seed_gives_the_same_files_again(tmp_path: Path) -> None:
    runs = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        runs.append([paths[0].read_bytes() for _, paths in fuzz.damaged("CSV", tmp_path / name, 7, 20)])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 20


def test_that_the_fuzzer_prints_what_came_of_each_reader(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("h5py")
    assert fuzz.main(["--reader", "CSV", "--reader", "HDF5", "--files", "4", "--seconds", "60"]) == 0
    header, csv, hdf5 = capsys.readouterr().out.splitlines()
    assert header.split()[:7] == ["reader", "read", "refused", *fuzz.FAULTS]
    for line in (csv, hdf5):
        read, refusals, *faults = line.split()[1:7]
        assert int(read) + int(refusals) == 4
        assert faults == ["0"] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_that_a_forked_reader_reads_and_refuses_as_the_other_does(tmp_path: Path) -> None:
    pytest.importorskip("h5py")
    begun, forked = (fuzz.fuzz("HDF5", 6, 0, Limits(60, forked=forks)) for forks in (False, True))
    assert begun.outcomes == forked.outcomes


def test_that_a_file_that_goes_wrong_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = iter(("read", "died"))
    monkeypatch.setattr(fuzz.Worker, "open", lambda _self, _paths: Outcome(next(kinds), "why"))
    tally = fuzz.fuzz("TSV", 2, 0, Limits(), tmp_path / "kept")
    assert (tally.outcomes["read"], tally.n_faults) == (1, 1)
    assert tally.kept == ["TSV 0.1: died: why"]
    assert [path.name for path in (tmp_path / "kept" / "TSV.0.1").iterdir()] == ["a.tsv.gz"]


def test_that_a_file_that_takes_too_long_or_ends_the_process_costs_one_process(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "y_true,y_score\n1,0.5\n0,0.25\n")
    worker = fuzz.Worker(Limits(seconds=60))
    first = worker._process
    worker._limits = Limits(seconds=0.0)
    assert worker.open([path]).kind == "hang"
    worker._limits = Limits(seconds=60)
    assert worker._process.pid != first.pid
    worker._process.kill()
    worker._process.join()
    assert worker.open([path]).kind == "died"
    assert worker.open([path]).kind == "read"
    worker.stop()


def test_that_other_exceptions_and_too_much_memory_are_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_text(tmp_path / "a.csv", "y_true,y_score\n1,0.5\n0,0.25\n")
    assert attempts.watched([path], Limits(), previewed=True).kind == "read"
    monkeypatch.setattr(attempts, "memory", lambda name: 2**40 if name == "VmHWM" else 0)
    assert attempts.watched([path], Limits(), previewed=False).kind == "memory"

    def fails(_paths: list[Path]) -> None:
        raise KeyError("column")

    monkeypatch.setattr(attempts, "load_predictions", fails)
    outcome = attempts.watched([path], Limits(), previewed=False)
    assert (outcome.kind, outcome.detail.splitlines()[-1]) == ("traceback", "KeyError: 'column'")


def test_that_a_refusal_without_a_name_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_paths: list[Path]) -> None:
        raise InputError("It cannot be read.")

    monkeypatch.setattr(attempts, "load_predictions", refuse)
    with pytest.raises(AssertionError, match="names no file"):
        attempt(tmp_path / "a.csv")


def test_that_a_class_number_of_billions_is_refused_at_once(tmp_path: Path) -> None:
    rows = ["=== Predictions ===", " inst#     actual  predicted error prediction ()", " 1 1:a 1:a  0.5"]
    text = "\n".join([*rows, " 2 4294967295:b 1:a + 0.5", ""])
    sentence = refused(write_text(tmp_path / "weka.txt", text))
    assert "weka.txt, line 4: “4294967295:b” numbers a class beyond 1 to 10,000" in sentence


def test_that_lines_with_a_class_each_do_not_become_a_square(tmp_path: Path) -> None:
    both = ["0:0.5 1:0.5"] * 2_000
    lines = [*both, *(f"{number}:0.5" for number in range(2_000)), ""]
    assert "2,000 classes" in refused(write_text(tmp_path / "a.predict", "\n".join(lines)))


def test_that_a_header_of_more_labels_than_the_rows_hold_takes_no_memory(tmp_path: Path) -> None:
    header = "labels " + " ".join(map(str, range(200)))
    text = "\n".join([header, "1 " + "0.5 " * 200, *("1" for _ in range(100)), ""])
    assert "line 3: there must be a label and 200" in refused(write_text(tmp_path / "a.predict", text))


def test_that_signalling_nans_among_flags_are_read_without_a_warning(tmp_path: Path) -> None:
    values = np.eye(3, dtype=np.float32)[np.arange(30) % 3]
    values.view(np.uint32)[4, 1] = 0x7F800001
    np.savez(tmp_path / "a.npz", y_true=values, y_score=np.full((30, 3), 1 / 3, np.float32))
    load_predictions([tmp_path / "a.npz"])
