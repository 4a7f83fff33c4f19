"""A persona's card."""

from motif.films.study.personas import FilmOf, Member, Persona, SaidWord
from motif.films.view.persona.tile import card_of, initials


def test_initials():
    """One to three letters of the telling words of a name; something for a name of nothing."""
    assert initials("Oskar Schindler") == "OS"
    assert initials("the Witch of the West") == "WW"
    assert initials("Anna Maria Luisa de Medici") == "AML"
    assert initials("The") == "T"
    assert initials("»«") == "·"
    assert initials("ßmann") == "S"


def test_card():
    """The card tells what the persona does, undergoes, is and has, its characters and films."""
    words = tuple(SaidWord(name, -1.0, 0.1, 0.01, 5.0) for name in ("agent:kill", "attribute:killer", "agent:!flee"))
    who = Member("f1:ash", "Ash", "f1", "Alien", 1979, 0.9, 12)
    films = (FilmOf("f1", "Alien", 1979, 2, 1.9), FilmOf("f2", "Aliens", 1986, 1, 0.9))
    one = Persona(7, "kill; killer", 1, 1, 1.4, words, (), (who,), films, None, None, False)
    card = card_of(one, 0)
    assert card.lines == (("does", "kill, not flee"), ("is", "killer"), ("often in", "Alien 2"))
    assert (card.tiles[0].letters, card.tiles[0].name, card.tiles[0].note) == ("A", "Ash", "Alien, 1979")
    assert (card.note, card.gauge) == ("1 character of 1 film", None)
