"""Predictions as a file: Kaggle's rows of a video with label and score in turn, or one row a label."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy import sparse

from motif.core.check import few
from motif.core.errors import DataError
from motif.source.table import read_table

__all__ = ["Predictions", "read_predictions"]

_PAIRS = ("VideoId", "LabelConfidencePairs")
_ROWS = ("id", "label", "score")
_MOST_LABEL = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Predictions:
    """What somebody says of videos: the labels that are listed, and how sure each is.

    Parameters
    ----------
    ids :
        (n_videos,), each once.
    labels :
        (n_labels,) int64, ascending: all that are listed for any video.
    scores :
        (n_videos, n_labels) sparse float32; what is not listed is 0.

    Examples
    --------
    >>> said = Predictions(("a",), np.array([2, 7]), sparse.csr_array([[0.25, 0.9]]))
    >>> said.most_listed
    2
    """

    ids: tuple[str, ...]
    labels: np.ndarray
    scores: sparse.csr_array

    @property
    def most_listed(self) -> int:
        """The most labels that a video has."""
        return int(np.diff(self.scores.indptr).max(initial=0))

    def matrix(self, ids: list[str], labels: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """Return scores of these videos and labels, (n_ids, n_labels) float32, and the ids of which nothing is said."""
        place = {id_: row for row, id_ in enumerate(self.ids)}
        missing = [id_ for id_ in ids if id_ not in place]
        found = np.zeros((len(ids), len(labels)), np.float32)
        if not len(self.labels):
            return found, missing
        rows = np.array([place.get(id_, -1) for id_ in ids], np.int64)
        at = np.minimum(np.searchsorted(self.labels, labels), len(self.labels) - 1)
        known = np.flatnonzero(self.labels[at] == labels)
        there = np.flatnonzero(rows >= 0)
        found[np.ix_(there, known)] = self.scores[rows[there]][:, at[known]].toarray()
        return found, missing


def read_predictions(path: str | Path) -> Predictions:
    r"""Return the predictions of a table.

    Either with the columns `VideoId` and `LabelConfidencePairs` ("7 0.9 2 0.25": labels and scores in turn), as the
    competitions of 2017 and 2018 took them and `motif videos predict` writes them, or with `id`, `label` and `score`,
    one row a label (`motif videos predict --form table`).

    Parameters
    ----------
    path :
        CSV or another table.

    Raises
    ------
    DataError
        When it has other columns, a video stands twice, or a pair is not a label and a finite number; names the row.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "predictions.csv"
    >>> write_text(path, "VideoId,LabelConfidencePairs\na,7 0.9 2 0.25\nb,2 0.5\n")
    >>> said = read_predictions(path)
    >>> said.ids, said.labels.tolist(), said.scores.toarray().tolist()
    (('a', 'b'), [2, 7], [[0.25, 0.8999999761581421], [0.5, 0.0]])
    """
    path = Path(path)
    table = read_table(path).data
    ids = next((name for name in table.column_names if name.lower() in ("videoid", "id")), None)
    if ids is not None and not pa.types.is_string(table[ids].type):
        table = read_table(path, text_columns=[ids]).data
    names = {name.lower(): name for name in table.column_names}
    if all(name.lower() in names for name in _PAIRS):
        ids, columns = _of_pairs(path.name, *(table[names[name.lower()]] for name in _PAIRS))
    elif all(name in names for name in _ROWS):
        ids, columns = _of_rows(path.name, *(table[names[name]] for name in _ROWS))
    else:
        told = f"expected {_PAIRS[0]} and {_PAIRS[1]}, or {', '.join(_ROWS)}; there are {few(table.column_names)}"
        raise DataError(f"{path.name!r} has no predictions: {told}", reason="no_predictions")
    return _made(path.name, ids, *columns)


def _of_pairs(name: str, videos: pa.ChunkedArray, pairs: pa.ChunkedArray) -> tuple[list[str], tuple[np.ndarray, ...]]:
    ids = [_id(name, row, value) for row, value in enumerate(videos.to_pylist())]
    again = _repeated(ids)
    if again:
        raise DataError(f"{name!r} says of {len(again)} videos twice: {few(again)}", reason="duplicate_id")
    texts = ["" if text is None else str(text) for text in pairs.to_pylist()]
    words = [text.split() for text in texts]
    odd = next((row for row, found in enumerate(words) if len(found) % 2), None)
    if odd is not None:
        raise DataError(
            f"{name!r}, row {odd + 1}: not labels and scores in turn: {texts[odd][:60]!r}", reason="bad_pair"
        )
    rows = np.repeat(np.arange(len(words)), [len(found) // 2 for found in words])
    labels = _numbers(name, rows, [word for found in words for word in found[::2]])
    scores = _numbers(name, rows, [word for found in words for word in found[1::2]])
    return ids, (rows, labels, scores)


def _of_rows(
    name: str, videos: pa.ChunkedArray, labels: pa.ChunkedArray, scores: pa.ChunkedArray
) -> tuple[list[str], tuple[np.ndarray, ...]]:
    given = [_id(name, row, value) for row, value in enumerate(videos.to_pylist())]
    ids = list(dict.fromkeys(given))
    place = {id_: row for row, id_ in enumerate(ids)}
    rows, at = np.array([place[id_] for id_ in given], np.int64), np.arange(len(given))
    return ids, (rows, _numbers(name, at, labels.to_pylist()), _numbers(name, at, scores.to_pylist()))


def _made(name: str, ids: list[str], rows: np.ndarray, labels: np.ndarray, scores: np.ndarray) -> Predictions:
    wrong = np.flatnonzero((labels != np.rint(labels)) | (labels < 0) | (labels > _MOST_LABEL) | ~np.isfinite(scores))
    if len(wrong):
        told = f"video {ids[rows[wrong[0]]]!r} has {labels[wrong[0]]:g} with {scores[wrong[0]]:g}"
        raise DataError(f"{name!r}: a label is a whole number, a score a finite one; {told}", reason="bad_pair")
    known, columns = np.unique(labels.astype(np.int64), return_inverse=True)
    cells = rows * max(len(known), 1) + columns
    distinct, first, counts = np.unique(cells, return_index=True, return_counts=True)
    if len(distinct) < len(cells):
        told = ids[rows[first[counts > 1][0]]]
        raise DataError(f"{name!r} lists a label twice for one video: {told!r}", reason="bad_pair")
    shape = (len(ids), len(known))
    return Predictions(tuple(ids), known, sparse.csr_array((scores.astype(np.float32), (rows, columns)), shape=shape))


def _id(name: str, row: int, value: object) -> str:
    text = "" if value is None else str(value).strip()
    if not text:
        raise DataError(f"{name!r}, row {row + 1}: no id of a video", reason="missing_id")
    return text


def _repeated(ids: list[str]) -> list[str]:
    seen: set[str] = set()
    return [id_ for id_ in ids if id_ in seen or seen.add(id_)]  # add returns None


def _numbers(name: str, rows: np.ndarray, values: list[object]) -> np.ndarray:
    try:
        return np.array(values, np.float64)
    except (TypeError, ValueError):
        at = next(place for place, value in enumerate(values) if not _is_number(value))
        told = f"{values[at]!r} is no number"
    raise DataError(f"{name!r}, row {int(rows[at]) + 1}: {told}", reason="bad_pair")


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True
