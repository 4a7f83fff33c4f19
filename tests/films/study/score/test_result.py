"""What a score says as JSON."""

import json

from motif.films.study.score.judge import score
from motif.films.study.score.result import Gold, GridRow
from tests.films.troped import troped


def test_a_score_is_plain_json():
    """All of it goes through JSON without NaN, and every figure has its null."""
    value = json.loads(json.dumps(score(troped(), n_permutations=49, n_resamples=10).as_dict(), allow_nan=False))
    assert value["gold"]["n_found"] == 39
    assert all(figure["null"]["mean"] is not None for figure in value["figures"].values())
    assert value["published"] == value["grid"] == []


def test_rows_of_a_gold_are_counted_by_character_and_label():
    """A character with two labels is two rows."""
    assert Gold("names", (1, 2), (("a",), ("a", "b")), (2, 1), 3, 3, 0, {"id": 3}, None).n_found == 3


def test_a_grid_row_keeps_what_it_was_given():
    """A row is a record."""
    assert GridRow("lda", 25, 50, 58, 20, 5, 3.1, 3.0, 0.1, 2.3, 0.01, 0.05, 0.4, 0.7).vi_chance == 3.0
