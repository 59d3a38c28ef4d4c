"""What tests look at: emitted signals and painted pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt, SignalInstance
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from confmat_gui.gui.views.heatmap_layout import HeatLayout
from confmat_gui.gui.views.heatmap_view import HeatmapView


class Watch:
    """Keeps what signals emit, in order."""

    def __init__(self, *signals: SignalInstance) -> None:
        self.seen: list[Any] = []
        for signal in signals:
            signal.connect(self.seen.append)


def layout_of(view: HeatmapView) -> HeatLayout:
    """Return where the parts of a shown matrix are."""
    layout = view.canvas.layout_now()
    assert layout is not None
    return layout


def pixels(widget: QWidget) -> NDArray[np.uint8]:
    """Return what a widget looks like, (height, width, 4) as blue, green, red, alpha."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8).copy()
    return flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def turn_wheel(
    widget: QWidget, at: QPoint, steps: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Turn the mouse wheel over a place of a widget."""
    event = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )
    QApplication.sendEvent(widget, event)
