"""Tables of personas, counted by hand."""

import numpy as np
import pytest

from motif.collection.export import write_table
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection
from motif.films.model.frame import Placed
from motif.films.study.personas.table import films_table, labels_table, personas_table
from motif.source.table import read_table
from tests.films.study.personas.made import found

PLACED = Placed(
    np.array([3, 8]),
    np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.0, 0.0]]),
    np.array([3, 8, 3, -1]),
    np.array([0.9, 0.8, 0.7, 0.0]),
    np.array([0, 0, 0, 1]),
)


def _people():
    films = ("a", "a", "a", "b")
    made = [
        Character(f"{film}:{n}", f"N{n}", film, {"agent:go": 3}, film.upper(), 1950) for n, film in enumerate(films)
    ]
    return character_collection(made, record=RunRecord("demo"))


def test_labels():
    """One row for every character; the label of an unassigned one is empty."""
    assert labels_table(["w", "x", "y", "z"], PLACED).to_pylist()[2:] == [
        {"id": "y", "label": "3", "probability": 0.7, "assigned": True},
        {"id": "z", "label": "", "probability": 0.0, "assigned": False},
    ]


def test_labels_as_csv(tmp_path):
    """The file has the four columns, and read again the same ids and labels, O'Brien with an apostrophe."""
    write_table(labels_table(["f:o'brien", "x", "y", "z"], PLACED), tmp_path / "labels.csv")
    again = read_table(tmp_path / "labels.csv", text_columns=("id", "label"))
    assert again.columns == ["id", "label", "probability", "assigned"]
    assert again.column("id").to_pylist() == ["f:o'brien", "x", "y", "z"]
    assert [label or "" for label in again.column("label").to_pylist()] == ["3", "8", "3", ""]


def test_films():
    """A film's personas: present, share of the assigned, sum of memberships; without assigned characters all are 0."""
    first, second = films_table(_people(), PLACED).to_pylist()
    assert (first["film"], first["film_title"], first["year"]) == ("a", "A", 1950)
    assert (first["n_characters"], first["n_assigned"]) == (3, 3)
    assert (first["present_3"], first["present_8"]) == (True, True)
    assert (first["share_3"], first["share_8"]) == pytest.approx((2 / 3, 1 / 3))
    assert (first["mass_3"], first["mass_8"]) == pytest.approx((1.8, 1.2))
    assert (second["n_assigned"], second["present_3"], second["share_8"], second["mass_8"]) == (0, False, 0, 0)


def test_films_of_found():
    """Shares of a film sum to one where somebody is assigned, and masses to the characters that were asked."""
    three = found(n_refits=0)
    table = three.films_table().to_pandas()
    shares = table[[name for name in table if name.startswith("share_")]].sum(axis=1)
    assert (shares.round(9) == (table.n_assigned > 0)).all()
    mass = table[[name for name in table if name.startswith("mass_")]].to_numpy().sum()
    assert mass == pytest.approx(three.placed.asked.sum())


def test_personas():
    """A row for each persona, its id that of its most typical character."""
    three = found(n_refits=0)
    table = personas_table(three.personas, three.collection.ids)
    assert table["id"].to_pylist() == [one.typical[0].id for one in three.personas]
    assert table["stability"].to_pylist() == [None] * 3
