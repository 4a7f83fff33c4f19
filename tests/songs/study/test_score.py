"""Tests of `motif.songs.study.score`."""

import json

import numpy as np
import pytest

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.songs.source.feature import FEATURES
from motif.songs.study.score import score

RNG = np.random.default_rng(0)
MODES = ("nearest", "diverse", "group", "path")


def _songs(n_songs: int = 160, n_genres: int = 4) -> Collection:
    """Songs of a few genres that differ in two features, by artists of four songs each."""
    genre = np.arange(n_songs) % n_genres
    values = RNG.normal(size=(n_songs, 3)) + 3 * np.column_stack([genre % 2, genre // 2, np.zeros(n_songs)])
    facts = {
        "id": [f"s{at}" for at in range(n_songs)],
        "artist": [f"artist {at // (4 * n_genres)} {g}" for at, g in enumerate(genre)],
        "genre": [f"g{g}" for g in genre],
    }
    return Collection("song", facts, blocks={"spotify": dense(values, columns=["energy", "valence", "tempo"])})


@pytest.fixture(scope="module")
def found():
    """A score of all modes."""
    return score(_songs(), label="genre", apart="artist", random_state=0)


def test_all_modes_find_the_genre(found):
    """In each mode precision is clearly above chance, a quarter; nearest is best of those that start from one song."""
    values = {mode: found.modes[mode]["precision_at_10"] for mode in MODES}
    for figure in values.values():
        assert figure.value > 0.4
        assert 0.15 < figure.null.mean < 0.35
    assert values["nearest"].value >= values["group"].value


def test_each_figure_stands_on_its_null(found):
    """Every figure of every mode, of the groups and of the sizes has a null and says what it cannot show."""
    sets = [*found.modes.values(), found.groups, *(size.figures for size in found.growth)]
    for figures in sets:
        for figure in figures.values():
            assert figure.null is not None
            assert figure.cannot_show


def test_other_scalings_stand_beside(found):
    """The same songs asked with plain scaling and with none are trivial answers."""
    assert {"commonest_items", "plain_scaling", "unscaled_features"} == set(
        found.modes["nearest"]["precision_at_10"].trivial
    )


def test_growth_has_the_sizes(found):
    """Parts of the collection are scored, the smallest first, the whole last and equal to the mode."""
    assert [size.n_songs for size in found.growth] == [20, 40, 80, 160]
    assert found.growth[-1].figures["precision_at_10"].value == found.modes["nearest"]["precision_at_10"].value


def test_json_is_plain(found):
    """The score is JSON, with figures under modes, and the rows beside."""
    value = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert value["modes"]["nearest"]["precision_at_10"]["null"]["kind"] == "permuted_groups"
    assert (value["n_songs"], value["apart"], value["dedupe"]) == (160, "artist", None)


def test_same_seed_same_score():
    """Chance comes from the seed alone."""
    one, two = (score(SOME, label="genre", growth=False) for _ in range(2))
    assert {**one.as_dict(), "record": 0} == {**two.as_dict(), "record": 0}


SOME = _songs(80)


def test_noise_is_not_distinguishable_from_chance():
    """Labels dealt out at random are not found."""
    labels = RNG.permutation(["a", "b"] * 40).tolist()
    figure = score(SOME.with_column("coin", labels), label="coin", modes=["nearest"], growth=False)
    assert "better" not in figure.modes["nearest"]["precision_at_10"].verdict().partition(",")[0]


def test_the_dedupe_rule_is_told():
    """The rule by which songs were merged comes from the record of the gathering."""
    from motif.core.record import RunRecord

    gathered = SOME.with_record(RunRecord(step="songs.gather", parameters={"dedupe": "exact"}))
    assert score(gathered, label="genre", modes=["nearest"], growth=False).dedupe == "exact"


def test_songs_without_features_are_left_out():
    """Songs that have no block are neither asked nor found; rows are told."""
    present = np.arange(80) < 60
    block = dense(SOME.blocks["spotify"][:], present=present, columns=["energy", "valence", "tempo"])
    figure = score(SOME.with_block("spotify", block), label="genre", modes=["nearest"], growth=False)
    assert (figure.n_items, figure.n_songs) == (80, 60)
    assert figure.modes["nearest"]["precision_at_10"].n == 60


def test_one_label_for_all_is_nothing_to_score():
    """Where every song has the same label, it is said so, with the label."""
    with pytest.raises(InputError, match=r"all \d+ songs with a mood have the same one, 'blue'.*nothing to tell apart"):
        score(SOME.with_column("mood", ["blue"] * SOME.n_items), label="mood")


def test_wrong_questions_are_refused():
    """Unknown columns and modes, and labels that nobody shares, are refused."""
    with pytest.raises(InputError, match="no column 'year'"):
        score(SOME, label="year")
    with pytest.raises(InputError, match="modes must be one of"):
        score(SOME, modes=["best"])  # type: ignore[list-item]
    with pytest.raises(InputError, match="can be answered"):
        score(SOME, label="id", modes=["nearest"])


def _table(path, **settings) -> Collection:
    import pyarrow.parquet as pq

    frame = pq.read_table(path).to_pandas().drop_duplicates(["song", "artist"]).drop_duplicates("id")
    facts = frame[["id", "song", "artist", *settings["columns"]]]
    values = frame[list(FEATURES)].to_numpy(np.float32)
    return Collection("song", facts, blocks={"spotify": dense(values, columns=FEATURES)})


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)  # half a minute of processor time
def test_bdda(shared):
    """On 11,223 songs nearest finds the artist at least 1.03 times as often as plain scaling, and no genre less."""
    songs = _table(shared / "data/songs/tables/bdda.parquet", columns=["artist_genres"])
    assert songs.n_items == 11_223
    artist = score(songs, label="artist", modes=["nearest"], growth=False).modes["nearest"]["precision_at_10"]
    assert artist.value >= 1.03 * artist.trivial["plain_scaling"]
    assert abs(artist.trivial["plain_scaling"] - 0.090) < 0.001
    assert abs(artist.trivial["unscaled_features"] - 0.022) < 0.001
    assert abs(artist.null.mean - 0.009) < 0.001
    genre = score(songs, label="genre", apart="artist", modes=["nearest"], growth=False).modes["nearest"]
    assert genre["precision_at_10"].value >= genre["precision_at_10"].trivial["plain_scaling"]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)  # half a minute of processor time
def test_hit_predictor(shared):
    """Of the nearest songs by others at least .340 are of the same decade; .17 to .18 by chance."""
    songs = _table(shared / "data/songs/tables/hit_predictor.parquet", columns=["decade"])
    found = score(songs, label="decade", apart="artist", modes=["nearest"], growth=False)
    figure = found.modes["nearest"]["precision_at_10"]
    assert figure.value >= 0.340
    assert 0.17 < figure.null.mean < 0.18  # .171 for songs one by one; large artists change places with large ones
