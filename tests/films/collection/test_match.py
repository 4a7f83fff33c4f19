"""Characters are matched to casts and gold by id, else by film and name; what is unsure is counted, not guessed."""

import pyarrow as pa
import pytest

from motif.collection import Collection
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection
from motif.films.collection.match import matched


def collection(*people):
    """Characters of (film, name, mentions[, title])."""
    made = [
        Character(f"{film}:{name.lower()}", name, film, {}, film_title=rest[0] if rest else film, n_mentions=n)
        for film, name, n, *rest in people
    ]
    return character_collection(made, record=RunRecord("demo"))


def cast(*rows):
    """Rows of (film, character, id, actor, gender)."""
    columns = zip(*rows, strict=True)
    return pa.table(dict(zip(("id", "character", "character_id", "actor", "gender"), columns, strict=True)))


PEOPLE = collection(("f1", "Harry", 9), ("f1", "Potter", 2), ("f1", "Zed", 1), ("f2", "Harry", 3), ("f3", "Ann", 1))
CAST = cast(
    ("f1", "Harry Potter", "/m/1", "D. R.", "male"),
    ("f1", "Lily Potter", "/m/2", "G. S.", "female"),
    ("f2", "Harry", "/m/3", "B. C.", None),
    ("f9", "Ann", "/m/4", "X", None),
)


def test_cast():
    """Who is found has actor, id and the rule; who is not, or fits several, stays empty."""
    found, match = matched(PEOPLE, {"cast": CAST})
    columns = ("character_id", "actor", "gender", "matched")
    assert [tuple(row[name] for name in columns) for row in found.items.to_pylist()] == [
        ("/m/1", "D. R.", "male", "part"),
        (None, None, None, None),
        (None, None, None, None),
        ("/m/3", "B. C.", None, "name"),
        (None, None, None, None),
    ]
    assert (match.n_characters, match.n_asked, match.n_matched, match.n_ambiguous) == (5, 4, 2, 1)
    assert match.by_rule == {"name": 1, "part": 1}
    assert match.share == 0.5


def test_two_who_fit_one_row():
    """Neither has it: both are ambiguous, and so is the row."""
    table = cast(("f1", "Malfoy", "/m/1", "J. I.", None), ("f2", "Mary", "/m/2", "A. B.", None))
    people = collection(
        ("f1", "Draco Malfoy", 2), ("f1", "Lucius Malfoy", 2), ("f2", "Mary Jones", 6), ("f2", "Mary K", 3)
    )
    found, match = matched(people, {"cast": table})
    assert found.items["actor"].to_pylist() == [None, None, "A. B.", None]
    assert (match.n_matched, match.n_ambiguous) == (1, 2)
    assert (match.tables["cast"].n_found, match.tables["cast"].n_ambiguous) == (1, 1)


def test_names_beside_the_characters_who_have_them():
    """In a table of names with a column `character`, that one says who is meant."""
    rows = {"id": ["f1"], "name": ["villain"], "character": ["Potter"], "film_title": [None], "character_id": [None]}
    found, match = matched(PEOPLE, {"names": pa.table(rows)})
    assert (found.tables["names"]["id"].to_pylist(), match.tables["names"].n_found) == (["f1:potter"], 1)


def test_table():
    """Of a table it is told how many rows are of films here, found, and unclear, and what chance would find."""
    _, match = matched(PEOPLE, {"cast": CAST})
    report = match.tables["cast"]
    assert (report.n_rows, report.n_here, report.n_found, report.n_ambiguous) == (4, 3, 2, 1)
    assert report.share == pytest.approx(2 / 3)
    assert report.chance == pytest.approx(2 / 3)  # "Harry" is in both films, and each is given the other's cast


def test_by_id():
    """An id goes before a name: of the character itself, or one that the cast told."""
    found, match = matched(
        collection(("f1", "/m/1", 1), ("f1", "Lily", 1)).with_column("character_id", ["/m/1", None]),
        {
            "cast": CAST,
            "tropes": pa.table({"id": ["x", "y"], "trope": ["hero", "mentor"], "character_id": ["/m/1", "/m/2"]}),
        },
    )
    assert match.tables["tropes"].by_rule == {"id": 2}
    assert found.tables["tropes"]["id"].to_pylist() == ["f1:/m/1", "f1:lily"]
    assert found.items["matched"].to_pylist() == ["id", "part"]


