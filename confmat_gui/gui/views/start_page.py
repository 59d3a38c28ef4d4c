"""What is shown while nothing is open: what to drop here, examples, recent sessions."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from confmat_gui.gui.views.inks import scaled_font
from confmat_gui.gui.views.panel import quiet_label
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import Palette
from confmat_gui.present.texts import listed

EXAMPLES = (
    ("inspection", "Surface inspection", "5 classes, one of them rare and dear, in 12 batches"),
    ("breast-cancer", "Breast cancer", "2 classes: what does it cost to miss a malignant one?"),
)
_LINES = (
    "One row per sample: its true label, and a score for each class or the predicted label.",
    "CSV, JSON, Parquet, NumPy and more, or a saved session. The files of a folder are batches.",
)
_MOST_RECENT = 6
_SHEET = """
QFrame#drop {{ background: {panel}; border: 1px dashed {edge}; border-radius: 10px; }}
QPushButton#primary {{ background: {accent}; color: {accent_text}; border-color: {accent};
    padding: 8px 22px; }}
QPushButton#primary:focus {{ border: 2px solid {text}; }}
QPushButton#secondary {{ padding: 8px 22px; }}
QPushButton#example {{ background: {panel}; padding: 10px 16px; text-align: left; }}
QPushButton#recent {{ background: transparent; border: 1px solid transparent; color: {accent};
    text-align: left; padding: 3px 4px; }}
QPushButton#recent:hover {{ text-decoration: underline; }}
QPushButton#recent:focus {{ border: 1px solid {accent}; }}
"""


@dataclass(frozen=True)
class StartState:
    """Paths that were open before, the latest first."""

    recent: tuple[tuple[str, ...], ...] = ()


class StartPage(QWidget):
    """Draws a StartState.

    Signals: `open_requested(None)`, `folder_requested(None)`, `example_requested(name)`,
    `recent_requested(paths)`, `paths_dropped(list of str)`.
    """

    open_requested = Signal(object)
    folder_requested = Signal(object)
    example_requested = Signal(object)
    recent_requested = Signal(object)
    paths_dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Start page")
        self.setAcceptDrops(True)
        self._palette: Palette | None = None
        self._shown: tuple[tuple[str, ...], ...] = ()
        self.open = QPushButton("Open files…")
        self.open.setObjectName("primary")
        self.open.clicked.connect(lambda: self.open_requested.emit(None))
        self.folder = QPushButton("Open folder…")
        self.folder.setObjectName("secondary")
        self.folder.clicked.connect(lambda: self.folder_requested.emit(None))
        self.examples = [self._example(*example) for example in EXAMPLES]
        self.recent: list[QPushButton] = []
        self._recent_title = quiet_label("Recent")
        self._recent_layout = QVBoxLayout()
        self._recent_layout.setSpacing(2)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(18)
        column.addWidget(self._drop_area())
        column.addWidget(quiet_label("Or begin with an example"))
        examples = QHBoxLayout()
        examples.setSpacing(12)
        for button in self.examples:
            examples.addWidget(button, 1)
        column.addLayout(examples)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent_layout)
        middle = QWidget()
        middle.setMaximumWidth(720)
        middle.setLayout(column)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 4)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(across)
        outer.addStretch(3)

    def _drop_area(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("drop")
        title = QLabel("Drop prediction files or a folder here")
        title.setFont(scaled_font(self.font(), 1.6, bold=True))
        lines = [quiet_label(line) for line in _LINES]
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(28, 30, 28, 26)
        layout.setSpacing(8)
        for label in (title, *lines):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.open)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        return frame

    def _example(self, name: str, title: str, text: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName("example")
        button.setAccessibleName(f"Open the example {title}: {text}")
        head, line = QLabel(title), quiet_label(text)
        head.setFont(scaled_font(self.font(), 1.05, bold=True))
        line.setWordWrap(True)
        layout = QVBoxLayout(button)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(3)
        for label in (head, line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        button.setMinimumHeight(round(self.fontMetrics().height() * 5.2))
        button.clicked.connect(lambda: self.example_requested.emit(name))
        return button

    def show_state(self, state: StartState) -> None:
        """Show the recent paths."""
        recent = state.recent[:_MOST_RECENT]
        self._recent_title.setVisible(bool(recent))
        if recent == self._shown:
            return
        self._shown = recent
        for button in self.recent:
            button.deleteLater()
        self.recent = [self._recent_button(paths) for paths in recent]

    def _recent_button(self, paths: tuple[str, ...]) -> QPushButton:
        whole = listed(paths, 2)
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideMiddle, 600)
        button = QPushButton(shown.replace("&", "&&"))
        button.setObjectName("recent")
        button.setToolTip(whole)
        button.setAccessibleName(f"Open {whole}")
        button.clicked.connect(lambda: self.recent_requested.emit(paths))
        self._recent_layout.addWidget(button)
        return button

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self._dress(palette.muted)

    def _dress(self, edge: str) -> None:
        if self._palette is not None:
            dress(self, self._palette, _SHEET.format(edge=edge, **vars(self._palette)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            if self._palette is not None:
                self._dress(self._palette.accent)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Look as before."""
        if self._palette is not None:
            self._dress(self._palette.muted)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over the paths."""
        if self._palette is not None:
            self._dress(self._palette.muted)
        event.acceptProposedAction()
        self.paths_dropped.emit([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
