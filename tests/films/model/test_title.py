"""Names of personas, made of words in their roles."""

from motif.films.model.title import said, titles


def test_roles_have_their_places():
    """What it does, in brackets what is done to it, after a semicolon what it is, after "with" what it has."""
    assert (
        said(["possession:gun", "attribute:killer", "patient:chase", "agent:kill"]) == "kill (chase); killer, with gun"
    )
    assert said(["possession:gun"]) == "with gun"
    assert said(["agent:!kill", "attribute:!afraid"]) == "not kill; not afraid"
    assert said([]) == ""


def test_three_words_make_a_name():
    """The three most telling words, and no more."""
    assert titles([["agent:a", "agent:b", "agent:c", "agent:d"]]) == ["a, b, c"]


def test_one_says_what_it_is():
    """Where none of the three says what the persona is, the first of the ten foremost words that does takes a place."""
    words = [f"agent:{c}" for c in "abcde"]
    assert titles([[*words, "attribute:killer"]]) == ["a, b; killer"]
    assert titles([[*words, *words, "attribute:killer"]]) == ["a, b, c"]


def test_no_name_twice():
    """Personas of the same foremost words get more words, then numbers."""
    same = ["agent:a", "agent:b", "agent:c"]
    assert titles([[*same, "agent:d"], [*same, "agent:e"]]) == ["a, b, c", "a, b, c, e"]
    assert titles([same, same]) == ["a, b, c", "a, b, c #2"]
    assert titles([[], []]) == ["no word tells it apart", "no word tells it apart #2"]
