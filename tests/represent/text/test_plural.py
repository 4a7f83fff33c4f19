"""Singular and plural: pairs that meet, words that do not."""

import pytest

from motif.represent.text.plural import number_free

PAIRS = [
    ("game", "games"), ("box", "boxes"), ("house", "houses"), ("movie", "movies"), ("city", "cities"),
    ("knife", "knives"), ("glove", "gloves"), ("wolf", "wolves"), ("man", "men"), ("child", "children"),
    ("bus", "buses"), ("watch", "watches"), ("cache", "caches"), ("Dog", "dog\u2019s"), ("race", "races"),
    ("glass", "glasses"), ("shoe", "shoes"), ("key", "keys"), ("tie", "ties"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "many"), PAIRS, ids=[many for _, many in PAIRS])
def test_one_and_many_meet(one, many):
    """By what they have in common."""
    assert number_free(one) == number_free(many)


def test_other_words_do_not_meet():
    """And words that only look like plurals stay."""
    words = ["game", "gas", "glass", "news", "new", "music", "series", "tennis", "virus", "as", "a", ""]
    assert len({number_free(word) for word in words}) == len(words)
    assert [number_free(word) for word in ("gas", "tennis", "virus", "news")] == ["gas", "tennis", "virus", "news"]
