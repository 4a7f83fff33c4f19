"""The page of a collection has its chapters, and says whose songs they are."""

import pytest

from motif.songs.study.show import show
from motif.songs.view.page import chapters, write
from tests.songs.example import songs


@pytest.fixture(scope="module")
def shown():
    """Sixty songs in two groups."""
    return show(songs(), n_groups=2, with_score=False)


def test_chapters_are_in_order_and_have_their_records(shown):
    """How the groups and the page were made is folded under them."""
    drawn = {chapter.id: chapter for chapter in chapters(shown)}
    assert [*drawn] == ["map", "groups", "features", "left-out"]
    assert drawn["groups"].made["step"] == "songs.describe"
    assert drawn["left-out"].made["step"] == "songs.show"


def test_the_page_names_artists_and_the_map_beside_it(shown, tmp_path):
    """Both files are returned."""
    page, walk = write(shown, tmp_path / "songs.html")
    text = page.read_text(encoding="utf-8")
    assert "By 10 artists" in text
    assert walk.name in text
    assert "All features" not in text
