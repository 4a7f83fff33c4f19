"""Characters as a collection."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection, character_ids

RECORD = RunRecord("films.characters")
ASH = Character("7:ash", "Ash", "7", {"patient:see": 1, "agent:!kill": 2, "agent:kill": 1}, "Stray", 1952, n_mentions=3)
BO = Character(
    "7:o-brien", "O'Brien", "7", {"attribute:old": 4}, n_mentions=1, gender="male", aliases={"Bo": 2, "O'Brien": 1},
    sentences=[(0, "Bo runs."), (3, "O'Brien is old.")],
)  # fmt: skip
CY = Character("8:cy", "Cy", "8", {})


def made(*characters, **options):
    return character_collection(characters, record=RECORD, **options)


def test_words_become_a_block_with_named_columns():
    """Roles in their order, in each the words by the alphabet, a denied word after the word."""
    block = made(ASH, BO, CY).blocks["roles"]
    assert block.columns == ("agent:kill", "agent:!kill", "patient:see", "attribute:old")
    assert block.raw.toarray().tolist() == [[1, 2, 1, 0], [0, 0, 0, 4], [0, 0, 0, 0]]


def test_shares_are_of_the_film():
    """Of mentions where they were counted, of words always; of nothing there is no share."""
    items = made(ASH, BO, CY).items.to_pylist()
    assert [one["mention_share"] for one in items] == [0.75, 0.25, None]
    assert [one["n_words"] for one in items] == [4, 4, 0]
    assert [one["word_share"] for one in items] == [0.5, 0.5, None]


def test_facts_and_tables():
    """All that is agreed for items; a character without alias or sentence has no rows."""
    held = made(ASH, BO, tables={"cast": {"id": ["7"], "actor": ["Ann Lee"]}})
    assert held.items.column_names == [
        "id", "name", "film", "film_title", "year", "n_mentions", "mention_share", "n_pronouns", "n_words",
        "word_share", "gender", "actor", "character_id", "matched",
    ]  # fmt: skip
    assert held.tables["aliases"].to_pylist()[0] == {"id": "7:o-brien", "alias": "Bo", "n": 2}
    assert held.tables["sentences"].to_pylist()[1] == {"id": "7:o-brien", "n": 3, "text": "O'Brien is old."}
    assert held.tables["cast"]["actor"].to_pylist() == ["Ann Lee"]
    assert (held.kind, held.records[-1]["step"]) == ("character", "films.characters")


def test_rare_words_get_no_column_and_are_counted_all_the_same():
    """`n_words` is of the text, not of the columns."""
    held = made(ASH, BO, min_count=2)
    assert held.blocks["roles"].columns == ("agent:!kill", "attribute:old")
    assert held.items["n_words"].to_pylist() == [4, 4]


def test_embeddings():
    """One row a character; those without one have none."""
    one = Character("a", "A", "", {}, embedding=np.array([1.0, 2.0]))
    held = made(one, CY)
    assert held.blocks["embedding"].present.tolist() == [True, False]
    assert held.blocks["embedding"][0].tolist() == [1.0, 2.0]
    assert "roles" not in held.blocks
    assert held.items["film"].to_pylist() == [None, "8"]


def test_nobody_is_a_collection_too(tmp_path):
    """Without blocks; it can be saved and read."""
    held = made(out=tmp_path / "c.motif")
    assert (held.n_items, list(held.blocks)) == (0, [])


@pytest.mark.parametrize(
    ("character", "says"),
    [
        (Character("a", "A", "7", {"kill": 1}), "no column of words by role"),
        (Character("a", "A", "7", {"agent:kill": 0}), "must be at least 1, not 0"),
        (Character("a", "A", "7", {"agent:kill": 2**31}), "must be at most 10,000,000, not 2147483648"),
        (Character("a", "A", "7", {}, gender="f"), "must be 'female', 'male' or None, not 'f'"),
        (Character("7:ash", "A", "7", {}), "given more than once: '7:ash'"),
        (Character("a", "A", "7", {}, embedding=np.eye(2)), "vectors of one length"),
    ],
    ids=["column", "count", "huge", "gender", "twice", "matrix"],
)
def test_wrong_characters_are_refused(character, says):
    """With the id, and what is wrong."""
    with pytest.raises(InputError, match=says):
        made(ASH, character)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=8))
def test_ids_are_unique_and_without_blanks(names):
    """Whatever the names are."""
    ids = character_ids("7", names)
    assert len(set(ids)) == len(names)
    assert not any(c.isspace() for id_ in ids for c in id_)


def test_words_that_are_said_often_keep_their_column():
    """Counts whose sum no 32 bits hold are a column like any other."""
    many = [Character(f"7:{n}", "A", "7", {"agent:kill": 10_000_000}) for n in range(215)]
    block = made(*many).blocks["roles"]
    assert (block.columns, block.raw.sum()) == (("agent:kill",), 2_150_000_000)


def test_one_name_has_one_id_however_its_accents_are_written():
    """A letter with an accent may be one character or two."""
    assert character_ids("7", ["Ame\u0301lie"]) == character_ids("7", ["Am\xe9lie"]) == ["7:am\xe9lie"]


def test_an_order_of_characters_is_an_order_of_rows():
    """Permuting characters permutes rows, and nothing else."""
    one, other = made(ASH, BO, CY), made(CY, BO, ASH)
    assert one.blocks["roles"].columns == other.blocks["roles"].columns
    assert (one.blocks["roles"].raw.toarray()[::-1] == other.blocks["roles"].raw.toarray()).all()
