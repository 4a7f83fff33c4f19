"""The demo goes the whole way from made-up sound files to scores, and says that they are made up."""

import json

import pytest

pytest.importorskip("librosa")
pytest.importorskip("av")

from motif.collection import read
from motif.songs.study.synthetic import Example, demo
from motif.songs.view.demo import chapter

pytestmark = pytest.mark.slow  # seventy songs are made and listened to: a quarter of a minute


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The quick demo, and the folder that it left."""
    folder = tmp_path_factory.mktemp("demo")
    return demo(folder=folder, quick=True), folder


def test_groups_agree_with_the_styles_better_than_chance(found):
    """They were not told the styles."""
    assert found[0].groups["ami"].stands_out()
    assert found[0].groups["ami"].value > 0.7  # 0.92 when this was written


def test_every_way_of_recommending_beats_chance(found):
    """Among songs by other artists."""
    precision = {mode: figures["precision_at_5"] for mode, figures in found[0].modes.items()}
    assert set(precision) == {"nearest", "diverse", "group"}
    assert all(figure.stands_out() for figure in precision.values())
    assert precision["nearest"].value > 0.7  # 0.90 when this was written


def test_known_tempi_and_keys_are_mostly_heard(found):
    """Where there is a beat, nearly all tempi; chance would get 3 keys of 72."""
    beat = [one.style != "ambient" for one in found[0].made]
    assert found[0].tempo_right[beat].mean() >= 0.95
    assert found[0].key_right.mean() >= 0.6


def test_what_is_left_is_a_collection_with_groups_and_a_playlist_that_plays(found):
    """Every path of the playlist leads to a file."""
    _, folder = found
    held = read(folder / "songs.motif")
    assert held.n_items == 72
    assert "group_name" in held.items.column_names
    paths = [line for line in (folder / "songs.m3u8").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert len(paths) == 5
    assert all((folder / path).is_file() for path in paths)


def test_the_chapter_says_that_the_music_is_synthetic(found):
    """In its first words."""
    drawn = chapter(found[0])
    assert drawn.id == "songs"
    assert drawn.parts[0].text.startswith("All of this music is synthetic")


def test_the_result_is_plain_json(found):
    """Without NaN."""
    assert json.loads(json.dumps(found[0].as_dict(), allow_nan=False))["n_songs"] == 72


def test_an_example_counts_what_fits():
    """Picks of the seed's style."""
    assert Example("a", "b", "folk", (("c", "d", "folk"), ("e", "f", "punk"))).n_right == 1
