"""Films and characters are found by name, with what is known of them."""

import json

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.films.study.find import find
from tests.films.people import films, people


def test_a_character_is_found_with_its_words_and_who_is_near():
    """The thief of the other film, not the one of her own."""
    found = find(people(), "odile garnier", n_draws=19)
    (person,) = found.people
    assert (person.card.id, person.how, found.n_people, found.films) == ("f1:odile", "same", 1, ())
    assert [(near.name, near.film_title) for near in person.near] == [("Otto", "Night Keys Return")]
    assert person.figure.null.n == 19


def test_a_character_is_found_by_what_else_it_is_called():
    """`Moreau` is an alias, `Odile` a part of the name and an alias; each character once."""
    assert [one.card.id for one in find(people(), "Moreau", n_near=0).people] == ["f1:moreau"]
    assert [one.card.id for one in find(people(), "Odile", n_near=0).people] == ["f1:odile"]


def test_a_title_finds_films_with_all_their_characters():
    """The same title first; the most mentioned character first."""
    found = find(people(), "Night Keys")
    assert [(film.title, film.how) for film in found.films] == [("Night Keys", "same"), ("Night Keys Return", "part")]
    assert [card.name for card in found.films[0].characters] == ["Odile Garnier", "Inspector Moreau"]
    assert found.people == ()


def test_n_cuts_and_the_rest_is_counted():
    """Two films fit."""
    found = find(people(), "night", n=1)
    assert (len(found.films), found.n_films) == (1, 2)


def test_a_film_is_found_by_title_and_by_its_cast():
    """A film that fits by both is told once, by its title."""
    by_title = find(films(), "the well")
    assert [(film.title, film.how) for film in by_title.films] == [("The Well", "same")]
    assert by_title.films[0].cast == ({"character": "Sefa", "actor": "Bea B"},)
    by_cast = find(films(), "Odile")
    assert [(film.title, film.how) for film in by_cast.films] == [("Night Keys", "cast")]
    assert by_cast.films[0].facts == {
        "genres": ["crime", "comedy"], "countries": ["France"], "n_words": 4,
    }  # fmt: skip


def test_a_misspelt_name_is_found_only_where_nothing_fits():
    """`Odyle` is nobody's name."""
    found = find(people(), "Odyle", n_near=0)
    assert [(one.card.name, one.how) for one in found.people] == [("Odile Garnier", "alike")]


def test_what_nothing_fits_is_refused_in_words():
    """With how many were looked through."""
    with pytest.raises(InputError, match="no character or film of the 6 characters fits 'Zebulon'") as told:
        find(people(), "Zebulon")
    assert told.value.reason == "unknown_name"
    with pytest.raises(InputError, match="no title or cast of the 3 films fits"):
        find(films(), "Zebulon")
    with pytest.raises(InputError, match="songs"):
        find(Collection("song", {"id": ["a"]}), "a")


def test_a_finding_is_plain_json_and_has_the_persona():
    """Of the character and of those near it."""
    held = people().with_column("persona", ["thief", "", "thief", "", "", ""])
    value = json.loads(json.dumps(find(held, "Odile", n_draws=9).as_dict()))
    assert value["characters"][0]["near"][0]["persona"] == "thief"
    assert value["characters"][0]["nearest"]["null"]["kind"] == "random_words"
    assert json.loads(json.dumps(find(held, "The Well").as_dict()))["films"][0]["title"] == "The Well"


def test_equal_seeds_find_equal_things():
    """Chance too."""
    first, second = (find(people(), "Odile", n_draws=9, random_state=2).people[0].figure for _ in range(2))
    assert first == second
