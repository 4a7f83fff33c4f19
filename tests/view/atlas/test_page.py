"""The page's file: it allows its own script only, holds what it was given, and obeys no text."""

import json
import re
import zlib
from base64 import b64decode, b64encode
from hashlib import sha256

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.figure import Figure
from motif.view.atlas import picture_sheets, render_atlas, write_atlas

EVIL = "</script><script>alert(1)</script>\"'&{{ 7 * 7 }}\u202e\x00\ud800"
GIVEN = {"codes": [[0, 0], [1, 0], [1, 1]], "labels": [0, 1, 1], "names": ["a", "b"], "ids": ["x", "y", "z"]}


def page(**changes):
    return render_atlas(**(GIVEN | {"title": "Three items"} | changes))


def inside(text, name):
    return re.search(rf'<script type="[a-z/]+" id="{name}">(.*?)</script>', text, re.DOTALL)[1]


def test_only_the_page_s_own_script_may_run():
    """The policy allows one script, by the hash of what stands there; nothing is fetched."""
    text = page()
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}';" in text
    assert "default-src 'none'" in text
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', text) == []


def test_facts_by_hand():
    """Regions in order of size, with the middle of their items and how many there are."""
    facts = json.loads(inside(page(), "facts"))
    assert [(region["name"], region["n"]) for region in facts["regions"]] == [("b", 2), ("a", 1)]
    assert facts["n"] == 3
    assert facts["tiles"] is None
    columns = np.frombuffer(zlib.decompress(b64decode(inside(page(), "columns"))), "<u2").reshape(3, 3)
    assert columns[2].tolist() == [1, 0, 0]


def test_hostile_text_stays_text():
    """Titles, words, names and ids end no element and become no markup."""
    text = page(
        title=EVIL, lead=EVIL, caption=EVIL, kind=EVIL, names=[EVIL, "b"], ids=[EVIL, "y", "z"], titles=[EVIL] * 3,
        words=[EVIL] * 3, made={"step": EVIL},
    )  # fmt: skip
    assert "<script>alert" not in text
    assert "49" not in re.sub(r"<script.*?</script>|<style.*?</style>|<svg.*?</svg>", "", text, flags=re.DOTALL)
    assert text.count("<script>") == 1
    texts = json.loads(zlib.decompress(b64decode(inside(text, "texts"))))
    assert texts["ids"][0] == EVIL
    assert texts["titles"][0] == EVIL  # whole, for the CSV; the script shortens what it shows


def test_names_and_titles_are_whole_in_the_data_and_short_in_the_table():
    """Two regions that begin alike stay two; what is read by eye is cut."""
    long = ["x" * 60 + end for end in "ab"]
    text = page(names=long, titles=["t" * 200, "", "u"])
    assert [region["name"] for region in json.loads(inside(text, "facts"))["regions"]] == [long[1], long[0]]
    assert json.loads(zlib.decompress(b64decode(inside(text, "texts"))))["titles"] == ["t" * 200, "", "u"]
    table = text[text.index("<table") : text.index("</table")]
    assert f"{'x' * 47}…" in table
    assert "x" * 48 not in table
    assert "t" * 48 not in table


def test_the_table_reads_aloud():
    """Each row is headed by its region."""
    assert re.findall(r'<th scope="row".*?data-region="\d">(.)</span></th>', page()) == ["b", "a"]


def test_equal_input_gives_equal_bytes():
    """No date, no chance."""
    assert page() == page()


def test_without_labels_there_are_no_regions():
    """All items are grey, and the page says so."""
    text = page(labels=[-1, -1, -1], names=[])
    assert "No regions" in text
    assert json.loads(inside(text, "facts"))["regions"] == []


def test_figures_stand_on_their_nulls():
    """What is known of the map is a chapter of null strips."""
    figure = Figure("neighbours kept", 0.4, None, {"PCA": 0.1}, None, 3, True, "Nothing.")
    text = page(figures=[figure])
    assert "How far to trust this map" in text
    assert "better than PCA would score" in text.replace("Better", "better")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ids": ["x", "x", "z"]}, "unique"),
        ({"titles": ["one"]}, "titles: 1 given, 3 expected"),
        ({"words": ["one"] * 4}, "words: 4 given, 3 expected"),
        ({"ids": ["x", "y", "z", "w"]}, "ids: 4 given, 3 expected"),
        ({"titles": [None, "x", 3]}, "titles must be text; 2 are not: None, 3"),
        ({"words": ["x", b"y", "z"]}, "words must be text; 1 are not: b'y'"),
        ({"names": ["a", 3]}, "names must be text; 1 are not: 3"),
        ({"labels": [0, 1, 2]}, "these have none: 2"),
        ({"sheets": picture_sheets(np.zeros((1, 2, 2)))}, "1 tiles, fewer than the 3"),
    ],
)
def test_what_does_not_fit_is_refused(changes, said):
    """In one line."""
    with pytest.raises(InputError, match=said):
        page(**changes)


def test_a_hundred_thousand_items_with_titles_take_less_than_8_mb(tmp_path):
    """Random ids of 16 hex digits and titles of three words: 3.4 MB when this was written."""
    rng = np.random.default_rng(0)
    words = np.array(["night", "river", "love", "stone", "garden", "blue", "silver", "dance", "fire", "winter", "road"])
    n = 100_000
    labels = rng.integers(0, 30, size=n)
    n_bytes = write_atlas(
        tmp_path / "a" / "map.html",
        codes=rng.normal(size=(n, 2)) + 5 * rng.normal(size=(30, 2))[labels],
        labels=labels,
        names=[f"region {i}" for i in range(30)],
        ids=[f"{value:016x}" for value in rng.integers(0, 2**63, size=n)],
        titles=[" ".join(words[three]) for three in rng.integers(0, len(words), size=(n, 3))],
        title="Many",
    )
    assert n_bytes == (tmp_path / "a" / "map.html").stat().st_size < 8e6
