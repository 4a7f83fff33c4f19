"""How far films are told through one of their characters, beside chance."""

import pytest

from motif.films.evaluate.lead import rank_shares


def test_shares_are_means_over_films():
    """Of 8, 1, 1 and of 3, 3 mentions: 0.8 and 0.5, then 0.1 and 0.5, then 0.1 and nothing."""
    first, second, third = rank_shares([[1, 8, 1], [3, 3]])
    assert [first.value, second.value, third.value] == pytest.approx([0.65, 0.3, 0.05])
    assert [first.trivial["all_alike"], third.trivial["all_alike"]] == pytest.approx([5 / 12, 1 / 6])
    assert first.n == 2


def test_films_with_one_character_and_characters_without_a_mention_do_not_count():
    """Where nothing is left there is no figure."""
    assert rank_shares([[5], [], [0, 4]]) == ()
    assert rank_shares([[8, 1, 1, 0, 0]], n_ranks=1)[0].value == 0.8


def test_mentions_that_fall_at_random_are_not_told_from_chance():
    """And a film of one hero is."""
    import numpy as np

    rng = np.random.default_rng(0)
    alike = rank_shares([rng.multinomial(20, [0.25] * 4).tolist() for _ in range(60)], n_ranks=1)[0]
    assert not alike.stands_out()
    assert rank_shares([[20, 3, 3, 2]] * 10, n_ranks=1)[0].stands_out()


def test_equal_seeds_give_equal_figures():
    """Another seed gives another null."""
    figures = [rank_shares([[4, 2], [5, 1]], random_state=seed)[0] for seed in (1, 1, 2)]
    assert figures[0] == figures[1]
    assert figures[0].null != figures[2].null
