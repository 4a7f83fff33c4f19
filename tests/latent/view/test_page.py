"""The chapter: what it shows and says, of a planted collection, of the digits, and with hostile names."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from motif.collection import Collection, dense
from motif.latent.study import map as map_codes
from motif.latent.view import chapter
from motif.view.part import Chart, Gallery, Picture, Prose, Strips, Table
from motif.view.report import render_page


@pytest.fixture(scope="module")
def drawn(found):
    return chapter(found)


def _only(chapter_, kind):
    return [part for part in chapter_.parts if isinstance(part, kind)]


def _pictures(chapter_):
    return _only(chapter_, Picture) + [picture for gallery in _only(chapter_, Gallery) for picture in gallery.pictures]


def _coloured(n_items=40, *, gold=None):
    rng = np.random.default_rng(0)
    pictures = rng.random((2, 6, 5, 3))[np.arange(n_items) % 2] * 0.9 + 0.1 * rng.random((n_items, 6, 5, 3))
    columns = {"id": [str(row) for row in range(n_items)]} | ({} if gold is None else {"digit": gold})
    collection = Collection("photo", columns, blocks={"pixels": dense(pictures.astype(np.float32))})
    return map_codes(collection, n_clusters=2, n_components=3, n_numbers=(1, 2), quick=True)


def test_the_title_is_the_finding(found, drawn):
    """The title says whether the groups are those known; it follows the figure."""
    assert drawn.title == "Digits gather by digit, unasked"
    by_chance = replace(found.figures["ami"], value=0.0, null=replace(found.figures["ami"].null, p=0.5))
    other = chapter(replace(found, figures={**found.figures, "ami": by_chance}))
    assert other.title == "Digits do not gather by digit"


def test_every_caption_says_how_many_and_which_seed(drawn):
    """Figures' captions carry n and seed."""
    captions = [part.caption for part in drawn.parts if isinstance(part, Picture | Chart | Table)]
    captions += [_only(drawn, Gallery)[0].caption]
    assert captions
    for caption in captions:
        assert "n\u00a0=\u00a01,797" in caption
        assert "seed\u00a00" in caption


def test_every_plate_is_titled_with_its_finding(drawn):
    """A reader of the titles alone knows what was found; no two are the same."""
    titles = [part.title for part in drawn.parts if not isinstance(part, Prose)]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_titles_follow_the_figures(found):
    """What is said above a plate is counted, not written once and for all."""
    purest, mixed = max(found.regions, key=lambda one: one.share), min(found.regions, key=lambda one: one.share)
    titles = {part.title for part in chapter(found).parts if not isinstance(part, Prose)}
    shares = [f"{100 * one.share:.0f}\u00a0% {one.name}" for one in (purest, mixed)]
    assert f"The purest group is {shares[0]}, the most mixed {shares[1]}" in titles
    none = [
        figure if not name.startswith("error_") else replace(figure, value=9.0)
        for name, figure in found.figures.items()
    ]
    worse = chapter(replace(found, figures=dict(zip(found.figures, none, strict=True))))
    assert "None of these 3 lengths restores more than as many random directions" in {
        part.title for part in worse.parts if not isinstance(part, Prose)
    }


def test_each_group_has_a_sheet_of_its_own(found, drawn):
    """There is a sheet for each group, the purest first, named with its share."""
    sheets = _only(drawn, Gallery)[0].pictures
    assert len(sheets) == 10
    shares = [int(re.search(r"(\d+)\u00a0%", sheet.caption)[1]) for sheet in sheets]
    assert shares == sorted(shares, reverse=True)
    assert {region.name for region in found.regions} == {sheet.caption.split()[1].rstrip(":") for sheet in sheets}


def test_no_sheet_is_wider_than_a_gallery_column(drawn):
    """Sheets fit the narrowest column, 17 rem, so that browsers show each pixel as it is."""
    for gallery in _only(drawn, Gallery):
        for picture in gallery.pictures:
            assert Image.open(io.BytesIO(picture.data)).width <= 272


def test_restored_pictures_go_from_all_to_none(drawn):
    """One gallery shows the pictures, then ever fewer numbers, then the mean."""
    galleries = [[picture.caption for picture in gallery.pictures] for gallery in _only(drawn, Gallery)]
    captions = next(one for one in galleries if one[0] == "The pictures themselves.")
    assert captions[0] == "The pictures themselves."
    assert [int(re.search(r"From (\d+)", caption)[1]) for caption in captions[1:-1]] == [20, 10, 2]
    assert captions[-1].startswith("From none, the mean")


