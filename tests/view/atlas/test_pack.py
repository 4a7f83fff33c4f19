"""Columns packed into a page come back as they were."""

import json
import zlib
from base64 import b64decode

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.view.atlas.pack import NO_REGION, json_text, packed_columns, packed_texts


def unpacked(text):
    return zlib.decompress(b64decode(text))


def test_columns_by_hand():
    """All x, then all y, then all labels; the ends are 0 and 65,535; none is 65,535."""
    text = packed_columns(np.array([[0.0, 1.0], [0.5, 0.25]]), np.array([3, -1]))
    assert np.frombuffer(unpacked(text), "<u2").tolist() == [0, 32768, 65535, 16384, 3, NO_REGION]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20))
@settings(derandomize=True, max_examples=25, deadline=None)
def test_places_are_kept_to_a_65535th(places):
    """No place moves by more than half a step."""
    places = np.array(places)
    columns = np.frombuffer(unpacked(packed_columns(places, np.zeros(len(places), int))), "<u2").reshape(3, -1)
    assert np.abs(columns[:2].T / 65535 - places).max() <= 0.5 / 65535 + 1e-12


@given(st.lists(st.text(max_size=20), max_size=10))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_texts_come_back(texts):
    """Whatever they hold."""
    assert json.loads(unpacked(packed_texts({"ids": texts, "titles": None}))) == {"ids": texts}


def test_half_a_surrogate_pair_comes_back():
    """UTF-8 cannot say it, JSON can."""
    assert json.loads(unpacked(packed_texts({"ids": ["\ud800é"]}))) == {"ids": ["\ud800é"]}


def test_json_ends_no_script():
    """No text closes the element it stands in, or opens a comment."""
    text = json_text({"name": "</script><!--"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><!--"}
