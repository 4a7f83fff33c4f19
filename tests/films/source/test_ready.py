"""Ready words and vectors of characters in tables."""

import json

import pytest

from motif.core.errors import DataError
from motif.core.files import write_text
from motif.films.source.reading import Reading
from motif.films.source.ready import is_ready, read_ready
from motif.source.table import read_table


def characters(path, text, kind="words"):
    write_text(path, text)
    told = Reading(path.name, kind)
    return [given for _, given in read_ready(read_table(path), path, told)], told


def test_the_seed_s_csv(tmp_path):
    """Printed lists keep their apostrophes, and an empty list is empty."""
    text = ",wiki_id,character,adj,active,patient\n" + (
        "0,3217,Miles O'Brien,\"['old', \"\"O'Brien\"\"]\",['kill'],[]\n1,3217,Ash,[],\"['run', 'run']\",[]\n"
    )
    (first, second), told = characters(tmp_path / "a.csv", text)
    assert (first.id, first.name, first.film) == (None, "Miles O'Brien", "3217")
    assert {role: dict(words) for role, words in first.words.items()} == {
        "attribute": {"old": 1, "O'Brien": 1}, "agent": {"kill": 1}, "patient": {},
    }  # fmt: skip
    assert dict(second.words["agent"]) == {"run": 2}
    assert (told.unused, told.n_gathered) == ((), 2)


def test_lines_with_ids(tmp_path):
    """What looks like ids and never repeats is ids; one name among them, or one id twice, and all are names."""
    row = {"film": "f1", "agent": ["kill"], "patient": [], "attr": ["old"]}
    texts = {
        "ids": [{"character": "c0000", **row}, {"character": "c0001", **row}],
        "names": [{"character": "c0000", **row}, {"character": "R2-D2", **row}],
        "twice": [{"character": "c0000", **row}, {"character": "c0000", **row}],
    }
    found = {
        name: [one.id for one in characters(tmp_path / f"{name}.jsonl", "\n".join(map(json.dumps, rows)))[0]]
        for name, rows in texts.items()
    }
    assert found == {"ids": ["c0000", "c0001"], "names": [None, None], "twice": [None, None]}


def test_words_of_one_role_in_two_columns_are_one_role(tmp_path):
    """`adj` and `attr` are both attributes."""
    [given], _ = characters(
        tmp_path / "a.json", '[{"name": "Ash", "adj": ["old"], "attr": ["old"], "agent": {"go": 2}}]'
    )
    assert {role: dict(words) for role, words in given.words.items()} == {"attribute": {"old": 2}, "agent": {"go": 2}}


def test_vectors(tmp_path):
    """As Python, JSON and NumPy print them; a broken one, or one that is not finite, is left out."""
    rows = ['Ash,"[0.5, 1]"', "Bo,[0.5 1.]", "Cy,[0.5 ...]", 'Di,"[0.5, nan]"', "Ed,[]", ",[1]"]
    given, told = characters(tmp_path / "a.csv", "character,emb\n" + "\n".join(rows), kind="embeddings")
    assert [(one.name, one.embedding.tolist()) for one in given] == [("Ash", [0.5, 1.0]), ("Bo", [0.5, 1.0])]
    assert told.dropped == {"bad_vector": 2, "not_finite": 1, "nobody_named": 1}


def test_a_broken_list_costs_its_row(tmp_path):
    """It is left out with the reason; the others stay."""
    given, told = characters(tmp_path / "a.csv", "name,agent,patient\nAsh,['kill',[]\nBo,[],[]\n")
    assert ([one.name for one in given], told.dropped) == (["Bo"], {"bad_list": 1})


@pytest.mark.parametrize(("kind", "wanted"), [("words", "not_words"), ("embeddings", "not_embeddings")])
def test_a_table_of_something_else_is_refused(tmp_path, kind, wanted):
    """With the columns that there are."""
    with pytest.raises(DataError, match="there are 'name', 'age'") as caught:
        characters(tmp_path / "a.csv", "name,age\nAsh,7\n", kind=kind)
    assert caught.value.reason == wanted


def test_tables_of_films_are_no_characters():
    """A film may have an agent, and a plot a vector."""
    assert is_ready(["title", "plot", "agent"]) is None
    assert is_ready(["id", "title", "plot", "embedding"]) is None
    assert is_ready(["wiki_id", "character", "emb"]) == "embeddings"


@pytest.mark.parametrize("role", ["agent", "attr", "poss", "active"])
def test_a_character_and_one_role_are_words(role):
    """A column that says "character" leaves no doubt; an id or a name beside one role may be a film's."""
    assert is_ready(["character", "film", role]) == "words"
    assert is_ready(["id", "name", role]) is None


def test_a_character_s_vector_with_its_film_s_title():
    """The title is of the film that the character is in."""
    assert is_ready(["wiki_id", "character", "emb", "title"]) == "embeddings"


def test_a_number_of_mentions_that_no_plot_has_is_dirt(tmp_path):
    """It is counted, and the character stays without one."""
    given, told = characters(tmp_path / "a.csv", "name,n_mentions,agent,patient\nAsh,1e300,[],[]\nBo,7,[],[]\n")
    assert ([one.n_mentions for one in given], told.dirt["odd_mentions"]) == ([None, 7], 1)
