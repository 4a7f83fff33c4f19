"""Carrying over: what an older collection's groups become when the songs are gathered anew."""

from motif.collection import read
from motif.songs.collection.carry import with_groups_of
from motif.songs.study.describe import describe
from tests.songs.example import songs


def test_songs_keep_their_groups(tmp_path):
    """Songs that were there have their number and name, new ones none, and the model is there."""
    older = describe(songs(60), n_groups=2).save(tmp_path / "songs.motif")
    carried = with_groups_of(songs(60).select(list(range(10, 60))), older)
    assert carried.items["group"].to_pylist() == older.items["group"].to_pylist()[10:]
    assert carried.items["group_name"].to_pylist() == older.items["group_name"].to_pylist()[10:]
    saved = carried.save(tmp_path / "songs.motif", overwrite=True)
    assert "group" in read(tmp_path / "songs.motif").models
    assert describe(saved, n_groups=2).kept.stayed == (0, 1)


def test_a_song_under_another_id(tmp_path):
    """A song that went into another one since lends it its group, if that has none."""
    older = describe(songs(60), n_groups=2).save(tmp_path / "songs.motif")
    merges = {"id": ["new0", "s1"], "merged": ["s0", "s2"]}
    carried = with_groups_of(songs(6, prefix="new").with_table("merges", merges), older)
    assert carried.items["group"].to_pylist() == [older.items["group"][0].as_py()] + [None] * 5


def test_nothing_is_carried_without_groups():
    """A column of that name that no `describe` has made is nobody's groups."""
    older = songs(12).with_column("group", [1] * 12)
    assert "group" not in with_groups_of(songs(12), older).items.column_names
