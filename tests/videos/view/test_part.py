"""Parts of the page: what they say, each number beside what it would be otherwise."""

import numpy as np
import pyarrow as pa
import pytest

from motif.collection import Collection, dense, read
from motif.videos.study.show import show
from motif.videos.view import part
from motif.view.part import Prose, Strips, Table


@pytest.fixture(scope="module")
def shown():
    """Forty videos of 15 labels, the first on all; every second without sound; two by each creator."""
    labels = [[0, *(n for n in range(1, 15) if row % (n + 1) == 0)] for row in range(40)]
    facts = {
        "id": [f"v{row}" for row in range(40)],
        "labels": pa.array(labels, pa.list_(pa.int32())),
        "creator": [f"creator {row // 2}" for row in range(40)],
        "split": ["train"] * 31 + ["test"] * 9,
        "n_frames": [60 + row for row in range(40)],
    }
    blocks = {"visual": np.eye(40), "audio": dense(np.eye(40)[:, :3], present=np.arange(40) % 2 == 0)}
    return show(Collection("video", facts, blocks=blocks))


def test_the_long_tail_says_how_few_labels_make_half(shown):
    """Beside how many it would take if all were equally common."""
    (chart,) = part.long_tail(shown)
    counts = [row.n_videos for row in shown.labels]
    half = next(n for n in range(1, 16) if sum(counts[:n]) >= sum(counts) / 2)
    assert chart.title.startswith(f"{half} of 15 labels make half of all label appearances")
    assert chart.title.endswith("it would take 8")
    assert chart.svg.count("<circle") == 15


def test_the_ten_commonest_stand_beside_ten_that_are_as_common_as_the_rest(shown):
    """10 of 15 would have 67 %."""
    (chart,) = part.commonest(shown)
    assert chart.title == "label 0 is on 100\u00a0% of the videos"
    assert "would have 67\u00a0%" in chart.caption


def test_pairs_stand_beside_chance(shown):
    """How many videos have both, and how many would."""
    (table,) = part.pairs(shown)
    assert table.columns[2:4] == ("videos with both", "by chance")
    assert all(row[2] > row[3] for row in table.rows)


def test_what_videos_lack_is_told(shown):
    """Twenty have no sound."""
    table, chart = part.modalities(shown)
    assert table.title == "20 of 40 videos have both modalities"
    assert [row[-1] for row in table.rows] == [0, 20]
    assert chart.title == "50\u00a0% of the videos lack something"


def test_a_creator_on_two_sides_is_called_what_it_is(shown):
    """Scores flatter then."""
    (table,) = part.splits(shown)
    assert table.title == "Creators are on more than one side: scores will flatter"
    assert "10 of 20 creators" in part.creators(shown)[0].title


def test_frames_are_classes_in_order(shown):
    """All are in one class here."""
    assert part.frames(shown)[0].title == "100\u00a0% of the videos have 60 to 119 frames"


def test_videos_that_nobody_gathered_say_so(shown):
    """And no labels, no text, no models have no parts."""
    assert isinstance(part.left_out(shown)[0], Prose)
    bare = show(Collection("video", {"id": ["a"]}))
    assert part.long_tail(bare) == part.commonest(bare) == part.pairs(bare) == part.verticals(bare) == []
    assert part.text(bare) == part.models(bare) == part.splits(bare) == part.creators(bare) == part.frames(bare) == []
    assert isinstance(part.modalities(bare)[0], Prose)


def test_text_and_verticals_and_what_was_left_out_of_the_demo(toured):
    """Words overlap with labels beside chance; three records were left out."""
    found = show(read(toured[1] / "videos.motif"), language=None, with_score=False)
    parts = part.text(found)
    assert isinstance(parts[0], Table)
    assert parts[0].title.endswith("have text that can be used")
    assert all(figure.null is not None for one in parts if isinstance(one, Strips) for figure in one.figures)
    assert part.verticals(found)[0].title.endswith(next(iter(found.verticals)))
    assert part.left_out(found)[0].title == "Of 243 records 3 were left out"
    (models,) = part.models(found)
    assert len(models.rows) == 6
    assert "not asked for" in models.caption
