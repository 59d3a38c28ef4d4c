from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from confmat_gui.session.files import read_session
from tests.cli.conftest import Confmat
from tests.cli.test_batches import many

MAGIC = {"png": b"\x89PNG\r\n", "svg": b"<?xml", "pdf": b"%PDF-"}


@pytest.fixture
def saved(confmat: Confmat, binary: Path, tmp_path: Path) -> Path:
    target = tmp_path / "saved.confmat"
    words = (
        "--positive",
        "crack",
        "--threshold",
        "crack=0.35",
        "--weight-of",
        "crack=20",
        "--notes",
        "week 3",
    )
    ended = confmat("session", binary, *words, "-o", target)
    assert (ended.code, ended.out, ended.err) == (0, f"Saved {target}.\n", "")
    return target


def test_that_a_session_gives_the_numbers_it_was_saved_with(
    confmat: Confmat, saved: Path, binary: Path
) -> None:
    words = ("--positive", "crack", "--threshold", "crack=0.35", "--weight-of", "crack=20", "--json")
    printed = confmat("evaluate", binary, *words).out
    binary.unlink()
    # In operating conditions a model has the name of its session.
    named = json.loads(printed.replace('"model": "binary"', '"model": "saved"'))
    named["operating_conditions"]["models"] = ["saved"]
    assert confmat("evaluate", saved, "--json").document == named


def test_that_a_session_has_the_name_of_its_file_and_its_notes(saved: Path) -> None:
    session = read_session(saved)
    assert (session.name, session.notes) == ("saved", "week 3")


def test_that_options_override_what_a_session_stores(confmat: Confmat, saved: Path) -> None:
    found = confmat("evaluate", saved, "--threshold", "crack=0.5", "--cost", "ok:crack=2", "--json").document
    assert found["rule"]["thresholds"]["crack"] == 0.5
    assert found["costs"] == [[0, 2], [20, 0]]
    assert confmat("evaluate", saved, "--positive", "ok", "--json").document["positive"] == "ok"
    by_line = confmat("evaluate", saved, "--batch", "line", "--json").document
    assert [batch["name"] for batch in by_line["batches"]] == ["a", "b"]
    refused = confmat("evaluate", saved, "--true", "line").sentence
    assert "saved.confmat" in refused
    assert "--true" in refused


def test_that_a_session_can_be_saved_from_a_session(confmat: Confmat, saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.confmat"
    assert confmat("session", saved, "-o", again, "--rule", "argmax").code == 0
    session = read_session(again)
    assert (session.name, session.notes, session.point.rule.kind) == ("again", "week 3", "argmax")
    assert session.point.costs == ((0.0, 1.0), (20.0, 0.0))


def test_that_a_session_that_refers_needs_its_file(confmat: Confmat, binary: Path, tmp_path: Path) -> None:
    target = tmp_path / "refers.confmat"
    assert confmat("session", binary, "--positive", "crack", "-o", target, "--refer").code == 0
    assert target.stat().st_size < 3000
    assert confmat("inspect", target, "--json").document["n"] == 10
    binary.write_text(binary.read_text() + "ok,0.9,0.1,b\n")
    assert "has changed" in confmat("evaluate", target).sentence
    binary.unlink()
    assert "binary.csv" in confmat("evaluate", target).sentence


def test_that_a_session_does_not_mix_with_files(confmat: Confmat, saved: Path, binary: Path) -> None:
    assert "does not mix" in confmat("evaluate", saved, binary).sentence


def test_that_a_damaged_session_is_one_sentence(confmat: Confmat, saved: Path) -> None:
    whole = saved.read_bytes()
    for damaged in (
        whole[:-1],
        whole[: len(whole) // 2],
        whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
    ):
        saved.write_bytes(damaged)
        assert "saved.confmat" in confmat("evaluate", saved).sentence


def test_that_a_rule_that_cannot_be_carried_out_is_not_saved(
    confmat: Confmat, binary: Path, tmp_path: Path
) -> None:
    target = tmp_path / "x.confmat"
    assert confmat("session", binary, "-o", target, "--rule", "predicted").code == 2
    assert not target.exists()


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
@pytest.mark.parametrize("view", ["page", "matrix", "roc", "pr"])
def test_that_every_view_is_written_in_every_format(
    confmat: Confmat, saved: Path, tmp_path: Path, suffix: str, view: str
) -> None:
    target = tmp_path / f"report.{suffix}"
    target.write_text("an older report")
    ended = confmat("report", saved, "-o", target, "--view", view)
    assert (ended.code, ended.out, ended.err) == (0, f"Wrote {target}.\n", "")
    assert target.read_bytes().startswith(MAGIC[suffix])


def size_of(png: bytes) -> tuple[int, int]:
    assert zlib.crc32(png[12:29]) == int.from_bytes(png[29:33], "big")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def test_that_the_resolution_is_the_one_asked_for(confmat: Confmat, saved: Path, tmp_path: Path) -> None:
    sizes = []
    for dpi in ("50", "100"):
        target = tmp_path / f"{dpi}.png"
        assert confmat("report", saved, "-o", target, "--dpi", dpi, "--dark").code == 0
        sizes.append(size_of(target.read_bytes()))
    assert sizes[1] == pytest.approx([2 * side for side in sizes[0]], abs=2)


def test_that_a_report_goes_only_where_it_may_be_written(
    confmat: Confmat, saved: Path, tmp_path: Path
) -> None:
    assert "report.png" in confmat("report", saved, "-o", tmp_path / "no" / "report.png").sentence
    (tmp_path / "folder.png").mkdir()
    assert "folder.png" in confmat("report", saved, "-o", tmp_path / "folder.png").sentence


def test_that_a_report_can_have_the_decision_curve_of_a_class(
    confmat: Confmat, three: Path, binary: Path, tmp_path: Path
) -> None:
    target = tmp_path / "roc.svg"
    words = ("--view", "roc", "--decision-curve", "b", "-o", target)
    assert confmat("report", three, *words).code == 0
    drawn = target.read_text(encoding="utf-8")
    assert "Decision ROC" in drawn
    assert "b, other thresholds fixed" in drawn
    for path, options, sentence in (
        (binary, ("--decision-curve", "crack"), "Of two classes the curve itself is the decision curve"),
        (three, ("--decision-curve", "nobody"), "nobody"),
    ):
        ended = confmat("report", path, *options, "-o", target)
        assert (ended.code, sentence in ended.err) == (2, True)


def test_that_sections_of_the_report_are_chosen(confmat: Confmat, tmp_path: Path) -> None:
    batches = many(tmp_path, 3)

    def texts(*options: str) -> str:
        target = tmp_path / "sections.svg"
        assert confmat("report", batches, "-o", target, *options).code == 0
        return target.read_text("utf-8")

    heading = ">Batches<"
    costs = ">Costliest cells<"
    assert costs not in texts()
    assert costs in texts("--weight-of", "1=20")
    assert costs in texts("--weight-of", "1=20", "--sections", "costs")
    assert costs not in texts("--weight-of", "1=20", "--sections", "batches")
    assert heading in texts()
    assert heading in texts("--sections", "all")
    assert heading in texts("--sections", "batches")
    assert heading not in texts("--sections", "none")
    unknown = confmat("report", batches, "-o", tmp_path / "a.svg", "--sections", "weather").sentence
    assert "the sections are costs, " in unknown
    both = confmat("report", batches, "-o", tmp_path / "a.svg", "--sections", "all", "--view", "roc").sentence
    assert "below the whole page" in both
