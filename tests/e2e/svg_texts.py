"""The texts of an SVG picture."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def texts_of(path: Path) -> set[str]:
    """Return every text of a picture, as a reader would copy it."""
    root = ET.parse(path).getroot()
    return {" ".join("".join(element.itertext()).split()) for element in root.iter(f"{SVG}text")}
