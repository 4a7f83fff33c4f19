"""Tables of personas: a row a character, a row a film, a row a persona."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from scipy import sparse

from motif.films.study.personas.held import held_words

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.films.model.frame import Placed
    from motif.films.study.personas.result import Persona

__all__ = ["films_table", "label_cells", "labels_table", "personas_table"]

_SHOWN = 12  # words of a persona that the table keeps


def label_cells(labels: np.ndarray) -> pa.Array:
    """Return labels as text, empty where a character has none.

    Examples
    --------
    >>> label_cells(np.array([7, -1])).to_pylist()
    ['7', '']
    """
    return pa.array(["" if label < 0 else str(label) for label in labels.tolist()], pa.string())


def labels_table(ids: Sequence[str], placed: Placed) -> pa.Table:
    """Return a row for every character: id, label (empty where unassigned), probability, assigned.

    Parameters
    ----------
    ids :
        (n_items,).
    placed :
        The characters' personas, in the same order. The probability is 0 where there was too little evidence to ask.

    Examples
    --------
    >>> from motif.films.model.frame import Placed
    >>> one = Placed(np.array([4]), np.ones((1, 1)), np.array([4]), np.ones(1), np.zeros(1, int))
    >>> labels_table(["f1:ash"], one).to_pylist()
    [{'id': 'f1:ash', 'label': '4', 'probability': 1.0, 'assigned': True}]
    """
    return pa.table(
        {
            "id": pa.array(ids, pa.string()),
            "label": label_cells(placed.labels),
            "probability": pa.array(placed.probability, pa.float64()),
            "assigned": pa.array(placed.labels >= 0, pa.bool_()),
        }
    )


def films_table(collection: Collection, placed: Placed) -> pa.Table:
    """Return a row for each film, in the order in which its first character stands.

    Columns: film, film_title, year, n_characters, n_assigned; then for each persona NUMBER `present_NUMBER` (whether a
    character is assigned to it), `share_NUMBER` (of the film's assigned characters; 0 where none is) and `mass_NUMBER`
    (the sum of the memberships of all its characters that the model was asked for).

    Parameters
    ----------
    collection :
        The characters.
    placed :
        Their personas.

    Examples
    --------
    >>> from motif.collection import Collection, sparse as block
    >>> from motif.films.model.frame import Placed
    >>> roles = block(sparse.csr_array([[3]]), columns=["agent:kill"])
    >>> held = Collection("character", {"id": ["f1:a"], "film": ["f1"]}, blocks={"roles": roles})
    >>> one = Placed(np.array([4]), np.ones((1, 1)), np.array([4]), np.ones(1), np.zeros(1, int))
    >>> films_table(held, one).column_names[-3:]
    ['present_4', 'share_4', 'mass_4']
    """
    held = held_words(collection)
    films = [*dict.fromkeys(held.films)]
    place = {film: at for at, film in enumerate(films)}
    of_film = np.array([place[film] for film in held.films], dtype=np.int64)
    first = np.full(len(films), -1, dtype=np.int64)
    first[of_film[::-1]] = np.arange(len(of_film))[::-1]
    rows = np.arange(len(of_film))
    member = sparse.csr_array((np.ones(len(rows)), (of_film, rows)), shape=(len(films), len(rows)))
    hard = placed.labels[:, None] == placed.numbers
    hard_count = member @ hard.astype(np.float64)
    n_assigned = hard_count.sum(axis=1)
    shares = hard_count / np.maximum(n_assigned, 1)[:, None]
    mass = member @ placed.memberships
    facts: dict[str, object] = {
        "film": pa.array(films, pa.string()),
        "film_title": pa.array([held.titles[row] for row in first.tolist()], pa.string()),
        "year": pa.array([held.years[row] for row in first.tolist()], pa.int64()),
        "n_characters": pa.array(np.bincount(of_film, minlength=len(films)), pa.int64()),
        "n_assigned": pa.array(n_assigned.astype(np.int64), pa.int64()),
    }
    for at, number in enumerate(placed.numbers.tolist()):
        facts[f"present_{number}"] = pa.array(hard_count[:, at] > 0, pa.bool_())
        facts[f"share_{number}"] = pa.array(shares[:, at], pa.float64())
        facts[f"mass_{number}"] = pa.array(mass[:, at], pa.float64())
    return pa.table(facts)


def personas_table(personas: Sequence[Persona], ids: Sequence[str]) -> pa.Table:
    """Return a row for each persona; its id is that of its most typical character.

    Parameters
    ----------
    personas :
        In the order of their numbers.
    ids :
        Of all characters: the first stands in where a persona has none.

    Examples
    --------
    >>> from motif.films.study.personas.result import Persona
    >>> one = Persona(7, "kill; killer", 12, 9, 14.2, (), (), (), (), 0.6, 0.03, False)
    >>> personas_table([one], ["f1:ash"])["persona"].to_pylist()
    ['7']
    """
    rows = [
        {
            "id": one.typical[0].id if one.typical else ids[0],
            "persona": one.label,
            "name": one.name,
            "n_characters": one.n_characters,
            "n_films": one.n_films,
            "mass": one.mass,
            "words": [word.column for word in one.words[:_SHOWN]],
            "stability": one.stability,
            "stability_chance": one.stability_chance,
        }
        for one in personas
    ]
    schema = [("id", pa.string()), ("persona", pa.string()), ("name", pa.string()), ("n_characters", pa.int64())]
    schema += [("n_films", pa.int64()), ("mass", pa.float64()), ("words", pa.list_(pa.string()))]
    schema += [("stability", pa.float64()), ("stability_chance", pa.float64())]
    return pa.Table.from_pylist(rows, schema=pa.schema(schema))
