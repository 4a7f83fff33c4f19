"""Keys: what each rule ignores, and what none of them does."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.songs.collection.key import RECORDING_RULES, Names, plain_song


def first_rule(one, other):
    """The first rule that takes two (song, artists) for one; None when none does."""
    songs, artists = zip(one, other, strict=True)
    names = Names(pa.array(songs, pa.string()), pa.array(artists, pa.list_(pa.string())))
    for rule in RECORDING_RULES:
        a, b = names.keys(rule).tolist()
        if a == b != -1:
            return rule
    return None


class TestRules:
    @pytest.mark.parametrize(
        ("one", "other", "rule"),
        [
            ("Stay", "Stay", "exact"),
            ("Stay", "  STAY ", "case_and_blanks"),
            ("Fast Approaching", "Fast  Approaching", "case_and_blanks"),
            ("Ｓtay", "Stay", "case_and_blanks"),
            ("Domino", "Domino - 2009 Remaster", "remaster_note"),
            ("Domino", "Domino (Remastered)", "remaster_note"),
            ("Domino", "Domino [Remastered 1999]", "remaster_note"),
            ("Domino", "Domino - Digitally Remastered", "remaster_note"),
            ("Domino", "Domino - 2015 Remastered Version", "remaster_note"),
            ("Domino", "Domino – 50th Anniversary Remaster", "remaster_note"),
            ("Domino - Live", "Domino - Live - 2011 Remaster", "remaster_note"),
            ("Domino (Live)", "Domino - 2011 Remaster (Live)", "remaster_note"),
            ("Falling", "Falling (feat. Some Guest)", "feat_note"),
            ("Falling", "Falling feat. Some Guest", "feat_note"),
            ("Falling", "Falling [ft. Another One]", "feat_note"),
            ("Falling", "Falling (featuring A & B) [2011 Remaster]", "feat_note"),
            ("Falling - Club Remix", "Falling feat. X - Club Remix", "feat_note"),
            ("Que Va...", "Que Va", "punctuation"),
            ("Rock 'n' Roll", "Rock n Roll", "punctuation"),
            ("Song (Live)", "Song - Live", "punctuation"),
        ],
    )
    def test_same(self, one, other, rule):
        """Each rule ignores one thing more, and the first that suffices is the one that is told."""
        assert first_rule((one, ["A"]), (other, ["A"])) == rule

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Stay", "Stay (Live)"),
            ("Stay", "Stay - Remix"),
            ("Stay", "Stay (Live / Remastered)"),
            ("Stay", "Stay - Mono / Remastered"),
            ("Stay", "Stay (Album Version)"),
            ("Falling - Club Remix", "Falling feat. X - Radio Edit"),
            ("No Small Feat", "No Small"),
            ("Left Behind", "Le"),
            ("C", "C++"),
            ("???", "!!!"),
            ("(Remastered)", "[1999 Remaster]"),
            ("Part 1", "Part 2"),
        ],
    )
    def test_not_same(self, one, other):
        """Another version is another recording, and what has no letters equals nothing but itself."""
        assert first_rule((one, ["A"]), (other, ["A"])) is None

    @pytest.mark.parametrize(
        ("one", "other", "rule"),
        [
            (["A", "B"], ["A", "B"], "exact"),
            (["A", "B"], ["A"], "feat_note"),
            (["A feat. B"], ["A"], "feat_note"),
            (["P. SUSHEELA"], ["P. Susheela"], "case_and_blanks"),
            (["Salt-N-Pepa"], ["Salt N Pepa"], "punctuation"),
            (["A"], ["B"], None),
            (["B", "A"], ["A", "B"], None),
        ],
    )
    def test_artists(self, one, other, rule):
        """Guests among the artists are a note of guests; the first artist must be the same."""
        assert first_rule(("Stay", one), ("Stay", other)) == rule

    def test_missing(self):
        """A song without a name or an artist equals nothing, not even another such song."""
        assert first_rule((None, ["A"]), (None, ["A"])) is None
        assert first_rule(("Stay", None), ("Stay", None)) is None


class TestNames:
    @settings(derandomize=True, max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(["A", "a ", "A!", "A (feat. B)", "A - Remaster", "B", "?", None]), max_size=12))
    def test_each_rule_is_wider(self, songs):
        """What one rule takes for one, every later rule does."""
        names = Names(pa.array(songs, pa.string()), pa.array([["X"]] * len(songs), pa.list_(pa.string())))
        before = np.zeros((len(songs), len(songs)), dtype=bool)
        for rule in RECORDING_RULES:
            keys = names.keys(rule)
            same = (keys[:, None] == keys) & (keys >= 0)
            assert (same | ~before).all()
            before = same

    @settings(derandomize=True, max_examples=40, deadline=None)
    @given(st.lists(st.text(max_size=12), min_size=2, max_size=6))
    def test_any_text(self, songs):
        """Any text is compared without an error, and equal texts are equal."""
        twice = [*songs, *songs]
        names = Names(pa.array(twice, pa.string()), pa.array([["X"]] * len(twice)))
        for rule in RECORDING_RULES:
            keys = names.keys(rule)
            np.testing.assert_array_equal(keys[: len(songs)], keys[len(songs) :])


class TestPlainSong:
    def test_hand_computed(self):
        """Notes, case, blanks and punctuation go; a name of nothing else stays."""
        assert plain_song("Stay! (feat. X) - 2011 Remaster") == "stay"
        assert plain_song("???") == "???"
