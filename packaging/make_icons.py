"""Draw resources/icon.svg in the sizes that desktops ask for.

    python packaging/make_icons.py FOLDER

writes FOLDER/hicolor/SIZExSIZE/apps/confmat-gui.png and the scalable original, ready to be copied to
/usr/share/icons. The window itself uses the SVG.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)
ICON = Path(__file__).resolve().parents[1] / "resources" / "icon.svg"


def draw_icons(folder: Path) -> list[Path]:
    """Write every size below `folder` and return the paths."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication([])
    renderer = QSvgRenderer(str(ICON))
    written = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        try:
            renderer.render(painter, QRectF(0, 0, size, size))
        finally:
            painter.end()
        path = folder / "hicolor" / f"{size}x{size}" / "apps" / "confmat-gui.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(str(path))
        written.append(path)
    scalable = folder / "hicolor" / "scalable" / "apps" / "confmat-gui.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ICON, scalable)
    del application
    return [*written, scalable]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python packaging/make_icons.py FOLDER")
    for written_path in draw_icons(Path(sys.argv[1])):
        print(written_path)
