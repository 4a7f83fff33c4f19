"""`motif find`: what it prints, in both forms."""

import numpy as np
import pytest

from motif.collection import Collection, read
from motif.model.neighbours import find


@pytest.fixture
def films(songs):
    facts = {
        "id": ["a", "b", "c", "d"],
        "title": ["Alien", "B\x1b[31m", None, "x" * 90],
        "tags": [["x"]] * 4,
        "year": [1979.5, 1986, None, 1990],
        "maker": ["s", "s", "s", "t"],
        "more": [1, 2, 3, 4],
        "last": [0, 0, 0, 0],
    }
    Collection("film", facts, blocks={"codes": np.array([[0.0], [1.0], [1.5], [9.0]])}).save("films.motif")
    return "films.motif"


def test_json_is_a_list_of_ids_and_distances(films, motif):
    """Exactly what the Python twin returns."""
    value = motif("find", films, "a", "-n", "2", "--json").value
    assert value == [{"id": "b", "distance": 1.0}, {"id": "c", "distance": 1.5}]
    assert value == [{"id": one.id, "distance": one.distance} for one in find(read(films), "a", n=2)]


def test_text_has_rank_and_four_columns(films, motif):
    """Columns with several values in a cell are not shown; what was searched stands on stderr."""
    result = motif("find", films, "a")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["rank", "id", "distance", "title", "year", "maker", "more"]
    assert lines[1].split() == ["1", "b", "1.000", "B\\x1b[31m", "1986", "s", "2"]
    assert lines[2].split() == ["2", "c", "1.500", "s", "3"]
    assert "x" * 39 + "…" in lines[3]
    assert result.stderr == "motif: 3 of 4 items, by the euclidean distance of block 'codes'\n"


def test_the_column_of_the_cap_is_shown_first(films, motif):
    """At most one of each maker, and one sees whose they are."""
    result = motif("find", films, "a", "--group", "maker", "--per-group", "1")
    assert [line.split()[1] for line in result.stdout.splitlines()[1:]] == ["b", "d"]
    assert result.stdout.split()[:4] == ["rank", "id", "distance", "maker"]


def test_with_variety_the_order_is_that_of_choice(films, motif):
    """And the note says so."""
    result = motif("find", films, "a", "-n", "2", "--diversity", "0.9")
    assert [line.split()[1] for line in result.stdout.splitlines()[1:]] == ["b", "d"]
    assert result.stderr.endswith("in the order of choice\n")


def test_metric_and_block_are_passed_on(films, motif):
    """By angle all of one sign are alike; the item at 0 has no direction."""
    value = motif("find", films, "b", "--metric", "cosine", "--block", "codes", "--json").value
    assert value == [{"id": "c", "distance": 0.0}, {"id": "d", "distance": 0.0}, {"id": "a", "distance": 1.0}]


def test_an_unknown_id_is_one_line_with_its_like(songs, motif):
    """Exit code 1 and near misses."""
    result = motif("find", songs, "A", "--block", "sound", code=1)
    assert result.stderr == "motif: there is no item 'A'; did you mean 'a'?\n"


def test_a_single_item_has_no_neighbours(films, motif):
    """An empty list is an answer."""
    Collection("film", {"id": ["a"]}, blocks={"codes": np.zeros((1, 1))}).save("one.motif")
    assert motif("find", "one.motif", "a", "--json").value == []
    assert motif("find", "one.motif", "a").stdout == ""


@pytest.mark.parametrize("words", [("-n", "0"), ("--diversity", "1.5"), ("--per-group", "0")])
def test_wrong_usage(films, motif, words):
    """Numbers out of range are refused before anything is read."""
    assert words[0] in motif("find", films, "a", *words, code=2).stderr
