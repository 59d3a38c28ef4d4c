"""Which notices stand in the bar."""

from __future__ import annotations

from confmat_gui.gui.main_window.notice_board import NoticeBoard
from confmat_gui.present.notice import Notice

TIES = Notice("decisions_tied", "3 rows lie exactly on the threshold.", severity="info")
HIDDEN = Notice("accuracy_hides_class", "Accuracy 0.9 hides class crack.", class_name="crack")


def test_that_a_bar_is_turned_only_between_empty_and_full() -> None:
    board = NoticeBoard()
    assert board.is_turned_by((TIES,))
    assert not board.is_turned_by(())
    board.show_numbers((TIES,))
    assert not board.is_turned_by((HIDDEN,))
    assert board.is_turned_by(())
    board.say(HIDDEN)
    assert not board.is_turned_by(())


def test_that_a_dismissed_notice_does_not_turn_the_bar() -> None:
    board = NoticeBoard()
    board.show_numbers((TIES,))
    board.dismiss(TIES)
    assert not board.is_turned_by((TIES,))
