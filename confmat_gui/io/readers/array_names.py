"""What an array without a name is called: after its file, as far as the name of the file says its part."""

from __future__ import annotations

from pathlib import PurePath

from confmat_gui.io.column_names import (
    GROUP_NAMES,
    ID_NAMES,
    PRED_NAMES,
    SINGLE_SCORE_NAMES,
    STEMS,
    TRUE_NAMES,
    WEIGHT_NAMES,
    normalised,
)

_KNOWN = frozenset(
    {*TRUE_NAMES, *PRED_NAMES, *SINGLE_SCORE_NAMES, *ID_NAMES, *GROUP_NAMES, *WEIGHT_NAMES, *STEMS}
    - {"class", "p", "y"}
)


def name_from_file(path: PurePath) -> str:
    """Return the known name that ends or begins the file's name ("val_y_true" is y_true), else all of it."""
    words = normalised(path.stem).split("_")
    ends = ["_".join(words[start:]) for start in range(len(words))]
    starts = ["_".join(words[:end]) for end in range(len(words) - 1, 0, -1)]
    return next((each for each in (*ends, *starts) if each in _KNOWN), path.stem)
