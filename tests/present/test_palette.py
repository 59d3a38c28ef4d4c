from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from confmat_gui.present.palette import (
    DARK,
    LIGHT,
    Palette,
    class_colour,
    class_ink,
    contrast,
    diverging_table,
    heat_colour,
    heat_table,
    luminance,
    mixed,
    rgb,
    text_on,
)

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)

# How the three kinds of dichromats see linear light: Machado, Oliveira and Fernandes 2009, severity 1.
SIGHTS = {
    "all cones": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}


def lab(colour: str, sight: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    share = np.array(rgb(colour)) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SIGHTS[sight] @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ seen / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@PALETTES
@pytest.mark.parametrize("sight", SIGHTS)
def test_that_the_first_five_classes_are_told_apart_by_every_kind_of_eye(
    palette: Palette, sight: str
) -> None:
    seen = [lab(class_colour(palette, k), sight) for k in range(5)]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) > 20


@PALETTES
def test_that_there_are_at_least_ten_hues_and_then_shades_of_them(palette: Palette) -> None:
    hues = len(palette.classes)
    assert len(set(palette.classes)) == hues >= 10
    assert class_colour(palette, hues) != class_colour(palette, 0)
    assert len({class_colour(palette, k) for k in range(3 * hues)}) == 3 * hues
    assert class_colour(palette, 999).startswith("#")


@PALETTES
def test_that_text_in_a_class_colour_can_be_read_on_a_panel(palette: Palette) -> None:
    assert all(contrast(class_ink(palette, k), palette.panel) >= 4.5 for k in range(60))


def test_that_an_ink_falls_back_to_the_text_colour_where_no_mixture_is_readable() -> None:
    hopeless = replace(LIGHT, text="#999999", classes=("#eeeeee",))
    assert class_ink(hopeless, 0) == "#999999"


@PALETTES
def test_that_all_texts_can_be_read_on_their_grounds(palette: Palette) -> None:
    pairs = [
        (palette.text, palette.window),
        (palette.text, palette.panel),
        (palette.muted, palette.panel),
        (palette.notice_text, palette.notice_panel),
        (palette.tooltip_text, palette.tooltip),
        (palette.text, palette.selected_row),
        (palette.better, palette.panel),
        (palette.worse, palette.panel),
        (palette.text, palette.bar),
        (palette.accent_text, palette.accent),
    ]
    assert all(contrast(ink, ground) >= 4.5 for ink, ground in pairs)


@PALETTES
def test_that_the_figures_in_cells_can_be_read_at_every_intensity(palette: Palette) -> None:
    for table in (heat_table(palette), diverging_table(palette)):
        colours = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in table]
        assert min(contrast(text_on(colour), colour) for colour in colours) >= 4.0


@PALETTES
def test_that_the_heat_scale_moves_away_from_the_ground_step_by_step(palette: Palette) -> None:
    lights = [luminance(f"#{r:02x}{g:02x}{b:02x}") for r, g, b in heat_table(palette)]
    steps = np.diff(lights) * (1 if palette.name == "dark" else -1)
    assert (steps > -0.005).all()
    assert abs(lights[-1] - lights[0]) > 0.5


@PALETTES
def test_that_a_change_is_neutral_in_the_middle_and_differs_at_its_ends(palette: Palette) -> None:
    middle = zip(rgb(heat_colour(palette, 0.0, diverging=True)), rgb(palette.diverging[3]), strict=True)
    assert max(abs(a - b) for a, b in middle) <= 1
    assert heat_colour(palette, -1.0, diverging=True) == palette.diverging[0]
    assert heat_colour(palette, 1.0, diverging=True) == palette.diverging[-1]


def test_that_an_undefined_intensity_has_the_colour_of_the_panel_and_others_are_clipped() -> None:
    assert heat_colour(LIGHT, float("nan")) == LIGHT.panel
    assert heat_colour(LIGHT, 7.0) == LIGHT.heat[-1]
    assert heat_colour(LIGHT, 0.0) == LIGHT.heat[0]


def test_that_tables_are_read_only_pixels() -> None:
    table = heat_table(LIGHT)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert not table.flags.writeable
    assert diverging_table(DARK).shape == (256, 3)


def test_that_contrast_is_that_of_black_on_white_at_most() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert text_on("#ffffff") != text_on("#000000")


def test_that_mixing_moves_from_one_colour_to_the_other() -> None:
    assert mixed("#000000", "#ffffff", 0.0) == "#000000"
    assert mixed("#000000", "#ffffff", 1.0) == "#ffffff"
    assert mixed("#000000", "#ff8000", 0.5) == "#804000"
