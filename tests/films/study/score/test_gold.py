"""Which characters have gold labels: from a file, by id or name and film, or as the collection carries them."""

import pytest

from motif.core.errors import InputError
from motif.core.files import write_text
from motif.films.study.score.gold import gold_of
from tests.films.troped import gold_rows, troped


def test_a_table_by_id(tmp_path):
    """Ids of characters find them; several labels are kept in the order of the rows."""
    path = tmp_path / "gold.csv"
    write_text(path, "id,trope\n" + "".join(f"{id_},{trope}\n" for id_, trope in gold_rows()) + "f99:x,spy\n")
    gold = gold_of(troped(carried=False), "tropes", path)
    assert (gold.n_rows, gold.n_found, len(gold.rows)) == (40, 39, 36)
    assert gold.labels[0] == ("master_thief", "wise_king")
    assert dict(gold.by_rule) == {"id": 39}
    assert sorted(gold.sizes) == [1, 12, 12, 15]


def test_tropes_by_name_and_film(tmp_path):
    """Where no id is known, the film's title and the name find the character."""
    path = tmp_path / "tropes.txt"
    line = 'spy\t{{"char": "Person {0}", "movie": "Film {0}", "id": "/m/{0}", "actor": "A"}}\n'
    write_text(path, "".join(line.format(i) for i in (3, 4, 77)))
    gold = gold_of(troped(carried=False), "tropes", path)
    assert (gold.rows, gold.n_rows, gold.n_here) == ((3, 4), 3, 2)
    assert dict(gold.by_rule) == {"name": 2}


def test_names_by_id(tmp_path):
    """Shared names tell ids only."""
    path = tmp_path / "name.clusters.txt"
    write_text(path, "Otto\tf3:c\nOtto\tf5:c\nMax\t/m/1\n")
    gold = gold_of(troped(carried=False), "names", path)
    assert (gold.rows, gold.labels) == ((3, 5), (("Otto",), ("Otto",)))


@pytest.mark.parametrize("label", ["name", "label"])
def test_names_by_character_and_film(tmp_path, label):
    """The label is what is told of the character, not the name that it is looked for by."""
    path = tmp_path / "names.csv"
    write_text(path, f"character,film,{label}\nPerson 3,Film 3,Otto\nPerson 5,Film 5,Otto\n")
    gold = gold_of(troped(carried=False), "names", path)
    assert (gold.rows, gold.labels) == ((3, 5), (("Otto",), ("Otto",)))


def test_a_film_by_its_id(tmp_path):
    """A column `film` may say titles or, as the collection does, ids."""
    path = tmp_path / "names.csv"
    write_text(path, "character,film,name\nPerson 3,f3,Otto\nPerson 5,Film 5,Otto\n")
    assert gold_of(troped(carried=False), "names", path).rows == (3, 5)


def test_what_is_carried():
    """Rows of the collection's own table count where their id is a character's."""
    gold = gold_of(troped(), "tropes")
    assert (gold.n_found, dict(gold.by_rule), gold.as_dict()["n_repeated"]) == (39, {"carried": 39}, 3)


def test_nobody_is_found(tmp_path):
    """What was looked for is said."""
    path = tmp_path / "gold.csv"
    write_text(path, "id,trope\nx,spy\n")
    with pytest.raises(InputError, match=r"no character has any of the tropes: 'gold.csv': 0 of 1 rows"):
        gold_of(troped(), "tropes", path)


def test_nothing_is_carried():
    """Without a file the collection must have a table."""
    with pytest.raises(InputError, match="the collection carries no table 'names'; give --names FILE"):
        gold_of(troped(), "names")


@pytest.mark.shared
def test_published_tropes_find_the_characters_of_the_plots(shared):
    """Of 501 rows 56 are of the films here, and 50 are found; by the names of another film none."""
    from motif.films.study.gather import gather

    folder = shared / "data/films"
    held = gather([folder / "persona_words_175.json", folder / "plots/films.csv"])
    gold = gold_of(held, "tropes", folder / "cmu/tvtropes.clusters.txt")
    assert (gold.n_rows, len(gold.sizes)) == (501, 72)
    assert gold.n_found >= 45
    assert gold.chance < 0.05
