"""What is true of synthetic videos, kept beside them: tables that no model reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy import sparse

from motif.core.errors import InputError
from motif.videos.source.synthetic.label import LabelPrior
from motif.videos.source.synthetic.word import Lexicon
from motif.videos.source.synthetic.world import Settings, World

if TYPE_CHECKING:
    from motif.collection import Collection

__all__ = ["STEP", "TRUTH", "TRUTH_OF_WORDS", "is_synthetic", "knows_truth", "truth_tables", "world_of"]

STEP = "videos.synthetic"
TRUTH, TRUTH_OF_WORDS = "truth", "truth_of_words"


def is_synthetic(collection: Collection) -> bool:
    """Whether nobody filmed these videos.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> is_synthetic(Collection("video", {"id": ["a"]}))
    False
    """
    return any(record["step"] == STEP for record in collection.records)


def knows_truth(collection: Collection) -> bool:
    """Whether what is true of synthetic videos is with them; a selection of some leaves it behind.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> knows_truth(Collection("video", {"id": ["a"]}))
    False
    """
    return is_synthetic(collection) and TRUTH in collection.tables and collection.tables[TRUTH].num_rows > 0


def truth_tables(world: World) -> dict[str, pa.Table]:
    """Return a world as tables: one row a label, one row a word.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import make_world
    >>> world = make_world(Settings(n_labels=8, n_visual=16, n_audio=4, n_pairs=1), np.random.default_rng(0))
    >>> truth_tables(world)["truth"].num_rows
    8
    """
    prior, words = world.prior, world.lexicon
    runs = list(zip(prior.given_main.indptr[:-1].tolist(), prior.given_main.indptr[1:].tolist(), strict=True))
    labels = {
        "id": [f"label {number}" for number in range(len(prior.weights))],
        "label": np.arange(len(prior.weights), dtype=np.int32),
        "main_weight": prior.weights,
        "background": prior.background,
        "subject": prior.block.astype(np.int32),
        "brings": [prior.given_main.indices[start:end].tolist() for start, end in runs],
        "brings_with": [prior.given_main.data[start:end].tolist() for start, end in runs],
        "visibility": world.visibility,
        "audibility": world.audibility,
        "textuality": world.textuality,
        "is_transient": world.is_transient,
        "partner": world.partner.astype(np.int32),
        **{f"{block}_direction": list(rows) for block, rows in world.directions.items()},
    }
    lexicon = {
        "id": list(words.words),
        "label": words.label.astype(np.int32),
        "subject": words.block.astype(np.int32),
        "is_name": words.is_name,
        "in_title": words.title,
        "in_keywords": words.keywords,
        "in_title_else": np.full(len(words.words), words.title_else),
        "in_keywords_else": np.full(len(words.words), words.keywords_else),
    }
    return {TRUTH: pa.table(labels), TRUTH_OF_WORDS: pa.table(lexicon)}


def world_of(collection: Collection) -> World:
    """Return the world that synthetic videos were drawn from.

    Raises
    ------
    InputError
        When they are not synthetic, or the tables are not there: a selection of videos leaves them behind.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> world_of(Collection("video", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: these videos are not synthetic, or only some of a set: their truth is not known
    """
    if not knows_truth(collection):
        raise InputError("these videos are not synthetic, or only some of a set: their truth is not known")
    told: dict[str, Any] = {}
    for record in collection.records:
        told = record["parameters"]["world"] if record["step"] == STEP else told
    table, words = collection.tables[TRUTH], collection.tables[TRUTH_OF_WORDS]
    told = {**told, "n_frames": tuple(told["n_frames"])}
    return World(
        settings=Settings(**told),
        prior=_prior(table),
        visibility=_numbers(table, "visibility"),
        audibility=_numbers(table, "audibility"),
        textuality=_numbers(table, "textuality"),
        is_transient=_numbers(table, "is_transient"),
        partner=_numbers(table, "partner"),
        directions={block: _rows(table, f"{block}_direction") for block in ("visual", "audio")},
        lexicon=_lexicon(words),
    )


def _prior(table: pa.Table) -> LabelPrior:
    brings, values = table["brings"].to_pylist(), table["brings_with"].to_pylist()
    bounds = np.cumsum([0, *map(len, brings)])
    shape = (table.num_rows, table.num_rows)
    given = sparse.csr_array((np.concatenate(values), np.concatenate(brings), bounds), shape=shape)
    return LabelPrior(_numbers(table, "main_weight"), given, _numbers(table, "background"), _numbers(table, "subject"))


def _lexicon(words: pa.Table) -> Lexicon:
    return Lexicon(
        tuple(words["id"].to_pylist()), _numbers(words, "label"), _numbers(words, "subject"),
        _numbers(words, "is_name"), _numbers(words, "in_title"), _numbers(words, "in_keywords"),
        float(words["in_title_else"][0].as_py()), float(words["in_keywords_else"][0].as_py()),
    )  # fmt: skip


def _numbers(table: pa.Table, column: str) -> Any:
    return np.asarray(table[column])


def _rows(table: pa.Table, column: str) -> np.ndarray:
    values = table[column].combine_chunks()
    return np.asarray(values.flatten(), np.float32).reshape(table.num_rows, -1)