def test_all_figures_stand_on_their_nulls(found, drawn):
    """Every figure of the study is a strip, once; those of networks too."""
    shown = [figure for strips in _only(drawn, Strips) for figure in strips.figures]
    figures = [*found.figures.values(), *found.learned.figures.values()]
    assert {figure.name for figure in shown} == {figure.name for figure in figures}
    assert len(shown) == len(figures)
    assert all(figure.null is not None and figure.trivial for figure in shown)


def test_every_image_has_words(drawn):
    """Each picture and chart has alternative text with what is in it, in numbers."""
    words = [part.alt for part in _pictures(drawn) + _only(drawn, Chart)]
    assert all(re.search(r"\d", text) or "pictures" in text.lower() for text in words)
    assert len(set(words)) == len(words)


def test_the_map_names_its_regions(found, drawn):
    """Each region stands on the map with its name and share."""
    svg = _only(drawn, Chart)[0].svg
    for region in found.regions:
        assert f">{region.name} · {100 * region.share:.0f} %</text>" in svg


def test_the_table_counts_every_item(found, drawn):
    """The groups of the table add up to all items."""
    assert sum(row[1] for row in _only(drawn, Table)[0].rows) == len(found.labels)


def test_whose_pictures_they_are_is_said(drawn):
    """The first caption names the makers and the licence."""
    assert "Alpaydin" in drawn.parts[0].caption
    assert "CC BY 4.0" in drawn.parts[0].caption


def test_the_chapter_makes_a_page(drawn):
    """The chapter goes through the page, with the record folded at its end."""
    page = render_page(title="Demo", lead="", chapters=[drawn])
    assert "latent.map" in page
    assert len(page) < 2_000_000
    assert "/home/" not in page


def test_the_same_map_makes_the_same_chapter(found, drawn):
    """Drawing twice gives the same bytes."""
    again = chapter(found)
    assert [picture.data for picture in _pictures(again)] == [picture.data for picture in _pictures(drawn)]
    assert _only(again, Chart)[0].svg == _only(drawn, Chart)[0].svg


def test_colour_pictures_without_names():
    """Colour photographs of which nothing is known make a chapter without scores and names of groups."""
    drawn = chapter(_coloured())
    assert drawn.title == "40 photos in 2 groups"
    assert not _only(drawn, Table)
    assert [figure.name for strips in _only(drawn, Strips) for figure in strips.figures] == [
        "neighbours kept @10",
        "rank correlation of distances",
        "Error with 1 number",
        "Error with 2 numbers",
    ]
    assert {picture.caption for picture in _only(drawn, Gallery)[0].pictures} == {
        "cluster 1: 20 photos.",
        "cluster 2: 20 photos.",
    }


def test_hostile_names_are_shown_not_obeyed():
    """Names from the data are escaped on the page and in the map."""
    drawn = chapter(_coloured(gold=["<script>alert(1)</script>", "b\u202ed"] * 20))
    page = render_page(title="Demo", lead="", chapters=[drawn])
    assert "<script" not in page
    assert "\u202e" not in page


def test_a_group_of_which_nothing_is_known_has_no_share():
    """A group whose items have no known value keeps its number, in the table too."""
    drawn = chapter(_coloured(gold=["a", None] * 20))
    purest, other = (picture.caption for picture in _only(drawn, Gallery)[0].pictures)
    assert purest == "Mostly a: 100\u00a0% of 20."
    assert re.fullmatch(r"cluster [12]: 20 photos\.", other)
    assert {row[2] for row in _only(drawn, Table)[0].rows} == {100, None}


def test_items_without_a_name_are_no_strangers():
    """An item of which nothing is known is not shown as one of another name."""
    found = _coloured(gold=["a", "b"] * 15 + [None] * 10)
    sheets = _only(chapter(found), Gallery)[0].pictures
    assert all("below" not in sheet.alt for sheet in sheets)


@pytest.mark.filterwarnings("ignore:Number of distinct clusters")
def test_regions_keep_their_names_when_others_are_empty():
    """Equal pictures make a chapter with one group, named on the map."""
    columns = {"id": [str(row) for row in range(40)]}
    equal = Collection("photo", columns, blocks={"pixels": dense(np.ones((40, 4, 4), np.float32))})
    found = map_codes(equal, n_clusters=3, n_components=2, n_numbers=(1,), quick=True)
    chart = _only(chapter(found), Chart)[0]
    assert chart.alt == f"Map of 40 photos in 1 named regions: {found.regions[0].name}"
