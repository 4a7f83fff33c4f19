"""What is known of a collection of songs comes on one page, whatever its tags say."""

import re

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.songs.study.show import show
from motif.songs.view.page import chapters
from tests.songs.example import songs


@pytest.fixture(scope="module")
def shown():
    """Sixty songs in two groups."""
    return show(songs(), n_groups=2, with_score=False)


def test_every_song_with_features_has_a_place_and_a_name(shown):
    """In the order of the collection."""
    assert shown.places.shape == (60, 2)
    assert shown.titles[:2] == ("Song 0 – Artist 0", "Song 1 – Artist 1")


def test_features_tell_the_middle_and_where_the_groups_lie(shown):
    """The most telling first; empty cells are counted, not guessed."""
    tempo = next(row for row in shown.features if row.name == "tempo")
    assert tempo.n_missing == 1
    assert sorted(tempo.place_of.values()) == pytest.approx([0.25, 0.75], abs=0.02)
    spreads = [row.spread for row in shown.features]
    assert spreads == sorted(spreads, reverse=True)
    assert tempo.low < tempo.middle < tempo.high


def test_the_page_has_its_chapters_and_names_the_groups(shown):
    """Scores only where they were asked for."""
    assert [chapter.id for chapter in chapters(shown)] == ["map", "groups", "features", "left-out"]
    table = chapters(shown)[1].parts[0]
    assert {row[1] for row in table.rows} == {group.name for group in shown.description.groups}
    assert sum(row[2] for row in table.rows) == 60


def test_scores_stand_on_the_page_where_artists_have_several_songs():
    """By artist, where nothing else is asked for."""
    found = show(songs(), n_groups=2)
    assert found.score.source == "artist"
    assert [chapter.id for chapter in chapters(found)][3] == "scores"


def test_the_songs_of_one_artist_have_a_page_without_scores():
    """There is nothing to tell apart by artist, and nobody asked for it."""
    held = songs()
    blocks = {name: held.blocks[name][:] for name in held.blocks}
    alone = Collection(
        "song",
        {"id": held.ids, "artist": ["X"] * held.n_items},
        blocks={name: dense(values, columns=held.blocks[name].columns) for name, values in blocks.items()},
    )
    assert show(alone, n_groups=2).score is None


def test_two_files_are_written_and_never_over_others(tmp_path):
    """The page and the map beside it."""
    show(songs(), out=tmp_path / "songs.html", n_groups=2, with_score=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["songs.html", "songs.map.html"]
    with pytest.raises(InputError, match=r"'songs\.html' exists"):
        show(songs(), out=tmp_path / "songs.html", n_groups=2, with_score=False)
    with pytest.raises(InputError, match=r"must end in \.html"):
        show(songs(), out=tmp_path / "songs.pdf", n_groups=2, with_score=False)


def test_hostile_tags_are_text_on_the_page(tmp_path):
    """Markup, control characters and a very long title change nothing of the page's structure."""
    names = ["<script>alert(1)</script>", "\x1b[31mred\u202e", "x" * 100_000, *(f"Song {at}" for at in range(57))]
    held = songs().with_column("song", names).with_column("artist", ["</svg><img src=x onerror=alert(2)>"] * 60)
    show(held, out=tmp_path / "songs.html", n_groups=2, with_score=False)
    text = (tmp_path / "songs.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<img src=x" not in text
    assert "\x1b" not in text
    assert len(text) < 2_000_000
    walk = (tmp_path / "songs.map.html").read_text(encoding="utf-8")
    show(songs(), out=tmp_path / "plain.html", n_groups=2, with_score=False)
    plain = (tmp_path / "plain.map.html").read_text(encoding="utf-8")
    assert len(re.findall("<script", walk)) == len(re.findall("<script", plain))
    assert "alert(1)" not in walk.partition("</title>")[0]
    assert "<script>alert" not in walk


def test_a_binary_feature_is_a_share():
    """Major and minor: how many songs are in major, not the middle one."""
    held = songs()
    values = np.array(held.blocks["spotify"][:])
    values[:, 4] = np.where(np.arange(60) % 2, 1.0, np.arange(60) % 4 == 0)
    from motif.collection import dense

    found = show(
        held.with_block("spotify", dense(values, columns=held.blocks["spotify"].columns)), n_groups=2, with_score=False
    )
    told = [told for group in found.description.groups for told in group.traits if told.feature == "mode"]
    assert sorted({round(one.inside, 2) for one in told}) == [0.5, 1.0]
