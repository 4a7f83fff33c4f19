"""`motif map`: a page or a picture of a collection."""

import numpy as np
import pytest

from motif.collection import Collection


@pytest.fixture
def films(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    columns = {"id": ["a", "b", "c"], "kind": ["x", "x", "y"], "name": ["A", "B", "C"]}
    Collection("film", columns, blocks={"codes": np.eye(3)[:, :2]}).save("films.motif")
    return "films.motif"


def test_json_says_what_was_drawn(films, motif, tmp_path):
    """One object with the file, the items, the regions and the figures."""
    value = motif("map", films, "--out", "map.html", "--colour", "kind", "--json").value
    assert value["n_regions"] == 2
    assert (value["out"], value["n_items"], value["block"], value["figures"]) == ("map.html", 3, "codes", {})
    assert value["n_bytes"] == (tmp_path / "map.html").stat().st_size


def test_text_says_it_in_lines(films, motif):
    """The file with its size, and where the places come from."""
    lines = motif("map", films, "--block", "codes", "--out", "map.png").stdout.splitlines()
    assert lines[0].startswith("map.png: 3 items, no regions, ")
    assert lines[1] == "places: block codes, as it is"


def test_a_file_is_replaced_only_when_asked(films, motif):
    """Otherwise one line and exit 1."""
    motif("map", films, "--out", "map.html")
    assert "exists" in motif("map", films, "--out", "map.html", code=1).stderr
    motif("map", films, "--out", "map.html", "--overwrite")
