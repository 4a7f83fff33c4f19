"""Tests of `motif.songs.model.recommend`."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError, NotFitted
from motif.songs.model.recommend import MODES, Cap, Recommender
from tests.house.contract import CLAUSES, check_contract

LINE = np.array([[0.0], [1.0], [3.0], [7.0], [8.0]])
RNG = np.random.default_rng(0)
X = RNG.normal(size=(300, 3))


def _picked(mode: str = "nearest", rows: np.ndarray = LINE, *, seeds=(0,), **settings) -> list[int]:
    return Recommender(mode, local_scaling=0).fit(rows).pick(list(seeds), **settings)[1].tolist()


def test_nearest_by_hand():
    """The nearest come first, with their distances, the seed not among them."""
    distances, positions = Recommender(local_scaling=0).fit(LINE).pick([1], n=3)
    assert positions.tolist() == [0, 2, 3]
    assert distances.tolist() == [1.0, 2.0, 6.0]


def test_several_seeds_are_seen_together():
    """A song between two seeds goes before one that is nearer to one of them but far from the other."""
    rows = np.array([[0.0], [10.0], [5.0], [-1.0]])
    assert _picked(rows=rows, seeds=[0, 1], n=2) == [2, 3]


def test_local_scales_are_beside_the_usual_one():
    """Where all songs are equal, or there is but one, no place is crowded; no scale is below a tenth of the usual."""
    assert Recommender(local_scaling=2).fit(np.ones((5, 2))).scales_.tolist() == [1.0] * 5
    assert Recommender(local_scaling=2).fit(np.ones((1, 2))).scales_.tolist() == [1.0]
    rows = np.concatenate([np.zeros(11), 100.0 + 50 * np.arange(30)])[:, None]
    scales = Recommender(local_scaling=2).fit(rows).scales_
    assert np.allclose(scales[:11], 0.1)
    assert np.isclose(np.median(scales), 1)


def test_fewer_where_there_are_no_more():
    """Five songs have four others."""
    assert sorted(_picked(n=10)) == [1, 2, 3, 4]


def test_excluded_songs_are_not_picked():
    """What is excluded gives way to the next."""
    assert _picked(n=2, exclude=[1]) == [2, 3]


def test_caps_hold():
    """At most so many of a group; a song of an unknown group is alone in it; seeds count only where that is said."""
    groups = ["a", "a", "a", None, None]
    assert _picked(n=4, caps=[Cap(groups, 1)]) == [1, 3, 4]
    assert _picked(n=4, caps=[Cap(groups, 1, counts_seeds=True)]) == [3, 4]
    assert _picked(n=4, caps=[Cap(np.array([0, 1, 1, 1, 2]), 1), Cap(["x", "y", "z", "z", "z"], 1)]) == [1, 4]


def test_caps_look_further_than_the_first_hundred():
    """Where the nearest 200 songs are of one artist, the others are still found."""
    rows = np.arange(260.0)[:, None]
    artists = ["same"] * 250 + [f"other {at}" for at in range(10)]
    assert _picked(rows=rows, n=3, caps=[Cap(artists, 1)]) == [1, 250, 251]


def test_diverse_keeps_the_nearest_and_spreads():
    """The nearest is there, and two picks are further apart than among the nearest."""
    near, varied = (Recommender(mode).fit(X).pick([0], n=8)[1] for mode in ("nearest", "diverse"))
    spread = [np.linalg.norm(X[some][:, None] - X[some], axis=2).mean() for some in (near, varied)]
    assert varied[0] == near[0]
    assert spread[1] > spread[0]


def test_no_diversity_is_nearest():
    """With diversity 0 the mode "diverse" picks the nearest."""
    model = Recommender("diverse", diversity=0).fit(X)
    assert model.pick([5], n=10)[1].tolist() == Recommender().fit(X).pick([5], n=10)[1].tolist()


def test_group_picks_within_the_group():
    """All come from the seed's group, at random by the seed of chance, and songs of no group from none."""
    groups = np.repeat([0, 1, -1], 100)
    model = Recommender("group", random_state=3).fit(X, groups)
    picked = model.pick([150], n=20)[1]
    assert set(groups[picked].tolist()) == {1}
    assert picked.tolist() == Recommender("group", random_state=3).fit(X, groups).pick([150], n=20)[1].tolist()
    assert picked.tolist() != Recommender("group", random_state=4).fit(X, groups).pick([150], n=20)[1].tolist()
    assert len(model.pick([250], n=5)[1]) == 0


def test_path_goes_in_order():
    """On a line of songs the way leads through those between, in their order, and leaves out both ends."""
    assert _picked("path", np.arange(11.0)[:, None], n=4, to=10) == [2, 4, 6, 8]


def test_path_takes_smaller_steps_than_the_whole_way():
    """The largest step of a path is less than the way itself, and picks are nearer to the line than songs are."""
    model = Recommender("path").fit(X)
    start, end = int(X[:, 0].argmin()), int(X[:, 0].argmax())
    stops = X[[start, *model.pick([start], n=6, to=end)[1], end]]
    steps = np.linalg.norm(np.diff(stops, axis=0), axis=1)
    assert steps.max() < np.linalg.norm(X[end] - X[start]) / 2


