"""The chapter of the demo, drawn from a result that was made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from motif.evaluate.clustering import evaluate
from motif.songs.source.synth import MadeSong
from motif.songs.study.show import show
from motif.songs.study.synthetic import Demo, Example
from motif.songs.view.demo import chapter
from tests.songs.example import songs


@pytest.fixture(scope="module")
def drawn():
    """Sixty songs of two styles, of which three tempi and no key were heard wrong."""
    shown = show(songs(), n_groups=2, with_score=False)
    styles = ["punk" if at % 2 == 0 else "folk" for at in range(60)]
    made = tuple(
        MadeSong(f"{at}.wav", f"Song {at}", f"Artist {at % 10}", "", style, 170.0 - 90 * (at % 2), 0, "major")
        for at, style in enumerate(styles)
    )
    figures = evaluate(shown.description.labels, styles, n_permutations=99, random_state=0)
    example = Example("Song 0", "Artist 0", "punk", (("Song 2", "Artist 2", "punk"), ("Song 1", "Artist 1", "folk")))
    right = np.arange(60) >= 3
    groups = {"ami": figures["ami"]}
    record = SimpleNamespace(as_dict=dict, seed=0)
    return chapter(Demo(shown, made, right, np.ones(60, bool), groups, {"nearest": groups}, (example,), 8.0, record))


def test_it_says_what_was_found_and_that_the_music_is_made_up(drawn):
    """In its title and its first paragraph."""
    assert drawn.title == "Songs gather by style, by ear"
    assert "synthetic" in drawn.parts[0].text


def test_known_answers_are_counted_by_style(drawn):
    """Right tempi and keys, and the group that most are in."""
    rows = next(one.rows for one in drawn.parts if getattr(one, "columns", ("",))[0] == "style")
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [("folk", 30, 29, 30), ("punk", 30, 28, 30)]


def test_a_pick_of_another_style_says_which(drawn):
    """In brackets."""
    table = next(one for one in drawn.parts if getattr(one, "columns", ("",))[-1].startswith("come these"))
    assert table.rows[0][2] == "Song 2 – Artist 2 · Song 1 – Artist 1 (folk)"
    assert "1 of 2 are of the same style" in table.caption
