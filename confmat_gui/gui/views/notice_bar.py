"""One line that says what a person should know, with the action that helps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import ElidedLabel
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.notices import Notice
from confmat_gui.present.palette import Palette

_SHEET = """
QFrame#notice {{ background: {ground}; border: 1px solid {edge}; border-radius: 6px; }}
QFrame#notice QLabel {{ color: {ink}; }}
QFrame#notice QPushButton {{ background: transparent; border: 1px solid transparent;
    color: {link}; padding: 2px 6px; }}
QFrame#notice QPushButton:hover {{ text-decoration: underline; }}
QFrame#notice QPushButton:focus {{ border: 1px solid {link}; }}
"""


class NoticeBar(QFrame):
    """Shows one notice at a time.

    Signals: `action_requested(notice)`, `second_requested(notice)`, `dismissed(notice)`.
    """

    action_requested = Signal(object)
    second_requested = Signal(object)
    dismissed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._notices: tuple[Notice, ...] = ()
        self._at = 0
        self._palette: Palette | None = None
        self.text = ElidedLabel()
        self.text.setFont(scaled_font(self.font(), 1.0, bold=True))
        self.detail = ElidedLabel()
        self.place = QLabel()
        self.action = _link("")
        self.second = _link("")
        self.next = _link("Next")
        self.next.setAccessibleName("Next notice")
        self.dismiss = _link("×")
        self.dismiss.setAccessibleName("Dismiss this notice")
        self.dismiss.setToolTip("Dismiss this notice")
        self._build()
        self.hide()

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 3, 8, 3)
        layout.setSpacing(12)
        layout.addWidget(self.text, 3)
        layout.addWidget(self.detail, 2)
        for widget in (self.action, self.second, self.place, self.next, self.dismiss):
            layout.addWidget(widget)
        self.action.clicked.connect(lambda: self.action_requested.emit(self._notices[self._at]))
        self.second.clicked.connect(lambda: self.second_requested.emit(self._notices[self._at]))
        self.dismiss.clicked.connect(lambda: self.dismissed.emit(self._notices[self._at]))
        self.next.clicked.connect(self._turn)

    @property
    def current(self) -> Notice | None:
        """The notice that is shown."""
        return self._notices[self._at] if self._notices else None

    def show_state(self, notices: tuple[Notice, ...]) -> None:
        """Show the notices; the one on show stays while it is still there."""
        before = self.current
        self._notices = notices
        same = [at for at, notice in enumerate(notices) if before is not None and _alike(notice, before)]
        self._at = same[0] if same else min(self._at, max(0, len(notices) - 1))
        self._show_current()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self._dress()

    def _turn(self) -> None:
        self._at = (self._at + 1) % len(self._notices)
        self._show_current()

    def _show_current(self) -> None:
        notice = self.current
        self.setVisible(notice is not None)
        if notice is None:
            return
        self.text.setText(notice.text)
        self.detail.setText(notice.detail)
        self.detail.setVisible(bool(notice.detail))
        self.action.setText(notice.action_label)
        self.action.setVisible(bool(notice.action_label))
        self.second.setText(notice.second_label)
        self.second.setVisible(bool(notice.second_label))
        several = len(self._notices) > 1
        self.place.setText(f"{self._at + 1} of {len(self._notices)}")
        self.place.setVisible(several)
        self.next.setVisible(several)
        self.setAccessibleName(f"Notice: {notice.text} {notice.detail}".strip())
        self._share_room()
        self._dress()

    def _share_room(self) -> None:
        """Give text and detail room in proportion to their lengths."""
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.setStretch(0, max(1, self.text.sizeHint().width()))
        layout.setStretch(1, max(1, self.detail.sizeHint().width()))

    def _dress(self) -> None:
        if self._palette is None:
            return
        palette = self._palette
        severity = self.current.severity if self.current is not None else "warning"
        ground, edge, colour = {
            "info": (palette.selected_row, palette.border, palette.text),
            "warning": (palette.notice_panel, palette.notice_border, palette.notice_text),
            "error": (palette.panel, palette.worse, palette.worse),
        }[severity]
        look = _SHEET.format(ground=ground, edge=edge, ink=colour, link=palette.accent)
        if look not in self.styleSheet():
            dress(self, palette, look)


def _alike(notice: Notice, other: Notice) -> bool:
    return (notice.code, notice.class_name) == (other.code, other.class_name)


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setFlat(True)
    return button
