"""Judging: rules in their order, ranks, and what was told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.songs.collection.judge import Told, judged


def rule(name, *keys):
    return name, lambda rows: np.array(keys, dtype=int)[rows]


class TestJudged:
    def test_order(self):
        """A row is merged by the first rule that suffices, and what went into a row that goes on goes on with it."""
        found = judged([rule("a", 1, 1, 2, -1), rule("b", 5, 6, 5, -1)], rank=np.array([1, 2, 0, 3]))
        assert found.into.tolist() == [2, 2, 2, 3]
        assert found.rule.tolist() == [1, 0, -1, -1]
        assert found.rules == ("a", "b")

    def test_rank(self):
        """The row of lowest rank stays."""
        assert judged([rule("a", 0, 0, 0)], rank=np.array([2, 0, 1])).into.tolist() == [1, 1, 1]

    def test_nothing_known(self):
        """-1 equals nothing."""
        assert judged([rule("a", -1, -1)], rank=np.arange(2)).stays.tolist() == [0, 1]

    def test_empty(self):
        """No rows are no trouble."""
        assert judged([rule("a")], rank=np.arange(0)).into.tolist() == []

    @settings(derandomize=True, max_examples=60, deadline=None)
    @given(st.lists(st.integers(-1, 4), max_size=12), st.randoms(use_true_random=False))
    def test_like_a_loop(self, keys, random):
        """The same as going through the rows by rank and asking who had the key first."""
        rank = list(range(len(keys)))
        random.shuffle(rank)
        home, expected = {}, list(range(len(keys)))
        for row in sorted(range(len(keys)), key=rank.__getitem__):
            if keys[row] >= 0:
                expected[row] = home.setdefault(keys[row], row)
        found = judged([("a", lambda rows: np.array(keys, dtype=int)[rows])], rank=np.array(rank, dtype=int))
        assert found.into.tolist() == expected


class TestApart:
    def judged(self, told, *rules, ids="abcd"):
        rank = np.arange(len(ids))
        return "".join(ids[row] for row in judged(rules, rank=rank, ids=list(ids), enemies=told.enemies).into)

    def test_pair(self):
        """Two that are told apart stay apart; the others join the first that will have them."""
        assert self.judged(Told(apart=(("a", "c"),)), rule("x", 0, 0, 0, 0)) == "aaca"

    def test_through_others(self):
        """They stay apart also when each has gone into another row before."""
        rules = [rule("x", 0, 0, 1, 1), rule("y", 0, 0, 0, 0)]
        assert self.judged(Told(apart=(("b", "d"),)), *rules) == "aacc"

    def test_three(self):
        """Three that are all told apart are three songs."""
        told = Told(apart=(("a", "b"), ("b", "c"), ("a", "c")))
        assert self.judged(told, rule("x", 0, 0, 0, 0)) == "abca"

    @settings(derandomize=True, max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] != p[1]), max_size=5
        ),
        st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), min_size=1, max_size=3),
    )
    def test_never_together(self, pairs, keys):
        """Whatever the rules say, no two that are told apart end in one song."""
        homes = dict(
            zip(
                "abcdef",
                self.judged(Told(apart=tuple(pairs)), *[rule("x", *k) for k in keys], ids="abcdef"),
                strict=True,
            )
        )
        assert all(homes[a] != homes[b] for a, b in pairs)


class TestTold:
    def test_chain(self):
        """What is the same as the same is the same."""
        home = Told(same=(("a", "b"), ("c", "d"), ("b", "c"))).home
        assert len(set(home.values())) == 1
        assert set(home) == set("abcd")

    def test_contradiction(self):
        """Pairs that follow from others cannot be denied."""
        with pytest.raises(InputError, match="1 pairs that they are the same and not"):
            Told(same=(("a", "b"), ("b", "c")), apart=(("a", "c"),))
