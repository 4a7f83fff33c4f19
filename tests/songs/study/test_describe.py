"""Songs are described by groups whose names say what is heard and whose numbers stay."""

import numpy as np
import pytest

from motif.collection import Collection, dense, read
from motif.core.errors import InputError
from motif.songs.study.describe import describe
from tests.songs.example import songs


def test_groups_are_named_by_what_sets_them_apart():
    """Fast and energetic here, slow and acoustic there."""
    found = describe(songs(), n_groups=2)
    words = {frozenset(group.name.split(", ")) for group in found.groups}
    assert words == {frozenset({"electric", "energetic", "fast"}), frozenset({"acoustic", "calm", "slow"})}


def test_what_sets_a_group_apart_is_told_in_the_features_own_unit():
    """The middle song's tempo in beats a minute."""
    found = describe(songs(), n_groups=2)
    fast = next(group for group in found.groups if "fast" in group.name)
    tempo = next(told for told in fast.traits if told.feature == "tempo")
    assert abs(tempo.inside - 170) < 3
    assert abs(tempo.outside - 80) < 3


def test_typical_songs_are_of_the_group_and_by_different_artists():
    """The nearest to the middle first."""
    held = songs()
    for group in describe(held, n_groups=2).groups:
        typical = held.select(list(group.typical)).items
        assert len(set(typical["kind"].to_pylist())) == 1
        assert len(set(typical["artist"].to_pylist())) == 5


def test_the_number_of_groups_is_chosen_where_it_is_left_open():
    """And it is said how sure that is."""
    found = describe(songs())
    assert found.choice is not None
    assert len(found.groups) == found.choice.n_clusters == 2


def test_numbers_stay_when_the_collection_grows(tmp_path):
    """Songs that were in group 0 are in group 0, whatever the seed, and new songs are in one of both."""
    held = songs(60)
    first = describe(held, n_groups=2)
    saved = first.save(tmp_path / "songs.motif")
    grown = saved.append(songs(40, seed=9, prefix="new"))
    second = describe(grown, n_groups=2, random_state=5)
    assert second.labels[:60].tolist() == first.labels.tolist()
    assert (second.kept.stayed, second.kept.new, second.kept.n_moved) == ((0, 1), (), 0)
    assert (second.labels[60:] >= 0).all()


def test_a_third_group_takes_a_new_number(tmp_path):
    """The two that were there keep theirs."""
    first = describe(songs(60), n_groups=2).collection
    again = describe(first, n_groups=3)
    assert set(again.kept.stayed) <= {0, 1}
    assert set(again.kept.new) & {0, 1} == set()


def test_an_older_collection_lends_its_numbers():
    """By the ids of the songs that both have; without groups it is refused."""
    older = describe(songs(60), n_groups=2).collection
    flipped = older.with_column("group", [7 - 4 * number for number in older.items["group"].to_pylist()])
    found = describe(songs(60), n_groups=2, like=flipped)
    assert found.labels.tolist() == flipped.items["group"].to_pylist()
    with pytest.raises(InputError, match="no groups 'group'"):
        describe(songs(60), n_groups=2, like=songs(60))


def test_groups_of_another_block_are_not_taken_for_these():
    """Numbers begin anew, since other features make other groups."""
    held = describe(songs(60), n_groups=2).collection
    sound = dense(np.asarray(held.blocks["spotify"][:])[::-1].copy(), columns=("tempo", "energy", "a", "b", "c"))
    found = describe(held.with_block("sound", sound), block="sound", n_groups=2)
    assert found.kept is None


def test_songs_without_features_are_in_no_group():
    """Their cells are empty, not a group of their own."""
    held = songs(60)
    values = np.asarray(held.blocks["spotify"][:])
    present = np.arange(60) != 3
    some = held.with_block("spotify", dense(values, present=present, columns=held.blocks["spotify"].columns))
    found = describe(some, n_groups=2)
    assert found.n_absent == 1
    assert found.collection.items["group"].to_pylist()[3] is None
    assert found.collection.items["group_name"].to_pylist()[3] is None


def test_groups_and_model_are_kept_in_the_collection(tmp_path):
    """As `motif map` and the mode group of recommending look for them."""
    describe(songs(60), n_groups=2).save(tmp_path / "songs.motif")
    held = read(tmp_path / "songs.motif")
    assert {"group", "group_name"} <= set(held.items.column_names)
    assert "group" in held.models
    assert held.records[-1]["step"] == "songs.describe"


def test_too_few_songs_are_refused():
    """With how many there are."""
    block = dense(np.eye(3, dtype=np.float32), columns=("tempo", "energy", "valence"))
    with pytest.raises(InputError, match="3 songs have features; groups need at least 6"):
        describe(Collection("song", {"id": list("abc")}, blocks={"spotify": block}))


def test_a_column_of_another_kind_is_not_overwritten():
    """A collection whose `group` is a text names another column."""
    with pytest.raises(InputError, match="holds no groups"):
        describe(songs(60).with_column("group", ["a"] * 60), n_groups=2)


def test_the_same_seed_gives_the_same_description():
    """In names, numbers and traits."""
    assert describe(songs(), n_groups=2).as_dict()["groups"] == describe(songs(), n_groups=2).as_dict()["groups"]


def test_songs_of_which_little_is_known_decide_nothing():
    """They are in no group, typical of none, and the other songs' groups are those without them."""
    held = songs(60)
    values = held.blocks["spotify"][:].copy()
    values[48:, 1:] = np.nan
    found = describe(held.with_block("spotify", dense(values, columns=held.blocks["spotify"].columns)), n_groups=2)
    assert found.n_absent == 12
    assert (found.labels[48:] == -1).all()
    assert not {f"s{at}" for at in range(48, 60)} & {id_ for group in found.groups for id_ in group.typical}
    alone = describe(held.select([f"s{at}" for at in range(48)]), n_groups=2)
    assert found.labels[:48].tolist() == alone.labels.tolist()


def test_more_groups_than_songs_are_refused():
    """With how many there can be."""
    with pytest.raises(InputError, match="n_groups is 500, and 60 songs have features"):
        describe(songs(), n_groups=500)
