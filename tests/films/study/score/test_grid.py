"""The seed's grid: every setting beside its chance, too large ones left out aloud."""

import pytest

from motif.core.errors import InputError
from motif.films.study.score.gold import gold_of
from motif.films.study.score.grid import seed_grid
from tests.films.troped import troped


@pytest.fixture(scope="module")
def held():
    """60 characters in three kinds."""
    return troped(60)


@pytest.fixture(scope="module")
def rows(held):
    """A small grid of it."""
    return seed_grid(held, gold_of(held, "tropes"), topics=(3, 50), personas=(3, 99), random_state=0)


def test_every_setting_is_there(rows):
    """Each model by topics and personas, as far as there are words and characters."""
    assert [(row.method, row.n_topics, row.n_personas) for row in rows[0]] == [
        ("mixture", None, 3), ("lda", 3, 3), ("kmeans", 3, 3), ("mixture", 3, 3),
        ("embedding, k-means", None, 3), ("embedding, tree", None, 3),
    ]  # fmt: skip


def test_too_large_settings_are_told(rows):
    """What asks for more than there is stands in the list of what was left out."""
    assert "50 topics of 8 words" in rows[1]
    assert "mixture: 99 personas of 60 characters" in rows[1]


def test_planted_kinds_are_found(rows):
    """Three kinds without any noise are found by the mixture of words, far above its chance."""
    row = rows[0][0]
    assert row.ami > 0.7
    assert row.p == pytest.approx(1 / 200)
    assert row.vi_bits < row.vi_chance - 3 * row.vi_chance_sd
    assert (row.n, row.n_clusters, row.n_singletons) == (65, 3, 0)


def test_every_row_alone_is_the_same_for_all(rows):
    """VI of every row alone does not depend on the setting."""
    assert len({row.vi_alone for row in rows[0]}) == 1


def test_rare_words_leave_nothing(held):
    """Where no word is frequent enough, that is said."""
    with pytest.raises(InputError, match="no word occurs 5000 times"):
        seed_grid(held, gold_of(held, "tropes"), min_freq=5000)


def test_characters_without_words_cannot_be_scored(held):
    """Where nobody with a label has words enough, that is said."""
    with pytest.raises(InputError, match="0 have tropes; 2 are needed"):
        seed_grid(held, gold_of(held, "tropes"), min_words=500)
