"""One sentence for whatever goes wrong."""

from __future__ import annotations

import logging

import pytest
from pytestqt.qtbot import QtBot

from confmat_gui.core.errors import InputError
from confmat_gui.gui.controller.messages import Messages, sentence_of
from confmat_gui.present.notices import Notice


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (InputError("a.csv, row 3: the label is empty."), "a.csv, row 3"),
        (PermissionError(13, "Permission denied", "a.csv"), "“a.csv” could not be read or written"),
        (OSError("the disk is gone"), "the disk is gone"),
        (MemoryError(), "not enough memory"),
        (ValueError("no such thing"), "what was open is as it was"),
    ],
)
def test_that_every_error_is_one_plain_sentence(error: BaseException, part: str) -> None:
    sentence = sentence_of(error)
    assert part in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_that_only_a_mistake_of_the_program_goes_to_the_log(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    messages = Messages()
    said: list[Notice] = []
    messages.said.connect(said.append)
    with caplog.at_level(logging.ERROR):
        messages.fail(InputError("row 3."))
        assert caplog.records == []
        messages.fail(ValueError("no such thing"))
    assert len(caplog.records) == 1
    assert [notice.severity for notice in said] == ["error", "error"]
