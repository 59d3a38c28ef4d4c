from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.session import text_columns
from confmat_gui.session.files import read_session, read_summary, save_session
from confmat_gui.session.npy import array_from_npy
from tests.session.made import three_class_session
from tests.session.sealed import SEAL, members_of, rewritten, sealed, with_seal

EXTRA = {"note": np.array(["left", "right", ""] * 20), "length": np.arange(60.0)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "a.confmat"
    save_session(three_class_session(EXTRA), target)
    return target


def refusal(path: Path) -> str:
    """Return the sentence with which a file is refused: one line, about this file."""
    with pytest.raises(InputError) as caught:
        read_session(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert path.name in sentence
    return sentence


def test_that_a_flipped_byte_is_refused_wherever_it_is(path: Path) -> None:
    whole = path.read_bytes()
    places = {*range(0, len(whole), 61), *range(40), *range(len(whole) - 200, len(whole))}
    for place in sorted(places):
        for bit in (0x01, 0x20, 0x80):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            assert refusal(path)


def test_that_a_file_cut_short_anywhere_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in (0, 1, 4, 30, 86, 87, len(whole) // 2, len(whole) - 87, len(whole) - 64, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert refusal(path)


def test_that_something_added_at_the_end_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")
    assert "damaged" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"label,score\nyes,0.4\n", b"PK\x03\x04", b"\x00" * 500])
def test_that_another_file_is_no_session(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refusal(path)


def test_that_a_later_version_is_refused_by_its_name(path: Path) -> None:
    rewritten(path, lambda manifest: manifest.update(schema=99, program="7.0.1", anything={"new": 1}))
    assert "later version" in refusal(path)
    assert "7.0.1" in refusal(path)
    with pytest.raises(InputError, match="later version"):
        read_summary(path)


def test_that_a_member_that_does_not_fit_its_digest_is_refused(path: Path) -> None:
    members = members_of(path)
    members["y_true.npy"] = members["y_true.npy"][:-1] + b"\x01"
    path.write_bytes(sealed(members))
    assert "damaged" in refusal(path)


def test_that_a_member_too_many_or_too_few_is_refused(path: Path) -> None:
    members = members_of(path)
    for changed in ({**members, "more.npy": b"x"}, {k: v for k, v in members.items() if k != "y_score.npy"}):
        path.write_bytes(sealed(changed))
        assert "damaged" in refusal(path)


def test_that_a_bomb_of_zeros_is_refused_before_it_is_unpacked(path: Path) -> None:
    members = members_of(path)
    members["y_true.npy"] = bytes(50_000_000)
    path.write_bytes(sealed(members, compression=zipfile.ZIP_DEFLATED))
    assert path.stat().st_size < 1_000_000
    assert "damaged" in refusal(path)


def test_that_overlapping_members_are_refused(path: Path) -> None:
    """Many names for the same bytes: each is small, together they exceed the file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("manifest.json", b"{}" * 5000)
        archive.comment = SEAL + b"0" * 64
        first = archive.infolist()[0]
        for position in range(20):
            again = zipfile.ZipInfo(f"copy_{position}.npy")
            again.header_offset, again.CRC = first.header_offset, first.CRC
            again.file_size, again.compress_size = first.file_size, first.compress_size
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    path.write_bytes(with_seal(buffer.getvalue()))
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    "name", ["../evil.npy", "/etc/evil.npy", "a/b.npy", "C:evil.npy", "evil.py", "x\\y.npy"]
)
def test_that_names_with_paths_are_refused(path: Path, name: str) -> None:
    path.write_bytes(sealed({**members_of(path), name: b"x"}))
    assert "damaged" in refusal(path)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_that_the_same_name_twice_is_refused(path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members_of(path).items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("manifest.json", b"{}")
        archive.comment = SEAL + b"0" * 64
    path.write_bytes(with_seal(buffer.getvalue()))
    assert "damaged" in refusal(path)


def npy(array: Any, *, allow_pickle: bool = False) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.asarray(array), allow_pickle=allow_pickle)
    return buffer.getvalue()


def header(text: str) -> bytes:
    padded = text.encode("latin-1")
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMPY\x03\x00",
        npy([1, 2])[:-1],
        npy(np.array([{}], dtype=object), allow_pickle=True),
        npy(np.array(["a"])),
        npy(np.zeros((2, 2, 2))),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000000,)}"),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1)}") + bytes(8),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (True,)}") + bytes(8),
        header("{'descr': '<f8', 'fortran_order': False, 'shape': 1}") + bytes(8),
        header("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}") + bytes(8),
        header("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}") + bytes(8),
        header("{'descr': '<f8', 'fortran_order': 'x', 'shape': (1,)}") + bytes(8),
        header("__import__('os')"),
        header("{"),
        header("[" * 900),
        b"\x93NUMPY\x01\x00\xff\xff" + bytes(80_000),
    ],
)
def test_that_an_array_with_an_absurd_header_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\.npy|shape"):
        array_from_npy(data)


def test_that_ordinary_arrays_are_read_as_numpy_writes_them() -> None:
    for array in (
        np.arange(6, dtype=np.int32),
        np.zeros((0, 3)),
        np.asfortranarray(np.eye(3)),
        np.array([True]),
    ):
        assert np.array_equal(array_from_npy(npy(array)), array)


def with_array(name: str, array: Any) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.update({f"{name}.npy": npy(array)})


N = 60


@pytest.mark.parametrize(
    "change",
    [
        with_array("y_true", np.full(N, 3, dtype=np.int32)),
        with_array("y_true", np.full(N, -1, dtype=np.int32)),
        with_array("y_true", np.zeros(N, dtype=np.int64)),
        with_array("y_true", np.zeros(N - 1, dtype=np.int32)),
        with_array("y_score", np.zeros(N)),
        with_array("y_score", np.zeros((N, 2))),
        with_array("y_score", np.full((N, 3), np.nan)),
        with_array("y_pred", np.full(N, -2, dtype=np.int32)),
        with_array("batch", np.zeros(N, dtype=np.int32)),
        with_array("sample_weight", np.full(N, -1.0)),
        with_array("count", np.full(N, -1, dtype=np.int64)),
        with_array("source_index", np.ones(N, dtype=np.int32)),
        with_array("extra_1", np.zeros(3)),
        with_array("extra_0_offsets", np.zeros(N + 1, dtype=np.int64)),
        with_array("extra_0_offsets", np.zeros(3, dtype=np.int64)),
        with_array("extra_0_text", np.full(180, 0xFF, dtype=np.uint8)),
        lambda members: members.pop("row_numbers.npy"),
        lambda members: members.pop("extra_0_offsets.npy"),
        lambda members: members.pop("set_aside.json"),
        lambda members: members.update({"set_aside.json": b'[["a"]]'}),
        lambda members: members.update({"set_aside.json": b"[" * 200_000}),
    ],
)
def test_that_arrays_that_contradict_each_other_are_refused(
    path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    rewritten(path, members=change)
    assert "damaged" in refusal(path)


def within(*keys: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        place = manifest
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        within("format", value="another"),
        within("schema", value="one"),
        within("schema", value=0),
        within("schema", value=-5),
        within("schema", value=None),
        within("name", value=3),
        within("unknown", value=3),
        within("predictions", "classes", value=["a", "a", "b"]),
        within("predictions", "classes", value=[]),
        within("predictions", "n_rows", value=10**15),
        within("predictions", "n_rows", value=-1),
        within("predictions", "positive", value=7),
        within("predictions", "score_class", value=-1),
        within("predictions", "score_kind", value="labels"),
        within("predictions", "score_kind", value="magic"),
        within("point", "rule", "kind", value="magic"),
        within("point", "rule", "thresholds", value=[["nobody", 0.5]]),
        within("point", "costs", value=[[0, 1], [1, 0]]),
        within("point", "rule", "costs", value=[[0, 1, 1], [1, 0], [1, 1, 0]]),
        within("point", "positive", value=3),
        within("display", "selected_class", value=3),
        within("display", "selected_cell", value=[0, 3]),
        within("extra", value=["a", "b", "c"]),
        within("sources", value=[]),
    ],
)
def test_that_a_manifest_that_makes_no_sense_is_refused(
    path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewritten(path, manifest=change)
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"format": "confmat-session"}']
)
def test_that_a_manifest_that_is_none_is_refused(path: Path, manifest: bytes) -> None:
    path.write_bytes(sealed({**members_of(path), "manifest.json": manifest}))
    assert "damaged" in refusal(path)


def test_that_a_long_cell_among_many_short_ones_does_not_ask_for_terabytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text_columns, "LARGEST", 1000)
    blob, offsets = text_columns.packed_text(np.array(["x" * 100, "", ""]))
    with pytest.raises(ValueError, match="far longer"):
        text_columns.unpacked_text(blob, offsets, 3)


def test_that_a_rule_that_contradicts_itself_is_refused(path: Path) -> None:
    def contradicting(manifest: dict[str, Any]) -> None:
        manifest["point"]["rule"] = {"kind": "argmax", "no_decision": True}

    rewritten(path, contradicting)
    assert "damaged" in refusal(path)


def test_that_a_cell_of_no_decision_needs_a_rule_that_makes_none(path: Path) -> None:
    def beside(manifest: dict[str, Any]) -> None:
        manifest["display"]["selected_cell"] = [0, len(manifest["predictions"]["classes"])]

    rewritten(path, beside)
    assert "damaged" in refusal(path)
