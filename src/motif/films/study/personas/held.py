"""What a collection of characters holds for a persona model: words by role, who is in which film, how much is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from motif.core.errors import InputError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from motif.collection.base import Collection
    from motif.films.model.frame import Framed, PersonaFrame

__all__ = ["BLOCK", "VECTORS", "Held", "framed_words", "held_words"]

BLOCK, VECTORS = "roles", "embedding"


@dataclass(frozen=True, eq=False)
class Held:
    """The words of all characters of a collection.

    Parameters
    ----------
    X :
        (n_items, n_columns), CSR, counts; empty rows for characters of whom nothing is said.
    columns :
        (n_columns,) names such as "agent:kill".
    n_words :
        (n_items,): role words of each character, those without a column among them.
    names, films, titles, years :
        (n_items,): the character's name, its film's id and title, the film's year; the id where there is no name, a
        film of its own where none is known.

    Examples
    --------
    >>> from motif.collection import Collection, sparse
    >>> from scipy.sparse import csr_array
    >>> block = sparse(csr_array([[2, 1]]), columns=["agent:kill", "attribute:tall"])
    >>> held = held_words(Collection("character", {"id": ["f1:a"], "film": ["f1"]}, blocks={"roles": block}))
    >>> held.n_words.tolist(), held.names, held.films
    ([3], ('f1:a',), ('f1',))
    """

    X: csr_array
    columns: tuple[str, ...]
    n_words: np.ndarray
    names: tuple[str, ...]
    films: tuple[str, ...]
    titles: tuple[str, ...]
    years: tuple[int | None, ...]


def held_words(collection: Collection) -> Held:
    """Return what is said of the characters of a collection; nothing where it has only vectors of them.

    Raises
    ------
    InputError
        When the collection has neither words by role nor vectors.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> held_words(Collection("film", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: a collection of kind 'film' has no block 'roles'; make one by `motif films characters`
    """
    known = BLOCK in collection.blocks and collection.blocks[BLOCK].columns is not None
    if not known and VECTORS not in collection.blocks:
        message = f"a collection of kind {collection.kind!r} has no block {BLOCK!r}"
        raise InputError(f"{message}; make one by `motif films characters`")
    block = collection.blocks[BLOCK] if known else None
    X: Any = sparse.csr_array((collection.n_items, 0), dtype=np.float32) if block is None else block[:]
    items, ids = collection.items, collection.ids

    def cells(name: str) -> list[Any]:
        return items[name].to_pylist() if name in items.column_names else [None] * len(ids)

    in_block = np.rint(np.asarray(X.sum(axis=1)).ravel()).astype(np.int64)
    counted = [int(said if n is None else n) for n, said in zip(cells("n_words"), in_block.tolist(), strict=True)]
    films = [film or f"the film of {id_}" for film, id_ in zip(cells("film"), ids, strict=True)]
    return Held(
        X=X,
        columns=() if block is None else tuple(block.columns or ()),
        n_words=np.maximum(np.array(counted, dtype=np.int64), in_block),
        names=tuple(name or id_ for name, id_ in zip(cells("name"), ids, strict=True)),
        films=tuple(films),
        titles=tuple(title or film for title, film in zip(cells("film_title"), films, strict=True)),
        years=tuple(cells("year")),
    )


def framed_words(collection: Collection, held: Held, frame: PersonaFrame) -> Framed:
    """Return what a persona model sees of the characters: counts in its columns, or their vectors.

    Parameters
    ----------
    collection, held :
        The characters, and what is said of them.
    frame :
        What stands around the model, fitted.

    Raises
    ------
    InputError
        When the model wants vectors and the collection has none.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(framed_words).parameters]
    ['collection', 'held', 'frame']
    """
    if frame.block == BLOCK:
        return frame.transform(held.X, held.columns)
    if VECTORS not in collection.blocks:
        raise InputError(f"these personas were found in vectors of characters; the collection has no block {VECTORS!r}")
    block = collection.blocks[VECTORS]
    present = np.asarray(block.present) if block.may_be_absent else np.ones(len(block), dtype=bool)
    return frame.embedded(np.nan_to_num(np.asarray(block[:], dtype=np.float64)), present)
