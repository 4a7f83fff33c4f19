"""Colours can be read, told apart and ordered, by everyone, in both modes."""

import itertools

import numpy as np
import pytest

from motif.view.token import CATEGORIES, COLOURS, MODES, SEQUENTIAL, contrast, css_variables, paint, paint_category, rgb

TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
SIGHT = {  # Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def oklab(colour, sight="normal"):
    """An independent colour: OKLab (Ottosson 2020) as seen by one kind of eye."""
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SIGHT[sight]) @ linear, 0, 1)
    return TO_LAB @ np.cbrt(TO_LMS @ seen)


def test_contrast_by_hand():
    """Black on white is 21:1, a colour on itself 1:1, and the order plays no part."""
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert contrast("#a8371f", "#a8371f") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # WCAG's well-known near miss


@pytest.mark.parametrize("mode", MODES)
def test_all_text_can_be_read(mode):
    """Text colours and categories have at least 4.5:1 on both backgrounds."""
    texts = [COLOURS[mode][name] for name in ("ink", "muted", "accent", "other")]
    for colour, ground in itertools.product((*texts, *CATEGORIES[mode]), ("paper", "surface")):
        assert contrast(colour, COLOURS[mode][ground]) >= 4.5, (colour, ground)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_categories_can_be_told_apart(mode, sight):
    """Any two categories are at least 0.097 apart in OKLab for every kind of eye; Okabe and Ito's reach 0.076."""
    seen = [oklab(colour, sight) for colour in CATEGORIES[mode]]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 0.097


@pytest.mark.parametrize("mode", MODES)
def test_amounts_are_even(mode):
    """The sequential colours go one way in even steps, from the paper's lightness to the ink's."""
    seen = np.array([oklab(colour) for colour in SEQUENTIAL[mode]])
    steps = np.linalg.norm(np.diff(seen, axis=0), axis=1)
    assert steps.max() / steps.min() < 1.1  # rounding to 8 bits
    assert len(set(np.sign(np.diff(seen[:, 0])))) == 1


def test_both_modes_have_the_same_names():
    """A variable of one mode exists in the other."""
    names = [[line.partition(":")[0] for line in css_variables(mode).splitlines()] for mode in MODES]
    assert names[0] == names[1]
    assert len(names[0]) == len(COLOURS["light"]) + 8


def test_nine_categories_are_eight_and_grey():
    """From the ninth category on all are grey."""
    assert len({paint_category(i) for i in range(8)}) == 8
    assert {paint_category(i) for i in (8, 9, 100, -1)} == {paint("other")}


def test_a_colour_in_numbers():
    """By hand: 0x2e, 0x62, 0xe0."""
    assert rgb("#2e62e0") == (46, 98, 224)
