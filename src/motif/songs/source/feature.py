"""The 13 audio features of Spotify's tables: cells of any spelling as one matrix, with all dirt counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["ALIASES", "FEATURES", "SHORT", "feature_matrix", "numbers"]

FEATURES = (
    "danceability",
    "energy",
    "key",
    "loudness",
    "mode",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
    "duration_ms",
    "time_signature",
)
"""The columns of the block `spotify`, in the order of Spotify's own reply."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    "loudness": ("loudness_db", "loudness_d_b"),
    "tempo": ("bpm", "beats_per_minute_bpm", "beats_per_minute"),
    "duration_ms": ("track_duration_ms",),
}
SHORT: Mapping[str, str] = {
    "danceability": "dnce",
    "energy": "nrgy",
    "loudness": "d_b",
    "speechiness": "spch",
    "acousticness": "acous",
    "liveness": "live",
    "valence": "val",
}
"""Words that mean a feature only in a table that has several of them, as `live` is a word for much else."""
_UNIT = (0.0, 1.0)
_RANGES: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys(FEATURES, _UNIT),
    "key": (-1.0, 11.0),  # -1: no key detected, which is an answer
    "loudness": (-100.0, 20.0),  # dB; measured masters reach a little above 0
    "tempo": (0.0, 1000.0),  # beats a minute; 0: none detected
    "duration_ms": (0.0, 1e9),
    "time_signature": (0.0, 16.0),
}
_WORDS: Mapping[str, Mapping[str, float]] = {
    "key": {
        **{name: float(at) for name, at in (("C", 0), ("D", 2), ("E", 4), ("F", 5), ("G", 7), ("A", 9), ("B", 11))},
        **{name: float(at) for name, at in (("C#", 1), ("D#", 3), ("F#", 6), ("G#", 8), ("A#", 10))},
        **{name: float(at) for name, at in (("Db", 1), ("Eb", 3), ("Gb", 6), ("Ab", 8), ("Bb", 10))},
    },
    "mode": {"Major": 1.0, "Minor": 0.0, "major": 1.0, "minor": 0.0},
}
_SHARES = tuple(feature for feature in FEATURES if _RANGES[feature] == _UNIT and feature != "mode")
_LEAST_PERCENT = 10  # a table of percent has a column that reaches beyond; below, what the unit is cannot be told
_MOST, _NEARLY_ALL = 0.9, 0.99  # of a column's cells: what few cells are is dirt
_DECIMAL_COMMA = r"^\s*(-?\d+),(\d+)\s*$"
_NUMBER = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"


def feature_matrix(
    columns: Mapping[str, pa.ChunkedArray], *, percent: Collection[str] = (), n_rows: int
) -> tuple[np.ndarray, dict[str, int]]:
    """Return the features of a table as numbers, and what was wrong with its cells.

    A cell that is no number or lies outside its feature's range becomes empty and is counted; key -1 and tempo 0 are
    Spotify's words for "none detected" and stay. Whether shares are in percent is decided for whole columns: those
    whose middle cell is above 1, and in a table that has such a column those of whole numbers, so that 1 is 1 % there.

    Parameters
    ----------
    columns :
        Feature -> cells (n_rows,), numbers or text.
    percent :
        Features that are given in percent, whatever their numbers are.
    n_rows :
        How many rows there are.

    Returns
    -------
    matrix, dirt
        (n_rows, 13) float32, NaN in an empty cell; kind of dirt -> cells: not_a_number, out_of_range, percent.

    Examples
    --------
    >>> cells = {"key": pa.chunked_array([["C#", None]]), "energy": pa.chunked_array([[0.5, 7.0]])}
    >>> matrix, dirt = feature_matrix(cells, n_rows=2)
    >>> matrix[:, [1, 2]].tolist(), dirt
    ([[0.5, 1.0], [nan, nan]], {'out_of_range': 1})
    """
    matrix = np.full((n_rows, len(FEATURES)), np.nan, dtype=np.float32)
    dirt: Counter[str] = Counter()
    read = {feature: numbers(cells, words=_WORDS.get(feature, {})) for feature, cells in columns.items()}
    in_percent = {*percent, *_in_percent({name: read[name][0] for name in _SHARES if name in read})}
    for feature, (values, n_wrong) in read.items():
        dirt["not_a_number"] += n_wrong
        if feature in in_percent:
            dirt["percent"] += int(np.isfinite(values).sum())
            values = values / 100
        low, high = _RANGES[feature]
        with np.errstate(invalid="ignore"):
            outside = (values < low) | (values > high)
        if n_outside := int(outside.sum()):
            dirt["out_of_range"] += n_outside
            values = np.where(outside, np.nan, values)
        matrix[:, FEATURES.index(feature)] = values
    return matrix, {kind: count for kind, count in sorted(dirt.items()) if count}


def _in_percent(shares: Mapping[str, np.ndarray]) -> set[str]:
    """Return which columns of shares are in percent: by what most of their cells are, and by the others."""
    known = {name: values[np.isfinite(values)] for name, values in shares.items()}
    known = {name: values for name, values in known.items() if len(values)}
    sure = {name for name, values in known.items() if np.median(values) > 1}
    if not any(np.quantile(known[name], _MOST) > _LEAST_PERCENT for name in sure):
        return set()
    whole = {name for name, values in known.items() if _is_whole(values[values != 0])}
    return sure | whole | {name for name, values in known.items() if np.quantile(values, _MOST) > 1}


def _is_whole(values: np.ndarray) -> bool:
    return len(values) > 0 and float((values == np.round(values)).mean()) >= _NEARLY_ALL


def numbers(cells: pa.ChunkedArray, *, words: Mapping[str, float]) -> tuple[np.ndarray, int]:
    """Return cells as numbers, NaN where empty, and how many said something that is none.

    Parameters
    ----------
    cells :
        (n_rows,) numbers, or text: numbers, also with a decimal comma, or words.
    words :
        Word -> its number.

    Examples
    --------
    >>> values, n_wrong = numbers(pa.chunked_array([["0,5", "Major", "?", None]]), words={"Major": 1})
    >>> values.tolist(), n_wrong
    ([0.5, 1.0, nan, nan], 1)
    """
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        cells, n_wrong = _read_text(cells, words)
    elif pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type) or pa.types.is_decimal(cells.type):
        n_wrong = 0
    elif pa.types.is_boolean(cells.type):
        cells, n_wrong = cells.cast(pa.int8()), 0
    else:
        return np.full(len(cells), np.nan), len(cells) - cells.null_count
    values = cells.cast(pa.float64(), safe=False).to_numpy()
    infinite = np.isinf(values)
    return (np.where(infinite, np.nan, values), n_wrong + int(infinite.sum())) if infinite.any() else (values, n_wrong)


def _read_text(cells: pa.ChunkedArray, words: Mapping[str, float]) -> tuple[pa.ChunkedArray, int]:
    text = pc.utf8_trim_whitespace(pc.replace_substring_regex(cells, _DECIMAL_COMMA, r"\1.\2"))
    for word, number in words.items():
        text = pc.if_else(pc.equal(text, word), str(number), text)
    is_number = pc.fill_null(pc.match_substring_regex(text, _NUMBER), fill_value=False)
    n_wrong = len(text) - text.null_count - (pc.sum(is_number).as_py() or 0)
    return pc.if_else(is_number, text, pa.scalar(None, pa.string())).cast(pa.float64()), n_wrong
