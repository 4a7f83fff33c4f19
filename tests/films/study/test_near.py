"""Who is most like whom by what is said of them, beside random words."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from motif.core.errors import InputError
from motif.films.study.near import Resemblance
from tests.films.people import people


@pytest.fixture
def held():
    """The words of the six characters."""
    block = people().blocks["roles"]
    return Resemblance(block.raw, block.columns, people().items["film"].to_pylist())


def test_thieves_are_near_thieves_by_the_words_they_share(held):
    """The second film's thief is nearest to the first film's."""
    found = held.near(0, n=2)
    assert found.rows.tolist() == [2]
    assert set(found.shared[0]) == {"agent:steal", "agent:hide"}


def test_the_cosine_is_that_of_scikit_learn_s_tf_idf(held):
    """Computed anew from the counts."""
    X = TfidfTransformer(sublinear_tf=True).fit_transform(people().blocks["roles"].raw).toarray()
    found = held.near(0, n=1)
    assert found.cosines[0] == pytest.approx(X[0] @ X[2], abs=1e-12)
    assert found.figure.value == pytest.approx(X[0] @ X[2], abs=1e-12)


def test_characters_of_the_same_film_are_compared_only_where_there_is_no_other():
    """With one film alone, its own characters are near; without a film each stands alone."""
    counts = [[2, 1], [1, 1], [0, 3]]
    columns = ("agent:kill", "agent:sing")
    assert Resemblance(counts, columns, ["f1", "f1", "f2"]).near(0).rows.tolist() == [2]
    assert Resemblance(counts, columns, ["f1", "f1", "f1"]).near(0).rows.tolist() == [1, 2]
    assert Resemblance(counts, columns, [None, None, None]).near(0).rows.tolist() == [1, 2]


def test_who_has_no_words_has_no_neighbour(held):
    """Nor is one found among those with whom nothing is shared."""
    assert held.near(5) is None
    assert held.near(4).rows.tolist() == []
    assert held.near(4).figure.value == 0
    assert Resemblance([[1]], ["agent:kill"], ["f1"]).near(0) is None


def test_random_words_find_random_neighbours():
    """Of 200 characters with words at random, the nearest is within what chance finds in most cases."""
    rng = np.random.default_rng(0)
    counts = sparse.csr_array(rng.poisson(0.1, size=(200, 60)))
    columns = [f"agent:w{'a' * (at + 1)}" for at in range(60)]
    held = Resemblance(counts, columns, [f"f{at}" for at in range(200)])
    beyond = [held.near(row, n=1, n_draws=99).figure.stands_out() for row in range(30)]
    assert sum(beyond) <= 5  # 1.5 are expected at p <= 0.05; more than 5 have a chance below 0.01


def test_a_copy_stands_out_from_chance():
    """A character whose many words are another's is beyond what random words find."""
    rng = np.random.default_rng(1)
    counts = rng.poisson(0.15, size=(100, 80))
    counts[1] = counts[0]
    columns = [f"patient:w{'b' * (at + 1)}" for at in range(80)]
    found = Resemblance(counts, columns, [f"f{at}" for at in range(100)]).near(0, n=3)
    assert found.rows[0] == 1
    assert found.cosines[0] == pytest.approx(1)
    assert found.beyond_chance().tolist()[0]
    assert found.figure.stands_out()


def test_equal_seeds_draw_equal_words(held):
    """Another seed draws others."""
    nulls = [held.near(0, random_state=seed).figure.null for seed in (3, 3, 4)]
    assert nulls[0] == nulls[1]
    assert nulls[0] != nulls[2]


def test_films_and_rows_must_line_up():
    """Both lengths are told."""
    with pytest.raises(InputError, match="films"):
        Resemblance([[1]], ["agent:kill"], ["f1", "f2"])
