"""Number fields with arrows: framed and coloured as the other fields, light and dark."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from confmat_gui.gui.style_sheet import style_sheet
from confmat_gui.gui.views.spin_field import spin_field
from confmat_gui.gui.views.styles import dress
from confmat_gui.present.palette import DARK, LIGHT, Palette
from tests.gui.views.watching import pixels


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_its_frame_and_ground_are_those_of_the_palette(qtbot: QtBot, palette: Palette) -> None:
    outer, inner, field = QWidget(), QWidget(), spin_field()
    QVBoxLayout(outer).addWidget(inner)
    QVBoxLayout(inner).addWidget(field)
    qtbot.addWidget(outer)
    outer.setStyleSheet(style_sheet(palette))
    dress(inner, palette)
    outer.show()
    image = pixels(field)[:, :, :3].astype(int)
    middle = image[len(image) // 2]
    assert middle[0].tolist() == middle[-1].tolist() == colour(palette.border)
    assert middle[2].tolist() == colour(palette.panel)
    ink = np.abs(image - colour(palette.text)).sum(axis=2) < 60
    assert ink.any(), "the number is not to be seen"
    assert np.flatnonzero(ink.any(axis=0))[0] >= 5, "the number touches the frame"


def colour(name: str) -> list[int]:
    found = QColor(name)
    return [found.blue(), found.green(), found.red()]
