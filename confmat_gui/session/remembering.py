"""What a person chose for files of a layout, kept for the next file of that layout; only ever a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from confmat_gui.io.loaded import InputOptions
from confmat_gui.io.preview import Preview, preview
from confmat_gui.session.manifest import StoredOptions
from confmat_gui.session.packing import input_options

MOST_LAYOUTS = 50
Choices = Mapping[str, InputOptions]
"""Choices by layout, the newest first."""


class StoredChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """What was chosen for one layout."""

    layout: str
    options: StoredOptions


def with_choice(choices: Choices, layout: str, options: InputOptions) -> dict[str, InputOptions]:
    """Return the choices with those for a layout as the newest; nothing chosen forgets the layout.

    Repairs are of the samples of one file, not of how files like it are read, and are left out.
    """
    options = replace(options, repairs=())
    others = {each: kept for each, kept in choices.items() if each != layout}
    if options == InputOptions():
        return others
    return {layout: options, **dict(islice(others.items(), MOST_LAYOUTS - 1))}


def choices_text(choices: Choices) -> str:
    """Return the choices as JSON."""
    stored = [
        StoredChoice(layout, msgspec.convert(options, StoredOptions, from_attributes=True))
        for layout, options in choices.items()
    ]
    return msgspec.json.encode(stored).decode()


def choices_from(text: str) -> dict[str, InputOptions]:
    """Return what `choices_text` wrote; nothing of a text that is damaged."""
    try:
        stored = msgspec.json.decode(text, type=tuple[StoredChoice, ...])
        return {each.layout: input_options(each.options) for each in stored[:MOST_LAYOUTS]}
    except (msgspec.MsgspecError, ValueError):
        return {}


def proposed_preview(
    paths: Sequence[Path], found: Preview, choices: Choices
) -> tuple[Preview, InputOptions] | None:
    """Return how files look with what was chosen for their layout; None where that is nothing, or fails.

    `found` is their preview with nothing chosen.
    """
    options = choices.get(found.layout)
    if options is None:
        return None
    look = preview(paths[0], options, paths[1:])
    return None if look.problem else (look, options)
