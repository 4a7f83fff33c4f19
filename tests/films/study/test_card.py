"""What is known of a character is told in words."""

import json

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.films.study.card import cards, in_words, require_characters
from tests.films.people import people


def test_a_card_has_facts_words_and_other_names():
    """The most frequent and rarest words first, a denied one with `not`."""
    odile, moreau = cards(people(), [0, 1])
    assert (odile.name, odile.titled, odile.aliases) == ("Odile Garnier", "Night Keys (1934)", ("Odile",))
    assert odile.words == {"agent": (("steal", 2), ("hide", 1)), "attribute": (("old", 1),)}
    assert odile.facts["mention_share"] == 0.75
    assert moreau.words["agent"] == (("not arrest", 1), ("follow", 1))


def test_typical_sentences_hold_most_of_the_words_and_stand_in_order():
    """`steals … hides` has two of Odile's words, `is old` one, `waits` none."""
    (odile,) = cards(people(), [0], n_sentences=2)
    assert odile.sentences == ("Odile steals the keys and hides.", "Odile Garnier is old.")


def test_rows_come_in_the_order_given_and_unknown_facts_are_left_away():
    """Sefa has no words, no year and no gender."""
    sefa, odile = cards(people(), [5, 0])
    assert (sefa.name, sefa.words, sefa.year, sefa.titled) == ("Sefa", {}, None, "The Well")
    assert "gender" not in sefa.facts
    assert odile.id == "f1:odile"


def test_no_more_words_and_sentences_than_asked_for():
    """None where none are asked for."""
    (odile,) = cards(people(), [0], n_words=1, n_sentences=0)
    assert odile.words["agent"] == (("steal", 2),)
    assert odile.sentences == ()


def test_a_card_is_plain_json():
    """With the persona where there is one."""
    held = people().with_column("persona", ["thief", "", "", "", "", ""])
    odile, moreau = cards(held, [0, 1])
    assert json.loads(json.dumps(odile.as_dict()))["facts"]["persona"] == "thief"
    assert "persona" not in moreau.facts


def test_characters_without_words_and_tables_have_cards_too():
    """Ids and names alone."""
    held = Collection("character", {"id": ["a"], "name": ["Ash"]})
    (card,) = cards(held, [0])
    assert (card.name, card.titled, card.words, card.sentences) == ("Ash", "", {}, ())


def test_other_collections_are_refused():
    """With what they hold."""
    with pytest.raises(InputError, match="songs; expected one of films or of characters"):
        require_characters(Collection("song", {"id": ["a"]}))
    assert in_words("patient:!love") == "not love"