@pytest.mark.parametrize("settings", [{}, {"to": 3, "seeds": [0, 1]}])
def test_path_wants_two_ends(settings):
    """A path without an end, or with two starts, is refused; so is an end in another mode."""
    with pytest.raises(InputError, match="one start and one end"):
        _picked("path", n=2, **settings)
    with pytest.raises(InputError, match="only a path has an end"):
        _picked(n=2, to=3)


@pytest.mark.parametrize("mode", ["nearest", "diverse", "group"])
def test_places_of_songs_are_these_songs(mode):
    """Places of which it is told which songs they are are not picked, and count for the caps."""
    model = Recommender(mode, random_state=0).fit(X, np.arange(len(X)) % 3)
    cap = Cap(np.arange(len(X)) // 2, 1, counts_seeds=True)
    seeds = [4, 8]
    places = np.vstack([X[seeds], X[:1] + 0.01])
    picked = model.pick(places, own=[*seeds, -1], n=len(X), caps=[cap])[1].tolist()
    assert not {4, 5, 8, 9} & set(picked)
    by_position = model.pick(seeds, n=20, caps=[cap])[1].tolist()
    assert by_position == model.pick(X[seeds], own=seeds, n=20, caps=[cap])[1].tolist()


def test_what_places_are_fits_them():
    """As many positions as places, each of a fitted song; positions say it themselves."""
    model = Recommender().fit(X)
    with pytest.raises(InputError, match="own"):
        model.pick(X[:2], own=[1])
    with pytest.raises(InputError, match="own"):
        model.pick(X[:1], own=[len(X)])
    with pytest.raises(InputError, match="own tells of places"):
        model.pick([1], own=[1])


def test_places_from_outside_are_seeds():
    """A song that is not among the fitted is given as its place, and leaves none of them out."""
    assert Recommender(local_scaling=0).fit(LINE).pick(np.array([[2.9]]), n=2)[1].tolist() == [2, 1]
    grouped = Recommender("group").fit(LINE, [0, 0, 0, 1, 1]).pick(np.array([[7.4]]), n=5)[1]
    assert sorted(grouped.tolist()) == [3, 4]


def test_local_scaling_favours_sparse_places():
    """Of two songs nearly as far, the one in a sparse place goes first."""
    crowd = np.column_stack([np.full(50, 1.0), np.linspace(-0.01, 0.01, 50)])
    rows = np.vstack([[0.0, 0.0], [-1.05, 0.0], crowd])
    assert Recommender(local_scaling=0).fit(rows).pick([0], n=1)[1] != [1]
    assert Recommender(local_scaling=1).fit(rows).pick([0], n=1)[1] == [1]


@pytest.mark.parametrize("mode", MODES[:3])
def test_lists_agree_with_picks(mode):
    """Asked about many songs at once, each gets what it gets alone."""
    model = Recommender(mode).fit(X)
    lists = model.lists(np.array([4, 0, 299]), n=7)
    for row, query in zip(lists, (4, 0, 299), strict=True):
        assert row.tolist() == model.pick([query], n=7)[1].tolist()


@pytest.mark.parametrize("mode", ["nearest", "group"])
def test_lists_keep_groups_apart(mode):
    """Songs of the same artist are in no list, even where they are the nearest 200; lists that run out end by -1."""
    rows, artists = np.arange(250.0)[:, None], np.array([0] * 240 + [1] * 10)
    lists = Recommender(mode, n_groups=1).fit(rows).lists(np.array([0, 245]), n=12, apart=artists)
    assert set(lists[0].tolist()) == {*range(240, 250), -1}
    assert np.all(artists[lists[1]] == 0)


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.sampled_from(MODES), st.integers(0, 299), st.integers(1, 30), st.integers(1, 3))
def test_what_always_holds(mode, seed, n, most):
    """Never the seed, nothing twice, no cap broken, finite distances that do not fall among the nearest."""
    artists = np.arange(300) % 40
    end = None if mode != "path" else (seed + 7) % 300
    distances, positions = Recommender(mode).fit(X).pick([seed], n=n, to=end, caps=[Cap(artists, most)])
    assert seed not in positions
    assert end not in positions
    assert len(set(positions.tolist())) == len(positions) <= n
    assert np.bincount(artists[positions], minlength=1).max() <= most
    assert np.isfinite(distances).all()
    if mode == "nearest":
        assert np.all(np.diff(distances) >= 0)


def test_wrong_settings_are_refused():
    """Settings out of range, seeds that are none, and models not fitted are refused in one line."""
    with pytest.raises(InputError, match="mode must be one of"):
        Recommender("best").fit(LINE)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="diversity"):
        Recommender(diversity=2).fit(LINE)
    for seeds in ([], [0.5], [[1.0, 2.0]]):
        with pytest.raises(InputError, match="seeds must be positions"):
            Recommender().fit(LINE).pick(seeds)
    with pytest.raises(InputError, match="seed must be"):
        Recommender().fit(LINE).pick([5])
    with pytest.raises(InputError, match="groups: 2 given, 5 expected"):
        Recommender("group").fit(LINE, [0, 1])
    with pytest.raises(NotFitted):
        Recommender().pick([0])


@pytest.mark.parametrize("clause", sorted(set(CLAUSES) - {"save and load"}))
def test_contract(clause):
    """The estimator keeps Motif's contract; it is made anew in a moment, and never saved."""
    check_contract(Recommender(), X[:30], clauses=[clause])