def test_other_id():
    """Who is known to be another is not found by name."""
    people = collection(("f1", "Harry", 1)).with_column("character_id", ["/m/7"])
    _, match = matched(people, {"cast": CAST})
    assert match.n_matched == 0


def test_titles():
    """Rows without a film's id are found by its title; not where several films have it."""
    people = collection(("f1", "Kong", 1, "King Kong"), ("f2", "Kong", 1, "King Kong"), ("f3", "Ash", 1, "Alien"))
    gold = {"id": ["/m/1", "/m/2"], "trope": ["beast", "traitor"], "character": ["Kong", "Ash"]}
    table = pa.table({**gold, "film_title": ["King Kong", "ALIEN"], "character_id": ["/m/1", "/m/2"]})
    found, match = matched(people, {"tropes": table})
    assert found.items["character_id"].to_pylist() == [None, None, "/m/2"]
    assert (match.tables["tropes"].n_found, match.tables["tropes"].n_ambiguous) == (1, 1)


def test_a_film_of_the_same_title():
    """Rows whose film is known are not those of another film of its title, whether that one has characters or not."""
    gold = {"id": ["f2"], "trope": ["beauty"], "character": ["Ann Darrow"], "film_title": ["King Kong"]}
    table = pa.table({**gold, "character_id": ["/m/2005"], "actor": ["N. W."]})
    people = collection(("f1", "Ann Darrow", 3, "King Kong"))
    found, match = matched(people, {"tropes": table}, films=["f1", "f2"])
    assert (found.items["actor"].to_pylist(), match.tables["tropes"].n_here) == ([None], 0)
    both = collection(("f1", "Ann Darrow", 3, "King Kong"), ("f2", "Jack", 3, "King Kong"))
    found, match = matched(both, {"tropes": table})
    assert (found.items["actor"].to_pylist(), match.tables["tropes"].n_ambiguous) == ([None, None], 0)


def test_many_tropes():
    """A character with three tropes has three rows."""
    rows = {"id": ["f1"] * 3, "trope": ["a", "b", "c"], "character": ["Harry"] * 3, "character_id": ["/m/1"] * 3}
    found, match = matched(PEOPLE, {"tropes": pa.table(rows)})
    assert found.tables["tropes"]["id"].to_pylist() == ["f1:harry"] * 3
    assert (match.n_matched, match.tables["tropes"].n_found) == (1, 3)


def test_selected():
    """The rows of a character that was found go with it when some are selected."""
    found, _ = matched(PEOPLE, {"cast": CAST})
    assert found.select(["f2:harry"]).tables["cast"]["character"].to_pylist() == ["Harry"]


def test_nothing_known():
    """Without tables, or with one of other films, nobody is matched and no share is told."""
    assert matched(PEOPLE, {})[1].share is None
    _, match = matched(collection(("f5", "Bob", 1)), {"cast": CAST})
    assert (match.n_asked, match.tables["cast"].share, match.tables["cast"].chance) == (0, None, None)


def test_kind():
    """The characters stay a collection of characters with all their blocks."""
    made = character_collection([Character("f1:a", "A", "f1", {"agent:run": 1})], record=RunRecord("demo"))
    found, _ = matched(made, {"cast": CAST})
    assert isinstance(found, Collection)
    assert found.blocks["roles"].columns == ("agent:run",)


@pytest.mark.shared
def test_gold(shared):
    """All 501 trope rows find their characters when these have the gold's own names; five films' titles are shared."""
    import json

    lines = (shared / "data/films/cmu/tvtropes.clusters.txt").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line.partition("\t")[2]) for line in lines]
    names = {(row["movie"], row["char"]) for row in rows}
    people = [
        Character(f"{film}:{name}", name, film, {}, film_title=film, n_mentions=1) for film, name in sorted(names)
    ]
    table = pa.table(
        {
            "id": [row["id"] for row in rows],
            "character": [row["char"] for row in rows],
            "film_title": [row["movie"] for row in rows],
            "character_id": [row["id"] for row in rows],
        }
    )
    _, match = matched(character_collection(people, record=RunRecord("demo")), {"tropes": table})
    assert match.tables["tropes"].n_found == 501
    assert match.tables["tropes"].chance < 0.05
