"""The parts of the page say what they rest on."""

from dataclasses import replace

import numpy as np
import pytest

from motif.core.record import Drop
from motif.songs.collection.ledger import Ledger, SourceLine
from motif.songs.study.show import show
from motif.songs.view import part
from tests.songs.example import songs


@pytest.fixture(scope="module")
def shown():
    """Sixty songs in two groups."""
    return show(songs(), n_groups=2, with_score=False)


def test_every_song_is_a_dot_and_every_group_a_name(shown):
    """With how many songs and which seed in the caption."""
    chart = part.song_map(shown)
    assert chart.svg.count('r="5"') == 60
    assert all(group.name in chart.alt for group in shown.description.groups)
    assert chart.caption.endswith("n\u00a0=\u00a060, seed\u00a00.")


def test_a_group_is_told_by_its_middle_song_beside_the_others(shown):
    """In the unit of the feature."""
    table = part.groups(shown.description, {})
    assert all("others" in row[4] for row in table.rows)
    assert any("BPM" in row[4] for row in table.rows)


def test_a_map_of_few_songs_says_what_it_is():
    """Two directions, where so few songs have no neighbourhoods."""
    few = show(songs(12), n_groups=2, with_score=False)
    assert few.is_straight
    assert "the two directions in which they vary most" in part.song_map(few).caption
    assert np.ptp(few.places, axis=0).min() > 0.2 * np.ptp(few.places, axis=0).max()


def test_plates_say_their_finding(shown):
    """In their titles, with numbers of this collection."""
    assert "% of the songs that sound nearest to a song" in part.song_map(shown).title
    assert [one.title[:11] for one in part.trusted(shown)] == ["By 2 of 2 m"]
    name = max(shown.description.groups, key=lambda group: (group.n_songs, -group.number)).name
    table = part.groups(shown.description, {})
    assert table.title == f"The largest of 2 groups, {name}, holds 50\u00a0% of the songs"
    assert table.stacks


def test_a_difference_that_is_not_seen_is_not_told(shown):
    """What reads the same inside and outside sets nothing apart for a reader."""
    group = shown.description.groups[0]
    alike = replace(group.traits[0], feature="energy", inside=0.001, outside=0.002)
    found = replace(shown.description, groups=(replace(group, traits=(alike, *group.traits)),))
    (row,) = part.groups(found, {}).rows
    assert "0.00, others 0.00" not in row[4].replace("\u00a0", " ")
    assert "others" in row[4]


def test_features_that_do_not_tell_the_groups_apart_are_not_drawn(shown):
    """Nor the key, which is a circle."""
    (chart,) = part.features(shown)
    assert "tempo" in chart.alt
    assert "key" not in chart.alt
    assert "tempo 1" in chart.caption  # one empty cell


def test_what_was_left_out_adds_up(shown):
    """Kept and each reason, of all that was gathered."""
    book = Ledger((SourceLine("a.csv", "table", 10, 7, {"episode": 1, "duplicate_id": 2}, {}),), ())
    chart, table = part.left_out(replace(shown, ledger=book))
    assert chart.title == "7 of 10 were kept"
    assert table.rows == (("a.csv", "table", 10, 7, "episode 1, duplicate id 2", "nothing"),)
    assert table.title == "Nothing odd was met"
    odd = Ledger((SourceLine("a.csv", "table", 9, 9, {}, {"not_a_number": 4, "machine_path": 1}),), ())
    assert part.left_out(replace(shown, ledger=odd))[1].title == "What was odd most often: not a number, 4 times"
    assert "not on record" in part.left_out(shown)[0].text or "nothing is known" in part.left_out(shown)[0].text


def test_files_that_could_not_be_heard_are_listed(shown):
    """Each with its reason; where there are very many, the rest are counted."""
    drops = [Drop(f"music/{n}.mp3", "hear", "too_short", detail=f"'{n}.mp3': short") for n in range(201)]
    held = replace(shown.description, collection=shown.description.collection.with_drops(drops))
    book = Ledger((SourceLine("music", "folder", 261, 60, {"too_short": 201}, {}),), ())
    table = part.left_out(replace(shown, description=held, ledger=book))[2]
    assert table.title == "201 files could not be heard"
    assert len(table.rows) == 200
    assert table.rows[0] == ("music/0.mp3", "too short", "'0.mp3': short")
    assert "1 more are in the table `drops`" in table.caption
    assert len(part.left_out(replace(shown, ledger=book))) == 2
