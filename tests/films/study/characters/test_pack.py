"""What a plot gave comes back whole from few bytes."""

import pytest

from motif.core.errors import InputError
from motif.films.collection.character import Character
from motif.films.study.characters.pack import counted, pack, unpack

RIPLEY = Character(
    "f1:ripley",
    "Ellen Ripley",
    "f1",
    {"agent:kill": 2, "attribute:!afraid": 1},
    n_mentions=3,
    n_pronouns=1,
    n_pronoun_words=1,
    gender="female",
    aliases={"Ripley": 2, "Ellen Ripley": 1},
    sentences=[(0, "Ripley wakes."), (4, "Ellen Ripley kills it; O'Brien 見 sees.")],
)


def test_round_trip():
    """Characters come back equal but for the film, which is the one they are unpacked for."""
    (found,) = unpack(pack([RIPLEY], {}), "g7", title="Alien", year=1979)
    assert (found.id, found.film, found.film_title, found.year) == ("g7:ripley", "g7", "Alien", 1979)
    for name in ("name", "words", "n_mentions", "n_pronouns", "n_pronoun_words", "gender", "aliases", "sentences"):
        assert getattr(found, name) == getattr(RIPLEY, name)


def test_shared_sentences():
    """A sentence that names a hundred is kept once."""
    said = [(0, "They all wait in the long corridor. " * 20)]
    many = [Character(f"f:{n}", f"N{n}", "f", {}, sentences=said) for n in range(100)]
    assert len(pack(many, {})) < 2000
    assert all(len(one.sentences[0][1]) > 500 for one in unpack(pack(many, {}), "f"))


def test_long_sentence():
    """Of an endless sentence the part around the name is kept."""
    text = "x " * 5000 + "Ash waits" + " y" * 5000
    (found,) = unpack(pack([Character("f:ash", "Ash", "f", {}, sentences=[(0, text)])], {}), "f")
    kept = found.sentences[0][1]
    assert len(kept) <= 1002
    assert "Ash waits" in kept
    assert kept[0] == kept[-1] == "…"


def test_counts():
    """Words are counted by role, denied ones too; a column of no role is refused."""
    counts = counted([RIPLEY], n_words=12, n_marks=3)
    assert counts == {
        "n_characters": 1, "n_words": 12, "n_marks": 3, "n_role_words": 3, "n_pronoun_words": 1, "agent": 2,
        "attribute": 1,
    }  # fmt: skip
    with pytest.raises(InputError):
        counted([Character("f:a", "A", "f", {"adj:old": 1})], n_words=1, n_marks=0)
