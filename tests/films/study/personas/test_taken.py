"""Personas that are there already are lost by no command that does not say so."""

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.films.study.apply import apply
from motif.films.study.personas import personas
from motif.films.study.personas.taken import frame_digest, refuse_giving, refuse_replacing
from motif.represent.vector import WordVectors
from tests.films.study.personas.made import KINDS, found, people


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Characters with three personas, as on disk."""
    return found(n_refits=0).save(tmp_path_factory.mktemp("taken") / "c.motif")


def again(held, **settings):
    """Find personas in these characters once more."""
    return personas(held, **({"n_personas": 3, "n_refits": 0} | settings))


def test_the_same_again(held):
    """The same settings, another seed and more refits find the same personas anew, numbers kept."""
    assert again(held, random_state=4, n_refits=1).kept.stayed == (0, 1, 2)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"n_personas": 4}, "3 of 12. characters, found with n_personas=3; asked are others, with n_personas=4; ask"),
        (
            {"model": "lda", "min_words": 4},
            "found with model='mixture', min_words=3; asked .* model='lda', min_words=4",
        ),
    ],
)
def test_other_settings(held, settings, said):
    """Another number or model is refused in one line that says what is there; with overwrite it is done."""
    with pytest.raises(InputError, match=said) as refused:
        again(held, **settings)
    assert "\n" not in str(refused.value)
    assert again(held, **settings, overwrite=True).kept is not None


def test_other_vectors():
    """Other word vectors are other settings."""
    words = tuple({name.partition(":")[2].lstrip("!") for kind in KINDS for name in kind})
    given = again(people(), n_topics=4, vectors=WordVectors(words, np.eye(len(words), dtype=np.float32)))
    with pytest.raises(InputError, match="found with other word vectors"):
        again(given.collection, n_topics=4, vectors=WordVectors(words, -np.eye(len(words), dtype=np.float32)))


def test_numbers_of_another(held):
    """Numbers of another collection replace none; found by these, they may be found by these again."""
    like = people().with_column("persona", [str(n % 2 + 5) for n in range(125)])
    with pytest.raises(InputError, match="with like their numbers would be those of another collection"):
        again(held, like=like)
    assert again(held, like=held).kept.stayed == (0, 1, 2)
    first = again(people(), like=like)
    assert again(first.collection, like=like).labels.tolist() == first.labels.tolist()


def test_given_ones_are_not_found_over(held):
    """Personas that were given from another collection are not found anew without overwrite."""
    given = apply(people(5, seed=3, film="g"), held).collection
    with pytest.raises(InputError, match=r"personas already, 3 of 1. characters, which were not found in it"):
        again(given)
    assert apply(given, held).collection.items["persona"].to_pylist() == given.items["persona"].to_pylist()


def test_given_over_others(held):
    """Another collection's personas are not given over a collection's own, nor over those of a third."""
    other = again(people(20, seed=8, film="h"), n_personas=2)
    with pytest.raises(InputError, match=r"personas already, 3 of 12. characters, which others would replace; ask"):
        apply(held, other)
    given = apply(people(5, film="g"), held)
    with pytest.raises(InputError, match="which others would replace"):
        apply(given.collection, other)
    assert len(apply(held, other, overwrite=True).personas) == 2


def test_a_column_alone():
    """A column of numbers that no run found is there as well."""
    own = Collection("character", {"id": ["a", "b"], "persona": ["7", ""]})
    with pytest.raises(InputError, match="1 of 1 characters, which were not found in it"):
        refuse_replacing(own, {}, {})
    with pytest.raises(InputError, match="1 of 1 characters, which others would replace"):
        refuse_giving(own, {"personas": "1"})


def test_digests_tell_personas_apart():
    """The same personas have the same digest, however often they are found; others have another."""
    one, other = found(n_refits=0).frame, again(people(20, seed=8, film="h"), n_personas=2).frame
    assert frame_digest(one) == frame_digest(found(n_refits=0).frame) != frame_digest(other)
