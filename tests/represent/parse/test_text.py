"""Parsed texts."""

from pathlib import Path

import pytest

from motif.represent.parse import ParsedText, Pipeline, find_pipeline, parse_texts

TEXTS = ["Ann ran home.  She hid there.", "", "Tom hated Dr. Lee’s dog, who barked."]


@pytest.fixture(scope="module")
def pipeline(english: Path) -> Pipeline:
    return find_pipeline(english)


@pytest.fixture(scope="module")
def parsed(pipeline: Pipeline) -> list[ParsedText]:
    return list(parse_texts(pipeline, TEXTS))


def test_each_text_comes_back_in_its_order(parsed: list[ParsedText]):
    """One parse for each text; an empty one has no words."""
    assert [one.text for one in parsed] == TEXTS
    assert (len(parsed[1]), parsed[1].sentences) == (0, [])


def test_words_stand_where_they_say(parsed: list[ParsedText]):
    """Each word is found in the text at its own place."""
    for one in parsed:
        assert all(one.text.startswith(word, at) for word, at in zip(one.words, one.offsets, strict=True))


def test_sentences_have_their_text(parsed: list[ParsedText]):
    """Sentences are counted from 0, without the blanks around them."""
    assert [parsed[0].sentence(number) for number in (0, 1)] == ["Ann ran home.", "She hid there."]


def test_heads_lie_in_the_same_text(parsed: list[ParsedText]):
    """Each word hangs on a word of its own text, and a root on itself."""
    for one in parsed:
        assert all(0 <= head < len(one) for head in one.heads)
        assert all(one.heads[at] == at for at, relation in enumerate(one.relations) if relation == "ROOT")


def test_lemmas_are_mended(parsed: list[ParsedText]):
    """`hated` is of hate, which the pipeline's rules make hat."""
    assert parsed[2].lemmas[1] == "hate"


def test_a_text_in_parts_is_parsed_as_one(pipeline: Pipeline):
    """A text of several parts has the words of all, and its places go on through them."""
    whole = next(parse_texts(pipeline, ["Ann ran home. " * 30], most=100))
    assert (len(whole), len(whole.sentences)) == (120, 30)
    assert whole.sentence(29) == "Ann ran home."
    assert max(whole.heads) == 117
